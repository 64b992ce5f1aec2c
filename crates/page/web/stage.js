// stage.js draws where the bytes are: in the programs, in the kernels, on the cable.
import { CHIP, chips, colour, label, svg } from "./draw.js";
import { STREAMS } from "./story.js";
import { counted, programs } from "./words.js";

/** @import { Lane, Moment, Story, Stream } from "./story.js" */
/** @import { TraceEvent } from "./trace.js" */

/** The stage in its own units, of which a line of text needs 30. */
const [WIDTH, HEAD] = [1080, 46];
/** The least height of a lane. */
const LANE = 116;
/** Where each of the five places begins, and how wide it is. */
const PLACES = [[0, 212], [222, 212], [444, 192], [646, 212], [868, 212]].map(([x, width]) => ({ x, width }));

/**
 * The stage after so many moments, at a time.
 * @param {Story} story @param {number} steps @param {number} t in microseconds; where segments on the cable are depends on it
 * @param {{width: number, height: number}} room in pixels; it is higher if the lanes need that @returns {SVGSVGElement}
 */
export function stage(story, steps, t, room) {
  const height = Math.max(HEAD + LANE * story.streams.length, (room.height * WIDTH) / Math.max(1, room.width));
  const now = story.moments[steps - 1];
  const names = programs(story.answers).forward;
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "stage", role: "img", "aria-label": "where the bytes are" });
  const titles = [names[0], "its kernel", story.source.onWire ? "cable" : "loopback", "its kernel", names[1]];
  PLACES.forEach(({ x, width }, nth) => {
    const kind = nth === 2 ? "cable" : nth % 2 === 1 ? "kernel" : "program";
    picture.append(svg("rect", { x, y: HEAD, width, height: height - HEAD, rx: 10, class: `place ${kind}` }));
    picture.append(label(x + width / 2, 32, titles[nth], { "text-anchor": "middle", class: "title" }));
  });
  const lanes = story.state(steps);
  const each = (height - HEAD) / story.streams.length;
  story.streams.forEach((stream, nth) => {
    picture.append(lane(story, stream, lanes[stream], now, t, HEAD + nth * each, each));
  });
  return picture;
}

/**
 * @param {Story} story @param {Stream} stream @param {Lane} state @param {Moment | undefined} now @param {number} t @param {number} top
 * @param {number} height
 */
function lane(story, stream, state, now, t, top, height) {
  const group = svg("g", { class: `lane ${stream}`, "data-stream": stream });
  const places = stream === "forward" ? PLACES : [...PLACES].reverse();
  const rows = Math.max(1, Math.floor((height - 60) / CHIP));
  const isNow = (/** @type {TraceEvent | null} */ e) => e !== null && now?.e === e;
  /** @param {number} nth @param {string} caption @param {[number, number] | null} range @param {TraceEvent | null} e @param {Record<string, string | number>} data */
  const place = (nth, caption, range, e, data) => {
    const { x } = places[nth];
    const part = svg("g", { ...data, "data-event": e?.nth, "data-place": ["writer", "held", "cable", "queue", "reader"][nth] });
    if (range && range[1] > range[0]) part.append(chips(story, stream, range, { x: x + 7, y: top + 12, columns: 5, rows }));
    part.append(label(x + 10, top + height - 16, caption));
    group.append(part);
  };

  const write = state.write;
  const written = write ? /** @type {[number, number]} */ ([write.offset, write.offset + write.accepted]) : null;
  place(0, state.ended ? "has ended" : write ? `write ${write.message}` : "", isNow(write) ? written : null, write, { class: isNow(write) ? "now" : "" });

  const kept = state.held ?? (state.sent === null ? null : Math.max(0, state.written - state.sent));
  const holds = kept === null ? "not observed" : kept > 0 ? `${state.held ? "holds " : ""}${kept} B` : "";
  place(1, holds, kept ? [state.sent ?? 0, state.written] : null, state.holding, { "data-held": kept ?? "", class: kept ? "holding" : "" });

  group.append(story.source.onWire ? flying(story, stream, state, t, top, height) : sent(story, stream, now, top, height));

  // What has just left, on loopback, is drawn there, and not yet in the queue.
  const leaves = !story.source.onWire && now?.e.event === "segments" && now.e.stream === stream;
  const arrived = leaves ? Math.max(state.read, Math.min(state.arrived, now.e.offset)) : state.arrived;
  const waiting = arrived - state.read;
  place(3, waiting > 0 ? `queue ${waiting} B` : "", waiting > 0 ? [state.read, arrived] : null, state.queued, { "data-queue": waiting });

  const read = state.reading;
  const got = read && read.got > 0 ? /** @type {[number, number]} */ ([read.offset, read.offset + read.got]) : null;
  place(4, readerSays(state), got, read, { class: `${isNow(read) ? "now" : ""}${state.isWrong ? " wrong" : ""}`, "data-found": state.found });
  return group;
}

