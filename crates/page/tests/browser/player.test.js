// The player: guesses, keys, a clicker, what is pointed at, broken traces, and how long it takes.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browserPath, launch, pages } from "./support.js";

/** @type {import("playwright-core").Browser} */
let browser;
const folder = mkdtempSync(join(tmpdir(), "player-"));
before(async () => { if (browserPath) browser = await launch(); });
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const one = pages().find(({ name }) => name === "01-sender-nagle.html");
const skip = browserPath === undefined ? "there is no Chromium" : one === undefined ? "PAGES names no folder with pages" : false;

/** @param {string} url @param {object} [options] */
async function open(url, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, ...options });
  await page.goto(url);
  return page;
}

/** A page that plays this trace instead. @param {string} trace */
function playing(trace) {
  const html = readFileSync(new URL(one?.url ?? "").pathname, "utf8");
  const [before, rest] = html.split('id="trace">');
  const file = join(folder, `${Math.random()}.html`);
  writeFileSync(file, `${before}id="trace">${trace.replaceAll("<", "\\u003c")}${rest.slice(rest.indexOf("</script>"))}`);
  return `file://${file}`;
}

/** @param {import("playwright-core").Page} page @param {string} id */
const text = async (page, id) => (await page.locator(`#${id}`).textContent()) ?? "";

test("a guess comes first, is compared, and counts", { skip }, async () => {
  const page = await open(one?.url ?? "");
  assert.match(await text(page, "panel"), /Guess first/, "the claims would give the answer away");
  await page.fill('input[name="q0"]', "7");
  await page.check('input[value="nobody"]');
  await page.click('button[type="submit"]');
  await page.keyboard.press("End");
  assert.match(await text(page, "answers"), /You said 7\. The answer is 2/);
  assert.equal(await text(page, "score"), "Score 1 of 2");
  await page.close();
});

test("the player's own button takes the guesses, too", { skip }, async () => {
  const page = await open(one?.url ?? "");
  await page.fill('input[name="q0"]', "2");
  await page.click("#play");
  await page.keyboard.press("End");
  assert.equal(await text(page, "score"), "Score 1 of 1");
  await page.close();
});

test("a clicker's two keys lead through all cases and back", { skip }, async () => {
  const page = await open(one?.url ?? "");
  const cases = await page.locator("#cases option").count();
  const at = () => page.locator("#cases").inputValue();
  for (let presses = 0; (await at()) !== String(cases - 1); presses += 1) {
    assert.ok(presses < 5 * cases, `after ${presses} presses it is at case ${await at()}`);
    await page.keyboard.press("PageDown");
  }
  for (let presses = 0; (await at()) !== "0"; presses += 1) {
    assert.ok(presses < 5 * cases, `after ${presses} presses back it is at case ${await at()}`);
    await page.keyboard.press("PageUp");
  }
  await page.close();
});

test("each key does what the help says", { skip }, async () => {
  const page = await open(one?.url ?? "");
  const press = async (/** @type {string[]} */ ...keys) => { for (const key of keys) await page.keyboard.press(key); };
  await page.locator("h1").click();
  await press("5", "Home", "ArrowRight", "ArrowRight", "ArrowLeft");
  assert.equal(await page.locator("#cases").inputValue(), "4");
  assert.match(await text(page, "place"), /^event 1 of/);
  await press("End");
  assert.match(await text(page, "place"), /^event (\d+) of \1$/);
  await press("r");
  assert.equal(await text(page, "play"), "Pause");
  await press(" ");
  assert.match(await text(page, "play"), /Play|Again/);
  await press("c");
  assert.equal(await page.locator("#side").isVisible(), false);
  await press("s");
  assert.equal(await page.locator("#scale").getAttribute("aria-pressed"), "true");
  await press("?");
  assert.equal(await page.locator("#keys").isVisible(), true);
  await press("?");
  assert.equal(await page.locator("#keys").isVisible(), false);
  await page.close();
});

test("a claim comes when its case has played, and leads to the events that it counts; a cell leads to its event", { skip }, async () => {
  const page = await open(one?.url ?? "");
  const claim = page.locator(".claim", { hasText: "fewer segments than writes" });
  await page.keyboard.press("PageDown");
  assert.equal(await claim.count(), 0, "it would answer the questions of a case that is still to come");
  await page.selectOption("#cases", { label: "5. burst: Nagle, delayed ACKs" });
  await page.locator("#play").click();
  await claim.first().click();
  assert.ok((await page.locator(".mark.marked").count()) >= 2);
  await page.keyboard.press("End");
  await page.locator(".ruler.writes .cell").nth(1).click();
  assert.match(await text(page, "sentence"), /writes message 2/);
  await page.close();
});

test("the call that is made is marked in the code", { skip }, async () => {
  const page = await open(one?.url ?? "");
  await page.keyboard.press("PageDown");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  assert.match(await page.locator("pre .called").innerText(), /write_all\(b"I'm "\)/);
  await page.keyboard.press("End");
  assert.match(await page.locator("pre .called").innerText(), /read_all/);
  await page.close();
});

