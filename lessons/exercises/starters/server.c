/* An echo server: each message is a 4-byte length, big-endian, and then that many bytes. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LONGEST 4096

static int read_exactly(int fd, void *buffer, int count) {
    for (int got = 0, n; got < count; got += n)
        if ((n = read(fd, (char *)buffer + got, count - got)) <= 0)
            return -1;
    return 0;
}

static void *serve(void *argument) {
    int fd = (intptr_t)argument;
    struct { int32_t header; char message[LONGEST]; } frame;
    while (read_exactly(fd, &frame.header, 4) == 0) {
        int length = ntohl(frame.header);
        if (length > LONGEST || read_exactly(fd, frame.message, length) != 0)
            break;
        write(fd, &frame, 4 + length);
    }
    close(fd);
    return NULL;
}

int main(void) {
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    address.sin_port = htons(atoi(getenv("PORT")));
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, SOMAXCONN) != 0) {
        perror("server");
        return 1;
    }
    for (;;) {
        pthread_t thread;
        intptr_t fd = accept(listener, NULL, NULL);
        pthread_create(&thread, NULL, serve, (void *)fd);
        pthread_detach(thread);
    }
}
