"""Prints the length of each read, a line a connection. usage: reader.py HOST BUFFER [quick]"""
import socket
import sys

host, size, quick = sys.argv[1], int(sys.argv[2]), "quick" in sys.argv
family = socket.AF_INET6 if ":" in host else socket.AF_INET
listener = socket.create_server((host, 0), family=family)
print(listener.getsockname()[1], flush=True)
while True:
    connection, _ = listener.accept()
    reads = []
    while True:
        if quick:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        data = connection.recv(size)
        if not data:
            break
        reads.append(len(data))
    print(*reads, flush=True)
    connection.close()
