// The switches: each change runs on real sockets, and the page shows what came of it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { browserPath, launch } from "./support.js";

const LIVE = process.env.LIVE ?? "";
const skip = browserPath === undefined ? "there is no Chromium" : LIVE === "" ? "LIVE names no server" : false;

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {{url: string, end: () => Promise<unknown>}} */
let server;
before(async () => {
  if (skip) return;
  browser = await launch();
  server = await start("127.0.0.1:0");
});
after(async () => {
  await browser?.close();
  await server?.end();
});

/** Starts a server, and reads the address that it prints. @param {string} address */
async function start(address) {
  const child = spawn(LIVE, ["--listen", address], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const first = await new Promise((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(String(data)));
    child.once("exit", () => reject(new Error("the server ended at once")));
  });
  const url = /http:\S+/.exec(String(first))?.[0] ?? "";
  return { url, end: () => { child.kill(); return ended; } };
}

/** A page of the server, whose first run has played. @param {string} [link] the settings after the # */
async function open(link = "") {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(`${server.url}/#${link}`);
  await page.locator("form.questions").waitFor();
  await page.locator("h1").click();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("End");
  return { page, faults };
}

/** Does something that runs, and goes to the run's end. @param {import("playwright-core").Page} page @param {() => Promise<unknown>} act */
async function runs(page, act) {
  const before = await page.evaluate(() => Reflect.get(globalThis, "app").story?.source.events[0]?.t_us + Math.random());
  await page.evaluate((mark) => { Reflect.get(globalThis, "app").story.mark = mark; }, before);
  await act();
  await page.waitForFunction((mark) => Reflect.get(globalThis, "app").story.mark !== mark && !document.body.classList.contains("running"), before);
  await page.locator("h1").click();
  await page.keyboard.press("End");
}

/** How many the ruler counts. @param {import("playwright-core").Page} page @param {string} ruler */
const count = async (page, ruler) => Number(await page.locator(`.ruler.${ruler}`).first().getAttribute("data-count"));

test("without Nagle ten writes leave as ten segments, and are one read all the same", { skip }, async () => {
  const { page, faults } = await open();
  await runs(page, () => page.selectOption("#nagle", "nodelay=on"));
  assert.deepEqual([await count(page, "writes"), await count(page, "segments"), await count(page, "reads")], [10, 10, 1]);
  assert.match(page.url(), /#nodelay=on$/, "a link brings it back");
  await runs(page, () => page.selectOption("#framing", "framing=length"));
  assert.equal(await count(page, "frames"), 10);
  assert.match((await page.locator(`[data-place="reader"]`).first().textContent()) ?? "", /10 frames/);
  assert.deepEqual(faults, []);
  await page.close();
});

test("with Nagle and delayed ACKs most of them wait for an ACK", { skip }, async () => {
  const { page } = await open("nagle=on&quickack=off");
  assert.ok((await count(page, "segments")) < 10);
  assert.match((await page.locator(".brace.held").first().textContent()) ?? "", /held by Nagle/);
  await page.close();
});

test("a round trip is drawn as one, where there can be a wire", { skip }, async (t) => {
  const { page } = await open();
  if (await page.locator("#wire").isDisabled()) return t.skip(`${await page.locator("#no-wire").textContent()}`);
  await runs(page, () => page.selectOption("#wire", "wire=100ms"));
  const braces = (await page.locator(".brace").allTextContents()).join();
  assert.match(braces, /held by Nagle .*, a round trip/);
  assert.ok((await page.locator(".mark.segment").count()) > 4, "the capture's segments");
  await page.close();
});

test("your own text, a count, a small read, a pause, a cork: each does what it says", { skip }, async () => {
  const { page } = await open();
  await runs(page, async () => { await page.fill("#text", "<b>hi</b>"); await page.locator("#text").blur(); });
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  assert.match((await page.locator("#sentence").textContent()) ?? "", /<b>hi<\/b>/, "it is text");
  await runs(page, async () => { await page.fill("#messages", "3"); await page.locator("#messages").blur(); });
  assert.equal(await count(page, "writes"), 3);
  await runs(page, async () => { await page.fill("#read-size", "9"); await page.locator("#read-size").blur(); });
  assert.equal(await count(page, "reads"), 3);
  await runs(page, () => page.selectOption("#reads-along", "reads-along=1"));
  await runs(page, () => page.selectOption("#pause", "pause=5ms"));
  assert.ok(await page.evaluate(() => { const { story } = Reflect.get(globalThis, "app"); return story.ends - story.begins >= 10_000; }));
  await page.close();
});

test("the last runs stay, and two are compared on one scale", { skip }, async () => {
  const { page } = await open("nagle=on&quickack=off");
  await runs(page, () => page.selectOption("#nagle", "nodelay=on"));
  await page.selectOption("#beside", "0");
  assert.equal(await page.locator("#picture .rulers").count(), 2);
  await page.close();
});

test("a case of a lesson is a preset, with its question, and its text is beside it", { skip }, async () => {
  const { page } = await open();
  const preset = page.locator("#preset option", { hasText: "burst: Nagle, delayed ACKs" }).first();
  await page.selectOption("#preset", (await preset.getAttribute("value")) ?? "");
  await page.locator("form.questions").waitFor();
  await page.selectOption("#walkthroughs", "01-sender-nagle");
  assert.match(await page.frameLocator("#walkthrough").locator("h1").innerText(), /Who glued them/);
  await page.close();
});

test("a run that fails is told on the page, and the next one goes on", { skip }, async () => {
  const { page } = await open();
  await page.fill("#messages", "0");
  await page.locator("#messages").blur();
  await page.waitForFunction(() => document.getElementById("problem")?.textContent?.includes("it must be from 1 to 200"));
  await runs(page, async () => { await page.fill("#messages", "2"); await page.locator("#messages").blur(); });
  assert.equal(await page.locator("#problem").isVisible(), false);
  await page.close();
});

test("two browsers at once each see their own run", { skip }, async () => {
  const [one, two] = await Promise.all([open("messages=3"), open("messages=5")]);
  await Promise.all([runs(one.page, () => one.page.click("#again")), runs(two.page, () => two.page.click("#again"))]);
  assert.deepEqual([await count(one.page, "writes"), await count(two.page, "writes")], [3, 5]);
  await Promise.all([one.page.close(), two.page.close()]);
});

test("a server that was stopped and started again goes on", { skip }, async () => {
  const { page } = await open();
  await server.end();
  await page.click("#again");
  await page.waitForFunction(() => document.getElementById("problem")?.textContent?.includes("cargo run -p live"));
  server = await start(new URL(server.url).host);
  await runs(page, () => page.click("#again"));
  assert.equal(await page.locator("#problem").isVisible(), false);
  await page.close();
});

test("other origins and other names are refused", { skip }, async () => {
  const asked = (/** @type {RequestInit} */ options) => fetch(`${server.url}/run?messages=1`, { method: "POST", ...options });
  assert.equal((await asked({ headers: { origin: "http://evil.example" } })).status, 403);
  assert.equal((await asked({})).status, 200);
  assert.equal((await fetch(`${server.url}/run?pcap=/tmp/x`, { method: "POST" })).status, 400, "a query writes no file");
});
