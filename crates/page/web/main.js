// main.js puts the page together.
import { axis } from "./axis.js";
import { cutStage } from "./cuts.js";
import { byId, el } from "./draw.js";
import { answersPanel, claimsPanel, codePanel, guessesIn, listPanel, questionsPanel } from "./panels.js";
import { Player } from "./player.js";
import { rulers } from "./rulers.js";
import { byClock, bySteps } from "./scale.js";
import { stage } from "./stage.js";
import { Story } from "./story.js";
import { parseTrace } from "./trace.js";
import { countedBy, kindOf, programs, sentence, span } from "./words.js";

/** @import { Axis } from "./axis.js" */
/** @import { Guess } from "./panels.js" */
/** @import { Scale } from "./scale.js" */
/** @import { Case, Claim, Lesson, Trace, TraceEvent } from "./trace.js" */

/** A window that is narrower has one column, in pixels. */
const NARROW = 900;

export class App {
  /** @param {Trace} trace */
  constructor(trace) {
    this.lessons = trace.lessons;
    this.player = new Player(() => this.draw());
    this.player.smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    /** @type {Lesson | null} */
    this.lesson = null;
    /** @type {Story | null} */
    this.story = null;
    /** The case that is drawn below it. @type {Story | null} */
    this.beside = null;
    this.times = [0];
    this.isByClock = false;
    /** What is shown beside: the claims, or the run as a list. @type {"claims" | "list"} */
    this.tab = "claims";
    /** @type {Claim | null} */
    this.claim = null;
    /** @type {Set<number>} */
    this.marked = new Set();
    /** The guesses on a case: none if it was not asked yet. @type {Map<Case, (Guess | null)[]>} */
    this.guesses = new Map();
    /** The cases that have played to their end. @type {Set<Case>} */
    this.played = new Set();
    this.isAsking = false;
    /** The case whose questions are shown. @type {Case | null} */
    this.asked = null;
    this.scale = bySteps([]);
    /** The axes as they were drawn last. @type {WeakMap<Story, {key: string, scale: Scale, marked: Set<number>, drawn: Axis}>} */
    this.axes = new WeakMap();
    this.listens();
    this.tell(trace.problem);
    if (this.lessons.length > 0) this.openLesson(this.lessons[0]);
  }

  /** Says what is wrong, if something is. @param {string | null} problem */
  tell(problem) {
    byId("problem").textContent = problem ?? "";
    byId("problem").hidden = problem === null;
  }

  /** Opens a lesson at its case of this number, from 0. @param {Lesson} lesson */
  openLesson(lesson, nth = 0) {
    this.lesson = lesson;
    const options = (/** @type {string[]} */ names) => names.map((name, nth) => el("option", { value: nth }, name));
    byId("title").textContent = lesson.question || lesson.id;
    document.title = `${lesson.id} · sticky packets`;
    byId("lessons").hidden = this.lessons.length < 2;
    byId("lessons").replaceChildren(...options(this.lessons.map((other) => other.id)));
    byId("cases").replaceChildren(...options(lesson.cases.map((source, nth) => `${nth + 1}. ${source.name}`)));
    byId("beside").replaceChildren(el("option", { value: "" }, "beside it: nothing"), ...options(lesson.cases.map((source) => source.name)));
    setValue("lessons", String(this.lessons.indexOf(lesson)));
    this.claim = null;
    if (lesson.cases.length > 0) this.openCase(nth);
    else this.tell(`Lesson ${lesson.id} has no case in this trace.`);
  }

  /** @param {number} nth */
  openCase(nth) {
    const source = this.lesson?.cases[nth];
    if (!source) return;
    this.story = new Story(source);
    this.beside = null;
    this.marked = new Set();
    setValue("cases", String(nth));
    setValue("beside", "");
    this.isAsking = source.questions.length > 0 && !this.guesses.has(source);
    this.setScale(0);
    this.draw();
    this.drawPanel();
  }

  /** @param {Case | undefined} source */
  openBeside(source) {
    this.beside = source ? new Story(source) : null;
    this.isByClock = source !== undefined;
    this.setScale();
    this.draw();
  }

