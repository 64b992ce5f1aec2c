// trace.js reads the JSON lines of a run.

/** The version of the lines that this page knows. */
export const VERSION = 1;

/**
 * One thing that happened. `nth` is its place among the events of its case; `fields` are those of its line, the rest a copy of them.
 * @typedef {{nth: number, t_us: number, event: string, stream: "forward" | "back", offset: number, bytes: number, asked: number,
 *   accepted: number, got: number, message: number, count: number, unacked: number, acked: number, messages: [number, number] | null,
 *   verdict: string, by: string | null, text: string, at?: string, seq: number, ack: number, flags: string, resent: boolean,
 *   sent_us: number, arrived_us: number | null, kind: string, how: string, call: string, what: string, frame: number, number: number,
 *   fields: Object<string, unknown>}} TraceEvent
 */
/** @typedef {{text: string, words: string[], answer: string | null, explanation: string}} Question */
/** @typedef {{file: string, first: number, text: string}} Code */

/**
 * @typedef {{lesson: string, name: string, description: string, transport: string, options: Object<string, unknown>, late: boolean, segmentMax: number, onWire: boolean, events: TraceEvent[], questions: Question[], code: Code[]}} Case
 */
/** @typedef {{text: string, verdict: string, shown: string, cases: string[], evidence: Object<string, number | null>}} Claim */

/**
 * @typedef {{id: string, question: string, where: string, options: Object<string, unknown>, cases: Case[], claims: Claim[], ended: boolean}} Lesson
 */
/** @typedef {{lessons: Lesson[], problem: string | null}} Trace */

/** Reads a trace. What is wrong with it is told in `problem`; what came before that is there. @param {string} text @returns {Trace} */
export function parseTrace(text) {
  /** @type {Trace} */
  const trace = { lessons: [], problem: null };
  const lines = text.split("\n");
  for (let nth = 0; nth < lines.length && !trace.problem; nth += 1) {
    if (lines[nth].trim() !== "") trace.problem = addLine(trace, lines[nth], nth + 1);
  }
  const last = trace.lessons.at(-1);
  if (!last && !trace.problem) {
    trace.problem = "There is no run in this trace: its first line should be the event \"run\".";
  } else if (last && !last.ended && !trace.problem) {
    trace.problem = `The trace is cut off: lesson ${last.id} has no last line, the event "end". What is there is shown.`;
  }
  return trace;
}

/** Adds one line; returns what is wrong with it. @param {Trace} trace @param {string} line @param {number} number @returns {string | null} */
export function addLine(trace, line, number) {
  /** @type {any} */
  let fields;
  try {
    fields = JSON.parse(line);
  } catch {
    return `Line ${number} of the trace is not JSON. Was the trace cut off? What came before it is shown.`;
  }
  if (typeof fields?.event !== "string" || typeof fields.t_us !== "number") {
    return `Line ${number} of the trace is no event: it needs "t_us" and "event".`;
  }
  if (!["forward", "back", undefined].includes(fields.stream)) return `Line ${number} of the trace names no stream of a connection.`;
  const lesson = trace.lessons.at(-1);
  if (fields.event === "run") {
    if (fields.version !== VERSION) {
      return `Line ${number}: the trace has ${fields.version === undefined ? "no version" : `version ${fields.version}`}, and this page reads version ${VERSION}. Record it again.`;
    }
    trace.lessons.push(newLesson(fields));
  } else if (!lesson) {
    return `Line ${number}: the trace does not begin with the event "run".`;
  } else {
    addToLesson(lesson, fields);
  }
  return null;
}

/** @param {any} fields @returns {Lesson} */
function newLesson(fields) {
  const where = `${fields.net === "wire" ? "on a wire" : fields.net} · ${fields.os} ${fields.kernel ?? ""}`.trim();
  return { id: String(fields.lesson), question: String(fields.question ?? ""), where, options: fields.options ?? {}, cases: [], claims: [], ended: false };
}

/** @param {Lesson} lesson @param {any} fields */
function addToLesson(lesson, fields) {
  const current = lesson.cases.at(-1);
  switch (fields.event) {
    case "case":
      lesson.cases.push({
        lesson: lesson.id, name: String(fields.name), description: String(fields.description ?? ""), transport: String(fields.transport),
        options: { ...lesson.options, ...fields.options }, late: fields.late === true, segmentMax: fields.segment_bytes_max ?? 1448, onWire: false, events: [], questions: [], code: [],
      });
      break;
    case "claim":
      lesson.claims.push({ text: "", verdict: "", shown: "", cases: [], evidence: {}, ...fields });
      break;
    case "end":
      lesson.ended = true;
      break;
    case "guess": case "cost": break; // what somebody guessed, and sums over a case
    case "code":
      current?.code.push({ file: "", first: 1, text: "", ...fields });
      break;
    case "question":
      current?.questions.push({ text: "", words: [], answer: null, explanation: "", ...fields });
      break;
    default:
      if (current) {
        const stream = fields.stream ?? (fields.dir === "<" ? "back" : "forward");
        current.onWire ||= fields.event === "segment";
        current.events.push({ ...fields, stream, nth: current.events.length, fields });
      }
  }
}
