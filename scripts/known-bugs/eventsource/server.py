"""Sends one server-sent event, whose text has characters of two and three bytes."""

import socket
import sys

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
EVENT = "data: naïve 粘包\n\n".encode()

server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, _ = server.accept()
    for line in connection.makefile("rb"):
        if line == b"\r\n":
            connection.sendall(HEAD + EVENT)
            break
