// panels.js makes what stands beside the stage: the code, the claims, the run as a list, and the questions.
import { el } from "./draw.js";
import { span } from "./words.js";

/** @import { Story } from "./story.js" */
/** @import { Case, Claim, Question, TraceEvent } from "./trace.js" */

/**
 * The code that made a call, with its line marked; before the first call, the case's own code.
 * @param {Case} source @param {string | undefined} at as in "lessons/01-sender-nagle/calls.rs:19" @returns {HTMLElement}
 */
export function codePanel(source, at) {
  const [, file, digits] = /^(.*):(\d+)$/.exec(at ?? "") ?? ["", "", "0"];
  const number = Number(digits);
  const has = source.code.find((code) => code.file === file && number >= code.first && number < code.first + linesOf(code.text).length);
  const code = has ?? source.code[0];
  if (!code) return el("p", { class: "quiet" }, "The trace has no code of this case.");
  const lines = linesOf(code.text).map((line, nth) => {
    const isCalled = code === has && code.first + nth === number;
    const attributes = { class: isCalled ? "called" : null, "aria-current": isCalled ? "true" : null, "data-line": code.first + nth };
    return el("span", attributes, `${line}\n`);
  });
  const elsewhere = at && !has ? [el("p", { class: "quiet" }, `This call stands in ${at}.`)] : [];
  return el("div", {}, el("h3", {}, `${code.file.replace(/^lessons\//, "")}, line ${code.first}`), el("pre", { tabindex: 0 }, el("code", {}, ...lines)), ...elsewhere);
}

/** @param {string} text */
function linesOf(text) {
  return text.replace(/\n$/, "").split("\n");
}

const SIGNS = { held: "✓", contradicted: "✗", "not-observed": "?" };

/**
 * The claims with their evidence; whoever picks one is led to the events that it counts.
 * @param {Claim[]} claims @param {number} all how many there are @param {Claim | null} picked @param {(claim: Claim) => void} onPick @returns {HTMLElement}
 */
export function claimsPanel(claims, all, picked, onPick) {
  if (all === 0) return el("p", { class: "quiet" }, "This run makes no claims.");
  const items = claims.map((claim) => {
    const sign = SIGNS[/** @type {keyof typeof SIGNS} */ (claim.verdict)] ?? "?";
    const verdict = claim.verdict.replace("-", " ");
    const said = el("span", {}, `${claim.text} `, el("small", {}, `${verdict}${claim.shown ? `: ${claim.shown}` : ""}`));
    const state = { class: `claim ${claim.verdict}`, "aria-pressed": String(claim === picked) };
    const button = el("button", { type: "button", ...state }, el("b", { "aria-hidden": "true" }, sign), said);
    button.addEventListener("click", () => onPick(claim));
    return el("li", {}, button);
  });
  const more = all > claims.length ? [el("li", { class: "quiet" }, `${all - claims.length} more claims come once their cases have played.`)] : [];
  return el("ul", { class: "claims" }, ...items, ...more);
}

/**
 * The same story as a list, for screen readers and for whoever wants to read it.
 * @param {Story} story @param {(e: TraceEvent, arrival: boolean) => string} say @param {(step: number) => void} onPick
 * @returns {HTMLElement}
 */
export function listPanel(story, say, onPick) {
  const list = el("ol", { class: "events" });
  story.moments.forEach(({ t, e, arrival }, nth) => {
    const button = el("button", { type: "button", "data-step": nth + 1 }, el("small", {}, span(t - story.begins)), ` ${say(e, arrival)}`);
    list.append(el("li", {}, button));
  });
  list.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button) onPick(Number(button.dataset.step));
  });
  return list;
}

/** What somebody guessed, and whether it was right; `right` is null if nobody knows. @typedef {{said: string, right: boolean | null}} Guess */

/** The questions of a case, before it plays. @param {Case} source @param {() => void} onDone */
export function questionsPanel(source, onDone) {
  const fields = source.questions.map((question, nth) => questionField(question, nth));
  const play = el("button", { type: "submit" }, "Play");
  const form = el("form", { class: "questions" }, el("h2", {}, source.name), el("p", {}, source.description), ...fields, el("p", { class: "answer" }, play, el("small", {}, " Without an answer you pass.")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onDone();
  });
  return form;
}

/** What is filled in so far: null for a question without an answer. @param {Case} source @param {HTMLFormElement} form @returns {(Guess | null)[]} */
export function guessesIn(source, form) {
  const said = new FormData(form);
  return source.questions.map((question, nth) => judged(question, String(said.get(`q${nth}`) ?? "").trim()));
}

/** @param {Question} question @param {number} nth */
function questionField(question, nth) {
  const name = `q${nth}`;
  if (question.words.length === 0) {
    return el("label", { class: "question" }, `${question.text} `, el("input", { name, type: "number", min: 0, inputmode: "numeric", autocomplete: "off" }));
  }
  const choices = question.words.map((word) => el("label", {}, el("input", { name, type: "radio", value: word }), ` ${word}`));
  return el("fieldset", { class: "question" }, el("legend", {}, question.text), ...choices);
}

/** @param {Question} question @param {string} said @returns {Guess | null} */
function judged(question, said) {
  if (said === "") return null;
  return { said, right: question.answer === null ? null : said === question.answer };
}

/** The guesses and the answers, once the case has played. @param {Case} source @param {(Guess | null)[]} guesses @returns {HTMLElement} */
export function answersPanel(source, guesses) {
  const lines = source.questions.map((question, nth) => {
    const guess = guesses[nth];
    const before = guess?.right ? "Right. " : guess ? `You said ${guess.said}. ` : "";
    const sign = guess?.right ? "right" : guess?.right === false ? "wrong" : "";
    return el("p", { class: `answered ${sign}` }, el("b", {}, question.text), ` ${before}${question.explanation}`);
  });
  return el("div", { class: "answers" }, ...lines);
}
