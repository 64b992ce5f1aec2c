// story.js tells a case as a row of moments, and what is where after each of them.
import { span } from "./words.js";

/** @import { Case, TraceEvent } from "./trace.js" */
/** @typedef {"forward" | "back"} Stream */

/** Both streams of a connection. @type {Stream[]} */
export const STREAMS = ["forward", "back"];

/** A moment: an event, or the arrival of a segment that a capture saw. @typedef {{t: number, e: TraceEvent, arrival: boolean}} Moment */
/** A message of the application: a frame, or a write. @typedef {{n: number, from: number, to: number}} Message */
/** A part of a message. @typedef {{n: number, from: number, to: number, starts: boolean}} Piece */

/**
 * A cell of a ruler. `step` is the moment at which it comes into being, counted from 1.
 * @typedef {{from: number, to: number, step: number, count: number, e: TraceEvent}} Cell
 */
/** @typedef {{name: string, stream: Stream, cells: Cell[]}} Ruler */

/**
 * What one stream's bytes have come to: positions in the stream. `sent` is null where the kernel does not say; `held` is what it last
 * said, until something is written or sent; `found` counts what the program has decoded, and `isWrong` says that
 * it is not what was meant; `flying` are the segments on the
 * cable, `early` the bytes that have overtaken others; `holding` and `queued` are the events that changed last what the kernels have.
 * @typedef {{written: number, sent: number | null, arrived: number, read: number, reads: number, acked: number, held: number | null, unacked: number,
 *   write: TraceEvent | null, reading: TraceEvent | null, found: number, isWrong: boolean, flying: TraceEvent[], early: number[][], ended: boolean,
 *   holding: TraceEvent | null, queued: TraceEvent | null}} Lane
 */
/** A time between two moments, with its name and an event of it. @typedef {{from: number, to: number, text: string, kind: string, stream: Stream, e: TraceEvent}} Brace */

/** A case, ready to be played. */
export class Story {
  /** @param {Case} source */
  constructor(source) {
    this.source = source;
    this.moments = momentsOf(source);
    this.answers = uses(source, "back");
    /** @type {Stream[]} */
    this.streams = this.answers ? STREAMS : ["forward"];
    this.messages = { forward: messagesOf(source, "forward"), back: messagesOf(source, "back") };
    this.hasFrames = { forward: isFramed(source, "forward"), back: isFramed(source, "back") };
    this.hasSegments = source.events.some((e) => e.event === "segments");
    this.rulers = this.streams.flatMap((stream) => rulersOf(this, stream));
    /** Where anything cuts a stream. */
    this.edges = { forward: edgesOf(this.rulers, "forward"), back: edgesOf(this.rulers, "back") };
    this.begins = this.moments[0]?.t ?? 0;
    this.ends = this.moments.at(-1)?.t ?? 0;
    this.wrong = wrongOf(source);
    this.braces = bracesOf(this);
    /** What was asked for last. @type {{steps: number, lanes: Record<Stream, Lane>} | null} */
    this.known = null;
  }

  /** @param {Stream} stream */
  unit(stream) {
    return this.hasFrames[stream] ? "frame" : "message";
  }

  /** The parts of messages that a range of a stream consists of. @param {Stream} stream @param {number} from @param {number} to @returns {Piece[]} */
  pieces(stream, from, to) {
    const messages = this.messages[stream];
    const pieces = [];
    for (let nth = firstAfter(messages, from); nth < messages.length && messages[nth].from < to; nth += 1) {
      const { n, from: start, to: end } = messages[nth];
      pieces.push({ n, from: Math.max(from, start), to: Math.min(to, end), starts: start >= from });
    }
    return pieces;
  }

  /** Where everything is after so many moments. @param {number} steps @returns {Record<Stream, Lane>} */
  state(steps) {
    if (this.known?.steps === steps) return this.known.lanes;
    const lanes = { forward: newLane(this, "forward"), back: newLane(this, "back") };
    for (let nth = 0; nth < Math.min(steps, this.moments.length); nth += 1) {
      const { e, arrival } = this.moments[nth];
      const lane = lanes[e.stream];
      if (arrival) arrive(lane, lanes[opposite(e.stream)], e);
      else if (Object.hasOwn(CHANGES, e.event)) CHANGES[e.event](lane, e, this);
    }
    this.known = { steps, lanes };
    return lanes;
  }
}

