//! A running program: its input, its output, its memory and its end.

use crate::command::Command;
use crate::output::{Output, Tail};
use crate::registry::{self, Entry, MARK};
use crate::state::State;
use crate::system;
use std::io::{self, ErrorKind, Write};
use std::process::{self, Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long processes may take to disappear after SIGKILL: one that waits for a broken disk cannot.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a program is looked at while we wait for its end.
const LOOK: Duration = Duration::from_millis(1);

/// A program that was started. Dropping it ends it, as [`end`](Self::end) does.
pub struct Program {
    child: Mutex<Child>,
    entry: Entry,
    grace: Duration,
    input: Mutex<Option<Sender<Vec<u8>>>>,
    stdout: Tail,
    stderr: Tail,
    /// What became of it by itself, or by `end`; `None` until it has been ended.
    ended: Option<State>,
}

impl Program {
    /// Starts a program.
    ///
    /// # Errors
    /// If it does not exist, is not executable, or has a NUL byte in a variable; those of execve(2) and fork(2).
    pub fn start(command: &Command) -> io::Result<Self> {
        let entry = registry::next_mark();
        let mut child = spawn(command, entry)?;
        let (stdin, stdout, stderr) = (child.0.stdin.take(), child.0.stdout.take(), child.0.stderr.take());
        let mut program = Self {
            child: Mutex::new(child.0),
            entry: child.1,
            grace: command.grace,
            input: Mutex::new(None),
            stdout: Tail::default(),
            stderr: Tail::default(),
            ended: None,
        };
        // From here on, an error drops the program, which ends it.
        program.stdout = stdout.map_or(Ok(Tail::default()), |pipe| Tail::follow(pipe, command.kept))?;
        program.stderr = stderr.map_or(Ok(Tail::default()), |pipe| Tail::follow(pipe, command.kept))?;
        program.input = Mutex::new(stdin.map(feed).transpose()?);
        Ok(program)
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.entry.pid
    }

    /// Whether it runs or how it ended, now.
    ///
    /// # Errors
    /// Those of waitid(2).
    pub fn state(&self) -> io::Result<State> {
        match self.ended {
            Some(state) => Ok(state),
            None => system::observe(&mut self.child()),
        }
    }

    /// Waits until it ends, or until `deadline`; returns [`State::Running`] then.
    ///
    /// # Errors
    /// Those of waitid(2).
    pub fn wait(&self, deadline: Instant) -> io::Result<State> {
        loop {
            let state = self.state()?;
            if state != State::Running || Instant::now() >= deadline {
                return Ok(state);
            }
            thread::sleep(LOOK);
        }
    }

    /// Whether the program and all that descends from it have ended. Where descendants cannot be seen, the program alone counts.
    ///
    /// # Errors
    /// Those of waitid(2).
    pub fn is_gone(&self) -> io::Result<bool> {
        let state = self.state()?;
        Ok(self.ended.is_some() || !system::has_left_over(&self.entry, &registry::lock(), state))
    }

    /// Gives bytes to its standard input. It never waits: what the program does not read yet is kept in memory.
    pub fn send(&self, bytes: impl Into<Vec<u8>>) {
        if let Some(input) = &*self.input() {
            let _ = input.send(bytes.into()); // nobody takes them once the program has closed its input
        }
    }

    /// Ends its standard input, once it has read what was sent.
    pub fn end_input(&self) {
        *self.input() = None;
    }

    /// The next line of its standard output, without the `\n`; `None` at its end. A last line without `\n` counts too.
    ///
    /// # Errors
    /// [`ErrorKind::TimedOut`] at the deadline; [`ErrorKind::InvalidData`] if it printed more than is kept
    /// ([`Command::keep`]) since the last line was read. The next call continues with what is there.
    pub fn read_line(&self, deadline: Instant) -> io::Result<Option<Vec<u8>>> {
        self.stdout.read_line(deadline)
    }

    /// Waits until it has closed its outputs, which ends them; returns whether it has by `deadline`.
    pub fn wait_for_output(&self, deadline: Instant) -> bool {
        self.stdout.wait_for_end(deadline) && self.stderr.wait_for_end(deadline)
    }

    /// The ends of what it has printed so far.
    pub fn output(&self) -> Output {
        let (stdout, stdout_total) = self.stdout.kept();
        let (stderr, stderr_total) = self.stderr.kept();
        Output { stdout, stdout_total, stderr, stderr_total }
    }

    /// The physical memory of the program and all that descends from it, in bytes; `None` where the system does not report it.
    #[cfg(target_os = "linux")]
    pub fn memory(&self) -> Option<u64> {
        let family = crate::family::of(&self.entry, &registry::lock());
        family.iter().filter_map(crate::family::resident).reduce(|sum, more| sum + more)
    }

    /// The physical memory of the program and all that descends from it, in bytes; `None` where the system does not report it.
    #[cfg(not(target_os = "linux"))]
    pub fn memory(&self) -> Option<u64> {
        None
    }

    /// Ends the program and all that descends from it: SIGTERM, then SIGKILL for what is left after the grace
    /// ([`Command::grace`]). Returns what had become of the program before, or what became of it now.
    ///
    /// # Errors
    /// [`ErrorKind::TimedOut`] if something is still there seconds after SIGKILL.
    pub fn end(&mut self) -> io::Result<State> {
        if let Some(state) = self.ended {
            return Ok(state);
        }
        self.end_input();
        if !self.is_gone()? && !self.grace.is_zero() {
            system::terminate(&self.entry, &registry::lock());
            self.until_gone(self.grace, || ())?;
        }
        let mut gone = self.until_gone(PATIENCE, || system::kill(&self.entry, &registry::lock()))?;
        let state = self.state()?;
        if state != State::Running {
            self.child().wait()?; // reaps it
        }
        gone &= self.leave_registry();
        self.ended = Some(state);
        self.wait_for_output(Instant::now() + PATIENCE);
        let left = || format!("process {} or a descendant of it did not end after SIGKILL", self.entry.pid);
        if gone { Ok(state) } else { Err(io::Error::new(ErrorKind::TimedOut, left())) }
    }

    /// The last program takes along what cannot be said to be another's. Returns whether all of that has ended.
    fn leave_registry(&self) -> bool {
        let mut programs = registry::lock();
        programs.retain(|entry| *entry != self.entry);
        !programs.is_empty() || until(PATIENCE, system::kill_orphans)
    }

    fn until_gone(&self, limit: Duration, mut try_again: impl FnMut()) -> io::Result<bool> {
        let deadline = Instant::now() + limit;
        // Twice, because /proc is not read at one instant: a process can fork and end between two entries.
        while !(self.is_gone()? && self.is_gone()?) {
            if Instant::now() >= deadline {
                return Ok(false);
            }
            try_again();
            thread::sleep(LOOK);
        }
        Ok(true)
    }

    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn input(&self) -> MutexGuard<'_, Option<Sender<Vec<u8>>>> {
        self.input.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.end(); // whoever wants to know calls it
    }
}

