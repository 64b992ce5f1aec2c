//! Starts, looks at and ends processes, as each system does.

use crate::registry::Entry;
use crate::state::State;
use std::io;
use std::process::{Child, Command};

#[cfg(unix)]
pub(crate) use unix::{has_left_over, kill, kill_orphans, observe, prepare, terminate};
#[cfg(windows)]
pub(crate) use windows::{has_left_over, kill, kill_orphans, observe, prepare, terminate};

#[cfg(unix)]
mod unix {
    use super::*;
    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
    use std::os::unix::process::CommandExt;
    use std::sync::{Arc, OnceLock};

    /// Puts the program into a process group of its own, and makes this process the parent of its daemons.
    pub(crate) fn prepare(command: &mut Command) -> io::Result<()> {
        keep_ended_children()?;
        command.process_group(0);
        #[cfg(target_os = "linux")]
        rustix::process::set_child_subreaper(Some(rustix::process::getpid()))?;
        Ok(())
    }

    /// Handles SIGCHLD, by doing nothing: a parent may have left it ignored, and then the kernel keeps no exit status (wait(2)).
    fn keep_ended_children() -> io::Result<()> {
        static HANDLED: OnceLock<Result<(), i32>> = OnceLock::new();
        let handle = || {
            let handled = signal_hook::flag::register(signal_hook::consts::SIGCHLD, Arc::default());
            handled.map(|_| ()).map_err(|error| error.raw_os_error().unwrap_or_default())
        };
        HANDLED.get_or_init(handle).map_err(io::Error::from_raw_os_error)
    }

    /// Looks at the program without reaping it: as long as it is a zombie, its number and its group's are not reused.
    pub(crate) fn observe(child: &mut Child) -> io::Result<State> {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        let Some(status) = waitid(WaitId::Pid(pid(child.id())?), options)? else { return Ok(State::Running) };
        Ok(match (status.exit_status(), status.terminating_signal()) {
            (Some(status), _) => State::Exited(status),
            (None, Some(signal)) => State::Signaled(signal),
            (None, None) => State::Running,
        })
    }

    pub(crate) fn terminate(program: &Entry, programs: &[Entry]) {
        signal_all(program, programs, Signal::TERM);
    }

    pub(crate) fn kill(program: &Entry, programs: &[Entry]) {
        signal_all(program, programs, Signal::KILL);
    }

    fn pid(number: u32) -> io::Result<Pid> {
        let number = i32::try_from(number).ok().and_then(Pid::from_raw);
        number.ok_or_else(|| io::Error::other("a process number is out of range"))
    }

    /// A signal that finds nobody has nothing left to do, so its errors mean nothing.
    fn signal_all(program: &Entry, programs: &[Entry], signal: Signal) {
        let Ok(group) = pid(program.pid) else { return };
        let _ = kill_process_group(group, signal);
        #[cfg(target_os = "linux")]
        for process in crate::family::of(program, programs) {
            if let (false, Ok(pid)) = (process.zombie, pid(process.pid)) {
                let _ = rustix::process::kill_process(pid, signal);
            }
        }
        #[cfg(not(target_os = "linux"))]
        let _ = programs;
    }

    /// Whether anything of the program still runs. Reaps what has ended of any program: a zombie no longer tells whose it was.
    #[cfg(target_os = "linux")]
    pub(crate) fn has_left_over(program: &Entry, programs: &[Entry], _: State) -> bool {
        let left = crate::family::of(program, programs).iter().any(|process| !process.zombie);
        crate::family::orphans(programs).iter().filter(|process| process.zombie).for_each(reap);
        left
    }

    #[cfg(target_os = "linux")]
    fn reap(orphan: &crate::family::Process) {
        if let Ok(pid) = pid(orphan.pid) {
            let _ = rustix::process::waitpid(Some(pid), rustix::process::WaitOptions::NOHANG);
        }
    }

    /// Kills what is left once no program runs: daemons that have cleared their environment. Returns whether none is left.
    #[cfg(target_os = "linux")]
    pub(crate) fn kill_orphans() -> bool {
        let orphans = crate::family::orphans(&[]);
        for orphan in &orphans {
            if let Ok(pid) = pid(orphan.pid) {
                let _ = rustix::process::kill_process(pid, Signal::KILL);
            }
            reap(orphan);
        }
        orphans.is_empty()
    }

    #[cfg(not(target_os = "linux"))]
    pub(crate) fn kill_orphans() -> bool {
        true
    }

    #[cfg(not(target_os = "linux"))]
    pub(crate) fn has_left_over(_: &Entry, _: &[Entry], state: State) -> bool {
        state == State::Running
    }
}

#[cfg(windows)]
mod windows {
    use super::*;
    use std::process::Stdio;

    pub(crate) fn prepare(_: &mut Command) -> io::Result<()> {
        Ok(())
    }

    pub(crate) fn observe(child: &mut Child) -> io::Result<State> {
        Ok(child.try_wait()?.map_or(State::Running, |status| State::Exited(status.code().unwrap_or(-1))))
    }

    /// Windows has no signal that asks a program without a window to end.
    pub(crate) fn terminate(program: &Entry, programs: &[Entry]) {
        kill(program, programs);
    }

    pub(crate) fn kill(program: &Entry, _: &[Entry]) {
        let mut taskkill = Command::new("taskkill");
        taskkill.args(["/T", "/F", "/PID", &program.pid.to_string()]);
        let _ = taskkill.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    }

    pub(crate) fn has_left_over(_: &Entry, _: &[Entry], state: State) -> bool {
        state == State::Running
    }
    pub(crate) fn kill_orphans() -> bool {
        true
    }
}
