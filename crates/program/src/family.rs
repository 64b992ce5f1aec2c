//! Finds the processes that descend from a program, by `/proc` (proc(5)): also those that left its process group and session,
//! and those whose parents have ended, which are children of this process by then.

use crate::registry::{Entry, MARK};
use std::fs;
use std::sync::OnceLock;

/// One process, as `/proc/PID/stat` describes it.
#[derive(Clone, Debug)]
pub(crate) struct Process {
    pub(crate) pid: u32,
    parent: u32,
    group: u32,
    session: u32,
    /// Whether it has ended, and waits for its parent to notice.
    pub(crate) zombie: bool,
    /// When it started, in clock ticks since the machine did.
    started: u64,
}

impl Process {
    fn read(pid: u32) -> Option<Self> {
        Self::parse(pid, &fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }

    /// The second field, the name, is in parentheses, and may itself contain spaces and parentheses.
    fn parse(pid: u32, stat: &str) -> Option<Self> {
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
        let number = |nth: usize| fields.get(nth)?.parse().ok();
        Some(Self {
            pid,
            zombie: ["Z", "X"].contains(fields.first()?),
            parent: number(1)?,
            group: number(2)?,
            session: number(3)?,
            started: fields.get(19)?.parse().ok()?,
        })
    }

    fn is_child(&self) -> bool {
        self.parent == std::process::id()
    }

    fn mark(&self) -> Option<String> {
        let environ = fs::read(format!("/proc/{}/environ", self.pid)).ok()?;
        let mut variables = environ.split(|&byte| byte == 0);
        let value = variables.find_map(|variable| variable.strip_prefix(MARK.as_bytes())?.strip_prefix(b"="))?;
        String::from_utf8(value.to_vec()).ok()
    }
}

/// Remembers when the first program started: an older child of this process is none of ours.
pub(crate) fn note_first(pid: u32) {
    first_start(|| Process::read(pid).map_or(0, |process| process.started));
}

fn first_start(first: impl FnOnce() -> u64) -> u64 {
    static FIRST: OnceLock<u64> = OnceLock::new();
    *FIRST.get_or_init(first)
}

/// The program itself and all that descends from it, zombies included. `programs` are all that run, this one too.
pub(crate) fn of(program: &Entry, programs: &[Entry]) -> Vec<Process> {
    let (mut family, mut others): (Vec<_>, Vec<_>) =
        all().into_iter().partition(|process| begins_a_branch(process, program, programs));
    let mut nth = 0;
    while let Some(parent) = family.get(nth).map(|process| process.pid) {
        let (children, rest) = others.into_iter().partition(|process| process.parent == parent);
        others = rest;
        family.extend::<Vec<_>>(children);
        nth += 1;
    }
    family
}

/// Whether a process belongs to the program for another reason than its parent.
fn begins_a_branch(process: &Process, program: &Entry, programs: &[Entry]) -> bool {
    process.pid == program.pid
        || process.group == program.pid
        || process.session == program.pid
        || (is_orphan(process, programs) && process.mark().is_some_and(|mark| mark == program.mark))
}

/// Children of this process that descend from some program, and are none themselves: their own parents have ended.
pub(crate) fn orphans(programs: &[Entry]) -> Vec<Process> {
    all().into_iter().filter(|process| is_orphan(process, programs)).collect()
}

fn is_orphan(process: &Process, programs: &[Entry]) -> bool {
    let is_program = programs.iter().any(|other| other.pid == process.pid);
    process.is_child() && !is_program && process.started >= first_start(|| u64::MAX) && left_our_group(process)
}

fn left_our_group(process: &Process) -> bool {
    let ours = rustix::process::getpgrp().as_raw_nonzero().get();
    i32::try_from(process.group).is_ok_and(|group| group != ours)
}

fn all() -> Vec<Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| Process::read(entry.file_name().to_str()?.parse().ok()?)).collect()
}

/// The physical memory of a process, in bytes.
pub(crate) fn resident(process: &Process) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", process.pid)).ok()?;
    let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(1024 * kib.trim().strip_suffix(" kB")?.parse::<u64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_spaces_and_parentheses_does_not_shift_the_fields() {
        let stat = "7 (a ) (b) S 1 2 3 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 99 0 0";
        let process = Process::parse(7, stat).expect("it is complete");
        assert_eq!((process.parent, process.group, process.session, process.started), (1, 2, 3, 99));
        assert!(!process.zombie);
    }

    #[test]
    fn this_process_is_found_with_its_memory() {
        let own = all().into_iter().find(|process| process.pid == std::process::id()).expect("it runs");
        assert!(resident(&own).is_some_and(|bytes| bytes > 100_000));
    }
}
