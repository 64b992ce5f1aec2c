// words.js says in words what happened.

/** @import { TraceEvent } from "./trace.js" */

/** A time with its unit: "42.8 ms". @param {number} us */
export function span(us) {
  const digits = (/** @type {number} */ number) => (number < 10 ? number.toFixed(2) : number < 100 ? number.toFixed(1) : String(Math.round(number)));
  return us < 1000 ? `${Math.round(us)} µs` : us < 1_000_000 ? `${digits(us / 1000)} ms` : `${digits(us / 1_000_000)} s`;
}

/** @param {number | null | undefined} count @param {string} noun */
export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The names of the two programs. @param {boolean} answers whether both of them write */
export function programs(answers) {
  return answers ? { forward: ["client", "server"], back: ["server", "client"] } : { forward: ["sender", "reader"], back: ["reader", "sender"] };
}

/**
 * A sentence for an event; `unit` is what its reads are judged by, "message" or "frame".
 * @param {TraceEvent} e @param {[string, string]} names of the program that writes and of the one that reads @param {string} unit
 * @returns {string}
 */
export function sentence(e, [writer, reader], unit) {
  const text = e.text ? `: "${e.text.length > 24 ? `${e.text.slice(0, 24)}…` : e.text}"` : "";
  const waits = (/** @type {number} */ count) => (count === 1 ? "waits" : "wait");
  const short = e.accepted < e.asked;
  /** @type {Record<string, () => string>} */
  const sentences = {
    write: () => short ? `The ${writer} writes ${counted(e.asked, "byte")}, and its kernel takes ${e.accepted}.` : `The ${writer} writes ${unit === "frame" ? "" : `message ${e.message}, `}${counted(e.accepted, "byte")}${text}.`,
    awaiting: () => `${counted(e.unacked, "segment")} of the ${writer} ${waits(e.unacked)} for an ACK.`,
    empty_write: () => `The ${writer} writes nothing, and ${counted(Number(e.fields.packets), "packet")} left.`,
    segments: () => `${counted(e.count, "segment")} left with ${counted(e.bytes, "byte")}, from byte ${e.offset + 1} on.`,
    segment: () => segment(e, writer),
    held: () => e.bytes === 0 ? `The ${writer}'s kernel holds nothing back any more, and ${e.unacked === 0 ? "no segment waits" : `${counted(e.unacked, "segment")} ${waits(e.unacked)}`} for an ACK.` : `The ${writer}'s kernel holds back ${counted(e.bytes, "byte")}, ${e.unacked === 0 ? "although no segment waits" : `while ${counted(e.unacked, "segment")} ${waits(e.unacked)}`} for an ACK.`,
    queued: () => `${counted(e.bytes, "byte")} ${waits(e.bytes)} in the ${reader}'s queue.`,
    read: () => read(e, reader, unit, text),
    framed: () => `The ${writer} makes a frame of ${counted(e.bytes, "byte")}, from byte ${e.offset + 1} on.`,
    meant: () => `The ${writer} sends the ${e.kind}${text}.`,
    taken: () => e.kind === "error" ? `The ${reader} gives up${text} (${e.how}).` : `The ${reader} takes the ${e.kind}${text || ' ""'} (${e.how}).`,
    part: () => `Bytes ${e.offset + 1} to ${e.offset + e.bytes} are the ${e.what} of frame ${e.frame}.`,
    shutdown: () => `The ${writer} ends its stream.`,
    closed: () => `The ${writer} closes its socket.`,
    failed: () => `A ${e.call} fails: ${e.text}.`,
    ended: () => `A turn of the ${reader} ends (${e.how}) after ${span(Number(e.fields.after_us))}${text}.`,
    memory: () => `The ${reader} has reserved ${counted(Number(e.fields.reserved), "byte")}.`,
    command: () => `Command ${e.number} begins.`,
    cuts: () => `The decoder "${e.fields.decoder}" failed ${e.fields.failed} of ${counted(Number(e.fields.tried), "cut")}${broken(e)}.`,
    early_ends: () => `The decoder "${e.fields.decoder}" missed ${e.fields.missed} and failed ${e.fields.failed} of ${counted(Number(e.fields.tried), "early end")}.`,
    scripted: () => `A reader in memory returns these ${counted(e.bytes, "byte")}, cut differently each time.`,
    encoded: () => `An encoder makes ${e.fields.wire ?? "nothing"} bytes of ${counted(e.bytes, "byte")}.`,
    overhead: () => `The framing adds ${e.fields.added ?? "nothing"} bytes to ${counted(Number(e.fields.payload), "byte")}.`,
  };
  return sentences[e.event]?.() ?? `${e.event}.`;
}

