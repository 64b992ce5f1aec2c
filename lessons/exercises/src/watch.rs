//! Judges the next unsolved exercise again whenever its file changes, until all are solved.

use crate::folder::{Folder, shown};
use crate::judging::{Standing, judge};
use crate::list::EXERCISES;
use command_line::{Failure, Patient, Stop, print_to};
use std::io::{BufRead, BufReader, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// How often the file is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// Goes on until all exercises are solved, or a line `q` is typed.
///
/// # Errors
/// Those of [`judge()`].
pub(crate) fn watch(folder: &Folder, out: &mut dyn Write) -> Result<(), Stop> {
    let quit = quit()?;
    for exercise in EXERCISES {
        if folder.solved().contains(exercise.id) {
            continue;
        }
        loop {
            let judged = folder.source(exercise)?;
            print_to(out, "\n")?;
            if judge(exercise, folder, out)? != Standing::NotSolved {
                break;
            }
            let file = shown(&folder.file(exercise));
            print_to(out, format!("\nWaiting until you save {file}. To leave, type q and press Enter.\n"))?;
            wait_for_change(&judged, || folder.source(exercise), &quit)?;
        }
    }
    print_to(out, "\nNo exercise is left.\n")
}

/// Waits until the text is another one, and has stayed so for a moment: an editor may write a file in parts.
fn wait_for_change(
    judged: &[u8],
    mut source: impl FnMut() -> Result<Vec<u8>, Failure>,
    quit: &Receiver<()>,
) -> Result<(), Stop> {
    let mut last = judged.to_vec();
    loop {
        if quit.recv_timeout(LOOK).is_ok() {
            return Err(Stop::Quit);
        }
        // An editor that replaces a file removes it for a moment.
        let now = source().unwrap_or_else(|_| last.clone());
        if now == last && now != judged {
            return Ok(());
        }
        last = now;
    }
}

/// Hears of a line `q`. The thread ends with the process; at the end of the input only Ctrl-C is left.
fn quit() -> Result<Receiver<()>, Failure> {
    let (sender, receiver) = channel();
    let listen = move || {
        let lines = BufReader::new(Patient(std::io::stdin())).lines().map_while(Result::ok);
        for _ in lines.filter(|line| line.trim().eq_ignore_ascii_case("q")) {
            let _ = sender.send(());
        }
        loop {
            thread::park(); // a sender that is dropped would end every wait at once
        }
    };
    let started = thread::Builder::new().name("input".to_owned()).spawn(listen);
    started.map_err(|error| Failure::cannot(format!("no thread can be started: {error}"), "end other programs"))?;
    Ok(receiver)
}