/** @param {Lane} state */
function readerSays({ isWrong, found, reading }) {
  if (isWrong || found > 0) return isWrong ? `${counted(found, "frame")}: wrong` : counted(found, "frame");
  return reading === null ? "" : reading.verdict === "end" ? "end" : reading.verdict;
}

/**
 * On loopback: the segments that were just seen to have left, drawn as what they are, a number.
 * @param {Story} story @param {Stream} stream @param {Moment | undefined} now @param {number} top @param {number} height
 */
function sent(story, stream, now, top, height) {
  const group = svg("g", { "data-place": "cable" });
  const e = now?.e;
  if (e?.event === "segments" && e.stream === stream) {
    const { x, width } = PLACES[2];
    const y = top + 10;
    group.append(svg("rect", { x: x + 6, y, width: width - 12, height: CHIP + 10, rx: 8, class: "segment now" }));
    group.append(chips(story, stream, [e.offset, e.offset + e.bytes], { x: x + 9, y: y + 6, columns: 4, rows: 1 }));
    group.append(label(x + width / 2, top + height - 16, counted(e.count, "segment"), { "text-anchor": "middle" }));
    group.append(arrow(x + width / 2, y + CHIP + 32, stream));
  }
  return group;
}

/**
 * On a wire: each segment where it is at this time.
 * @param {Story} story @param {Stream} stream @param {Lane} state @param {number} t @param {number} top @param {number} height
 */
function flying(story, stream, state, t, top, height) {
  const group = svg("g", { "data-place": "cable" });
  const { x, width } = PLACES[2];
  const room = Math.max(1, Math.floor((height - 20) / 52));
  state.flying.slice(-room).forEach((e, nth) => {
    const part = e.arrived_us === null ? 0.5 : Math.min(1, Math.max(0, (t - e.sent_us) / Math.max(1, e.arrived_us - e.sent_us)));
    const along = stream === "forward" ? part : 1 - part;
    const size = 104;
    const [left, y] = [x + along * (width - size), top + 8 + nth * 52 + (story.answers || stream === "forward" ? 0 : height / 2)];
    const piece = story.pieces(stream, e.seq - 1, e.seq - 1 + e.bytes)[0];
    const text = e.arrived_us === null ? "lost" : e.bytes > 0 ? `${e.bytes} B` : e.flags.includes("S") ? "SYN" : e.flags.includes("F") ? "FIN" : "ACK";
    const kind = e.bytes > 0 && piece ? `data ${colour(piece.n)}` : "bare";
    const title = svg("title", {}, `${e.flags} seq ${e.seq} ack ${e.ack}, ${e.bytes} bytes${e.resent ? ", sent again" : ""}`);
    const box = [svg("rect", { x: left, y, width: size, height: 44, rx: 8 }), label(left + size / 2, y + 32, text, { "text-anchor": "middle" })];
    group.append(svg("g", { class: `segment ${kind}${e.arrived_us === null ? " lost" : ""}`, "data-event": e.nth }, title, ...box));
  });
  return group;
}

/** @param {number} x @param {number} y @param {Stream} stream */
function arrow(x, y, stream) {
  const way = stream === STREAMS[0] ? 1 : -1;
  return svg("path", { d: `M ${x - way * 40} ${y} H ${x + way * 40} l ${-way * 14} -9 m ${way * 14} 9 l ${-way * 14} 9`, class: "arrow" });
}
