#!/usr/bin/env bash
# Makes the folder of a new lesson, which compiles and passes every test, and registers it: one line in lessons/lib.rs and two entries
# in lessons/Cargo.toml.
# usage: scripts/new-lesson.sh NN-name, for example: scripts/new-lesson.sh 10-half-close
#        scripts/new-lesson.sh --check      makes one in a copy of the files in git, and runs the lessons' tests there
set -euo pipefail
cd "$(dirname "$0")/.."

check_in_a_copy() {
    local copy id=99-half-close changed
    copy=$(mktemp -d)
    # shellcheck disable=SC2064 # expand $copy now
    trap "rm -rf '$copy'" EXIT
    git ls-files -z | xargs -0 cp --parents -t "$copy"
    export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}/new-lesson
    cd "$copy"
    git init -q
    git add -A
    scripts/new-lesson.sh "$id"
    changed=$(git diff --name-only | sort | tr '\n' ' ')
    if [[ $changed != "lessons/Cargo.toml lessons/lib.rs " ]]; then
        echo "error: a new lesson changed other files than lessons/Cargo.toml and lessons/lib.rs: $changed" >&2
        exit 1
    fi
    cargo run --quiet -- list | grep -qF "What does lesson 99 ask?"
    cargo run --quiet -- 99 | grep -qF "1 claim: 1 held"
    cargo test --quiet --package lessons
}
if [[ ${1:-} == --check && $# -eq 1 ]]; then
    check_in_a_copy
    exit
fi

id=${1:-}
if [[ $# -ne 1 || ! $id =~ ^[0-9]{2}(-[a-z][a-z0-9]*)+$ ]]; then
    echo "usage: scripts/new-lesson.sh NN-name, for example: scripts/new-lesson.sh 10-half-close" >&2
    exit 2
fi
number=${id:0:2}
taken=$(compgen -G "lessons/$number-*" || true)
if [[ -n $taken ]]; then
    echo "error: lesson $number exists already: $taken" >&2
    echo "hint: choose the next free number" >&2
    exit 2
fi
last=$(compgen -G "lessons/[0-9][0-9]-*" | sort | tail -n 1)
next=$(printf %02d $((10#${last:8:2} + 1)))
if ((10#$number > 10#$next)); then
    echo "note: $number leaves a gap: the last lesson is $last, so the next number is $next" >&2
fi
name=${id:3}
module=lesson_${name//-/_}
folder=lessons/$id
undo() {
    rm -rf "$folder"
    for file in lessons/lib.rs lessons/Cargo.toml; do
        [[ ! -e $file.before ]] || mv "$file.before" "$file"
    done
    echo "error: the lesson could not be made; nothing was changed" >&2
}
trap undo ERR
cp lessons/lib.rs lessons/lib.rs.before
cp lessons/Cargo.toml lessons/Cargo.toml.before
mkdir "$folder"

cat >"$folder/plain.rs" <<RUST
//! One message over TCP, and the end of the stream.

use socket2::{Domain, Socket, Type};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10); // no call waits longer

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.connect(&listener.local_addr()?.into())?;
    let mut sender = TcpStream::from(socket);
    let (mut receiver, _) = listener.accept()?;
    receiver.set_read_timeout(Some(PATIENCE))?;

    sender.write_all(b"hello")?;
    sender.shutdown(Shutdown::Write)?;
    let mut received = Vec::new();
    receiver.read_to_end(&mut received)?;
    println!("{} bytes, then the end", received.len());
    Ok(())
}
RUST

cat >"$folder/main.rs" <<RUST
//! Lesson $number: one message, and the end of the stream.

mod claims;

use lesson::question::READS;
use lesson::{CaseName, CaseResult, Lesson, Session, Stop, read_all, source};
use probe::TracedStream;
use std::io::{Read, Write};
use std::process::ExitCode;

/// What this lesson is.
pub const LESSON: Lesson = Lesson {
    id: "$id",
    question: "What does lesson $number ask?",
    flags: &[],
    on_a_wire: false,
    sources: &[source!("main.rs")],
    headline: ONE_MESSAGE,
    short: &[ONE_MESSAGE],
    run,
    claims: claims::CLAIMS,
    program: None,
};

const ONE_MESSAGE: CaseName = CaseName::new("one message");

/// Runs it as a program.
pub fn main() -> ExitCode {
    lesson::main(&LESSON)
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    session.case(ONE_MESSAGE.describe("Writes 5 bytes, and ends.").ask(READS).code("one_message"), one_message)?;
    Ok(())
}

// ANCHOR: one_message
fn one_message(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    sender.write_all(b"hello")?;
    read_all(receiver, 1024)?;

    sender.shutdown_write()?;
    let _ = receiver.read(&mut [0; 1024])?;
    Ok(())
}
// ANCHOR_END: one_message

#[cfg(test)]
pub(crate) mod tests;
RUST

cat >"$folder/claims.rs" <<RUST
//! The claims of lesson $number.

use super::ONE_MESSAGE;
use lesson::{Statement, claim};
use trace::Stream;

const FORWARD: Stream = Stream::Forward;

pub(crate) const CLAIMS: &[Statement] = &[claim("One message: every byte that was written is read")
    .on(ONE_MESSAGE, |claim, case| claim.equal(case.bytes_read(FORWARD), case.bytes_written(FORWARD)))
    .evidence("{bytes written:byte} were written, and {bytes read} were read")
    .headline()];
RUST

cat >"$folder/tests.rs" <<RUST
//! For each claim of lesson $number, a change to a run that makes it false.

use super::*;
use crate::alter::*;

pub(crate) const ALTERATIONS: &[Alteration] = &[("One message: every byte that was written is read", |run| {
    without(case(run, ONE_MESSAGE), |event| is_read(event));
})];
RUST

cat >"$folder/README.md" <<MARKDOWN
# $number · What does lesson $number ask?

5 minutes. [All lessons](../README.md)

## The program

<!-- excerpt $folder/plain.rs -->
\`\`\`rust
\`\`\`

\`\`\`console
\$ cargo run -q --example $id
5 bytes, then the end
\`\`\`

## The puzzle

## Predict

## Run

\`\`\`console
\$ cargo run -q --bin $id
...
1 claim: 1 held
\`\`\`

## Why

<!-- excerpt $folder/main.rs#one_message -->
\`\`\`rust
\`\`\`

## What the article says, and what the kernel did

## What may differ on your machine

## Try

## Speaker notes

## References
MARKDOWN

awk -v line="    $module in \"$id/main.rs\"," '/^lessons! \{$/ {inside = 1} inside && /^}$/ {print line; inside = 0} {print}' \
    lessons/lib.rs.before >lessons/lib.rs
cat >>lessons/Cargo.toml <<TOML

[[bin]]
name = "$id"
path = "$id/main.rs"
test = false
bench = false

[[example]]
name = "$id"
path = "$id/plain.rs"
TOML
WALKTHROUGHS=overwrite cargo test --quiet --package lessons --test programs every_code_excerpt >/dev/null
rm lessons/lib.rs.before lessons/Cargo.toml.before
echo "made $folder; its tests pass, and this runs it: cargo run -- ${number#0}"
echo "Now write its question, cases and claims. Then list it in README.md and lessons/README.md."
