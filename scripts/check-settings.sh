#!/usr/bin/env bash
# Runs every lesson under kernel settings that other machines have. Each setting is made in a network namespace, so this machine's own
# settings do not change. A claim may come out "not observed"; no claim may be contradicted, and no lesson may fail or time out. Some
# settings must make a claim "not observed": that proves that they took effect.
# usage: scripts/check-settings.sh [TIMES [PATTERN]]      TIMES a lesson [default: 3], only settings that match PATTERN
# Needs Linux, and root or user namespaces.
set -euo pipefail
cd "$(dirname "$0")/.."

times=${1:-3} pattern=${2:-.}
if [[ ! $times =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: scripts/check-settings.sh [TIMES [PATTERN]]" >&2
    exit 2
fi
isolated=(unshare --net)
[[ $(id -u) = 0 ]] || isolated=(unshare --user --map-root-user --net)
if ! command -v ip >/dev/null || ! "${isolated[@]}" true 2>/dev/null; then
    echo "skipped: this needs ip(8), and root or user namespaces"
    exit 0
fi

cargo build --quiet --workspace --bins
programs=()
for program in "${CARGO_TARGET_DIR:-target}"/debug/[0-9][0-9]-*; do
    [[ $program == *.d ]] || programs+=("$program")
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Replaces getsockopt and setsockopt to imitate other systems: REFUSE lists options that they refuse, and INFO_BYTES limits how
# many bytes of TCP_INFO they return.
refusing=$scratch/refusing.so
if command -v cc >/dev/null; then
    cc -shared -fPIC -O1 -o "$refusing" -x c - <<'C'
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int refused(int level, int option) {
    const char *which = getenv("REFUSE");
    if (level != IPPROTO_TCP || which == NULL) return 0;
    return (option == TCP_INFO && strstr(which, "info")) || (option == TCP_QUICKACK && strstr(which, "quickack"))
        || (option == TCP_CORK && strstr(which, "cork")) || (option == TCP_CONGESTION && strstr(which, "congestion"))
        || (option == TCP_MAXSEG && strstr(which, "maxseg"));
}

int setsockopt(int fd, int level, int option, const void *value, socklen_t bytes) {
    if (refused(level, option)) { errno = ENOPROTOOPT; return -1; }
    return syscall(SYS_setsockopt, fd, level, option, value, bytes);
}

int getsockopt(int fd, int level, int option, void *value, socklen_t *bytes) {
    if (refused(level, option)) { errno = ENOPROTOOPT; return -1; }
    const char *most = getenv("INFO_BYTES");
    if (level == IPPROTO_TCP && option == TCP_INFO && most != NULL && *bytes > (socklen_t)atoi(most)) *bytes = atoi(most);
    return syscall(SYS_getsockopt, fd, level, option, value, bytes);
}
C
fi

failed=0 output=""

# count VERDICT: prints how many claims of the last run have that verdict.
count() {
    grep -c "\"verdict\":\"$1\"" <<<"$output" || true
}

# check NAME SETUP: runs every lesson TIMES times, each in a new namespace in which loopback is up and SETUP has run.
# hides NAME SETUP: the same, and fails unless at least one claim is not observed.
hides() { hides=yes check "$@"; }
check() {
    local name=$1 setup=$2 program run bad=0 held=0 unseen=0 status
    [[ $name =~ $pattern ]] || return 0
    if ! "${isolated[@]}" sh -c "ip link set lo up && $setup" >/dev/null 2>"$scratch/error"; then
        echo "skipped: $name: $(head -1 "$scratch/error")"
        return 0
    fi
    for program in "${programs[@]}"; do
        for ((run = 1; run <= times; run++)); do
            status=0
            output=$("${isolated[@]}" sh -c "ip link set lo up && { $setup; } >/dev/null && exec timeout 60 $program --format json" \
                2>"$scratch/error") || status=$?
            held=$((held + $(count held)))
            unseen=$((unseen + $(count not-observed)))
            if [[ $status -ne 0 || $(count contradicted) -ne 0 ]]; then
                bad=$((bad + 1))
                echo "  $name: $(basename "$program"), run $run: exit status $status"
                head -2 "$scratch/error" | sed 's/^/    /'
                sed -nE 's/^.*"event":"claim","text":"(.*)","verdict":"contradicted","evidence":(.*)}$/    contradicted: \1 \2/p' <<<"$output"
            fi
        done
    done
    printf '%-44s %3d of %3d runs good, %4d claims held, %3d not observed\n' "$name" \
        $((${#programs[@]} * times - bad)) $((${#programs[@]} * times)) "$held" "$unseen"
    [[ $bad = 0 ]] || failed=1
    if [[ -n ${hides:-} && $unseen = 0 ]]; then
        echo "  $name: every claim was observed, so the setting had no effect"
        failed=1
    fi
}

set_ipv4() {
    local words=""
    while [[ $# -gt 0 ]]; do
        words+=" && echo '$2' >/proc/sys/net/ipv4/$1"
        shift 2
    done
    echo "true$words"
}

route() {
    echo "ip route change table local local 127.0.0.0/8 dev lo scope host src 127.0.0.1 $* &&
        ip route change table local local 127.0.0.1 dev lo scope host src 127.0.0.1 $*"
}

check "default settings" true
for thresh in 2 3 10; do hides "tcp_pingpong_thresh $thresh" "$(set_ipv4 tcp_pingpong_thresh $thresh)"; done
for us in 5000 10000; do hides "tcp_rto_min_us $us" "$(set_ipv4 tcp_rto_min_us $us)"; done
hides "a route with quickack 1" "$(route quickack 1)"
hides "a route with initcwnd 1" "$(route initcwnd 1)"
check "tcp_autocorking 0" "$(set_ipv4 tcp_autocorking 0)"
check "tcp_timestamps 0" "$(set_ipv4 tcp_timestamps 0)"
check "tcp_sack 0" "$(set_ipv4 tcp_sack 0)"
hides "loopback MTU 68" "ip link set lo mtu 68"
for mtu in 576 1500; do check "loopback MTU $mtu" "ip link set lo mtu $mtu"; done
hides "tcp_rmem 4096" "$(set_ipv4 tcp_rmem '4096 4096 4096')"
check "tcp_wmem 4096" "$(set_ipv4 tcp_wmem '4096 4096 4096')"
hides "tcp_rmem and tcp_wmem 4096" "$(set_ipv4 tcp_rmem '4096 4096 4096' tcp_wmem '4096 4096 4096')"
check "tcp_notsent_lowat 1" "$(set_ipv4 tcp_notsent_lowat 1)"
check "tcp_notsent_lowat 16384" "$(set_ipv4 tcp_notsent_lowat 16384)"
for control in reno cubic; do check "$control" "$(set_ipv4 tcp_congestion_control $control)"; done
if [[ -e $refusing ]]; then
    check "TCP_INFO of 192 bytes" "export LD_PRELOAD=$refusing INFO_BYTES=192"
    for bytes in 104 4; do hides "TCP_INFO of $bytes bytes" "export LD_PRELOAD=$refusing INFO_BYTES=$bytes"; done
    check "no congestion" "export LD_PRELOAD=$refusing REFUSE=congestion"
    for option in info quickack cork maxseg info,quickack,cork,congestion,maxseg; do
        hides "no $option" "export LD_PRELOAD=$refusing REFUSE=$option"
    done
else
    echo "skipped: refused options and a shorter TCP_INFO, which need a C compiler"
fi
exit "$failed"
