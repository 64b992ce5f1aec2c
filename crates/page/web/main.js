// main.js puts the page together.
import { axis } from "./axis.js";
import { cutStage } from "./cuts.js";
import { byId, el } from "./draw.js";
import { answersPanel, claimsPanel, codePanel, listPanel, questionsPanel } from "./panels.js";
import { Player } from "./player.js";
import { rulers } from "./rulers.js";
import { byClock, bySteps } from "./scale.js";
import { stage } from "./stage.js";
import { Story } from "./story.js";
import { parseTrace } from "./trace.js";
import { counted, countedBy, programs, sentence, span } from "./words.js";

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
    this.isAsking = false;
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
      byId("picture").replaceChildren(...both.flatMap((one) => [el("h2", {}, one.source.name), rulers(one, this.stepOf(one), width, unit), this.axisOf(one, width, unit)]));
      byId("axis").replaceChildren();
    } else {
      const cuts = rulers(story, player.step, width, unit);
      const times = this.axisOf(story, width, unit);
      const taken = Number(cuts.getAttribute("height")) + Number(times.getAttribute("height")) + 2 * unit;
      const room = { width, height: innerWidth < NARROW ? width / 2 : byId("show").clientHeight - taken };
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
    const wanted = this.isAsking ? `questions ${story.source.name}` : "";
    if (over.dataset.shows === wanted) return;
    over.dataset.shows = wanted;
    over.hidden = !this.isAsking;
    over.replaceChildren(...(this.isAsking ? [questionsPanel(story.source, (said) => this.answered(story.source, said))] : []));
    over.querySelector("input")?.focus({ preventScroll: true });
  }

  /** @param {Case} source @param {(Guess | null)[]} said */
  answered(source, said) {
    this.guesses.set(source, said);
    this.isAsking = false;
    this.drawPanel();
    this.player.play();
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
    const now = this.beside ? undefined : story.moments[player.step - 1];
    const text = now ? this.say(story, now.e, now.arrival) : story.source.description || story.source.name;
    if (byId("sentence").textContent !== text) byId("sentence").textContent = byId("sentence").title = text;
    const known = [...this.guesses.values()].flat().filter((guess) => guess !== null && guess.right !== null);
    byId("score").textContent = known.length > 0 ? `Score ${known.filter((guess) => guess?.right).length} of ${known.length}` : "";
  }

  /** @param {Story} story @param {TraceEvent} e @param {boolean} arrival */
  say(story, e, arrival) {
    const names = /** @type {[string, string]} */ (programs(story.answers)[e.stream]);
    if (arrival) return `A segment arrives${e.bytes > 0 ? ` with ${counted(e.bytes, "byte")}` : `: an ACK of everything before byte ${e.ack}`}.`;
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
    if (this.isAsking) {
      byId("panel").replaceChildren(el("p", { class: "quiet" }, "Guess first. The claims and the list are here once it plays."));
      return;
    }
    const panel = this.tab === "claims"
      ? claimsPanel(lesson.claims, this.claim, (claim) => this.pick(claim))
      : listPanel(story, (e, arrival) => this.say(story, e, arrival), (step) => this.player.goTo(step));
    byId("panel").replaceChildren(panel);
  }

  /** Goes to the events that a claim counts. @param {Claim} claim */
  pick(claim) {
    const { lesson } = this;
    const names = Object.keys(claim.evidence ?? {});
    const nth = lesson?.cases.findIndex((source) => claim.cases.includes(source.name)) ?? -1;
    if (nth === -1) return;
    this.openCase(nth);
    this.claim = claim;
    this.passQuestions();
    const counts = countedBy(names);
    const events = this.story?.source.events.filter(counts) ?? [];
    this.marked = new Set(events.map((e) => e.nth));
    const first = this.story?.moments.findIndex((moment) => this.marked.has(moment.e.nth)) ?? -1;
    this.player.goTo(first + 1);
    this.drawPanel();
  }

  /** Goes past the questions of this case: nobody wants to be asked now. */
  passQuestions() {
    if (!this.isAsking || !this.story) return;
    this.guesses.set(this.story.source, []);
    this.isAsking = false;
    this.drawPanel();
  }

  /** On to the next thing to see: what a clicker's key does. */
  onward() {
    if (this.isAsking && this.story) this.answered(this.story.source, this.story.source.questions.map(() => null));
    else if (!this.player.atEnd && !this.player.playing) this.player.play();
    else if (!this.player.atEnd) this.player.goTo(this.times.length);
    else this.openCase(this.caseNumber() + 1);
  }

  backward() {
    if (this.player.step > 0) this.player.goTo(0);
    else this.openCase(this.caseNumber() - 1);
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
      "?": () => { byId("keys").hidden = !byId("keys").hidden; },
    };
    const act = key in keys ? keys[key] : digit >= 1 ? () => this.openCase(digit - 1) : null;
    if (!act) return false;
    if (!["PageDown", "PageUp", "?"].includes(key) && !(digit >= 1)) this.passQuestions();
    act();
    return true;
  }

  listens() {
    const { player } = this;
    const on = (/** @type {string} */ id, /** @type {() => void} */ act) => byId(id).addEventListener("click", act);
    on("back", () => this.press("ArrowLeft"));
    on("next", () => this.press("ArrowRight"));
    on("play", () => this.press(" "));
    on("scale", () => this.toggleScale());
    on("help", () => this.press("?"));
    on("tab-claims", () => { this.tab = "claims"; this.drawPanel(); });
    on("tab-list", () => { this.tab = "list"; this.drawPanel(); });
    const chosen = (/** @type {string} */ id, /** @type {(value: string) => void} */ act) => {
      const select = /** @type {HTMLSelectElement} */ (byId(id));
      select.addEventListener("change", () => act(select.value));
    };
    chosen("lessons", (value) => this.openLesson(this.lessons[Number(value)]));
    chosen("cases", (value) => this.openCase(Number(value)));
    chosen("beside", (value) => this.openBeside(value === "" ? undefined : this.lesson?.cases[Number(value)]));
    chosen("speed", (value) => { player.speed = Number(value); });
    byId("seek").addEventListener("input", (event) => player.dragTo(Number(/** @type {HTMLInputElement} */ (event.target).value)));
    byId("picture").addEventListener("click", (event) => this.pointAt(event));
    addEventListener("resize", () => this.draw());
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyped(event.target, event.key)) return;
      if (this.press(event.key)) event.preventDefault();
    });
  }

  /** Goes to the event of what was pointed at. @param {MouseEvent} event */
  pointAt(event) {
    const cell = event.target instanceof Element ? event.target.closest("[data-event]") : null;
    const nth = Number(cell?.getAttribute("data-event") ?? Number.NaN);
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
  return target.type === "radio" ? key === " " || key.startsWith("Arrow") : /^[0-9]$|^ArrowUp$|^ArrowDown$/.test(key);
}

/** @param {string} id @param {string} value */
function setValue(id, value) {
  /** @type {HTMLSelectElement} */ (byId(id)).value = value;
}

/** A line's height in pixels: 3 % of the window's, or what a phone can show. */
function textHeight() {
  return innerWidth < NARROW ? 15 : Math.max(14, 0.03 * innerHeight);
}

/** The trace that the page carries, if it carries one. */
const carried = byId("trace").textContent?.trim() ?? "";

export const app = new App(carried === "" ? { lessons: [], problem: null } : parseTrace(carried));
Object.assign(globalThis, { app }); // for the browser's console
