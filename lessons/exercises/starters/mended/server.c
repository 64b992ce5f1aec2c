/* An echo server: each message is a 4-byte length, big-endian, and then that many bytes. */
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LONGEST (16u * 1024 * 1024)
#define CHUNK 65536

/* Reads a message and its header into *frame, which grows with what arrives, not with what is announced.
 * Returns their size, or 0 if the stream ends first or the message is too long. */
static size_t read_frame(int fd, char **frame) {
    size_t got = 0, size = 4;
    while (got < size) {
        size_t wanted = size - got < CHUNK ? size - got : CHUNK;
        char *grown = realloc(*frame, got + wanted);
        if (grown == NULL)
            return 0;
        *frame = grown;
        ssize_t n = read(fd, grown + got, wanted);
        if (n <= 0)
            return 0;
        got += n;
        if (got == 4) {
            uint32_t length;
            memcpy(&length, grown, 4);
            length = ntohl(length);
            if (length > LONGEST)
                return 0;
            size += length;
        }
    }
    return size;
}

static int write_all(int fd, const char *data, size_t size) {
    while (size > 0) {
        ssize_t n = write(fd, data, size);
        if (n < 0)
            return -1;
        data += n;
        size -= n;
    }
    return 0;
}

static void *serve(void *argument) {
    int fd = (intptr_t)argument;
    char *frame = NULL;
    for (size_t size; (size = read_frame(fd, &frame)) > 0;)
        if (write_all(fd, frame, size) != 0)
            break;
    free(frame);
    close(fd);
    return NULL;
}

int main(void) {
    signal(SIGPIPE, SIG_IGN); /* a write to a client that has gone fails, instead of ending the server */
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
        if (fd < 0)
            continue;
        if (pthread_create(&thread, NULL, serve, (void *)fd) == 0)
            pthread_detach(thread);
        else
            close(fd);
    }
}
