"""Answers each Modbus/TCP request with the same two registers."""

import socket
import sys

REQUEST = 12
ANSWER = bytes.fromhex("0000 0007 01 03 04 1234 5678")

server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, _ = server.accept()
    request = connection.makefile("rb").read(REQUEST)
    if request:
        connection.sendall(request[:2] + ANSWER)