/** @param {Stream} stream @returns {Stream} */
export function opposite(stream) {
  return stream === "forward" ? "back" : "forward";
}

/** @param {Case} source @returns {Moment[]} */
function momentsOf(source) {
  const moments = source.events.map((e) => ({ t: e.event === "segment" ? e.sent_us : e.t_us, e, arrival: false }));
  for (const e of source.events) {
    if (e.event === "segment" && e.arrived_us !== null) moments.push({ t: e.arrived_us, e, arrival: true });
  }
  return moments.sort((a, b) => a.t - b.t || a.e.nth - b.e.nth || Number(a.arrival) - Number(b.arrival));
}

/** @param {Case} source @param {Stream} stream */
function uses(source, stream) {
  return source.events.some((e) => e.stream === stream && (e.event === "write" || e.event === "read"));
}

/** @param {Case} source @param {Stream} stream */
function isFramed(source, stream) {
  const sum = (/** @type {string} */ event, /** @type {"bytes" | "accepted"} */ field) =>
    source.events.filter((e) => e.event === event && e.stream === stream).reduce((all, e) => all + e[field], 0);
  const framed = sum("framed", "bytes");
  return framed > 0 && framed >= sum("write", "accepted");
}

/** @param {Case} source @param {Stream} stream @returns {Message[]} */
function messagesOf(source, stream) {
  if (isFramed(source, stream)) {
    const framed = source.events.filter((e) => e.event === "framed" && e.stream === stream);
    return framed.map((e, nth) => ({ n: nth + 1, from: e.offset, to: e.offset + e.bytes }));
  }
  /** @type {Message[]} */
  const messages = [];
  for (const e of source.events) {
    if (e.event !== "write" || e.stream !== stream) continue;
    const last = messages.at(-1);
    if (last?.n === e.message) last.to = e.offset + e.accepted;
    else messages.push({ n: e.message, from: e.offset, to: e.offset + e.accepted });
  }
  return messages;
}

