// A browser for the tests: Debian's Chromium, or the one that CHROMIUM names.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const PLACES = [process.env.CHROMIUM ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser's path, if there is one. */
export const browserPath = PLACES.find((path) => path !== "" && existsSync(path));

/** A browser that talks to nobody by itself. */
export function launch() {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-gpu"];
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: browserPath, args: [...quiet, ...asRoot] });
}

/** The folder of pages, each beside the trace that it plays: `scripts/check-page.sh` makes it. */
const FOLDER = process.env.PAGES ?? "";

/** The pages: their names, their files, and their traces as lines. */
export function pages() {
  const names = FOLDER === "" ? [] : readdirSync(FOLDER).filter((name) => name.endsWith(".html"));
  return names.sort().map((name) => {
    const trace = readFileSync(join(FOLDER, name.replace(/html$/, "jsonl")), "utf8");
    return { name, url: `file://${join(FOLDER, name)}`, lines: trace.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line)) };
  });
}

/**
 * The cases of a trace, each with its lines: read here without the page's own code.
 * @param {any[]} lines
 */
export function casesOf(lines) {
  /** @type {{lesson: number, nth: number, name: string, transport: string, lines: any[]}[]} */
  const cases = [];
  let [lesson, nth] = [-1, 0];
  for (const line of lines) {
    if (line.event === "run") [lesson, nth] = [lesson + 1, 0];
    line.stream ??= line.dir === "<" ? "back" : "forward"; // as a page's trace leaves it out
    if (line.event === "run") continue;
    if (line.event === "case") {
      cases.push({ lesson, nth, name: line.name, transport: line.transport, lines: [] });
      nth += 1;
    } else if (!["claim", "end", "cost", "code", "question", "guess"].includes(line.event)) cases.at(-1)?.lines.push(line);
  }
  return cases;
}
