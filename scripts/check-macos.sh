#!/usr/bin/env bash
# Type-checks every crate for macOS. Then runs every lesson, and the tests of probe and link, on a Linux that imitates macOS: in a copy of
# the sources, the code for Linux is switched off, and the code for macOS reads the byte counters and the segment size from Linux's TCP_INFO.
# Only a Mac can show what the macOS kernel does.
# usage: scripts/check-macos.sh [CACHE FOLDER]      [default: ~/.cache/sticky-packets]
# Exits with 1 if something failed, with 2 if this machine cannot run the check.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/debian.sh
source scripts/debian.sh
use_cache "$@"
use_rust "$cache/rust" ""

(
    build_std
    cargo check --quiet --jobs 2 --workspace --target aarch64-apple-darwin
)
echo "ok      it compiles for macOS"

copy=$cache/linux-as-macos
rm -rf "$copy"
mkdir -p "$copy"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy"
cd "$copy"
grep -rlE 'target_os = "(linux|macos)"' --include='*.rs' --include=Cargo.toml . |
    xargs sed -i 's/target_os = "linux"/target_os = "haiku"/g; s/target_os = "macos"/target_os = "linux"/g'
sed -i 's/TCP_CONNECTION_INFO/TCP_INFO/g; s/tcp_connection_info/tcp_info/g; s/tcpi_txbytes/tcpi_bytes_sent/g
    s/tcpi_txretransmitbytes/tcpi_bytes_retrans/g; s/tcpi_maxseg/tcpi_snd_mss/g' crates/probe/src/sys/macos.rs

CARGO_TARGET_DIR+=/linux-as-macos
cargo test --quiet --jobs 2 --package probe --package link --lib --tests || failed=1
cargo build --quiet --jobs 2 --package lessons --bins
run_lessons "$CARGO_TARGET_DIR/debug"
finish
