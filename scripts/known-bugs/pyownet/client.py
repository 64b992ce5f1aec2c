"""Reads a temperature from a 1-wire server. Exits with 0 if it is the one that the server sent."""

import os
import sys

from pyownet import protocol

host, port = os.environ["STICKY_ADDR"].split(":")
connection = protocol.OwnetConnection((host, int(port)))
_, _, value = connection.req(protocol.MSG_READ, b"/temperature\0", 0, size=64)
print(value)
sys.exit(value != b"21.5")
