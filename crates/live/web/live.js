// live.js has the switches of form.html: each change runs on real sockets, and plays.
import { byId, el } from "../../page/web/draw.js";
import { app } from "../../page/web/main.js";
import { parseTrace } from "../../page/web/trace.js";

/** @import { Lesson } from "../../page/web/trace.js" */

/** How many runs stay, to be compared. */
const RUNS = 40;

const GONE = "The server does not answer. Start it again with: cargo run -p live. Then set a switch: the page goes on.";
/** The runs so far: each is a case of this lesson. @type {Lesson} */
const runs = { id: "your runs", question: "Set the switches: what happens to the messages?", where: "", options: {}, cases: [], claims: [], ended: true };
/** The switches. An input's value is its setting; a choice's value is a setting with its name, as in "nodelay=on". */
const switches = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...byId("switches").querySelectorAll("input, select")]);

let isRunning = false;
/** What is to run next. @type {{query: URLSearchParams, name: string | null} | null} */
let wanted = null;

/** The setting of a switch that is not as it was at first. @param {HTMLInputElement | HTMLSelectElement} one @returns {[string, string] | null} */
function setting(one) {
  if (one.value === "" || one.disabled) return null;
  if (one instanceof HTMLInputElement) return one.value === one.defaultValue ? null : [one.name, one.value];
  const [name, value] = one.value.split("=");
  return [name, value];
}

/** The settings that the switches make; without a wire, it has no properties. */
function settings() {
  const query = new URLSearchParams(switches.map(setting).filter((pair) => pair !== null));
  const useless = switches.filter((one) => (one.classList.contains("wire") && one.id !== "wire" && !query.has("wire")) || (one.id === "two-writes" && !query.has("framing")));
  useless.forEach((one) => query.delete(one.name));
  for (const one of switches) one.classList.toggle("useless", useless.includes(one));
  return query;
}

/** Sets the switches as a link says. @param {URLSearchParams} query */
function show(query) {
  for (const one of switches) {
    if (one instanceof HTMLInputElement) one.value = query.get(one.name) ?? one.defaultValue;
    else one.value = [...one.options].map(({ value }) => value).find((value) => value !== "" && query.get(value.split("=")[0]) === value.split("=")[1]) ?? "";
  }
}

/** What a run is called among the others. @param {URLSearchParams} query */
function nameOf(query) {
  const chosen = switches.filter((one) => query.has(setting(one)?.[0] ?? ""));
  const said = chosen.map((one) => `${one.labels?.[0].textContent}: ${one instanceof HTMLSelectElement ? one.selectedOptions[0].text : one.value}`);
  return said.join(", ") || "nothing set";
}

/** Runs a query when the one before it has ended; of several that wait, the last. @param {URLSearchParams} query @param {string | null} name */
async function ask(query, name) {
  wanted = { query, name };
  while (wanted && !isRunning) {
    const { query, name } = wanted;
    wanted = null;
    await perform(query, name);
  }
}

/** Runs what the switches say. */
function run() {
  const query = settings();
  history.replaceState(null, "", `#${query}`);
  return ask(query, nameOf(query));
}

/** Runs the query, and shows what came of it. @param {URLSearchParams} query @param {string | null} name null if the cases have names */
async function perform(query, name) {
  isRunning = true;
  document.body.classList.add("running");
  document.body.classList.toggle("preset", name === null); // the switches do not say how that runs
  try {
    const response = await fetch(`/run?${query}`, { method: "POST" });
    if (!response.ok) throw new Error(`Nothing ran. ${await response.text()}.`);
    add(await response.text(), name);
  } catch (error) {
    app.tell(error instanceof TypeError ? GONE : String(error instanceof Error ? error.message : error)); // fetch throws it if nobody answers
  }
  document.body.classList.remove("running");
  isRunning = false;
}

/** Adds what a run has printed to the runs, and plays it. @param {string} text @param {string | null} name */
function add(text, name) {
  const last = text.trimEnd().split("\n").at(-1) ?? "";
  const failed = last.includes('"event":"failure"') ? JSON.parse(last) : null;
  const trace = parseTrace(text);
  app.tell(failed ? `The run failed: ${failed.text}. ${failed.hint.replaceAll("--", "")}` : trace.problem);
  const cases = trace.lessons.flatMap((lesson) => lesson.cases);
  if (failed || cases.length === 0) return;
  const isFirst = runs.cases.length === 0;
  runs.cases.push(...cases.map((source) => Object.assign(source, name === null ? {} : { name })));
  for (const old of runs.cases.splice(0, Math.max(0, runs.cases.length - RUNS))) {
    app.guesses.delete(old);
    app.played.delete(old);
  }
  runs.claims = trace.lessons.flatMap((lesson) => lesson.claims);
  if (isFirst) app.lessons.push(runs);
  const nth = runs.cases.length - Math.min(cases.length, RUNS);
  if (!isFirst && name !== null) app.guesses.set(runs.cases[nth], []); // a question for every switch would be too many
  app.openLesson(runs, nth);
  if (!app.isAsking) app.player.play();
}

/** Fills the lists of presets and texts, and says why there is no wire, as the server knows it. */
async function fillPresets() {
  const lines = (await (await fetch("/presets")).text()).trim().split("\n").map((line) => JSON.parse(line));
  const missing = lines.find((line) => line.event === "wire")?.missing ?? null;
  for (const one of switches.filter((one) => one.classList.contains("wire") && missing)) [one.disabled, one.title] = [true, missing];
  byId("no-wire").textContent = missing ? `No wire here: ${missing}` : "";
  const lessons = lines.filter((line) => line.event === "lesson");
  byId("preset").append(...lessons.map((lesson) => {
    const link = (/** @type {string} */ name) => new URLSearchParams({ lesson: lesson.id, case: name }).toString();
    const options = lesson.cases.map((/** @type {string} */ name) => el("option", { value: link(name) }, name));
    return el("optgroup", { label: `${lesson.id}: ${lesson.question}` }, ...options);
  }));
  byId("walkthroughs").append(...lessons.slice(1).map((lesson) => el("option", { value: lesson.id }, lesson.id)));
}

const [preset, texts] = ["preset", "walkthroughs"].map((id) => /** @type {HTMLSelectElement} */ (byId(id)));
preset.addEventListener("change", () => { if (preset.value !== "") void ask(new URLSearchParams(preset.value), null); });
texts.addEventListener("change", () => {
  const frame = /** @type {HTMLIFrameElement} */ (byId("walkthrough"));
  frame.hidden = texts.value === "";
  if (texts.value !== "") frame.src = `/text/${texts.value}`;
});
byId("switches").addEventListener("change", () => void run());
byId("switches").addEventListener("submit", (event) => event.preventDefault());
byId("again").addEventListener("click", () => void run());
addEventListener("hashchange", () => {
  show(new URLSearchParams(location.hash.slice(1)));
  void run();
});
show(new URLSearchParams(location.hash.slice(1)));
void fillPresets().then(run, () => app.tell(GONE));
