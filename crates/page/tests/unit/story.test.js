// A case becomes moments, and its bytes are somewhere at each of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Story } from "../../web/story.js";
import { parseTrace } from "../../web/trace.js";

/** @param {object[]} events @param {object} [more] fields of the case */
function story(events, more = {}) {
  const lines = [
    { t_us: 0, event: "run", lesson: "99-test", version: 1, net: "loopback", os: "linux", options: {} },
    { t_us: 0, event: "case", name: "a case", transport: "tcp", options: {}, ...more },
    ...events,
    { t_us: 99, event: "end" },
  ];
  const trace = parseTrace(lines.map((line) => JSON.stringify(line)).join("\n"));
  assert.equal(trace.problem, null);
  return new Story(trace.lessons[0].cases[0]);
}

const forward = { stream: "forward" };
/** @param {number} t_us @param {number} message @param {number} offset @param {number} bytes */
const write = (t_us, message, offset, bytes) => ({ t_us, event: "write", ...forward, message, offset, asked: bytes, accepted: bytes });
/** @param {number} t_us @param {number} offset @param {number} bytes */
const left = (t_us, offset, bytes) => ({ t_us, event: "segments", ...forward, count: 1, offset, bytes });
/** @param {number} t_us @param {number} offset @param {number} got @param {string} verdict */
const read = (t_us, offset, got, verdict) => ({ t_us, event: "read", ...forward, offset, asked: 99, got, messages: [1, 1], verdict });
/** @param {number} t_us @param {number} bytes */
const held = (t_us, bytes) => ({ t_us, event: "held", ...forward, bytes, unacked: bytes > 0 ? 1 : 0 });

/** Two messages, of which Nagle holds the second for 40 ms. */
const HELD = [write(10, 1, 0, 4), left(12, 0, 4), write(20, 2, 4, 4), held(21, 4), read(30, 0, 4, "whole"), left(40_020, 4, 4), held(40_021, 0), read(40_030, 4, 4, "whole")];

test("bytes are written, held, sent, queued and read, in this order", () => {
  const it = story(HELD);
  const at = (/** @type {number} */ steps) => {
    const { written, sent, arrived, read: got, held: waits } = it.state(steps).forward;
    return { written, sent, arrived, got, waits };
  };
  assert.deepEqual(at(0), { written: 0, sent: 0, arrived: 0, got: 0, waits: null });
  assert.deepEqual(at(4), { written: 8, sent: 4, arrived: 4, got: 0, waits: 4 });
  assert.deepEqual(at(5), { written: 8, sent: 4, arrived: 4, got: 4, waits: 4 });
  assert.deepEqual(at(8), { written: 8, sent: 8, arrived: 8, got: 8, waits: 0 });
});

test("a brace says how long Nagle held the bytes, from their write until they left", () => {
  const [brace] = story(HELD).braces;
  assert.deepEqual([brace.kind, brace.from, brace.to, brace.text], ["held", 20, 40_020, "held by Nagle 40.0 ms"]);
});

test("nothing is said to be held by Nagle that was held without an ACK outstanding, or with TCP_NODELAY", () => {
  const corked = HELD.map((e) => (e.event === "held" ? { ...e, unacked: 0 } : e));
  assert.match(story(corked).braces[0].text, /^held back /);
  assert.match(story(HELD, { options: { nodelay: true } }).braces[0].text, /^held back /);
});

test("a kernel that reports no segments has sent nothing that is known", () => {
  const it = story(HELD.filter((e) => e.event !== "segments" && e.event !== "held"));
  assert.equal(it.state(1).forward.sent, null);
  assert.deepEqual(it.rulers.map((ruler) => ruler.name), ["writes", "reads"]);
});

test("frames are the messages where the sender says so of all that it writes", () => {
  const framed = [{ t_us: 1, event: "framed", ...forward, offset: 0, bytes: 8 }, ...HELD];
  assert.deepEqual(story(framed).messages.forward, [{ n: 1, from: 0, to: 8 }]);
  assert.equal(story(framed).unit("forward"), "frame");
  const half = [{ t_us: 1, event: "framed", ...forward, offset: 0, bytes: 4 }, ...HELD];
  assert.equal(story(half).messages.forward.length, 2);
});

test("pieces of a range name the messages, and whether they begin there", () => {
  const it = story(HELD);
  assert.deepEqual(it.pieces("forward", 2, 6), [{ n: 1, from: 2, to: 4, starts: false }, { n: 2, from: 4, to: 6, starts: true }]);
  assert.deepEqual(it.pieces("forward", 8, 8), []);
});

test("a segment on a wire is on the cable from one moment to another, and what overtakes waits", () => {
  const segment = (/** @type {number} */ seq, /** @type {number} */ sent_us, /** @type {number | null} */ arrived_us) =>
    ({ t_us: sent_us, event: "segment", dir: ">", seq, ack: 1, bytes: 4, flags: "PA", resent: false, sent_us, arrived_us });
  const it = story([write(1, 1, 0, 4), write(2, 2, 4, 4), segment(1, 10, null), segment(5, 11, 50), segment(1, 60, 90)]);
  assert.equal(it.state(3).forward.flying.length, 1, "a lost one stays in sight");
  assert.equal(it.state(5).forward.arrived, 0, "the second came before the first");
  assert.equal(it.moments.length, 7);
  assert.ok(it.state(7).forward.arrived >= 4);
});

test("a receive takes a whole datagram, however little of it fits", () => {
  const it = story([write(1, 1, 0, 9), write(2, 2, 9, 3), { ...read(3, 0, 4, "truncated") }], { transport: "udp" });
  const { arrived, read: got } = it.state(3).forward;
  assert.deepEqual([arrived, got], [12, 9]);
});
