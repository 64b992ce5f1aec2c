#!/usr/bin/env bash
# Builds every program and test for Windows and runs what can run under wine, with nothing installed: Debian's rustc, its
# library source, the MinGW linker and wine are unpacked into a cache (2 GB; ~/.cache/sticky-packets unless told). Runs the tour
# and every lesson in text and in JSON, the remote program against itself and against Linux's, and the tests.
# Usage: scripts/check-windows.sh [CACHE FOLDER]. Exit status 1 if something failed, 2 if this machine cannot check it.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/debian.sh
source scripts/debian.sh
use_cache "$@"

root=$cache/windows target=x86_64-pc-windows-gnu
use_rust "$cache/rust" ""
unpack "$root" gcc-mingw-w64-x86-64-win32 gcc-mingw-w64-x86-64-win32-runtime gcc-mingw-w64-base \
    binutils-mingw-w64-x86-64 mingw-w64-x86-64-dev mingw-w64-common libz-mingw-w64 wine64 libwine libunwind8
LD_LIBRARY_PATH+=:$root/usr/lib/x86_64-linux-gnu
PATH=$root/usr/bin:$PATH
linker=$root/usr/bin/x86_64-w64-mingw32-gcc-win32
wine=$root/usr/lib/wine/wine64

# cargo's build of the standard library leaves out the two objects that every program begins and ends with.
make_startup_objects() {
    local objects=$cache/rust/usr/lib/rustlib/$target/lib object
    mkdir -p "$objects"
    for object in rsbegin rsend; do
        RUSTC_BOOTSTRAP=1 "$RUSTC" --target "$target" --emit=obj -o "$objects/$object.o" \
            "$cache"/rust/usr/src/rustc-*/library/rtstartup/$object.rs
    done
}

# A Windows of links: the one that wine makes by itself takes half a minute and 770 MB.
make_windows() {
    local system=$WINEPREFIX/drive_c/windows/system32
    mkdir -p "$system"
    echo disable >"$WINEPREFIX/.update-timestamp"
    ln -sf "$root"/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/*.{dll,drv,exe} "$system/"
    ln -sf "$root"/usr/x86_64-w64-mingw32/lib/zlib1.dll "$system/"
    # Rust takes its hash seeds from this one, which wine 8 lacks.
    echo '__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *, unsigned long);
        __declspec(dllexport) int __stdcall ProcessPrng(unsigned char *to, unsigned long long size) {
            return SystemFunction036(to, (unsigned long)size); }' >"$cache/prng.c"
    "$linker" -shared -o "$system/bcryptprimitives.dll" "$cache/prng.c" -ladvapi32
}

[[ -e $cache/rust/usr/lib/rustlib/$target/lib/rsend.o ]] || make_startup_objects
export WINEPREFIX=$cache/prefix WINEDEBUG=-all XDG_RUNTIME_DIR=$cache WINESERVER=$root/usr/lib/wine/wineserver64
[[ -e $WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll ]] || make_windows
export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=$linker CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER=$wine
build_std
cargo build --quiet --workspace --bins --examples --target "$target"
