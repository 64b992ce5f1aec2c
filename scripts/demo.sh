#!/usr/bin/env bash
# Shows the lessons to a class: in order, one screen at a time, the few cases of each that matter most. After lessons 03 and 04
# it shows the real program: server and client one above the other in tmux if it is installed, else three questions.
# Usage: scripts/demo.sh [--whole] [LESSON…] [FLAG…], as in: scripts/demo.sh 1 4, or scripts/demo.sh 1 --wire 50ms
# --whole shows every case. A lesson runs without a flag that it does not have; --case shows the lessons that have such a case.
set -euo pipefail
cd "$(dirname "$0")/.."

route=(--short)
if [[ ${1:-} == --whole ]]; then
    route=()
    shift
fi
lessons=()
while [[ ${1:-} == [0-9]* ]]; do
    lessons+=("$1")
    shift
done
flags=("$@")
if [ "${#lessons[@]}" -eq 0 ]; then
    for program in lessons/[0-9][0-9]-*/main.rs; do
        lessons+=("${program:8:2}")
    done
fi
for lesson in "${lessons[@]}"; do
    if [[ ! $lesson =~ ^[0-9]{1,2}$ ]] || ! compgen -G "lessons/$(printf '%02d' "$((10#$lesson))")-*/main.rs" >/dev/null; then
        echo "usage: scripts/demo.sh [--whole] [LESSON…] [FLAG…], each lesson a number; there is no lesson $lesson" >&2
        exit 2
    fi
done
for flag in "${flags[@]}"; do
    case $flag in
        --step | --short | --whole)
            echo "error: leave $flag out here: the demo steps by itself, and takes --whole before the lessons" >&2
            exit 2
            ;;
    esac
done

echo "building…" >&2
cargo build --quiet --bins
bin=${CARGO_TARGET_DIR:-target}/debug

# Sets `own` to those of the flags, with their values, that a lesson has.
flags_of() {
    local help flag has=yes
    help=$("$bin/tour" "$1" --help)
    own=()
    for flag in "${flags[@]}"; do
        if [[ $flag == --* ]]; then
            has=yes
            grep -qe "^ *${flag%%=*}\b" <<<"$help" || has=
            [ -n "$has" ] || echo "lesson $1 has no ${flag%%=*}, and runs without it" >&2
        fi
        [ -z "$has" ] || own+=("$flag")
    done
}

# Before the class sits: every lesson is tried with its flags. One that cannot run is left out, and says why.
rehearsed=()
for lesson in "${lessons[@]}"; do
    flags_of "$lesson"
    if why=$("$bin/tour" "$lesson" --format json "${own[@]}" 2>&1 >/dev/null) || (($? == 1)); then
        rehearsed+=("$lesson")
    else
        printf 'lesson %s is left out: %s\n' "$lesson" "$why" >&2
    fi
done
lessons=("${rehearsed[@]}")
if [ "${#lessons[@]}" -eq 0 ]; then
    echo "error: no lesson can be shown with these flags" >&2
    exit 2
fi

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
    local line
    printf '[Enter: %s; q: leave] ' "$1"
    if ! read -r line; then
        echo
        exit 0
    fi
    [[ $line != [qQ] ]] || exit 0
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
    flags_of "$lesson" 2>/dev/null
    "$bin/tour" "$lesson" --step "${route[@]}" "${own[@]}" || { (($? == 1)) || status=2; }
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