  /** Chooses the scale of time; the player is at this step of it. */
  setScale(step = this.player.step) {
    if (!this.story) return;
    const stories = [this.story, this.beside].filter((story) => story !== null);
    // Both runs begin at 0. Without a second one, the times are the first one's own.
    const all = stories.flatMap((story) => story.moments.map((moment) => moment.t - story.begins)).sort((a, b) => a - b);
    this.times = this.beside ? all : this.story.moments.map((moment) => moment.t - /** @type {Story} */ (this.story).begins);
    const longest = Math.max(...stories.map((story) => story.ends - story.begins));
    this.scale = this.isByClock ? byClock(this.times, 0, longest) : bySteps(this.times);
    this.player.load(this.scale, this.times, step);
    byId("scale").setAttribute("aria-pressed", String(this.isByClock));
  }

  /** How many moments of one of two stories have happened. @param {Story} story */
  stepOf(story) {
    return this.player.step === 0 ? 0 : story.moments.filter((moment) => moment.t - story.begins <= this.player.time).length;
  }

  draw() {
    const { story, player } = this;
    if (!story) return;
    const unit = textHeight();
    const width = byId("picture").clientWidth;
    if (this.beside) {
      const both = [story, this.beside];
      byId("picture").replaceChildren(...both.flatMap((one) => [el("h2", {}, `${one.source.name}: took ${span(one.ends - one.begins)}`), rulers(one, this.stepOf(one), width, unit), this.axisOf(one, width, unit)]));
      byId("axis").replaceChildren();
    } else {
      const cuts = rulers(story, player.step, width, unit);
      const times = this.axisOf(story, width, unit);
      const taken = Number(cuts.getAttribute("height")) + Number(times.getAttribute("height")) + 2 * unit;
      const room = { width, height: innerWidth < NARROW ? width / 4 : byId("show").clientHeight - taken };
      const isCut = story.source.transport === "script";
      byId("picture").replaceChildren(isCut ? cutStage(story, player.step) : stage(story, player.step, player.time + story.begins, room), cuts);
      if (byId("axis").firstChild !== times) byId("axis").replaceChildren(times); // to put it there again would lay it out again
    }
    this.drawQuestions(story);
    this.drawPlayer(story);
    this.drawCode(story);
  }

  /** The axis of a story, with its cursor where the player is. @param {Story} story @param {number} width @param {number} unit */
  axisOf(story, width, unit) {
    const longest = this.times.at(-1) ?? 0;
    const known = this.axes.get(story);
    const scale = this.beside ? byClock(story.moments.map((moment) => moment.t), story.begins, longest) : this.scale;
    const key = `${width} ${unit}`;
    const fits = known?.key === key && known.scale === this.scale && known.marked === this.marked;
    const drawn = fits ? known.drawn : axis(story, scale, this.beside ? new Set() : this.marked, width, unit, this.beside ? longest : undefined);
    this.axes.set(story, { key, scale: this.scale, marked: this.marked, drawn });
    drawn.move(this.beside ? (100 * this.player.time) / Math.max(1, longest) : this.player.place);
    return drawn.picture;
  }

  /** The questions lie over the stage before a case; the answers stand beside it once it has played. @param {Story} story */
  drawQuestions(story) {
    const guesses = this.guesses.get(story.source);
    const isAnswered = guesses !== undefined && this.player.atEnd && guesses.length > 0;
    byId("answers").replaceChildren(...(isAnswered ? [answersPanel(story.source, guesses)] : []));
    const over = byId("over");
    const wanted = this.isAsking ? story.source : null;
    if (this.asked === wanted) return;
    this.asked = wanted;
    over.hidden = !this.isAsking;
    over.replaceChildren(...(this.isAsking ? [questionsPanel(story.source, () => this.onward())] : []));
    over.querySelector("input")?.focus({ preventScroll: true });
  }

  /** Takes what is filled in, and asks no more on this case. */
  endQuestions() {
    const form = byId("over").querySelector("form");
    if (!this.isAsking || !this.story || !form) return;
    this.guesses.set(this.story.source, guessesIn(this.story.source, form));
    this.isAsking = false;
    this.drawPanel();
  }

