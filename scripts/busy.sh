# shellcheck shell=bash
# Starts busy processes for soak.sh and stress.sh: as many for each core as you say, until stop_busy, or until the script ends.

busy=()

start_busy() {
    local per_core=$1 n
    for ((n = 0; n < per_core * $(getconf _NPROCESSORS_ONLN); n++)); do
        while kill -0 $$ 2>/dev/null; do
            for ((spin = 0; spin < 10000; spin++)); do :; done
        done &
        busy+=($!)
    done
}

# shellcheck disable=SC2317 # a trap calls it
stop_busy() {
    [[ ${#busy[@]} -eq 0 ]] && return
    kill "${busy[@]}" 2>/dev/null || true
    wait "${busy[@]}" 2>/dev/null || true
    busy=()
}
