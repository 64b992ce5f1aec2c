#!/usr/bin/env bash
# Brings a hostile crowd to both servers, and good clients after it, and prints how the good ones fared and what the servers
# took: as they are, with fewer descriptors, and with a log that nobody reads. Linux.
# Usage: scripts/hostile.sh [HOSTILE] [GOOD], 1000 and 100 by default
set -euo pipefail
cd "$(dirname "$0")/.."

hostile=${1:-1000} good=${2:-100}
if [[ ! $hostile =~ ^[1-9][0-9]*$ || ! $good =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: scripts/hostile.sh [HOSTILE] [GOOD]" >&2
    exit 2
fi
# Every peer has a descriptor of the test.
if ! ulimit -n "$((hostile + good + 100))"; then
    echo "error: this shell may not open as many connections" >&2
    echo "hint: name smaller numbers, or raise the limit: ulimit -Hn" >&2
    exit 2
fi
CROWD_HOSTILE=$hostile CROWD_GOOD=$good \
    cargo test --quiet --package lessons --test remote -- --nocapture --test-threads 1 crowd
