#!/usr/bin/env bash
# Connects hostile peers to both servers, then good clients, and prints how the good ones fared and what resources the servers used: with
# default limits, with fewer file descriptors, and with a log that nobody reads. Needs Linux.
# usage: scripts/hostile.sh [HOSTILE] [GOOD]      [default: 1000 100]
set -euo pipefail
cd "$(dirname "$0")/.."

hostile=${1:-1000} good=${2:-100}
if [[ ! $hostile =~ ^[1-9][0-9]*$ || ! $good =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: scripts/hostile.sh [HOSTILE] [GOOD]" >&2
    exit 2
fi
# The test uses one descriptor for each peer.
if ! ulimit -n "$((hostile + good + 100))"; then
    echo "error: this shell may not open $((hostile + good + 100)) files, which the test needs" >&2
    echo "hint: give smaller numbers, or raise the limit (ulimit -Hn shows it)" >&2
    exit 2
fi
CROWD_HOSTILE=$hostile CROWD_GOOD=$good \
    cargo test --quiet --package lessons --test remote -- --nocapture --test-threads 1 crowd
