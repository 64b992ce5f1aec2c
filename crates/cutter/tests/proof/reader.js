// Prints the length of each read, a line a connection. usage: reader.js HOST
const server = require("node:net").createServer((socket) => {
  const reads = [];
  socket.on("data", (data) => reads.push(data.length));
  socket.on("end", () => console.log(reads.join(" ")));
});
server.listen(0, process.argv[2], () => console.log(server.address().port));
