#!/usr/bin/env bash
# Judges every starter N times: each must fail exactly the checks that the README's last table lists for it, and the mended one must pass
# every check. Skips the languages that are not installed, and says so. With --busy, does it beside four busy processes for each core.
# usage: scripts/check-starters.sh [--busy] [N]      [default: 1]
# Exits with 1 if a verdict is not the expected one.
set -euo pipefail
cd "$(dirname "$0")/.."

busy_per_core=0
if [[ ${1:-} == --busy ]]; then
    busy_per_core=4
    shift
fi
times=${1:-1}
if [[ ! $times =~ ^[1-9][0-9]*$ || $# -gt 1 ]]; then
    echo "usage: scripts/check-starters.sh [--busy] [N]" >&2
    exit 2
fi

# shellcheck source=scripts/busy.sh
source scripts/busy.sh
starters=lessons/exercises/starters
scratch=$(mktemp -d)
trap 'stop_busy; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# What a starter needs.
runtime() {
    case $1 in
        *.py) echo python3 ;;
        *.js) echo node ;;
        *.c) echo cc ;;
        *.go) echo go ;;
        *.java) echo javac ;;
        *.rs) echo rustc ;;
    esac
}

# Compiles a source file if it must be, into a folder of its own, and sets the command that runs it.
prepare() {
    local source=$1 out=$2
    mkdir -p "$out"
    case $source in
        *.py) command=(python3 "$source") ;;
        *.js) command=(node "$source") ;;
        *.c) cc -Wall -Wextra -pthread -o "$out/echo" "$source" && command=("$out/echo") ;;
        *.go) go build -o "$out/echo" "$source" && command=("$out/echo") ;;
        *.java) javac -Xlint:all -d "$out" "$source" && command=(java -cp "$out" Server) ;;
        *.rs) rustc --edition 2024 -D warnings -o "$out/echo" "$source" && command=("$out/echo") ;;
    esac
}

# Prints what the README's last table lists for a starter: the names of the checks, in their order.
listed() {
    sed -n '/^## Spoilers/,$p' "$starters/README.md" | awk -F ' *[|] *' -v file="\`$1\`" '$2 == file { gsub(/[`,]/, "", $3); print $3 }'
}

# Prints the names of the checks that fail, in their order, or why there is no verdict.
judged() {
    local how=(--framing length --width 4) status=0
    [[ $1 != *.js ]] || how=(--framing line)
    [[ $1 != client.* ]] || how+=(--client)
    "$sticky" judge "${how[@]}" --format json -- "${command[@]}" >"$scratch/verdicts" 2>"$scratch/errors" || status=$?
    case $status in
        0 | 1) sed -nE 's/^.*"event":"check","name":"([^"]*)".*"verdict":"failed".*$/\1/p' "$scratch/verdicts" | paste -sd ' ' ;;
        *) echo "exit status $status: $(tail -n 1 "$scratch/errors")" ;;
    esac
}
