#!/usr/bin/env bash
# Builds for 32-bit Linux (i686), Linux with musl, and Linux on ARM (aarch64, under qemu). Runs every lesson on each, and on the first two
# also the tests of framing, trace and struct-header. Debian's rustc, its library source, the cross linkers and qemu are unpacked into a
# cache (2 GB) and not installed.
# usage: scripts/check-other.sh [CACHE FOLDER]      [default: ~/.cache/sticky-packets]
# Exits with 1 if something failed, with 2 if this machine cannot run the check.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/debian.sh
source scripts/debian.sh
use_cache "$@"
root=$cache/cross
use_rust "$cache/rust" ""
build_std

# check TARGET LINKER [RUNNER…]: builds and runs the lessons for a target. Programs are static, so they need no libraries of that system;
# `flags` are passed to rustc.
check() {
    local target=$1 linker=$2 name
    printf '\n== %s\n' "$target"
    name=$(tr 'a-z-' 'A-Z_' <<<"$target")
    export "CARGO_TARGET_${name}_LINKER=$linker" "CARGO_TARGET_${name}_RUSTFLAGS=-C target-feature=+crt-static ${flags:-}"
    if ! cargo build --quiet --jobs 2 --package lessons --bins --target "$target"; then
        echo "FAILED  it does not compile"
        failed=1
        return
    fi
    if [[ $# -eq 2 ]]; then
        tests_of "$target" framing trace struct-header
    else
        echo "skipped: the tests, because an emulator is too slow for them"
    fi
    run_lessons "$CARGO_TARGET_DIR/$target/debug" "${@:3}"
}

# linker_for TRIPLE ARCHITECTURE: unpacks Debian's cross gcc, and wraps it in a linker that finds its libraries in the cache.
linker_for() {
    unpack "$root" "gcc-12-$1" "gcc-12-$1-base" "binutils-$1" "libgcc-12-dev-$2-cross" "libc6-dev-$2-cross" "libc6-$2-cross" \
        libbinutils binutils-common libjansson4
    printf '#!/bin/sh\nexec %q --sysroot=%q "$@"\n' "$root/usr/bin/$1-gcc-12" "$root" >"$cache/$1-linker"
    chmod +x "$cache/$1-linker"
}

# musl_linker: wraps this machine's compiler with the path of musl. The unwinder is LLVM's, since gcc's needs glibc. It reports its own
# errors through __fprintf_chk, which only glibc has; the one here drops them.
musl_linker() {
    local libraries=$root/usr/lib/x86_64-linux-musl
    unpack "$root" musl musl-dev libunwind-14-dev
    sed "s#/usr/#$root/usr/#g" "$libraries/musl-gcc.specs" >"$cache/musl.specs"
    echo 'int __fprintf_chk(void *file, int flag, const char *format, ...) { return 0; }' | cc -c -x c -o "$cache/fprintf.o" -
    cp "$root/usr/lib/llvm-14/lib/libunwind.a" "$libraries/libunwind.a"
    ar r "$libraries/libunwind.a" "$cache/fprintf.o"
    printf '#!/bin/sh\nexec cc "$@" -specs %q\n' "$cache/musl.specs" >"$cache/musl-linker"
    chmod +x "$cache/musl-linker"
}

LD_LIBRARY_PATH+=:$root/usr/lib/x86_64-linux-gnu
PATH=$root/usr/bin:$PATH
linker_for i686-linux-gnu i386
check i686-unknown-linux-gnu "$cache/i686-linux-gnu-linker"
musl_linker
# Debian's musl provides the startup objects; Rust's build of the standard library does not.
flags="-C link-self-contained=no -C relocation-model=static" check x86_64-unknown-linux-musl "$cache/musl-linker"
linker_for aarch64-linux-gnu arm64
unpack "$root" qemu-user-static
limit=900 check aarch64-unknown-linux-gnu "$cache/aarch64-linux-gnu-linker" "$root/usr/bin/qemu-aarch64-static"
finish
