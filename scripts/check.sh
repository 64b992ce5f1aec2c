#!/usr/bin/env bash
# All that CI runs, and what to run before a commit: formatting, lints, every test (each lesson run, each walkthrough's
# transcript and excerpt compared), a short soak, and the scripts themselves.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

step "formatting"
cargo fmt --all --check
cargo fmt --manifest-path crates/framing/fuzz/Cargo.toml --check

step "clippy, warnings are errors"
cargo clippy --workspace --all-targets --quiet -- -D warnings

step "the fuzz targets compile"
if command -v c++ >/dev/null; then
    cargo check --quiet --manifest-path crates/framing/fuzz/Cargo.toml
else
    echo "skipped: libFuzzer needs a C++ compiler"
fi

step "documentation, warnings are errors"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --quiet

step "scripts"
for script in scripts/*.sh .ci/run; do
    bash -n "$script"
done
if command -v shellcheck >/dev/null; then
    shellcheck scripts/*.sh .ci/run
else
    echo "skipped: shellcheck is not installed"
fi

step "lessons, five times each, idle and busy: the same verdicts"
scripts/soak.sh 5

step "tests"
cargo test --workspace --quiet
