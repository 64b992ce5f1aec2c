// A scale puts moments on a line, and finds them again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { byClock, bySteps, placeOf, stepAt, timeAt } from "../../web/scale.js";

const TIMES = [0, 5, 10, 10, 40_000, 40_005];

test("each moment has a place of its own, and a long wait is drawn shorter and says how long it was", () => {
  const scale = bySteps(TIMES);
  assert.deepEqual(scale.places, [1, 2, 3, 4, 9, 10]);
  assert.deepEqual(scale.breaks, [{ from: 4, to: 9, text: "40.0 ms" }]);
});

test("by the clock, places are in proportion to times", () => {
  const { places } = byClock([10, 15, 20], 10, 20);
  assert.deepEqual(places, [0, 25, 50]);
});

test("a place leads back to its step and its time", () => {
  for (const scale of [bySteps(TIMES), byClock(TIMES, 0, 40_005)]) {
    TIMES.forEach((t, nth) => {
      assert.ok(stepAt(scale, scale.places[nth]) >= nth + 1);
      assert.ok(Math.abs(timeAt(scale, TIMES, scale.places[nth]) - t) < 1e-6);
      assert.ok(Math.abs(timeAt(scale, TIMES, placeOf(scale, TIMES, t)) - t) < 1e-6);
    });
    assert.equal(stepAt(scale, -0.5), 0);
  }
});

test("a scale without moments has a length all the same", () => {
  assert.equal(bySteps([]).places.length, 1);
  assert.equal(timeAt(bySteps([]), [], 0.5), 0);
});
