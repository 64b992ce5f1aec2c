// Reads two Modbus registers. Exits with 0 if they are the ones that the server sent.
const ModbusRTU = require("modbus-serial");

async function readRegisters() {
  const [host, port] = process.env.STICKY_ADDR.split(":");
  const client = new ModbusRTU();
  client.setTimeout(10000);
  await client.connectTCP(host, { port: Number(port) });
  return (await client.readHoldingRegisters(0, 2)).data;
}

readRegisters().then(
  (registers) => {
    console.log(registers.map((register) => "0x" + register.toString(16)));
    process.exit(registers[0] === 0x1234 && registers[1] === 0x5678 ? 0 : 1);
  },
  (error) => {
    console.log(error.message);
    process.exit(1);
  },
);
