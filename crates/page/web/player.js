// player.js moves along a scale: by events, or as time goes.
import { stepAt, timeAt } from "./scale.js";

/** @import { Scale } from "./scale.js" */

/** How many units of the scale pass in a second, at the speed 1. */
const UNITS_A_SECOND = 3;

export class Player {
  /** @param {() => void} onChange called whenever there is something new to draw */
  constructor(onChange) {
    this.onChange = onChange;
    /** @type {Scale} */
    this.scale = { places: [], length: 1, breaks: [] };
    /** @type {number[]} */
    this.times = [];
    this.place = 0;
    this.speed = 1;
    this.playing = false;
    this.smooth = true;
    this.before = 0;
    this.frame = 0;
  }

  /** @param {Scale} scale @param {number[]} times @param {number} step */
  load(scale, times, step) {
    [this.scale, this.times, this.playing] = [scale, times, false];
    this.place = this.placeOfStep(step);
  }

  /** How many moments have happened. */
  get step() {
    return stepAt(this.scale, this.place);
  }

  /** The time, in microseconds. */
  get time() {
    return timeAt(this.scale, this.times, this.place);
  }

  get atEnd() {
    return this.step >= this.times.length;
  }

  /** @param {number} step */
  placeOfStep(step) {
    if (step <= 0) return Math.min(0, (this.scale.places[0] ?? 0) - 1);
    return this.scale.places[Math.min(step, this.times.length) - 1] ?? 0;
  }

  /** @param {number} step */
  goTo(step) {
    this.playing = false;
    this.place = this.placeOfStep(Math.max(0, Math.min(this.times.length, step)));
    this.onChange();
  }

  /** @param {number} place */
  dragTo(place) {
    this.playing = false;
    this.place = Math.max(0, Math.min(this.scale.length, place));
    this.onChange();
  }

  play() {
    if (this.atEnd) this.place = this.placeOfStep(0);
    this.playing = true;
    this.before = performance.now();
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame((now) => this.tick(now));
    this.onChange();
  }

  /** @param {number} now */
  tick(now) {
    if (!this.playing) return;
    const passed = (this.speed * UNITS_A_SECOND * (now - this.before)) / 1000;
    if (this.smooth || passed >= 1) {
      this.before = now;
      const step = this.step;
      this.place = this.smooth ? this.place + passed : this.placeOfStep(step + 1);
      if (this.step >= this.times.length) {
        this.place = this.placeOfStep(this.times.length);
        this.playing = false;
      }
      this.onChange();
    }
    this.frame = requestAnimationFrame((later) => this.tick(later));
  }
}
