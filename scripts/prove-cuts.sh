#!/usr/bin/env bash
# Compares what programs in Python, JavaScript and C read behind the cutting proxy with the pieces that it reports: on an idle machine, beside
# four busy processes for each core, and, if run as root, as an ordinary user. Each language whose program is there makes at least
# CONNECTIONS connections, with all kinds of buffers, quick and delayed ACKs, IPv4 and IPv6.
# usage: scripts/prove-cuts.sh [CONNECTIONS]      [default: 1000]
# Exits with 1 if a read was another than the piece.
set -euo pipefail
cd "$(dirname "$0")/.."

connections=${1:-1000}
if [[ ! $connections =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: scripts/prove-cuts.sh [CONNECTIONS]" >&2
    exit 2
fi
# shellcheck source=scripts/busy.sh
source scripts/busy.sh
trap stop_busy EXIT
trap 'exit 130' INT TERM

test=$(cargo test --quiet --release --package cutter --test proof --no-run --message-format=json |
    sed -n 's/.*"executable":"\([^"]*proof-[^"]*\)".*/\1/p' | tail -1)

# Runs all tests of each language, and names how; every kind of reader has its share of the connections.
prove() {
    local mode=$1 language kinds result
    shift
    for language in python c javascript; do
        kinds=$("$test" --list "${language}_reads" | grep -c ': test$' || true)
        result=$(PROOF_CONNECTIONS=$(((connections + kinds - 1) / kinds)) "$@" "$test" --quiet "${language}_reads") || failed=1
        if [[ $result == *' 0 passed; 0 failed'* ]]; then
            echo "$language, $mode: skipped, it is not installed"
            continue
        fi
        proved=1
        echo "$language, $mode: $(((connections + kinds - 1) / kinds)) connections with each of $kinds kinds: $(tail -1 <<<"$result" | sed 's/test result: //')"
        grep -A3 '^---- ' <<<"$result" || true
    done
}

failed=0 proved=0
prove idle env
if [[ $(id -u) -eq 0 ]]; then
    prove "as an ordinary user" setpriv --reuid nobody --regid nogroup --clear-groups
fi
start_busy 4
prove busy env
[[ $proved -eq 1 ]] || exit 2
exit "$failed"
