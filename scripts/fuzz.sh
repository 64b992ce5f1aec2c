#!/usr/bin/env bash
# Fuzzes every decoder of the crate framing, two at a time, and prints how many inputs each was given.
# usage: scripts/fuzz.sh [SECONDS]      for each decoder [default: 75]
# Needs cargo-fuzz (`cargo install cargo-fuzz`) and a C++ compiler; RUSTC_BOOTSTRAP lets a stable compiler do it.
set -euo pipefail
cd "$(dirname "$0")/../crates/framing"

seconds=${1:-75}
if [[ $# -gt 1 || ! $seconds =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: scripts/fuzz.sh [SECONDS], for each decoder" >&2
    exit 2
fi
targets=(prefix length_field fixed delimiter line netstring varint cobs)
logs=$(mktemp -d)
running=()
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    local group
    for group in "${running[@]}"; do kill -- "-$group" 2>/dev/null || true; done
    rm -rf "$logs"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
set -m # each fuzzer gets a process group, so that all of it can be stopped
export RUSTC_BOOTSTRAP=1
cargo fuzz build

fuzz() {
    cargo fuzz run "$1" -- -max_total_time="$seconds" -max_len=512 -print_final_stats=1 >"$logs/$1" 2>&1
}

total=0
for ((at = 0; at < ${#targets[@]}; at += 2)); do
    first=${targets[at]} second=${targets[at + 1]}
    fuzz "$first" &
    running=($!)
    fuzz "$second" &
    running+=($!)
    wait "${running[0]}" || { tail -n 40 "$logs/$first"; exit 1; }
    wait "${running[1]}" || { tail -n 40 "$logs/$second"; exit 1; }
    running=()
    for target in "$first" "$second"; do
        executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$logs/$target")
        printf '%-14s %12d executions\n' "$target" "$executions"
        total=$((total + executions))
    done
done
printf '%-14s %12d executions, no failure\n' together "$total"
