// Every lesson's page, opened from its file: it asks for nothing, and what it draws is what the trace says.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { after, before, test } from "node:test";
import { browserPath, casesOf, launch, pages } from "./support.js";

/** @typedef {{player: {goTo(step: number): void, step: number}, times: number[], openLesson(lesson: object): void, lessons: object[], openCase(nth: number): void, isAsking: boolean, guesses: Map<object, object[]>, story: {source: object, moments: {e: {nth: number}, arrival: boolean}[]}, draw(): void}} App */

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => { if (browserPath) browser = await launch(); });
after(async () => { await browser?.close(); });

const skip = browserPath === undefined ? "there is no Chromium" : pages().length === 0 ? "PAGES names no folder with pages" : false;

/** Opens a page, and collects what it should not do. @param {string} url */
async function open(url) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  /** @type {string[]} */
  const faults = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) faults.push(message.text()); });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => { if (request.url() !== url) faults.push(`a request for ${request.url()}`); });
  await page.goto(url);
  return { page, faults };
}

/** What the page draws at the end of a case, and at each step of it, on and back. @param {{lesson: number, nth: number}} place */
function drawn({ lesson, nth }) {
  const app = /** @type {App} */ (Reflect.get(globalThis, "app"));
  app.openLesson(app.lessons[lesson]);
  app.openCase(nth);
  app.guesses.set(app.story.source, []);
  app.isAsking = false;
  const picture = () => `${document.getElementById("picture")?.innerHTML} ${document.getElementById("axis")?.innerHTML}`;
  const last = app.times.length;
  const step = Math.max(1, Math.floor(last / 30));
  const stops = [...Array(Math.floor(last / step)).keys()].map((n) => n * step);
  const at = (/** @type {number} */ n) => { app.player.goTo(n); return picture(); };
  const forth = stops.map(at);
  const end = at(last);
  const numbers = (/** @type {string} */ selector, /** @type {string[]} */ names) =>
    [...document.querySelectorAll(selector)].map((cell) => names.map((name) => cell.getAttribute(name)));
  const result = {
    rulers: numbers(".ruler", ["data-stream", "data-ruler", "data-count"]),
    // Each read as it is drawn when it has just been made: a ruler without room for all shows those around it.
    reads: app.story.moments.map((moment, n) => ({ e: moment.e, n })).filter(({ e }) => Reflect.get(e, "event") === "read").flatMap(({ n }) => {
      app.player.goTo(n + 1);
      return numbers(".ruler.reads .cell.now", ["data-from", "data-to", "data-verdict"]);
    }),
    braces: numbers(".brace", ["data-brace", "data-us"]),
    held: app.story.moments.map((moment, n) => ({ moment, n })).filter(({ moment }) => Reflect.get(moment.e, "event") === "held").map(({ moment, n }) => {
      app.player.goTo(n + 1);
      const lane = document.querySelector(`.lane[data-stream="${Reflect.get(moment.e, "stream")}"] [data-place="held"]`);
      return [Reflect.get(moment.e, "bytes"), Number(lane?.getAttribute("data-held"))];
    }),
    same: false,
    sentences: "",
  };
  result.same = end === at(last) && stops.reverse().every((n, back) => at(n) === forth[forth.length - 1 - back]);
  return result;
}

for (const { name, url, lines } of skip ? [] : pages()) {
  test(`${name} draws its trace`, async () => {
    const { page, faults } = await open(url);
    const bytes = statSync(new URL(url)).size;
    if (name !== "all.html") assert.ok(bytes <= 300_000, `${name} has ${bytes} bytes: too many for one lesson`);
    for (const one of casesOf(lines)) {
      const seen = await page.evaluate(drawn, { lesson: one.lesson, nth: one.nth });
      const what = `${name}, ${one.name}`;
      assert.ok(seen.same, `${what}: a step back gives another picture`);
      const own = (/** @type {string} */ event, /** @type {string} */ stream) => one.lines.filter((line) => line.event === event && line.stream === stream);
      for (const [stream, ruler, count] of seen.rulers) {
        const reads = own("read", stream ?? "").filter((line) => !["end", "nothing"].includes(line.verdict));
        const expected = {
          writes: own("write", stream ?? "").length,
          segments: own("segments", stream ?? "").reduce((sum, line) => sum + line.count, 0),
          reads: reads.length,
          frames: own("framed", stream ?? "").length,
        }[ruler ?? ""];
        assert.equal(Number(count), expected, `${what}: ${stream} ${ruler}`);
      }
      const reads = one.lines.filter((line) => line.event === "read" && !["end", "nothing"].includes(line.verdict));
      const spans = reads.map((line) => [String(line.offset), String(line.offset + line.got), line.verdict].join());
      assert.deepEqual(seen.reads.map((read) => read.join()), one.transport === "script" ? [] : spans, `${what}: reads`);
      for (const [bytes, shown] of seen.held) assert.equal(shown, bytes, `${what}: bytes held back`);
      for (const [kind, us] of seen.braces) {
        if (kind === "held") assert.ok(heldTimes(one.lines).includes(Number(us)), `${what}: held for ${us} µs, not ${heldTimes(one.lines)}`);
      }
    }
    assert.deepEqual(faults, [], `${name} in the console, and what it asked for`);
    await page.close();
  });
}

/** How long bytes were held back, each time, in microseconds: from the write of the first until it left. @param {any[]} lines */
function heldTimes(lines) {
  return lines.flatMap((line, nth) => {
    if (line.event !== "held" || line.bytes === 0) return [];
    const own = lines.filter((other) => other.stream === line.stream);
    const written = lines.slice(0, nth).filter((other) => other.event === "write" && other.stream === line.stream).at(-1);
    const first = written.offset + written.accepted - line.bytes;
    const wrote = own.find((other) => other.event === "write" && other.offset + other.accepted > first);
    const left = own.find((other) => other.event === "segments" && other.t_us >= line.t_us && other.offset + other.bytes > first);
    const end = left?.t_us ?? Math.max(...lines.map((other) => Math.max(other.t_us, other.arrived_us ?? 0)));
    return [end - wrote.t_us];
  });
}