/** The first message that ends after an offset. @param {Message[]} messages @param {number} offset */
function firstAfter(messages, offset) {
  let [low, high] = [0, messages.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle].to > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** @param {Story} story @param {Stream} stream @returns {Ruler[]} */
function rulersOf(story, stream) {
  /** @type {Record<string, Cell[]>} */
  const cells = { write: [], segments: [], read: [], framed: [] };
  story.moments.forEach(({ e, arrival }, nth) => {
    if (arrival || e.stream !== stream || !Object.hasOwn(cells, e.event)) return;
    const size = e.event === "write" ? e.accepted : e.event === "read" ? e.got : e.bytes;
    const count = e.event === "segments" ? e.count : 1;
    cells[e.event].push({ from: e.offset, to: e.offset + size, step: nth + 1, count, e });
  });
  const reads = cells.read.filter((cell) => cell.e.verdict !== "end" && cell.e.verdict !== "nothing");
  const segments = story.hasSegments ? [{ name: "segments", stream, cells: cells.segments }] : [];
  const frames = cells.framed.length > 0 ? [{ name: "frames", stream, cells: cells.framed }] : [];
  if (story.source.transport === "script") return frames;
  return [{ name: "writes", stream, cells: cells.write }, ...segments, { name: "reads", stream, cells: reads }, ...frames];
}

/** @param {Ruler[]} rulers @param {Stream} stream */
function edgesOf(rulers, stream) {
  const own = rulers.filter((ruler) => ruler.stream === stream);
  return [...new Set(own.flatMap((ruler) => ruler.cells.flatMap((cell) => [cell.from, cell.to])))].sort((a, b) => a - b);
}

/** @param {Story} story @param {Stream} stream @returns {Lane} */
function newLane(story, stream) {
  const seesSegments = story.source.events.some((e) => e.event === "segments" && e.stream === stream);
  return {
    written: 0, sent: seesSegments ? 0 : null, arrived: 0, read: 0, acked: 0, held: null, unacked: 0, reads: 0,
    write: null, reading: null, found: 0, isWrong: false, flying: [], early: [], ended: false, holding: null, queued: null,
  };
}

/**
 * A segment comes out of the cable. One that comes too early waits for those before it.
 * @param {Lane} lane @param {Lane} back @param {TraceEvent} e
 */
function arrive(lane, back, e) {
  lane.early = [...lane.early, [e.seq - 1, e.seq - 1 + e.bytes]].sort(([a], [b]) => a - b).filter(([, to]) => to > lane.arrived);
  for (const [from, to] of lane.early) if (from <= lane.arrived) lane.arrived = Math.max(lane.arrived, to);
  lane.flying = lane.flying.filter((other) => other !== e && !(other.arrived_us === null && other.seq <= lane.arrived));
  if (e.ack > 0) back.acked = Math.max(back.acked, e.ack - 1);
}

/** What each event changes. @type {Record<string, (lane: Lane, e: TraceEvent, story: Story) => void>} */
const CHANGES = {
  write: (lane, e) => {
    [lane.written, lane.write, lane.holding, lane.held] = [e.offset + e.accepted, e, e, null];
  },
  segments: (lane, e, { source }) => {
    [lane.sent, lane.queued, lane.held] = [Math.max(lane.sent ?? 0, e.offset + e.bytes), e, null];
    if (!source.onWire) lane.arrived = lane.sent;
  },
  segment: (lane, e) => { lane.flying = [...lane.flying, e]; },
  awaiting: (lane, e) => { [lane.unacked, lane.acked] = [e.unacked, Math.max(lane.acked, e.acked ?? 0)]; },
  held: (lane, e) => {
    [lane.held, lane.unacked, lane.holding] = [e.bytes, e.unacked, e];
    if (lane.sent !== null) lane.sent = Math.max(lane.sent, lane.written - e.bytes);
  },
  queued: (lane, e) => { [lane.arrived, lane.queued] = [Math.max(lane.arrived, lane.read + e.bytes), e]; },
  read: (lane, e, story) => {
    // A receive takes a whole datagram, however little of it fits: the nth takes the nth.
    const datagram = story.source.transport === "udp" ? story.messages[e.stream][lane.reads] : undefined;
    [lane.read, lane.reading, lane.reads] = [Math.max(lane.read, datagram?.to ?? e.offset + e.got), e, lane.reads + 1];
    lane.arrived = datagram ? lane.read : Math.max(lane.arrived, lane.read);
  },
  taken: (lane, e, story) => {
    lane.isWrong ||= story.wrong.has(e);
    if (e.kind !== "error") lane.found += 1;
  },
  shutdown: (lane) => { lane.ended = true; },
  closed: (lane) => { lane.ended = true; },
};

/** The values that are not what was meant: the nth of a kind should be the nth that was sent. @param {Case} source */
function wrongOf(source) {
  /** @type {Map<string, string[]>} */
  const meant = new Map();
  const key = (/** @type {TraceEvent} */ e) => `${e.stream} ${e.kind}`;
  for (const e of source.events) if (e.event === "meant") meant.set(key(e), [...(meant.get(key(e)) ?? []), e.text]);
  const isWrong = (/** @type {TraceEvent} */ e) => e.kind === "error" || (meant.has(key(e)) && meant.get(key(e))?.shift() !== e.text);
  return new Set(source.events.filter((e) => e.event === "taken" && isWrong(e)));
}

/** Of so many segments at most it is said how long their ACKs waited. */
const SEGMENTS = 2000;
/** Waits that are shorter get no brace, in microseconds. */
const WORTH_A_BRACE = 1000;
/** Which braces come first where there is no room for all. @type {Record<string, number>} */
const RANKS = { held: 0, ack: 1, turn: 2 };

/** @param {Story} story @returns {Brace[]} */
function bracesOf(story) {
  const held = story.streams.flatMap((stream) => heldBraces(story, stream));
  const within = (/** @type {Brace} */ turn) => held.some(({ from, to }) => from >= turn.from && to <= turn.to && to - from > 0.8 * (turn.to - turn.from));
  const turns = turnBraces(story).filter((turn) => !within(turn)); // else the held bytes are what it waited for
  const braces = [...held, ...ackBraces(story), ...turns];
  const long = braces.filter((brace) => brace.to - brace.from >= WORTH_A_BRACE);
  return long.sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, 12).sort((a, b) => RANKS[a.kind] - RANKS[b.kind] || a.from - b.from);
}

