#!/usr/bin/env bash
# Checks the page that plays a run: its types, its unit tests, and, if there is a Chromium, the page of every lesson, on loopback and on a
# wire, and the page with switches. Needs node and npm; says what it skips.
# usage: scripts/check-page.sh
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in node npm; do
    if ! command -v "$tool" >/dev/null; then
        echo "skipped: $tool is not installed"
        exit 0
    fi
done
page=$PWD/crates/page
if ! npm --prefix "$page" ci --silent --no-audit --no-fund; then
    echo "skipped: npm could not install what the checks need"
    exit 0
fi
npm --prefix "$page" run --silent types
npm --prefix "$page" run --silent unit

# Makes the page of each lesson, and beside it the trace that it plays.
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
cargo build --quiet --bins
cargo build --quiet --package live
bin=$(realpath "${CARGO_TARGET_DIR:-target}")/debug
record() {
    local name=$1
    shift
    "$@" --format json --html "$pages/$name.html" >/dev/null
    # The page's own trace, not another run's.
    sed -n '/<script type="application\/json" id="trace">/,/<\/script>/p' "$pages/$name.html" |
        sed '1s/^.*id="trace">//; $d' >"$pages/$name.jsonl"
}
for lesson in lessons/0[0-8]-*/; do
    name=$(basename "$lesson")
    record "$name" "$bin/$name"
    if "$bin/$name" --help | grep -q -- --wire && "$bin/$name" --wire 5ms --short >/dev/null 2>&1; then
        record "$name-wire" "$bin/$name" --wire 5ms
    else
        echo "skipped: $name on a wire, which it or this machine does not have"
    fi
done
record opener "$bin/tour"
record all "$bin/tour" all
PAGES=$pages LIVE=$bin/live npm --prefix "$page" run --silent browser
