#!/usr/bin/env bash
# Type-checks every crate for macOS; then lets Linux play macOS, as far as it can: in a copy, what is for Linux alone is off, and the
# code for macOS reads Linux's counters of bytes and segment size, by Linux's names. Runs every lesson and the tests of probe and link there.
# Only a Mac shows what the kernel of macOS does.
# Usage: scripts/check-macos.sh [CACHE FOLDER]. Exit status 1 if something failed, 2 if this machine cannot check it.
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
