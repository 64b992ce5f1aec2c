#!/usr/bin/env bash
# Builds everything with the rust-version of Cargo.toml, and runs every lesson and the tests of framing, trace and struct-header. That Rust
# comes from Debian's packages, unpacked into a cache (0.5 GB) and not installed.
# usage: scripts/check-old-rust.sh [CACHE FOLDER]      [default: ~/.cache/sticky-packets]
# Exits with 1 if something failed, with 2 if this machine cannot run the check.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/debian.sh
source scripts/debian.sh
use_cache "$@"

oldest=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
use_rust "$cache/rust-$oldest" "$oldest"
CARGO_TARGET_DIR+=/rust-$oldest
cargo build --quiet --jobs 2 --workspace --all-targets
cargo test --quiet --jobs 2 --package framing --package trace --package struct-header --lib --tests
run_lessons "$CARGO_TARGET_DIR/debug"
finish
