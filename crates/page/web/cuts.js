// cuts.js draws the smallest cut that breaks a decoder, where no socket but a script cuts the stream.
import { colour, label, svg } from "./draw.js";
import { counted } from "./words.js";

/** @import { Story } from "./story.js" */
/** @import { TraceEvent } from "./trace.js" */

const [WIDTH, CELL, ROW, LEFT] = [1080, 60, 46, 10];
/** How many bytes are drawn: a longer stream is drawn as far as that. */
const BYTES = 48;

/** The stream, its cut, and what came out, after so many moments. @param {Story} story @param {number} steps @returns {SVGSVGElement} */
export function cutStage(story, steps) {
  const happened = story.moments.slice(0, steps).map((moment) => moment.e);
  const hex = String(happened.findLast((e) => e.event === "scripted")?.fields.hex ?? "");
  const trial = happened.findLast((e) => e.event === "cuts" || e.event === "early_ends");
  const smallest = trial?.event === "cuts" ? trial.fields.smallest : trial?.fields.earliest;
  const places = /** @type {number[]} */ ([smallest ?? []].flat());
  const picture = svg("svg", { class: "stage", role: "img", "aria-label": "the smallest cut" });
  let y = drawBytes(picture, story, hex.match(/../g) ?? [], places);
  for (const [text, kind] of trial ? verdict(trial, places) : []) {
    y += ROW;
    picture.append(label(LEFT, y, text, { class: kind }));
  }
  picture.setAttribute("viewBox", `0 0 ${WIDTH} ${y + 20}`);
  return picture;
}

/** @param {SVGElement} picture @param {Story} story @param {string[]} bytes @param {number[]} places */
function drawBytes(picture, story, bytes, places) {
  const columns = Math.floor((WIDTH - 2 * LEFT) / CELL);
  const at = (/** @type {number} */ nth) => ({ x: LEFT + (nth % columns) * CELL, y: 16 + Math.floor(nth / columns) * (ROW + 14) });
  bytes.slice(0, BYTES).forEach((byte, nth) => {
    const { x, y } = at(nth);
    const piece = story.pieces("forward", nth, nth + 1)[0];
    picture.append(svg("rect", { x: x + 1, y, width: CELL - 2, height: ROW, class: `piece ${piece ? colour(piece.n) : ""}` }));
    picture.append(label(x + CELL / 2, y + 33, byte, { "text-anchor": "middle" }));
  });
  for (const place of places.filter((nth) => nth <= Math.min(bytes.length, BYTES))) {
    const { x, y } = at(place);
    picture.append(svg("line", { x1: x, x2: x, y1: y - 12, y2: y + ROW + 12, class: "cut", "data-cut": place }));
  }
  return at(Math.max(0, Math.min(bytes.length, BYTES) - 1)).y + ROW + 10;
}

/** What a decoder made of its cuts, in lines. @param {TraceEvent} e @param {number[]} places @returns {[string, string][]} */
function verdict({ event, fields }, places) {
  const kind = event === "cuts" ? "cut" : "early end";
  const list = (/** @type {unknown} */ frames) => /** @type {string[]} */ (frames ?? []).map((frame) => `"${frame}"`).join(", ") || "nothing";
  /** @type {[string, string][]} */
  const lines = [[`${fields.decoder}: ${fields.failed} of ${counted(Number(fields.tried), kind)} break it`, "title"]];
  if (places.length === 0) return lines;
  lines.push([event === "cuts" ? `cut after byte ${places.join(", ")}` : `ended after byte ${places.join(", ")}`, ""]);
  lines.push([`should give ${list(fields.expected)}`, ""], [`gives ${list(fields.got)}`, "wrong"], [String(fields.error ?? ""), "wrong"]);
  return lines;
}
