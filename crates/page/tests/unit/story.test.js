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
  assert.equal(it.state(7).forward.arrived, 8, "now both are there");
});

test("a receive takes a whole datagram, however little of it fits, and what the kernel has dropped waits nowhere", () => {
  const queued = (/** @type {number} */ t_us, /** @type {number} */ bytes) => ({ t_us, event: "queued", ...forward, bytes });
  const it = story([write(1, 1, 0, 9), write(2, 2, 9, 0), write(3, 3, 9, 3), queued(4, 9), { ...read(5, 0, 4, "truncated") }, read(6, 9, 0, "whole"), read(7, 9, 3, "whole")], { transport: "udp" });
  const at = (/** @type {number} */ steps) => [it.state(steps).forward.arrived, it.state(steps).forward.read];
  assert.deepEqual([at(3), at(4), at(5), at(7)], [[0, 0], [9, 0], [9, 9], [12, 12]]);
});

/** A segment on a wire. @param {string} dir @param {number} seq @param {number} ack @param {number} bytes @param {number} sent_us @param {number | null} arrived_us */
const passes = (dir, seq, ack, bytes, sent_us, arrived_us) => ({ t_us: sent_us, event: "segment", dir, seq, ack, bytes, flags: bytes > 0 ? "P." : ".", resent: false, sent_us, arrived_us });
const kinds = (/** @type {Story} */ it) => it.braces.map(({ kind, from, to }) => [kind, from, to]);

test("an ACK was delayed if the segment that acknowledges the data is the next that is sent, and late", () => {
  const data = passes(">", 1, 1, 4, 10, 10_000);
  assert.deepEqual(kinds(story([write(1, 1, 0, 4), data, passes("<", 1, 5, 0, 50_000, 60_000)])), [["ack", 10_000, 50_000]]);
  const atOnce = [passes("<", 1, 1, 0, 10_100, 20_000), passes("<", 1, 5, 0, 50_000, 60_000)];
  assert.deepEqual(kinds(story([write(1, 1, 0, 4), data, ...atOnce])), [], "one that was sent at once acknowledged something else");
});

test("what was lost says how long it took to be sent again", () => {
  const again = { ...passes(">", 1, 1, 4, 300_000, 310_000), resent: true };
  const [brace] = story([write(1, 1, 0, 4), passes(">", 1, 1, 4, 10, null), again]).braces;
  assert.deepEqual([brace.text, brace.from, brace.to], ["lost, sent again after 300 ms", 10, 300_000]);
});

test("a program that has written waits for its turn until it reads an answer; a round trip is called one", () => {
  const answer = [{ ...write(20_300, 1, 0, 2), stream: "back" }, { ...read(20_400, 0, 2, "whole"), stream: "back" }];
  const it = story([write(100, 1, 0, 4), read(10_200, 0, 4, "whole"), ...answer], { options: { wire_us: 20_000 } });
  assert.deepEqual(it.braces.map(({ text }) => text), ["waited for a turn 20.3 ms, a round trip"]);
});

test("bytes of which only a part could leave waited for room, not for Nagle", () => {
  const window = HELD.map((e) => (e.event === "segments" && e.t_us > 40_000 ? { ...e, bytes: 2 } : e));
  assert.match(story(window).braces[0].text, /^held back /);
  assert.match(story(HELD, { segment_bytes_max: 4 }).braces[0].text, /^held back /, "a full segment is not held by Nagle");
});
