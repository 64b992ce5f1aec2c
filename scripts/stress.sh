#!/usr/bin/env bash
# Runs every lesson TIMES times in worse conditions than in any class: beside eight busy processes for each core (busy), the same at the
# lowest priority (nice), and stopped and continued at random times (stopped, and over a wire stopped-wire). A lesson may report that it
# ran too late to show something. No claim may be contradicted, and no lesson may fail.
# usage: scripts/stress.sh [TIMES [MODE…]]      [default: 20 busy nice stopped stopped-wire]
set -euo pipefail
cd "$(dirname "$0")/.."

times=${1:-20}
modes=("${@:2}")
[[ ${#modes[@]} -gt 0 ]] || modes=(busy nice stopped stopped-wire)
if [[ ! $times =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: scripts/stress.sh [TIMES [MODE…]]" >&2
    exit 2
fi
for mode in "${modes[@]}"; do
    if [[ ! $mode =~ ^(busy|nice|stopped|stopped-wire)$ ]]; then
        echo "error: there is no mode '$mode'; choose busy, nice, stopped or stopped-wire" >&2
        exit 2
    fi
done

# shellcheck source=scripts/busy.sh
source scripts/busy.sh
scratch=$(mktemp -d)
trap 'stop_busy; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# Runs a program, and stops it up to three times, at random moments, for 0.1 to 12 s.
stopped() {
    local lengths=(0.1 0.1 0.2 0.3 0.3 0.5 1 1 2 12) pid status=0 n
    "$@" &
    pid=$!
    for ((n = 0; n < 3; n++)); do
        sleep "0.$((RANDOM % 3))$((RANDOM % 10))$((RANDOM % 10))"
        kill -STOP "$pid" 2>/dev/null || break
        sleep "${lengths[RANDOM % ${#lengths[@]}]}"
        kill -CONT "$pid" 2>/dev/null || break
    done
    wait "$pid" || status=$?
    return "$status"
}

# Runs a lesson once. Prints a line about what went wrong, if anything did, and how many cases were late.
run() {
    local mode=$1 program=$2 out=$scratch/$3 status=0
    case $mode in
        busy) "$program" --format json >"$out" 2>"$out.err" || status=$? ;;
        nice) nice -n 19 "$program" --format json >"$out" 2>"$out.err" || status=$? ;;
        stopped) stopped "$program" --format json >"$out" 2>"$out.err" || status=$? ;;
        stopped-wire) stopped "$program" --format json --wire 50ms >"$out" 2>"$out.err" || status=$? ;;
    esac
    if [[ $status -ne 0 ]] || grep -q '"verdict":"contradicted"' "$out"; then
        echo "  exit status $status: $(head -c 300 "$out.err" | tr '\n' ' ')$(
            sed -nE 's/^.*"event":"claim","text":"(.*)","verdict":"contradicted","evidence":(.*)}$/\1 \2;/p' "$out" | tr '\n' ' ')"
    fi
    echo "late $(grep -c '"late":true' "$out")"
    rm -f "$out" "$out.err"
}

cargo build --quiet --package lessons --bins
failed=0
for mode in "${modes[@]}"; do
    side_by_side=1
    case $mode in
        busy | nice) start_busy 8 ;;
        stopped | stopped-wire) side_by_side=8 ;;
    esac
    for main in lessons/[0-9][0-9]-*/main.rs; do
        lesson=$(basename "${main%/main.rs}") program=${CARGO_TARGET_DIR:-target}/debug/$lesson
        if [[ $mode == stopped-wire ]] && ! "$program" --help | grep -q -- '--wire '; then
            continue
        fi
        for ((n = 0; n < times; n += side_by_side)); do
            runs=()
            for ((m = n; m < n + side_by_side && m < times; m++)); do
                run "$mode" "$program" "$m" >>"$scratch/report" &
                runs+=($!)
            done
            wait "${runs[@]}"
        done
        bad=$(grep -c 'exit status' "$scratch/report" || true)
        late=$(awk '/^late/ { cases += $2 } END { print cases + 0 }' "$scratch/report")
        printf '%-26s %-12s %d of %d good, %d cases late\n' "$lesson" "$mode" $((times - bad)) "$times" "$late"
        grep 'exit status' "$scratch/report" | sort | uniq -c | head -5 || true
        [[ $bad = 0 ]] || failed=1
        rm -f "$scratch/report"
    done
    stop_busy
done
exit "$failed"
