#!/usr/bin/env bash
# Runs every lesson TIMES times on an idle machine, and as often beside four busy processes for each core. Counts the runs with the same
# verdicts on the same claims in the same order; the evidence may differ.
# usage: scripts/soak.sh [TIMES [FLAG…]]      [default: 20]
# Passes the flags to every lesson that has them, for example: scripts/soak.sh 100 --wire 50ms
# Exits with 1 if a verdict differed, a claim was contradicted, or a lesson failed.
set -euo pipefail
cd "$(dirname "$0")/.."

times=${1:-20}
flags=("${@:2}")
if [[ ! $times =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: scripts/soak.sh [TIMES [FLAG…]]" >&2
    exit 2
fi

# shellcheck source=scripts/busy.sh
source scripts/busy.sh
trap stop_busy EXIT
trap 'exit 130' INT TERM

# Prints a run's verdicts and claims, one a line, and its exit status if that is not 0.
verdicts() {
    local status=0 output
    output=$("$1" --format json "${flags[@]}") || status=$?
    sed -nE 's/^.*"event":"claim","text":"(.*)","verdict":"([a-z-]*)","evidence".*$/\2: \1/p' <<<"$output"
    [[ $status -eq 0 ]] || echo "exit status $status"
}

# Succeeds if a lesson has every flag that was given.
has_flags() {
    local help flag
    help=$("$1" --help)
    for flag in "${flags[@]}"; do
        [[ $flag != --* || $help == *"$flag "* ]] || return 1
    done
}

# Prints how one run's verdicts differ from those of the first.
differences() {
    diff <(echo "$1") <(echo "$2") | sed -n "s/^>/  run $3:/p; s/^</  run $3, instead of:/p" || true
}

soak() {
    local lesson=$1 mode=$2 expected=$3 same=0 run seen report=""
    for ((run = 1; run <= times; run++)); do
        seen=$(verdicts "$programs/$lesson")
        if [[ $seen == "$expected" ]]; then
            same=$((same + 1))
        else
            report+=$(differences "$expected" "$seen" "$run")$'\n'
        fi
    done
    echo "$lesson, $mode: $same of $times runs gave the same verdicts"
    printf '%s' "$report"
    [[ $same -eq $times ]] || failed=1
}

cargo build --quiet --package lessons --bins
programs=${CARGO_TARGET_DIR:-target}/debug
lessons=() expected=() failed=0
for main in lessons/[0-9][0-9]-*/main.rs; do
    lesson=$(basename "${main%/main.rs}")
    if has_flags "$programs/$lesson"; then
        lessons+=("$lesson")
    else
        echo "skipped: $lesson, which does not have all of these flags: ${flags[*]}"
    fi
done

for mode in idle busy; do
    [[ $mode == idle ]] || start_busy 4
    for n in "${!lessons[@]}"; do
        if [[ $mode == idle ]]; then
            expected[n]=$(verdicts "$programs/${lessons[n]}")
            if ! grep -q . <<<"${expected[n]}" || grep -E '^(contradicted|exit status)' <<<"${expected[n]}"; then
                echo "${lessons[n]}: the first run failed, so the others cannot be compared with it" && failed=1
            fi
        fi
        soak "${lessons[n]}" "$mode" "${expected[n]}"
    done
done
exit "$failed"
