"""An echo server: each message is a 4-byte length, big-endian, and then that many bytes."""

import os
import socket
import struct
import threading

LONGEST = 16 * 1024 * 1024


def recv_exactly(conn, count):
    """Returns count bytes, however many calls they take; raises EOFError if the stream ends first."""
    data = bytearray()
    while len(data) < count:
        piece = conn.recv(min(count - len(data), 65536))
        if not piece:
            raise EOFError
        data += piece
    return data


def serve(conn):
    with conn:
        try:
            while True:
                header = recv_exactly(conn, 4)
                (length,) = struct.unpack("!I", header)
                if length > LONGEST:
                    break
                conn.sendall(header + recv_exactly(conn, length))
        except (EOFError, OSError):
            pass  # this client has gone; the others have threads of their own


def main():
    server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
    while True:
        conn, _ = server.accept()
        threading.Thread(target=serve, args=(conn,), daemon=True).start()


main()
