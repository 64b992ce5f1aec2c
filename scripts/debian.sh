# shellcheck shell=bash
# Functions for the checks of other systems: source this file. They unpack Debian packages into a cache, without root; they install
# nothing, and leave the system's own package lists alone.

# cannot REASON: ends a check that this machine cannot run.
cannot() {
    echo "not checked: $*" >&2
    exit 2
}

# Sets `cache` to the folder that is the script's only argument, or to the default.
use_cache() {
    if [[ $# -gt 1 || ${1:-} == -* ]]; then
        echo "usage: scripts/$(basename "$0") [CACHE FOLDER]" >&2
        exit 2
    fi
    local tool
    for tool in apt-get dpkg-deb cargo cc; do
        command -v "$tool" >/dev/null || cannot "$tool is not on the PATH; this check needs Debian, cargo and a C compiler"
    done
    [[ $(dpkg --print-architecture) == amd64 ]] || cannot "this check runs only on x86_64"
    cache=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/sticky-packets}
    mkdir -p "$cache"
    cache=$(cd "$cache" && pwd)
    apt=(-qq -o "Dir::State=$cache/apt" -o "Dir::Cache=$cache/apt" -o Dir::State::status=/var/lib/dpkg/status
        -o APT::Sandbox::User= -o Debug::NoLocking=1)
    failed=0
    export CARGO_TARGET_DIR=$cache/target CARGO_PROFILE_DEV_DEBUG=0 RUST_BACKTRACE=0
}

# Fetches the package lists, once a day.
update_lists() {
    [[ -z $(find "$cache/apt/updated" -mtime -1 2>/dev/null) ]] || return 0
    mkdir -p "$cache/apt/lists/partial" "$cache/apt/archives/partial"
    apt-get "${apt[@]}" update
    touch "$cache/apt/updated"
}

# unpack ROOT PACKAGE…: unpacks those of the packages, each NAME or NAME=VERSION, that ROOT does not have yet.
unpack() {
    local root=$1 package downloads wanted=()
    for package in "${@:2}"; do
        [[ -e $root/.unpacked/$package ]] || wanted+=("$package")
    done
    [[ ${#wanted[@]} -gt 0 ]] || return 0
    update_lists
    downloads=$(mktemp -d "$cache/downloads.XXXXXX")
    echo "unpacking ${wanted[*]}"
    (cd "$downloads" && apt-get "${apt[@]}" download "${wanted[@]}")
    mkdir -p "$root/.unpacked"
    for package in "$downloads"/*.deb; do
        dpkg-deb --extract "$package" "$root"
    done
    rm -r "$downloads"
    for package in "${wanted[@]}"; do
        touch "$root/.unpacked/$package"
    done
}

# use_rust ROOT VERSION: unpacks Debian's newest rustc of that version (such as 1.85; empty for any version), with the standard library
# and its source, and makes cargo use it. cargo needs the source to build the standard library for other targets.
use_rust() {
    local root=$1 full std llvm
    if [[ ! -e $root/.unpacked/rust ]]; then
        update_lists
        full=$(apt-cache "${apt[@]}" madison rustc-web | awk -v v="$2" 'v == "" || index($3, v ".") == 1 {print $3; exit}')
        [[ -n $full ]] || cannot "this Debian has no package rustc-web${2:+ of version $2}"
        std=libstd-rust-web-$(cut -d. -f1,2 <<<"$full")
        llvm=$(apt-cache "${apt[@]}" depends "$std" | sed -n 's/.*Depends: \(libllvm[0-9.]*\)$/\1/p' | head -n 1)
        unpack "$root" "rustc-web=$full" "$std=$full" "libstd-rust-web-dev=$full" "rust-web-src=$full" "$llvm"
        touch "$root/.unpacked/rust"
    fi
    export LD_LIBRARY_PATH=$root/usr/lib/x86_64-linux-gnu RUSTC=$root/usr/bin/rustc
    "$RUSTC" --version
}

# Makes cargo build the standard library too, for targets for which Debian has none.
build_std() {
    export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
}

# run_lessons FOLDER [RUNNER…]: runs the opener, all lessons briefly, and every lesson in that folder, as text and as JSON, for at most `limit` seconds each.
run_lessons() {
    local program format status all
    for program in "$1"/tour{,.exe} "$1"/[0-9][0-9]-*; do
        [[ -f $program && $program != *.d ]] || continue
        all=() && [[ $(basename "$program") != tour* ]] || all=(all)
        for format in text json; do
            status=0
            timeout "${limit:-120}" "${@:2}" "$program" "${all[@]}" --format "$format" >"$cache/out" 2>"$cache/err" </dev/null || status=$?
            report "$(basename "$program") ${all[*]} --format $format" "$status"
        done
        if [[ -n ${all[*]} ]]; then
            status=0
            timeout "${limit:-120}" "${@:2}" "$program" --format json >"$cache/out" 2>"$cache/err" </dev/null || status=$?
            report "the opener" "$status"
        fi
    done
}

# report WHAT STATUS: prints one line about a lesson that has run, and some of its output if it failed.
report() {
    local sum
    sum=$(tail -n 1 "$cache/out" | grep -o '"claims":[^}]*' || grep -oE '^[0-9]+ claims?: .*' "$cache/out" || true)
    if [[ $2 -eq 0 && -n $sum ]]; then
        printf 'ok      %s: %s\n' "$1" "$(tr '\n' ' ' <<<"$sum")"
    else
        printf 'FAILED  %s: exit status %s\n' "$1" "$2"
        grep -aA2 -e CONTRADICTED -e '"verdict":"contradicted"' "$cache/out" || true
        head -n 4 "$cache/err"
        failed=1
    fi
}

# tests_of TARGET MEMBER…: runs the tests of these members, and stops those that hang.
tests_of() {
    local member
    for member in "${@:2}"; do
        if timeout 900 cargo test --quiet --jobs 2 --target "$1" --package "$member" --tests --no-fail-fast >"$cache/out" 2>&1 </dev/null; then
            echo "ok      tests of $member: $(awk '/^test result/ {sum += $4} END {print sum}' "$cache/out") passed"
        else
            echo "FAILED  tests of $member"
            grep -aE 'panicked at|^test result: F|^error' -A3 "$cache/out" | head -n 30
            failed=1
        fi
    done
}

# Ends the check.
finish() {
    [[ $failed -eq 0 ]] && echo "nothing failed"
    exit "$failed"
}
