// An echo server: each message is a line.

const net = require('node:net');

const server = net.createServer((socket) => {
  socket.on('data', (data) => {
    const message = data.toString().trimEnd();
    socket.write(`${message}\n`);
  });

  socket.on('error', (error) => {
    console.error(`client: ${error.message}`);
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
