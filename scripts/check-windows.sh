#!/usr/bin/env bash
# Builds every program and test for Windows and runs them under wine: the tour and every lesson as text and as JSON, the remote program
# between Windows and Windows and between Windows and Linux, and most tests. Debian's rustc, its library source, the MinGW linker and wine
# are unpacked into a cache (2 GB) and not installed.
# usage: scripts/check-windows.sh [CACHE FOLDER]      [default: ~/.cache/sticky-packets]
# Exits with 1 if something failed, with 2 if this machine cannot run the check.
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

# cargo's build of the standard library lacks the two startup objects that every program is linked with.
make_startup_objects() {
    local objects=$cache/rust/usr/lib/rustlib/$target/lib object
    mkdir -p "$objects"
    for object in rsbegin rsend; do
        RUSTC_BOOTSTRAP=1 "$RUSTC" --target "$target" --emit=obj -o "$objects/$object.o" \
            "$cache"/rust/usr/src/rustc-*/library/rtstartup/$object.rs
    done
}

# Makes a Windows folder of symbolic links: the one that wine makes by itself takes half a minute and 770 MB.
make_windows() {
    local system=$WINEPREFIX/drive_c/windows/system32
    mkdir -p "$system"
    ln -sf wineserver64 "$root/usr/lib/wine/wineserver" # replaces a script that expects /usr/lib
    echo disable >"$WINEPREFIX/.update-timestamp"
    ln -sf "$root"/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/*.{dll,drv,exe} "$system/"
    ln -sf "$root"/usr/x86_64-w64-mingw32/lib/zlib1.dll "$system/"
    # Rust's hash seeds come from ProcessPrng, which wine 8 lacks.
    echo '__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *, unsigned long);
        __declspec(dllexport) int __stdcall ProcessPrng(unsigned char *to, unsigned long long size) {
            return SystemFunction036(to, (unsigned long)size); }' >"$cache/prng.c"
    "$linker" -shared -o "$system/bcryptprimitives.dll" "$cache/prng.c" -ladvapi32
}

# serve FOLDER LESSON [RUNNER…]: starts a lesson's server on a free port; sets `address` and `server`.
serve() {
    "${@:3}" "$1/$2" serve --listen 127.0.0.1:0 >"$cache/serve" 2>/dev/null &
    server=$!
    for _ in {1..300}; do
        address=$(sed -n 's/^listening on \([0-9.:]*\);.*/\1/p' "$cache/serve" | tr -d '\r')
        [[ -z $address ]] || return 0
        sleep 0.1
    done
    echo "FAILED  $2 serve: it did not start listening"
    failed=1
}

# ask PROGRAM [RUNNER…]: prints the server's answers to four commands, the last of which it refuses.
ask() {
    local command
    for command in whoami "echo hi" "seq 3" "rm -r /"; do
        timeout 60 "${@:2}" "$1" ask --connect "$address" "$command" 2>&1 || echo "exit status $?"
    done
}

# Starts each server on each system and asks it from both: the answers must be the same, and not empty.
remote_program() {
    local lesson on here=$CARGO_TARGET_DIR/debug there=$CARGO_TARGET_DIR/$target/debug from_here from_there
    for lesson in 03-ack-handshake 04-struct-header; do
        for on in Linux Windows; do
            if [[ $on == Linux ]]; then serve "$here" "$lesson"; else serve "$there" "$lesson.exe" "$wine"; fi
            from_here=$(ask "$here/$lesson")
            from_there=$(ask "$there/$lesson.exe" "$wine")
            if [[ -n $from_here && $from_here == "$from_there" && $from_here != *"exit status"* ]]; then
                echo "ok      $lesson serve on $on: clients on both systems got the same answers"
            else
                printf 'FAILED  %s serve on %s. Linux asked:\n%s\nWindows asked:\n%s\n' "$lesson" "$on" "$from_here" "$from_there"
                failed=1
            fi
            kill "$server"
            wait "$server" 2>/dev/null || true
        done
    done
}

cargo build --quiet --jobs 2 --package lessons --bins
[[ -e $cache/rust/usr/lib/rustlib/$target/lib/rsend.o ]] || make_startup_objects
export WINEPREFIX=$cache/prefix WINEDEBUG=-all XDG_RUNTIME_DIR=$cache WINESERVER=$root/usr/lib/wine/wineserver64
[[ -e $WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll ]] || make_windows
export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=$linker CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER=$wine
build_std
cargo build --quiet --jobs 2 --workspace --all-targets --target "$target"
run_lessons "$CARGO_TARGET_DIR/$target/debug" "$wine"
remote_program
tests_of "$target" ack-handshake framing lesson link probe receiver-short-reads remote-command render sender-nagle sticky \
    struct-header trace wire
cat <<END
skipped: the tests of lessons, which start hundreds of programs and are too slow under wine; the plain programs, which are only built
skipped: colours in a console window, segment counts and bytes held back, which wine does not have
END
finish
