// Takes one server-sent event. Exits with 0 if its text is the one that the server sent.
const EventSource = require("eventsource");

const source = new EventSource(`http://${process.env.STICKY_ADDR}/`);
source.onmessage = (event) => {
  console.log(event.data);
  process.exit(event.data === "naïve 粘包" ? 0 : 1);
};
source.onerror = (error) => {
  console.log(error);
  process.exit(1);
};
