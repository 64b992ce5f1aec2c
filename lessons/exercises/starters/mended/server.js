// An echo server: each message is a line.

const net = require('node:net');
const { pipeline } = require('node:stream');

const LONGEST = 16 * 1024 * 1024;

// Yields each line with its newline, as bytes: a chunk may hold half a character.
async function* lines(chunks) {
  let begun = [];
  let length = 0;
  for await (let chunk of chunks) {
    for (let end; (end = chunk.indexOf('\n') + 1) > 0; chunk = chunk.subarray(end)) {
      yield Buffer.concat([...begun, chunk.subarray(0, end)]);
      begun = [];
      length = 0;
    }
    begun.push(chunk);
    length += chunk.length;
    if (length > LONGEST) return;
  }
}

// Without allowHalfOpen, Node ends our side when the client ends its own, perhaps before the last answer.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  // A pipeline stops reading from a client that does not read, and a client's error ends only its own.
  pipeline(socket, lines, socket, (error) => {
    if (error) console.error(`client: ${error.message}`);
    socket.destroy();
  });
});

server.listen(Number(process.env.PORT), '127.0.0.1');
