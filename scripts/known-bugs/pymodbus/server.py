"""Serves two Modbus registers, with the package's own server."""

import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer

registers = ModbusSequentialDataBlock(1, [0x1234, 0x5678])
context = ModbusServerContext(slaves=ModbusSlaveContext(hr=registers))
StartTcpServer(context=context, address=("127.0.0.1", int(sys.argv[1])))
