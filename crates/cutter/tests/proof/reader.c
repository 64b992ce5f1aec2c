/* Prints the length of each read, a line a connection. usage: reader HOST BUFFER [quick|spin] */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST}, *address;
    struct sockaddr_in6 bound;
    socklen_t length = sizeof bound;
    size_t size = atoi(argv[2]);
    char *buffer = malloc(size);
    int on = 1, listener, quick = argc > 3 && !strcmp(argv[3], "quick"), spin = argc > 3 && !quick;

    if (getaddrinfo(argv[1], "0", &hints, &address)) return 1;
    listener = socket(address->ai_family, SOCK_STREAM, 0);
    if (bind(listener, address->ai_addr, address->ai_addrlen) || listen(listener, 128)) return 1;
    getsockname(listener, (struct sockaddr *)&bound, &length);
    printf("%d\n", ntohs(bound.sin6_port));
    for (;;) {
        fflush(stdout);
        int connection = accept(listener, NULL, NULL);
        if (spin) fcntl(connection, F_SETFL, O_NONBLOCK);
        for (;;) {
            if (quick) setsockopt(connection, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
            ssize_t got = read(connection, buffer, size);
            if (got < 0 && errno == EAGAIN) continue;
            if (got <= 0) break;
            printf("%zd ", got);
        }
        printf("\n");
        close(connection);
    }
}
