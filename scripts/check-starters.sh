#!/usr/bin/env bash
# Judges every starter N times: each must fail exactly the checks that the last table of its README lists, and the mended one must pass
# every check. Skips a language that is not installed, and says so. --busy does it beside four busy processes for each core. Needs Linux,
# where the judge can prove its cuts.
# usage: scripts/check-starters.sh [--busy] [N]      [default: 1]
# Exits with 1 if a verdict is not the expected one, or a program is left running.
set -euo pipefail
cd "$(dirname "$0")/.."

# The time that a program has to answer, in seconds: longer if it shares its core with many.
busy_per_core=0 answer=5
if [[ ${1:-} == --busy ]]; then
    busy_per_core=4 answer=20
    shift
fi
times=${1:-1}
if [[ $# -gt 1 || ! $times =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: scripts/check-starters.sh [--busy] [N]" >&2
    exit 2
fi

# shellcheck source=scripts/busy.sh
source scripts/busy.sh
starters=lessons/exercises/starters
sticky=${CARGO_TARGET_DIR:-target}/debug/sticky
scratch=$(mktemp -d)
trap 'stop_busy; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# The program that compiles or runs a source file.
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

# Compiles a source file, if it must be compiled, into a folder, and sets the command that runs it.
prepare() {
    local source=$1 out=$2
    mkdir -p "$out"
    command=("$out/echo")
    case $source in
        *.py) command=(python3 "$source") ;;
        *.js) command=(node "$source") ;;
        *.c) cc -Wall -Wextra -pthread -o "$out/echo" "$source" ;;
        *.go) go build -o "$out/echo" "$source" ;;
        *.java) javac -Xlint:all -d "$out" "$source" && command=(java -Xmx256m -cp "$out" Server) ;;
        *.rs) rustc --edition 2024 -D warnings -o "$out/echo" "$source" ;;
    esac
}

# Prints the checks that a starter is to fail, in the order of the README's last table.
listed() {
    sed '1,/^## Spoilers/d' "$starters/README.md" | awk -F ' *[|] *' -v starter="\`$1\`" '$2 == starter { gsub(/[`,]/, "", $3); print $3 }'
}

# Judges a command. Prints the checks that failed, in their order, and those that could not be observed; or why there is no verdict.
judge() {
    local how=(--start 120 --timeout "$answer") status=0
    if [[ $1 == *.js ]]; then how+=(--framing line); else how+=(--framing length --width 4); fi
    [[ $1 != client.* ]] || how+=(--client)
    # The variable marks all that the judge starts: nothing of it may be left at the end.
    STARTERS_MARK=$scratch "$sticky" judge "${how[@]}" --format json -- "${command[@]}" >"$scratch/verdicts" 2>"$scratch/errors" ||
        status=$?
    if [[ $status -gt 1 ]]; then
        echo "exit status $status: $(head -n 2 "$scratch/errors" | tr -s '\n ' ' ')"
        return
    fi
    sed -nE 's/^.*"event":"check","name":"([^"]*)".*"verdict":"failed".*$/\1/p
        s/^.*"event":"check","name":"([^"]*)".*"verdict":"not observed".*$/\1 (not observed)/p' "$scratch/verdicts" | paste -sd ' '
}

# Judges a starter N times, and compares what fails with what is to fail.
check() {
    local name=$1 source=$2 expected=$3 good=0 run found
    prepare "$source" "$scratch/${source//\//-}"
    for ((run = 1; run <= times; run++)); do
        found=$(judge "$name")
        if [[ $found == "$expected" ]]; then
            good=$((good + 1))
        else
            printf '  run %d: failed  %s\n     instead of  %s\n' "$run" "${found:-nothing}" "${expected:-nothing}"
            sed -n '/"verdict":"\(failed\|not observed\)"/p' "$scratch/verdicts" | cut -c 1-600
        fi
    done
    printf '%-20s %d of %d runs as expected: %s\n' "${source#"$starters/"}" "$good" "$times" "${expected:-no check failed}"
    [[ $good -eq $times ]] || failed=1
}

cargo build --quiet --package sticky
failed=0
[[ $busy_per_core -eq 0 ]] || start_busy "$busy_per_core"
for name in server.py server.js server.c server.go Server.java server.rs client.py; do
    if ! command -v "$(runtime "$name")" >/dev/null; then
        echo "skipped: $name, because $(runtime "$name") is not installed"
        continue
    fi
    expected=$(listed "$name")
    if [[ -z $expected ]]; then
        echo "error: $starters/README.md does not list what $name fails" >&2
        exit 1
    fi
    check "$name" "$starters/$name" "$expected"
    check "$name" "$starters/mended/$name" ""
done
stop_busy

left=$(grep -lsxzF "STARTERS_MARK=$scratch" /proc/[0-9]*/environ || true)
if [[ -n $left ]]; then
    echo "error: these programs were left running: $(tr -dc '0-9\n' <<<"$left" | paste -sd ' ')" >&2
    failed=1
fi
exit "$failed"