  /** @param {Story} story */
  drawPlayer(story) {
    const { player } = this;
    const seek = /** @type {HTMLInputElement} */ (byId("seek"));
    seek.max = String(this.scale.length);
    seek.value = String(player.place);
    seek.setAttribute("aria-valuetext", `event ${player.step} of ${this.times.length}`);
    byId("play").textContent = player.playing ? "Pause" : player.atEnd ? "Again" : "Play";
    byId("clock").textContent = `t = ${span(player.step === 0 ? 0 : player.time)}`;
    byId("place").textContent = `event ${player.step} of ${this.times.length}`;
    const text = [story, this.beside].filter((one) => one !== null).map((one) => this.sayNow(one)).join(" · ");
    if (byId("sentence").textContent !== text) byId("sentence").textContent = byId("sentence").title = text;
    if (player.atEnd) this.played.add(story.source);
    const known = [...this.played].flatMap((source) => this.guesses.get(source) ?? []).filter((guess) => guess !== null && guess.right !== null);
    byId("score").textContent = known.length > 0 ? `Score ${known.filter((guess) => guess?.right).length} of ${known.length}` : "";
  }

  /** What has just happened in a story. @param {Story} story */
  sayNow(story) {
    const now = story.moments[(this.beside ? this.stepOf(story) : this.player.step) - 1];
    return now ? this.say(story, now.e, now.arrival) : story.source.description || story.source.name;
  }

  /** @param {Story} story @param {TraceEvent} e @param {boolean} arrival */
  say(story, e, arrival) {
    const names = /** @type {[string, string]} */ (programs(story.answers)[e.stream]);
    if (arrival) return `${kindOf(e)} arrives.`;
    return sentence(e, names, story.unit(e.stream));
  }

  /** The line that made the last call. @param {Story} story */
  drawCode(story) {
    let step = this.player.step;
    while (step > 0 && !story.moments[step - 1]?.e.at) step -= 1;
    const at = this.beside ? undefined : story.moments[step - 1]?.e.at;
    const code = byId("code");
    const wanted = `${story.source.lesson} ${story.source.name} ${at ?? ""}`;
    if (code.dataset.shows !== wanted) code.replaceChildren(codePanel(story.source, at));
    code.dataset.shows = wanted;
  }

  drawPanel() {
    const { story, lesson } = this;
    if (!story || !lesson) return;
    for (const tab of ["claims", "list"]) byId(`tab-${tab}`).setAttribute("aria-selected", String(this.tab === tab));
    const panel = this.isAsking ? el("p", { class: "quiet" }, "Guess first. The claims and the list are here once it plays.") : this.tab === "claims"
      ? claimsPanel(lesson.claims.filter((claim) => this.mayShow(claim)), lesson.claims.length, this.claim, (claim) => this.pick(claim))
      : listPanel(story, (e, arrival) => this.say(story, e, arrival), (step) => this.player.goTo(step));
    byId("panel").replaceChildren(panel);
  }

  /** Whether a claim gives no answer away to a question that is still to come. @param {Claim} claim */
  mayShow(claim) {
    const about = this.lesson?.cases.filter((source) => claim.cases.includes(source.name)) ?? [];
    return about.every((source) => source.questions.length === 0 || this.guesses.has(source));
  }

  /** Goes to the events that a claim counts. @param {Claim} claim */
  pick(claim) {
    const { lesson } = this;
    const names = Object.keys(claim.evidence ?? {});
    const nth = lesson?.cases.findLastIndex((source) => claim.cases.includes(source.name)) ?? -1;
    if (nth === -1) return;
    this.openCase(nth);
    this.claim = claim;
    this.endQuestions();
    const counts = countedBy(names);
    const events = this.story?.source.events.filter(counts) ?? [];
    this.marked = new Set(events.map((e) => e.nth));
    const last = this.story?.moments.findLastIndex((moment) => this.marked.has(moment.e.nth)) ?? -1;
    this.player.goTo(last + 1);
    if (claim.cases.length === 2) this.openBeside(lesson?.cases.find((source) => source.name === claim.cases[1]));
    this.drawPanel();
  }

  /** On to the next thing to see: what a clicker's key does. */
  onward() {
    this.endQuestions();
    if (!this.player.atEnd && !this.player.playing) this.player.play();
    else if (!this.player.atEnd) this.player.goTo(this.times.length);
    else this.openCase(this.caseNumber() + 1);
  }

  backward() {
    if (this.player.step > 0) this.player.goTo(0);
    else if (this.caseNumber() > 0) {
      this.openCase(this.caseNumber() - 1);
      this.player.goTo(this.isAsking ? 0 : this.times.length);
    }
  }

  caseNumber() {
    return this.lesson && this.story ? this.lesson.cases.indexOf(this.story.source) : 0;
  }

