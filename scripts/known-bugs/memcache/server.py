"""Answers a memcached client with a version, and with one value for any key."""

import socket
import sys

VERSION = b"VERSION 1.6.0\r\n"
VALUE = b"VALUE greeting 0 6\r\nsticky\r\nEND\r\n"

server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, _ = server.accept()
    for line in connection.makefile("rb"):
        connection.sendall(VERSION if line.startswith(b"version") else VALUE)