/// Whether `done` becomes true twice in a row, for the same reason, within `limit`.
fn until(limit: Duration, mut done: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + limit;
    while !(done() && done()) {
        if Instant::now() >= deadline {
            return false;
        }
        thread::sleep(LOOK);
    }
    true
}

fn spawn(command: &Command, mark: String) -> io::Result<(Child, Entry)> {
    let mut process = process::Command::new(command.program());
    process.args(&command.words[1..]).envs(command.variables.iter().map(|(name, value)| (name, value)));
    process.env(MARK, &mark).stdout(Stdio::piped()).stderr(Stdio::piped());
    process.stdin(if command.has_input { Stdio::piped() } else { Stdio::null() });
    system::prepare(&mut process)?;
    let mut programs = registry::lock();
    let child = process.spawn().map_err(|error| cannot_start(command, &error))?;
    let entry = Entry { pid: child.id(), mark };
    programs.push(entry.clone());
    #[cfg(target_os = "linux")]
    crate::family::note_first(entry.pid);
    Ok((child, entry))
}

fn cannot_start(command: &Command, error: &io::Error) -> io::Error {
    let program = command.program().to_string_lossy();
    let text = match error.kind() {
        ErrorKind::NotFound => {
            format!("{program}: there is no such program. Check its name, the PATH, or its first line")
        }
        ErrorKind::PermissionDenied => format!("{program}: it cannot be executed. Is it a program? Try chmod +x"),
        _ => format!("{program} could not be started: {error}"),
    };
    io::Error::new(error.kind(), text)
}

/// Writes what is sent to `stdin`, in a thread of its own: a program that does not read blocks only that.
fn feed(mut stdin: ChildStdin) -> io::Result<Sender<Vec<u8>>> {
    let (sender, receiver): (_, Receiver<Vec<u8>>) = channel();
    let write = move || {
        for bytes in receiver {
            if stdin.write_all(&bytes).is_err() {
                break; // it has closed its input
            }
        }
    };
    thread::Builder::new().name("input".to_owned()).spawn(write)?;
    Ok(sender)
}
