"""An echo server: each message is a 4-byte length, big-endian, and then that many bytes."""

import os
import socket
import struct
import threading


def serve(conn):
    with conn:
        while True:
            header = conn.recv(4)
            if not header:
                break
            (length,) = struct.unpack("!I", header)
            message = conn.recv(length)
            conn.sendall(struct.pack("!I", len(message)) + message)


def main():
    server = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
    while True:
        conn, _ = server.accept()
        threading.Thread(target=serve, args=(conn,), daemon=True).start()


main()
