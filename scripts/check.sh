#!/usr/bin/env bash
# All that CI runs, and what to run before a commit: formatting, lints, dependencies, documentation, a new lesson, a short
# soak, every test (each lesson run, each walkthrough's transcript and excerpt compared). It says how long each step took.
set -euo pipefail
cd "$(dirname "$0")/.."

took=() step="" began=0
finish() {
    [[ -z $step ]] || took+=("$(printf '%4d s  %s' $((SECONDS - began)) "$step")")
}
step() {
    finish
    step=$* began=$SECONDS
    printf '\n== %s\n' "$step"
}

step "formatting"
cargo fmt --all --check
cargo fmt --manifest-path crates/framing/fuzz/Cargo.toml --check

step "clippy, warnings are errors"
cargo clippy --workspace --all-targets --quiet -- -D warnings

step "licences, sources and duplicates of dependencies"
if cargo deny --version >/dev/null 2>&1; then
    cargo deny --offline --log-level error check licenses bans sources
else
    echo "skipped: cargo-deny is not installed"
fi

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

step "a new lesson passes, in a copy"
scripts/new-lesson.sh --check

step "lessons, five times each, idle and busy: the same verdicts"
scripts/soak.sh 5

step "lessons under kernel settings of other machines"
scripts/check-settings.sh 1

step "tests"
cargo test --workspace --quiet

finish
printf '\n'
printf '%s\n' "${took[@]}"
