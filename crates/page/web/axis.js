// axis.js draws the time: a mark for every event, and braces over what took long.
import { label, svg } from "./draw.js";
import { placeOf } from "./scale.js";
import { span } from "./words.js";

/** @import { Brace, Story } from "./story.js" */
/** @import { Scale } from "./scale.js" */
/** An axis, and what moves its cursor to a place of the scale. @typedef {{picture: SVGSVGElement, move: (place: number) => void}} Axis */

/**
 * The axis of a case.
 * @param {Story} story @param {Scale} scale @param {Set<number>} marked events that somebody asks about, by number @param {number} width in pixels
 * @param {number} unit the height of text, in pixels @param {number} [common] the time at the end of the axis, if another run has the same axis @returns {Axis}
 */
export function axis(story, scale, marked, width, unit, common = undefined) {
  const times = story.moments.map((moment) => moment.t);
  const margin = 0.5 * unit;
  const x = (/** @type {number} */ at) => margin + (at / scale.length) * (width - 2 * margin);
  const end = span(common ?? story.ends - story.begins);
  const placed = story.braces.map((brace) => ({ brace, from: x(placeOf(scale, times, brace.from)), to: x(placeOf(scale, times, brace.to)) }));
  const braces = inRows(placed, width, unit, common === undefined ? 3 : 1);
  const taken = braces.reduce((most, { row }) => Math.max(most, row + 1), 0);
  const line = taken * 1.5 * unit + 0.9 * unit;
  const height = line + 1.9 * unit;
  const picture = svg("svg", { class: "axis", role: "group", "aria-label": "time", viewBox: `0 0 ${width} ${height}`, width, height, "font-size": unit });
  for (const { brace, from, to, row, at } of braces) picture.append(drawnBrace(brace, from, to, row * 1.5 * unit, unit, at));
  picture.append(svg("line", { x1: margin, x2: width - margin, y1: line, y2: line, class: "line" }));
  picture.append(...breaks(scale, x, line, unit, width - margin - 0.62 * unit * end.length));
  picture.append(...marks(story, scale, x, line, marked, unit));
  const cursor = svg("path", { class: "cursor" });
  picture.append(cursor);
  picture.append(label(margin, line + 1.6 * unit, "0"));
  picture.append(label(width - margin, line + 1.6 * unit, end, { "text-anchor": "end" }));
  const move = (/** @type {number} */ place) => cursor.setAttribute("d", `M ${x(place)} ${line - 0.75 * unit} V ${line + 0.55 * unit}`);
  return { picture, move };
}

/**
 * Puts each brace and its words where they fit.
 * @param {{brace: Brace, from: number, to: number}[]} placed @param {number} width @param {number} unit @param {number} rows
 */
function inRows(placed, width, unit, rows) {
  /** @type {[number, number][][]} */
  const taken = [];
  const fitting = [];
  const rowFor = (/** @type {number} */ left, /** @type {number} */ right) => {
    let row = taken.findIndex((spans) => spans.every(([begin, end]) => right <= begin || end <= left));
    if (row === -1 && taken.length < rows) row = taken.push([]) - 1;
    taken[row]?.push([left, right]);
    return row;
  };
  for (const { brace, from, to } of placed) {
    const words = 0.56 * unit * brace.text.length;
    const at = Math.max(0, Math.min(width - words, (from + to) / 2 - words / 2));
    const row = rowFor(Math.min(from, at), Math.max(to, at + words + 0.1 * unit));
    const bare = row === -1 ? rowFor(from, to) : row; // where there is no room for its words
    if (bare !== -1) fitting.push({ brace, from, to, row: bare, at: row === -1 ? null : at });
  }
  return fitting;
}

/** @param {Brace} brace @param {number} from @param {number} to @param {number} y @param {number} unit @param {number | null} at */
function drawnBrace(brace, from, to, y, unit, at) {
  const bottom = y + 1.35 * unit;
  const data = { "data-brace": brace.kind, "data-us": brace.to - brace.from, "data-event": brace.e.nth };
  const title = svg("title", {}, `${brace.text}, from ${brace.from} to ${brace.to} µs`);
  const line = svg("path", { d: `M ${from} ${bottom + 4} V ${bottom - 3} H ${Math.max(to, from + 2)} V ${bottom + 4}` });
  return svg("g", { class: `brace ${brace.kind}`, ...data }, title, ...(at === null ? [] : [label(at, y + 0.9 * unit, brace.text)]), line);
}

/** @param {Scale} scale @param {(at: number) => number} x @param {number} line @param {number} unit @param {number} right where words must end */
function breaks(scale, x, line, unit, right) {
  return scale.breaks.slice(0, 40).map(({ from, to, text }) => {
    const [left, end] = [x(from), x(to)];
    const room = 0.58 * unit * text.length;
    const middle = (left + end) / 2;
    const fits = end - left > room && middle + room / 2 < right;
    const title = svg("title", {}, `${text} pass here, drawn shorter`);
    const words = fits ? [label(middle, line + 1.6 * unit, text, { "text-anchor": "middle" })] : [];
    return svg("g", { class: "break" }, title, svg("line", { x1: left + 3, x2: end - 3, y1: line, y2: line }), ...words);
  });
}

/**
 * One mark for each pixel that has events: high for the programs' calls, low for what the kernels report.
 * @param {Story} story @param {Scale} scale @param {(at: number) => number} x @param {number} line @param {Set<number>} marked
 * @param {number} unit
 */
function marks(story, scale, x, line, marked, unit) {
  /** @type {Map<string, SVGElement>} */
  const found = new Map();
  story.moments.forEach(({ e }, nth) => {
    const at = Math.round(x(scale.places[nth]));
    const kind = e.event === "write" ? "write" : e.event === "read" ? "read" : e.event.startsWith("segment") ? "segment" : "other";
    const isMarked = marked.has(e.nth);
    const key = `${at} ${kind} ${isMarked}`;
    if (found.has(key)) return;
    const size = unit * (kind === "other" ? 0.18 : 0.42);
    found.set(key, svg("line", { x1: at, x2: at, y1: line - size, y2: line + size, class: `mark ${kind}${isMarked ? " marked" : ""}`, "data-event": story.moments[nth].e.nth }));
  });
  return found.values();
}
