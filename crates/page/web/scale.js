// scale.js puts moments on a line: each at a place of its own, or all by the clock.
import { span } from "./words.js";

/** A wait is drawn shorter if it is so many times as long as a usual one. */
const LONG = 20;
/** How much room a shortened wait has, in units: a usual one has 1. */
const BREAK = 5;

/**
 * A scale from moments to places between 0 and `length`, in units; `breaks` are the waits that are drawn shorter than they were.
 * @typedef {{places: number[], length: number, breaks: {from: number, to: number, text: string}[]}} Scale
 */

/** Each moment has a place of its own. Long waits are shortened, and say so. @param {number[]} times ascending, in microseconds @returns {Scale} */
export function bySteps(times) {
  const gaps = times.slice(1).map((t, nth) => t - times[nth]);
  const usual = Math.max(1, median(gaps.filter((gap) => gap > 0)));
  const places = [1];
  const breaks = [];
  for (const gap of gaps) {
    const from = places[places.length - 1];
    const isLong = gap > LONG * usual && gap > 500;
    places.push(from + (isLong ? BREAK : 1));
    if (isLong) breaks.push({ from, to: from + BREAK, text: span(gap) });
  }
  return { places, length: (places.at(-1) ?? 0) + 1, breaks };
}

/**
 * By the clock, from `begins` on: `us` microseconds are 100 units.
 * @param {number[]} times @param {number} begins @param {number} us @returns {Scale}
 */
export function byClock(times, begins, us) {
  const places = times.map((t) => (100 * (t - begins)) / Math.max(1, us));
  for (let nth = 1; nth < places.length; nth += 1) places[nth] = Math.max(places[nth], places[nth - 1] + 1e-6); // each can be reached
  return { places, length: 101, breaks: [] };
}

/** The place of a time. @param {Scale} scale @param {number[]} times @param {number} t */
export function placeOf(scale, times, t) {
  const next = times.findIndex((other) => other >= t);
  if (next === -1) return scale.places.at(-1) ?? 0;
  if (next === 0 || times[next] === t) return scale.places[next];
  const part = (t - times[next - 1]) / (times[next] - times[next - 1]);
  return scale.places[next - 1] + part * (scale.places[next] - scale.places[next - 1]);
}

/** How many moments have happened at a place. @param {Scale} scale @param {number} place */
export function stepAt(scale, place) {
  let [low, high] = [0, scale.places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scale.places[middle] <= place + 1e-9) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The time at a place, in microseconds. @param {Scale} scale @param {number[]} times @param {number} place */
export function timeAt(scale, times, place) {
  const step = stepAt(scale, place);
  if (step === 0) return times[0] ?? 0;
  if (step === times.length) return times[step - 1];
  const [from, to] = [scale.places[step - 1], scale.places[step]];
  return times[step - 1] + ((place - from) / Math.max(1e-9, to - from)) * (times[step] - times[step - 1]);
}

/** @param {number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 1;
}
