#!/usr/bin/env bash
# The lessons as a live demo: in order, each stopping for Enter; for lessons 03 and 04 also the real program, client and
# server side by side in tmux where it is installed, else with the server in the background.
# Usage: scripts/demo.sh [LESSON…], as in: scripts/demo.sh 1 4
set -euo pipefail
cd "$(dirname "$0")/.."

lessons=("$@")
[ "${#lessons[@]}" -gt 0 ] || lessons=(0 1 2 3 4)

cargo build --quiet --bins
bin=${CARGO_TARGET_DIR:-target}/debug

server=
cleanup() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; }
trap cleanup EXIT

side_by_side() {
    local program=$1 log address
    log=$(mktemp)
    printf '\nNow the real program, %s: server and client.\n' "$program"
    if command -v tmux >/dev/null && [ -t 0 ] && [ -t 1 ]; then
        printf 'Left the server, right the client; exit in the client ends both. [Enter] '
        read -r _ || true
        # A tmux of its own, also inside a teacher's tmux. The port is the system's choice and told through the log, so
        # that nothing can be in the way.
        env -u TMUX tmux -L "sticky-$$" new-session "$bin/$program serve --listen 127.0.0.1:0 2>&1 | tee '$log'" \; \
            split-window -h "until grep -q listening '$log'; do sleep 0.1; done
                $bin/$program ask --connect \$(sed -n 's/listening on \\([^;]*\\);.*/\\1/p' '$log')
                tmux kill-session"
    else
        "$bin/$program" serve --listen 127.0.0.1:0 >"$log" &
        server=$!
        until grep -q listening "$log"; do sleep 0.1; done
        address=$(sed -n 's/listening on \([^;]*\);.*/\1/p' "$log")
        for command in "echo hi" "seq 1 3" "true"; do
            printf '\n$ ask "%s"\n' "$command"
            "$bin/$program" ask --connect "$address" "$command"
        done
        cleanup
        wait "$server" 2>/dev/null || true
        server=
    fi
    rm -f "$log"
}

for lesson in "${lessons[@]}"; do
    "$bin/tour" "$lesson" --step
    case $lesson in
        3 | 03*) side_by_side 03-ack-handshake ;;
        4 | 04*) side_by_side 04-struct-header ;;
    esac
done
