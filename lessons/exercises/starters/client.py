"""A client: sends each line of standard input as a message, and prints the answer.

Each message is a 4-byte length, big-endian, and then that many bytes.
"""

import os
import socket
import struct
import sys

sock = socket.create_connection(("127.0.0.1", int(os.environ["PORT"])))
for line in sys.stdin:
    message = line.rstrip("\n").encode()
    sock.sendall(struct.pack("!I", len(message)))
    sock.sendall(message)

    answer = sock.recv(65536)
    print(answer[4:].decode())
sock.close()
