// rulers.js draws the cuts of the same bytes, one above the other, as they come into being.
import { colour, label, svg } from "./draw.js";
import { counted, programs } from "./words.js";

/** @import { Cell, Ruler, Story } from "./story.js" */

/** How much room the names of the rulers have, in heights of text. */
const NAMES = 5.2;

/** The columns of a ruler between the names and the counts. @typedef {{edges: number[], x: (offset: number) => number}} Columns */

/**
 * The rulers after so many moments.
 * @param {Story} story @param {number} steps @param {number} width in pixels @param {number} unit the height of text, in pixels
 * @returns {SVGSVGElement}
 */
export function rulers(story, steps, width, unit) {
  const row = 1.45 * unit;
  const names = programs(story.answers);
  const picture = svg("svg", { class: "rulers", role: "group", "aria-label": "rulers over the same bytes", "font-size": unit });
  const lanes = story.state(steps);
  const head = story.answers ? 1.35 * unit : 0.2 * unit;
  const isNarrow = story.answers || width < 500;
  const counts = (isNarrow ? 2.2 : 7.2) * unit;
  const share = (width - NAMES * unit) / story.streams.length;
  let bottom = 0;
  story.streams.forEach((stream, nth) => {
    const left = NAMES * unit + nth * share;
    if (story.answers) picture.append(label(left, unit, `${names[stream][0]} → ${names[stream][1]}`, { class: "title" }));
    const own = story.rulers.filter((ruler) => ruler.stream === stream);
    const now = own.flatMap((ruler) => ruler.cells).find((cell) => cell.step === steps);
    const around = now?.from ?? Math.max(lanes[stream].read, lanes[stream].written);
    const columns = columnsOf(story.edges[stream], { left, right: left + share - counts, least: 1.05 * unit, around });
    own.forEach((ruler, line) => {
      const place = { y: head + line * row, row, unit, names: nth === 0, counts: left + share - counts + 0.3 * unit, withNoun: !isNarrow };
      picture.append(drawn(story, ruler, steps, columns, place));
      bottom = Math.max(bottom, head + (line + 1) * row);
    });
  });
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${bottom}`, width, height: bottom })) picture.setAttribute(name, String(value));
  return picture;
}

/**
 * Each stretch between two cuts gets a column, wider if it has more bytes. If there are too many for the room, those around an offset.
 * @param {number[]} all where anything cuts the stream
 * @param {{left: number, right: number, least: number, around: number}} room @returns {Columns}
 */
function columnsOf(all, { left, right, least, around }) {
  const most = Math.max(2, Math.floor((right - left - 2 * least) / least));
  const at = indexOf(all, around);
  const first = all.length - 1 <= most ? 0 : Math.max(0, Math.min(all.length - 1 - most, at - Math.floor(most / 2)));
  const edges = all.slice(first, first + most + 1);
  const weights = edges.slice(1).map((edge, nth) => 1 + Math.log2(1 + edge - edges[nth]) / 4);
  const sum = weights.reduce((a, b) => a + b, 0);
  const scale = Math.min((right - left - (all.length - 1 > most ? 2 * least : 0)) / Math.max(sum, 1e-9), 3 * least);
  const places = [all.length - 1 > most ? left + least : left];
  for (const weight of weights) places.push(places[places.length - 1] + weight * scale);
  const x = (/** @type {number} */ offset) => places[Math.max(0, Math.min(edges.length - 1, indexOf(edges, offset)))];
  return { edges, x };
}

/** The first place at which `edges`, which ascend, are not less than `offset`. @param {number[]} edges @param {number} offset */
function indexOf(edges, offset) {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] >= offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * @param {Story} story @param {Ruler} ruler @param {number} steps @param {Columns} columns
 * @param {{y: number, row: number, unit: number, names: boolean, counts: number, withNoun: boolean}} place
 */
function drawn(story, ruler, steps, columns, { y, row, unit, names, counts, withNoun }) {
  const happened = ruler.cells.filter((cell) => cell.step <= steps);
  const count = happened.reduce((sum, cell) => sum + cell.count, 0);
  const group = svg("g", { class: `ruler ${ruler.name}`, "data-ruler": ruler.name, "data-stream": ruler.stream, "data-count": count });
  if (names) group.append(label(0, y + 1.02 * unit, ruler.name));
  const [first, last] = [columns.edges[0] ?? 0, columns.edges.at(-1) ?? 0];
  const all = story.edges[ruler.stream];
  if (first > (all[0] ?? 0)) group.append(label(columns.x(first) - 0.9 * unit, y + 0.98 * unit, "⋯", { class: "count" }));
  if (last < (all.at(-1) ?? 0)) group.append(label(columns.x(last) + 0.1 * unit, y + 0.98 * unit, "⋯", { class: "count" }));
  for (const cell of happened) {
    if (cell.to < first || cell.from > last) continue;
    group.append(drawnCell(story, ruler, cell, columns, y, row, unit, cell.step === steps));
  }
  const said = counted(count, ruler.name.slice(0, -1));
  group.append(label(counts, y + 1.02 * unit, withNoun ? said : String(count), { class: "count" }, svg("title", {}, said)));
  return group;
}

/**
 * @param {Story} story @param {Ruler} ruler @param {Cell} cell @param {Columns} columns @param {number} y @param {number} row
 * @param {number} unit @param {boolean} isNow
 */
function drawnCell(story, ruler, cell, columns, y, row, unit, isNow) {
  const { e } = cell;
  const data = { "data-from": cell.from, "data-to": cell.to, "data-event": e.nth, "data-verdict": e.event === "read" ? e.verdict : null };
  const group = svg("g", { class: `cell${isNow ? " now" : ""}`, ...data });
  const [left, right] = [columns.x(cell.from), columns.x(cell.to)];
  const height = row - 0.25 * unit;
  for (const piece of story.pieces(ruler.stream, cell.from, cell.to)) {
    const [from, to] = [columns.x(piece.from), columns.x(piece.to)];
    if (to <= from) continue;
    group.append(svg("rect", { x: from, y, width: to - from, height, class: `piece ${colour(piece.n)}` }));
    const text = `${piece.starts ? "" : "…"}${piece.n}`;
    if (to - from > 0.62 * unit * text.length) group.append(label(from + 0.2 * unit, y + 0.98 * unit, text));
  }
  if (right > left) group.append(svg("rect", { x: left + 1, y: y + 1, width: right - left - 2, height: height - 2, rx: 3, class: "edge" }));
  else group.append(svg("line", { x1: left, x2: left, y1: y, y2: y + height, class: "empty" }));
  return group;
}