/** Which cut broke a decoder. @param {TraceEvent} e */
function broken({ fields: { smallest } }) {
  const places = /** @type {number[] | null} */ (smallest ?? null);
  return places === null ? "" : places.length === 0 ? ", and fails uncut, too" : `, for example one after byte ${places.join(", ")}`;
}

/** What a segment is, in words. @param {TraceEvent} e */
export function kindOf({ bytes, flags, ack, seq }) {
  if (bytes > 0) return `A segment of ${counted(bytes, "byte")}, from byte ${seq} on,`;
  if (flags.includes("S")) return ack > 0 ? "A SYN-ACK, which accepts the connection," : "A SYN, which opens a connection,";
  return flags.includes("F") ? "A FIN, which ends a stream," : flags.includes("R") ? "A reset" : `An ACK of all bytes up to ${ack - 1}`;
}

/** @param {TraceEvent} e @param {string} writer */
function segment(e, writer) {
  const how = e.arrived_us === null ? "and is lost" : `and takes ${span(e.arrived_us - e.sent_us)}`;
  return `${kindOf(e)} leaves the ${writer}${e.resent ? " again" : ""}, ${how}.`;
}

/** @param {TraceEvent} e @param {string} reader @param {string} unit @param {string} text */
function read(e, reader, unit, text) {
  if (e.verdict === "end") return `The ${reader} reads the end of the stream.`;
  const by = e.by ? ` by ${e.by === "both" ? "both ends" : `the ${e.by}`}` : "";
  const [first, last] = e.messages ?? [0, 0];
  const which = first === last ? `${unit} ${first}` : `${unit}s ${first} to ${last}`;
  const verdict = { glued: `glued${by}`, split: "split", "glued+split": `glued${by} and split` }[e.verdict] ?? e.verdict;
  return `The ${reader} reads ${counted(e.got, "byte")} of at most ${e.asked}: ${e.messages ? `${which}, ` : ""}${verdict}${text}.`;
}

/**
 * Which events the numbers of a claim count: by the names under which they are shown.
 * @param {string[]} names @returns {(e: TraceEvent) => boolean}
 */
export function countedBy(names) {
  const all = names.join(" ");
  /** @type {[RegExp, (e: TraceEvent) => boolean][]} */
  const kinds = [
    [/segment|mss|psh/i, (e) => e.event === "segments" || (e.event === "segment" && e.bytes > 0)],
    [/glued/i, (e) => e.event === "read" && e.verdict.includes("glued")],
    [/split/i, (e) => e.event === "read" && e.verdict.includes("split")],
    [/reads?\b|whole|receive/i, (e) => e.event === "read"],
    [/writ|message/i, (e) => e.event === "write"],
    [/held|hold/i, (e) => e.event === "held" && e.bytes > 0],
    [/ack/i, (e) => e.event === "awaiting" || (e.event === "segment" && e.bytes === 0)],
    [/frame|decoded|taken|found|intact/i, (e) => e.event === "taken" || e.event === "framed"],
    [/wait|trip|µs/i, (e) => e.event === "read" || e.event === "write"],
    [/resident|reserved/i, (e) => e.event === "memory"],
    [/cut|tried|failed|decoder/i, (e) => e.event === "cuts" || e.event === "early_ends"],
  ];
  return (e) => kinds.some(([name, counts]) => name.test(all) && counts(e));
}