test("two runs have one scale of time", { skip }, async () => {
  const page = await open(one?.url ?? "");
  await page.keyboard.press("PageDown");
  await page.selectOption("#beside", "1");
  const ends = await page.locator(".axis > text:last-of-type").allTextContents();
  assert.equal(ends.length, 2);
  assert.equal(ends[0], ends[1]);
  await page.close();
});

test("the whole story is there as a list", { skip }, async () => {
  const page = await open(one?.url ?? "");
  await page.keyboard.press("PageDown");
  await page.click("#tab-list");
  await page.keyboard.press("End");
  const said = await page.locator("ol.events li").count();
  assert.equal(await text(page, "place"), `event ${said} of ${said}`);
  await page.close();
});

test("what is wrong with a trace is said on the page", { skip }, async () => {
  const lines = (one?.lines ?? []).map((line) => JSON.stringify(line));
  /** @type {[string, string, RegExp][]} */
  const broken = [
    ["cut off between lines", lines.slice(0, 40).join("\n"), /cut off/],
    ["cut off in a line", `${lines.slice(0, 40).join("\n")}\n{"t_us":5,`, /not JSON/],
    ["empty", "", /no run/],
    ["another version", lines.join("\n").replace('"version":1', '"version":2'), /version 2/],
    ["no trace at all", "hello", /Line 1 .* not JSON/],
  ];
  for (const [what, trace, expected] of broken) {
    const page = await open(playing(trace === "" ? "\n" : trace));
    if (what === "empty") assert.equal(await page.locator("#problem").isVisible(), false, "an empty page waits for runs");
    else assert.match(await text(page, "problem"), expected, what);
    await page.close();
  }
});

test("markup in a message stays text", { skip }, async () => {
  const evil = '</script><img src=x onerror="document.title=1">';
  const trace = (one?.lines ?? []).map((line) => (line.event === "write" ? { ...line, text: evil } : line));
  const page = await open(playing(trace.map((line) => JSON.stringify(line)).join("\n")));
  await page.keyboard.press("PageDown");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  assert.match(await text(page, "sentence"), /<\/script>/);
  assert.equal(await page.locator("img").count(), 0);
  await page.close();
});

test("no text on a projector is smaller than 3 % of its height", { skip }, async () => {
  for (const [width, height] of [[1280, 720], [1920, 1080]]) {
    const page = await open(one?.url ?? "", { viewport: { width, height } });
    await page.keyboard.press("PageDown");
    await page.keyboard.press("End");
    const small = await page.evaluate(() => {
      const texts = [...document.querySelectorAll("body *")].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent?.trim()) && e.getClientRects().length > 0);
      const size = (/** @type {Element} */ e) => {
        const svg = e.closest("svg.stage");
        const scale = svg instanceof SVGSVGElement ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
        return scale * Number.parseFloat(getComputedStyle(e).fontSize);
      };
      return texts.filter((e) => size(e) < 0.03 * innerHeight - 0.1).map((e) => `${e.tagName} ${e.textContent}`);
    });
    assert.deepEqual(small, [], `at ${width}x${height}`);
    await page.close();
  }
});

test("10,000 events open, and any step of them is drawn", { skip }, async (t) => {
  const stream = "forward";
  const events = [...Array(2500).keys()].flatMap((n) => [
    { event: "write", stream, message: n + 1, offset: 4 * n, asked: 4, accepted: 4, text: "abcd" },
    { event: "segments", stream, side: "sender", count: 1, offset: 4 * n, bytes: 4, source: "tcp_info" },
    { event: "queued", stream, bytes: 4 },
    { event: "read", stream, offset: 4 * n, asked: 9, got: 4, messages: [n + 1, n + 1], verdict: "whole", by: null, cut: null, text: "abcd" },
  ]).map((e, n) => ({ t_us: 10 * n, ...e }));
  const head = [{ t_us: 0, event: "run", lesson: "99-long", version: 1 }, { t_us: 0, event: "case", name: "long", transport: "tcp", options: {} }];
  const trace = [...head, ...events, { t_us: 99_999, event: "end" }].map((line) => JSON.stringify(line)).join("\n");
  const page = await open(playing(trace));
  const opened = await page.evaluate(() => {
    const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    return entry.domContentLoadedEventEnd;
  });
  const steps = await page.evaluate(() => {
    const app = Reflect.get(globalThis, "app");
    return [...Array(200).keys()].map((n) => {
      const began = performance.now();
      app.player.goTo(50 * n + 1);
      document.body.getBoundingClientRect(); // lays it out
      return performance.now() - began;
    }).sort((a, b) => a - b);
  });
  t.diagnostic(`opened in ${opened.toFixed(0)} ms; a step takes ${steps[100].toFixed(1)} ms (median), ${steps[199].toFixed(1)} ms at most`);
  assert.match(await text(page, "place"), /of 10000$/);
  await page.close();
});
