#!/usr/bin/env bash
# Runs lesson 01 under tcpdump and counts the runs in which the lesson reported the same segments that tcpdump captured.
# usage: scripts/capture.sh [RUNS]      [default: 20]
# Needs tcpdump, and permission to capture on loopback: run it as root if necessary.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-20}
if [[ ! $runs =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: scripts/capture.sh [RUNS]" >&2
    exit 2
fi
if ! command -v tcpdump >/dev/null; then
    echo "error: tcpdump is not on the PATH" >&2
    echo "hint: install it, for example with: apt install tcpdump" >&2
    exit 2
fi
CAPTURE_RUNS=$runs cargo test --quiet --package lessons --test witnesses -- --nocapture tcpdump_captures
