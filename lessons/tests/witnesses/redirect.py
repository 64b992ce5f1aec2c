"""Runs a program that knows one fixed port against another port, without changing the program.

    python3 redirect.py PROGRAM

Its connections go to port REDIRECT_PORT of the environment. What it binds gets port REDIRECT_LISTEN
instead, or a free one, and the line "ready PORT" says when that listens. Prompts become a NUL, so that answers can be told apart.
"""

import builtins
import os
import runpy
import socket
import sys

real_input = builtins.input
real_connect = socket.socket.connect
real_bind = socket.socket.bind
real_listen = socket.socket.listen


def connect(self, address):
    return real_connect(self, (address[0], int(os.environ["REDIRECT_PORT"])))


def bind(self, address):
    return real_bind(self, (address[0], int(os.environ.get("REDIRECT_LISTEN", 0))))


def listen(self, *backlog):
    real_listen(self, *backlog)
    print("ready", self.getsockname()[1], flush=True)


socket.socket.connect = connect
socket.socket.bind = bind
socket.socket.listen = listen
builtins.input = lambda prompt="": real_input("\0")
runpy.run_path(sys.argv[1], run_name="__main__")
