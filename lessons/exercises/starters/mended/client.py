"""A client: sends each line of standard input as a message, and prints the answer.

Each message is a 4-byte length, big-endian, and then that many bytes.
"""

import os
import socket
import struct
import sys

LONGEST = 16 * 1024 * 1024


def recv_exactly(sock, count):
    """Returns count bytes, however many calls they take."""
    data = bytearray()
    while len(data) < count:
        piece = sock.recv(min(count - len(data), 65536))
        if not piece:
            sys.exit("client: the server closed the connection before its answer was whole")
        data += piece
    return data


sock = socket.create_connection(("127.0.0.1", int(os.environ["PORT"])))
for line in sys.stdin.buffer:
    message = line.removesuffix(b"\n")
    sock.sendall(struct.pack("!I", len(message)) + message)

    (length,) = struct.unpack("!I", recv_exactly(sock, 4))
    if length > LONGEST:
        sys.exit(f"client: the server announced {length} bytes; at most {LONGEST} are accepted")
    sys.stdout.buffer.write(recv_exactly(sock, length) + b"\n")
    sys.stdout.flush()
sock.close()
