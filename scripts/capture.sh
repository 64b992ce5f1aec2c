#!/usr/bin/env bash
# Runs lesson 01 under tcpdump, N times (20 by default), and says in how many runs the segments that the lesson reported
# were those that tcpdump captured on loopback. Needs tcpdump, and the right to capture: run it as root where you must.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-20}
if [[ ! $runs =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: scripts/capture.sh [RUNS]" >&2
    exit 2
fi
if ! command -v tcpdump >/dev/null; then
    echo "error: there is no tcpdump on the PATH" >&2
    echo "hint: install it, as in: apt install tcpdump" >&2
    exit 2
fi
CAPTURE_RUNS=$runs cargo test --quiet --package lessons --test witnesses -- --nocapture tcpdump_captures
