#!/usr/bin/env bash
# Builds everything with the oldest Rust that Cargo.toml names, unpacked from Debian's packages and not installed (0.5 GB), and runs
# the tests of framing, trace and struct-header and every lesson.
# Usage: scripts/check-old-rust.sh [CACHE FOLDER]. Exit status 1 if something failed, 2 if this machine cannot check it.
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