/**
 * How long bytes were held back: from the write of the first of them until it left.
 * @param {Story} story @param {Stream} stream @returns {Brace[]}
 */
function heldBraces(story, stream) {
  const { events, options, segmentMax } = story.source;
  const on = events.filter((e) => e.stream === stream);
  const [writes, segments] = ["write", "segments"].map((event) => on.filter((e) => e.event === event));
  /** @type {Brace[]} */
  const braces = [];
  let [written, until, nthWrite, nthLeft] = [0, -1, 0, 0];
  for (const e of on) {
    if (e.event === "write") written = e.offset + e.accepted;
    if (e.event !== "held" || e.bytes === 0 || e.t_us <= until) continue;
    const first = written - e.bytes; // it never goes back, and so do the places in the lists not
    while (writes[nthWrite] && writes[nthWrite].offset + writes[nthWrite].accepted <= first) nthWrite += 1;
    while (segments[nthLeft] && (segments[nthLeft].offset + segments[nthLeft].bytes <= first || segments[nthLeft].t_us < e.t_us)) nthLeft += 1;
    const left = segments[nthLeft];
    const from = Math.min(writes[nthWrite]?.t_us ?? e.t_us, e.t_us);
    until = left?.t_us ?? story.ends;
    const small = e.bytes < segmentMax && (!left || left.bytes >= e.bytes); // else the window was full: only a part of it left
    const nagle = e.unacked > 0 && options.nodelay !== true && options.cork !== 1 && small;
    const text = `${nagle ? "held by Nagle" : "held back"} ${span(until - from)}${aRoundTrip(story, until - from)}`;
    braces.push({ from, to: until, text, kind: "held", stream, e });
  }
  return braces;
}

/** How long a kernel let an ACK wait, which only a capture shows. @param {Story} story @returns {Brace[]} */
function ackBraces(story) {
  const segments = story.source.events.filter((e) => e.event === "segment").slice(0, SEGMENTS);
  return segments.flatMap((e) => {
    if (e.bytes === 0) return [];
    if (e.arrived_us === null) {
      const again = segments.find((other) => other.stream === e.stream && other.sent_us > e.sent_us && other.seq <= e.seq && other.seq + other.bytes > e.seq);
      return again ? [{ from: e.sent_us, to: again.sent_us, text: `lost, sent again after ${span(again.sent_us - e.sent_us)}`, kind: "ack", stream: e.stream, e: again }] : [];
    }
    const arrived = e.arrived_us;
    const next = segments.find((other) => other.stream !== e.stream && other.sent_us >= arrived);
    const ack = next && next.ack >= e.seq + e.bytes ? next : null; // one that was sent at once, for something else, was not delayed
    if (!ack) return [];
    return [{ from: arrived, to: ack.sent_us, text: `ACK delayed ${span(ack.sent_us - arrived)}`, kind: "ack", stream: opposite(e.stream), e: ack }];
  });
}

/** How long a program that had written waited for bytes from the other one. @param {Story} story @returns {Brace[]} */
function turnBraces(story) {
  /** @type {Brace[]} */
  const braces = [];
  /** @type {Record<Stream, number | null>} */
  const wrote = { forward: null, back: null };
  for (const e of story.answers ? story.source.events : []) {
    if (e.event === "write") wrote[e.stream] = e.t_us;
    const since = wrote[opposite(e.stream)];
    if (e.event !== "read" || since === null) continue;
    wrote[opposite(e.stream)] = null;
    const text = `waited for a turn ${span(e.t_us - since)}${aRoundTrip(story, e.t_us - since)}`;
    braces.push({ from: since, to: e.t_us, text, kind: "turn", stream: opposite(e.stream), e });
  }
  return braces;
}

/** Says so if a time is a round trip of the wire. @param {Story} story @param {number} us */
function aRoundTrip(story, us) {
  const trip = Number(story.source.options.wire_us ?? 0);
  return trip > 0 && us > 0.9 * trip && us < 1.25 * trip ? ", a round trip" : "";
}
