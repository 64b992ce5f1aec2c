// draw.js makes elements. Text is only ever text: nothing here reads markup.

/** @import { Piece, Story, Stream } from "./story.js" */
/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof HTMLElementTagNameMap} K @param {K} tag @param {Attributes} [attributes] @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} K @param {K} tag @param {Attributes} [attributes] @param {(Node | string)[]} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

/** @param {Element} element @param {Attributes} attributes */
function set(element, attributes) {
  const given = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined && value !== false);
  for (const [name, value] of given) element.setAttribute(name, value === true ? "" : String(value));
}

/** The element of the page with this id. @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element #${id}`);
  return found;
}

/** @param {number} x @param {number} y @param {string} text @param {Attributes} [attributes] @param {Node[]} more */
export function label(x, y, text, attributes = {}, ...more) {
  return svg("text", { x, y, ...attributes }, text, ...more);
}

/** The colour of a message: one of eight, as a class. @param {number} n */
export function colour(n) {
  return `m${((n - 1) % 8) + 1}`;
}

/** How wide and high a message is drawn on the stage. */
export const CHIP = 40;

/**
 * The messages of a range of a stream, in rows of so many; what does not fit is counted.
 * @param {Story} story @param {Stream} stream @param {[number, number]} range
 * @param {{x: number, y: number, columns: number, rows: number}} place @returns {SVGElement}
 */
export function chips(story, stream, [from, to], { x, y, columns, rows }) {
  const group = svg("g", { class: "chips", "data-from": from, "data-to": to });
  const pieces = story.pieces(stream, from, to);
  const room = columns * rows;
  const shown = pieces.length > room ? pieces.slice(0, room - 2) : pieces;
  shown.forEach((piece, nth) => {
    group.append(chip(story, stream, piece, x + (nth % columns) * CHIP, y + Math.floor(nth / columns) * CHIP));
  });
  if (shown.length < pieces.length) {
    const nth = shown.length;
    group.append(label(x + (nth % columns) * CHIP + 4, y + Math.floor(nth / columns) * CHIP + 31, `+${pieces.length - nth}`));
  }
  return group;
}

/** @param {Story} story @param {Stream} stream @param {Piece} piece @param {number} x @param {number} y */
function chip(story, stream, piece, x, y) {
  const whole = story.messages[stream][piece.n - 1];
  const all = whole !== undefined && piece.from === whole.from && piece.to === whole.to;
  const what = `${story.unit(stream)} ${piece.n}, bytes ${piece.from + 1} to ${piece.to}${all ? "" : ": a part of it"}`;
  const text = String(piece.n);
  const squeezed = text.length > 2 ? { textLength: CHIP - 8, lengthAdjust: "spacingAndGlyphs" } : {};
  const kind = `chip ${colour(piece.n)}${all ? "" : " part"}`;
  const box = svg("rect", { x: x + 1, y, width: CHIP - 3, height: CHIP - 3, rx: all ? 6 : 0 });
  const number = label(x + CHIP / 2 - 0.5, y + 30, text, { "text-anchor": "middle", ...squeezed });
  return svg("g", { class: kind, "data-n": piece.n }, svg("title", {}, what), box, number);
}