  toggleScale() {
    this.isByClock = !this.isByClock;
    this.setScale();
    this.draw();
  }

  /** @param {string} key @returns {boolean} whether it means something */
  press(key) {
    const { player } = this;
    const digit = Number(key);
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowRight: () => player.goTo(player.step + 1),
      ArrowLeft: () => player.goTo(player.step - 1),
      " ": () => (player.playing ? player.dragTo(player.place) : player.play()),
      PageDown: () => this.onward(),
      PageUp: () => this.backward(),
      Home: () => player.goTo(0),
      End: () => player.goTo(this.times.length),
      r: () => { player.goTo(0); player.play(); },
      c: () => { document.body.classList.toggle("wide"); this.draw(); },
      s: () => this.toggleScale(),
      Escape: () => { byId("keys").hidden = true; },
      "?": () => { byId("keys").hidden = !byId("keys").hidden; },
    };
    const act = key in keys ? keys[key] : digit >= 1 ? () => this.openCase(digit - 1) : null;
    if (!act) return false;
    if (!["PageDown", "PageUp", "Escape", "?"].includes(key) && !(digit >= 1)) this.endQuestions();
    act();
    return true;
  }

  listens() {
    const { player } = this;
    for (const button of document.querySelectorAll("button[data-key]")) {
      button.addEventListener("click", () => this.press(button.getAttribute("data-key") ?? ""));
    }
    for (const tab of /** @type {const} */ (["claims", "list"])) byId(`tab-${tab}`).addEventListener("click", () => { this.tab = tab; this.drawPanel(); });
    const chosen = (/** @type {string} */ id, /** @type {(value: string) => void} */ act) => {
      const select = /** @type {HTMLSelectElement} */ (byId(id));
      select.addEventListener("change", () => act(select.value));
    };
    chosen("lessons", (value) => this.openLesson(this.lessons[Number(value)]));
    chosen("cases", (value) => this.openCase(Number(value)));
    chosen("beside", (value) => this.openBeside(value === "" ? undefined : this.lesson?.cases[Number(value)]));
    chosen("speed", (value) => { player.speed = Number(value); });
    byId("seek").addEventListener("input", (event) => player.dragTo(Number(/** @type {HTMLInputElement} */ (event.target).value)));
    byId("show").addEventListener("click", (event) => this.pointAt(event));
    addEventListener("resize", () => this.draw());
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyped(event.target, event.key)) return;
      if (this.press(event.key)) event.preventDefault();
    });
  }

  /** Goes to the event of what was pointed at. @param {MouseEvent} event */
  pointAt(event) {
    const thing = event.target instanceof Element ? event.target.closest("[data-event]") : null;
    const nth = Number(thing?.getAttribute("data-event") ?? Number.NaN);
    const step = this.story?.moments.findIndex((moment) => moment.e.nth === nth) ?? -1;
    if (step >= 0 && !this.beside) this.player.goTo(step + 1);
  }
}

/** Whether a key means something to the element that has the focus. @param {EventTarget | null} target @param {string} key */
function isTyped(target, key) {
  if (target instanceof HTMLButtonElement) return key === " " || key === "Enter";
  if (target instanceof HTMLSelectElement) return !key.startsWith("Page");
  if (!(target instanceof HTMLInputElement) || target.type === "range") return false;
  if (target.type === "text") return !key.startsWith("Page");
  return /^[0-9]$|^ArrowUp$|^ArrowDown$/.test(key) || (target.type === "radio" && (key === " " || key.startsWith("Arrow")));
}

/** @param {string} id @param {string} value */
function setValue(id, value) {
  /** @type {HTMLSelectElement} */ (byId(id)).value = value;
}

/** A line's height in pixels: 3 % of the window's, or what a phone can show. */
function textHeight() {
  return innerWidth < NARROW ? 15 : Math.max(14, 0.03 * innerHeight);
}

addEventListener("error", ({ message }) => {
  byId("problem").textContent = `This trace cannot be played: something in it is not as it should be (${message}).`;
  byId("problem").hidden = false;
});

/** The trace that the page carries, if it carries one. */
const carried = byId("trace").textContent?.trim() ?? "";

export const app = new App(carried === "" ? { lessons: [], problem: null } : parseTrace(carried));
Object.assign(globalThis, { app }); // for the browser's console
