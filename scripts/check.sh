#!/usr/bin/env bash
# Runs everything that CI runs, for use before a commit: formatting, lints, dependencies, documentation, a new lesson, a short soak, and
# every test (runs each lesson, and compares each walkthrough's transcripts and excerpts). Prints how long each step took.
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

step "check the formatting"
cargo fmt --all --check
cargo fmt --manifest-path crates/framing/fuzz/Cargo.toml --check

step "run clippy; warnings are errors"
cargo clippy --workspace --all-targets --quiet -- -D warnings

step "check licences, sources and duplicates of dependencies"
if cargo deny --version >/dev/null 2>&1; then
    cargo deny --offline --log-level error check licenses bans sources
else
    echo "skipped: cargo-deny is not installed"
fi

step "compile the fuzz targets"
if command -v c++ >/dev/null; then
    cargo check --quiet --manifest-path crates/framing/fuzz/Cargo.toml
else
    echo "skipped: libFuzzer needs a C++ compiler, and there is none"
fi

step "build the documentation; warnings are errors"
RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --quiet

step "check the scripts"
for script in scripts/*.sh .ci/run; do
    bash -n "$script"
done
if command -v shellcheck >/dev/null; then
    shellcheck scripts/*.sh .ci/run
else
    echo "skipped: shellcheck is not installed"
fi

step "make a new lesson in a copy, and test it"
scripts/new-lesson.sh --check

step "run each lesson three times idle and busy, and compare verdicts"
scripts/soak.sh 3

step "run each lesson under kernel settings of other machines"
scripts/check-settings.sh 1

step "check the page: types, script, and every lesson in a browser"
scripts/check-page.sh

step "judge the starters, wrong and mended"
if [[ $(uname) == Linux ]]; then
    scripts/check-starters.sh 1
else
    echo "skipped: the judge can prove its cuts only on Linux"
fi

# Whoever runs `cargo test` after this, as CI does, need not run the tests of the default members twice.
later=()
if [[ -n ${CARGO_TEST_FOLLOWS:-} ]]; then
    while read -r member; do
        later+=(--exclude "$(basename "$member")")
    done < <(sed -n '/^default-members/,/^]/s/^ *"\(.*\)",$/\1/p' Cargo.toml)
fi
step "run every test${later:+ but those that cargo test runs next}"
cargo test --workspace "${later[@]}" --quiet

finish
printf '\n'
printf '%s\n' "${took[@]}"
