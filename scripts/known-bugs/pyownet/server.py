"""Answers each request of a 1-wire client with one value: a header of six integers, then the value."""

import socket
import struct
import sys

VALUE = b"21.5"
REQUEST = 24 + len(b"/temperature\0")

server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, _ = server.accept()
    if connection.makefile("rb").read(REQUEST):
        connection.sendall(struct.pack(">6i", 0, len(VALUE), len(VALUE), 0, len(VALUE), 0) + VALUE)
