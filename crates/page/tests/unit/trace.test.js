// What is wrong with a trace is told, and what came before it is kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTrace, VERSION } from "../../web/trace.js";
import { countedBy, sentence, span } from "../../web/words.js";

const RUN = JSON.stringify({ t_us: 0, event: "run", lesson: "99-test", version: VERSION });
const CASE = JSON.stringify({ t_us: 0, event: "case", name: "a case", transport: "tcp" });
const END = JSON.stringify({ t_us: 9, event: "end" });

test("a whole trace has no problem, and several runs are several lessons", () => {
  const trace = parseTrace([RUN, CASE, END, RUN, CASE, END].join("\n"));
  assert.equal(trace.problem, null);
  assert.equal(trace.lessons.length, 2);
});

test("each kind of broken trace has words of its own", () => {
  const problem = (/** @type {string[]} */ ...lines) => parseTrace(lines.join("\n")).problem ?? "";
  assert.match(problem(""), /no run/);
  assert.match(problem(CASE), /does not begin/);
  assert.match(problem(RUN, CASE), /cut off/);
  assert.match(problem(RUN, CASE, '{"t_us":3,"eve'), /Line 3 .* not JSON/);
  assert.match(problem(RUN, "[1]"), /Line 2 .* no event/);
  assert.match(problem(RUN, "null"), /Line 2 .* no event/);
  assert.match(problem(RUN, CASE, '{"t_us":1,"event":"write","stream":"sideways"}'), /Line 3 .* no stream/);
  assert.match(problem(RUN.replace(`"version":${VERSION}`, '"version":7')), /version 7/);
  assert.match(problem(RUN.replace(`,"version":${VERSION}`, "")), /no version/);
});

test("what comes before the fault is there", () => {
  const trace = parseTrace([RUN, CASE, "{"].join("\n"));
  assert.equal(trace.lessons[0].cases.length, 1);
});

test("times have the unit that reads best", () => {
  assert.deepEqual([999, 1000, 42_840, 123_456, 2_000_000].map(span), ["999 µs", "1.00 ms", "42.8 ms", "123 ms", "2.00 s"]);
});

test("a sentence has its numbers", () => {
  const read = /** @type {import("../../web/trace.js").TraceEvent} */ ({ event: "read", got: 8, asked: 99, messages: [1, 2], verdict: "glued", by: "receiver", text: "" });
  assert.equal(sentence(read, ["sender", "reader"], "message"), "The reader reads 8 bytes of at most 99: messages 1 to 2, glued by the receiver.");
});

test("a claim counts the events that its numbers are named after", () => {
  const counts = countedBy(["segments", "reads"]);
  const e = (/** @type {string} */ event) => /** @type {import("../../web/trace.js").TraceEvent} */ ({ event, bytes: 1 });
  assert.deepEqual(["segments", "read", "write"].map((event) => counts(e(event))), [true, true, false]);
});
