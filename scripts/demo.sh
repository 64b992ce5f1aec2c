#!/usr/bin/env bash
# The lessons as a live demo: in order, each stopping for Enter; after lessons 03 and 04 the real program, server and client
# one above the other in tmux where it is installed, else with three questions asked here.
# Usage: scripts/demo.sh [LESSON…] [FLAG…], as in: scripts/demo.sh 1 4, or scripts/demo.sh 1 --wire 50ms --view sequence
set -euo pipefail
cd "$(dirname "$0")/.."

lessons=()
while [[ ${1:-} == [0-9]* ]]; do
    lessons+=("$1")
    shift
done
flags=("$@")
if [ "${#lessons[@]}" -eq 0 ]; then
    for folder in lessons/[0-9][0-9]-*/; do
        lessons+=("${folder:8:2}")
    done
fi
for lesson in "${lessons[@]}"; do
    if [[ ! $lesson =~ ^[0-9]{1,2}$ ]] || ! compgen -G "lessons/$(printf '%02d' "$((10#$lesson))")-*" >/dev/null; then
        echo "usage: scripts/demo.sh [LESSON…] [FLAG…], each lesson a number; there is no lesson $lesson" >&2
        exit 2
    fi
done

echo "building…" >&2
cargo build --quiet --bins
bin=${CARGO_TARGET_DIR:-target}/debug

# Before the class sits: a flag that a lesson does not have would be an error in the middle. Its help is its list.
for lesson in "${lessons[@]}"; do
    help=$("$bin/tour" "$lesson" --help)
    for flag in "${flags[@]}"; do
        if [ "$flag" = --step ]; then
            echo "error: the demo steps by itself; leave --step out" >&2
            exit 2
        fi
        if [[ $flag == --* ]] && ! grep -qe "^ *${flag%%=*}\b" <<<"$help"; then
            echo "error: lesson $lesson has no ${flag%%=*}; leave it out, or name the lessons that have it" >&2
            exit 2
        fi
    done
done

scratch=$(mktemp -d)
socket="sticky-$$"
server=
cleanup() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    tmux -L "$socket" kill-server 2>/dev/null || true
    rm -rf "$scratch" "${TMUX_TMPDIR:-/tmp}/tmux-$(id -u)/$socket"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'echo; exit 130' INT
trap 'exit 143' TERM

pause() {
    printf '[Enter: %s] ' "$1"
    read -r _ || echo
}

# Waits for the server to say where it listens, and gives that.
address() {
    until grep -q listening "$scratch/log" 2>/dev/null; do sleep 0.1; done
    sed -n 's/listening on \([^;]*\);.*/\1/p' "$scratch/log"
}

# A tmux of its own, also inside a teacher's tmux, whose end ends both sides. The server's port is the system's choice, so
# that nothing can be in the way.
above_each_other() {
    printf 'Above the server, below the client: try echo hi, true, seq 1 3.\nCtrl-C or exit in the client ends both.\n'
    pause "both"
    env -u TMUX tmux -L "$socket" new-session \
        "$bin/$1 serve --listen 127.0.0.1:0 2>&1 | tee '$scratch/log'" \; \
        set-option -g destroy-unattached on \; \
        split-window -v "trap 'tmux kill-session' EXIT INT
            until grep -q listening '$scratch/log' 2>/dev/null; do sleep 0.1; done
            $bin/$1 ask --connect \$(sed -n 's/listening on \\([^;]*\\);.*/\\1/p' '$scratch/log')"
    tmux -L "$socket" kill-server 2>/dev/null || true
}

one_after_the_other() {
    "$bin/$1" serve --listen 127.0.0.1:0 >"$scratch/log" 2>"$scratch/turns" &
    server=$!
    local where command
    where=$(address)
    for command in "echo hi" "true" "seq 1 3"; do
        pause "ask \"$command\""
        "$bin/$1" ask --connect "$where" "$command"
        printf 'and the server:\n'
        sed 's/^[^ ]*/ /' "$scratch/turns"
        : >"$scratch/turns"
    done
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
}

program() {
    printf '\nNow the real program, %s: server and client.\n' "$1"
    if command -v tmux >/dev/null && [ -t 0 ] && [ -t 1 ]; then
        above_each_other "$1"
    else
        one_after_the_other "$1"
    fi
    rm -f "$scratch/log"
}

status=0
for ((nth = 0; nth < ${#lessons[@]}; nth++)); do
    lesson=${lessons[nth]}
    # A claim that a run contradicts is shown, and is no reason to send the class home.
    "$bin/tour" "$lesson" --step "${flags[@]}" || { (($? == 1)) || status=2; }
    case $lesson in
        3 | 03) program 03-ack-handshake ;;
        4 | 04) program 04-struct-header ;;
    esac
    if ((nth + 1 < ${#lessons[@]})); then
        pause "lesson ${lessons[nth + 1]}"
        [ ! -t 1 ] || [ "${TERM:-dumb}" = dumb ] || printf '\e[H\e[2J'
    fi
done
((status == 0)) || exit "$status"
