//! Ends all programs when this process is told to end.

use std::io;

/// From now on, SIGINT (Ctrl-C), SIGQUIT, SIGTERM and SIGHUP end every [`Program`](crate::Program) of this process with SIGKILL, and then
/// this process with status 128 + the signal's number, as a shell would report it. On Windows it does nothing: Ctrl-C reaches
/// all programs of a console.
///
/// # Errors
/// Those of sigaction(2), and of starting a thread.
pub fn end_all_on_signals() -> io::Result<()> {
    #[cfg(unix)]
    unix::end_all_on_signals()?;
    Ok(())
}

#[cfg(unix)]
mod unix {
    use crate::{registry, state::State, system};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;
    use std::io;
    use std::thread;
    use std::time::{Duration, Instant};

    /// How long this process tries to end the others before it ends itself.
    const PATIENCE: Duration = Duration::from_secs(3);

    pub(super) fn end_all_on_signals() -> io::Result<()> {
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGQUIT])?;
        let wait = move || {
            if let Some(signal) = signals.forever().next() {
                end_all();
                std::process::exit(128 + signal);
            }
        };
        thread::Builder::new().name("signals".to_owned()).spawn(wait)?;
        Ok(())
    }

    /// The list stays locked until this process has ended, so that no further program starts.
    fn end_all() {
        let mut programs = registry::lock();
        let deadline = Instant::now() + PATIENCE;
        while let Some(program) = programs.last().cloned() {
            system::kill(&program, &programs);
            let left = system::has_left_over(&program, &programs, State::Exited(0));
            if !left || Instant::now() > deadline {
                programs.pop();
            } else {
                thread::sleep(Duration::from_millis(1));
            }
        }
        while !system::kill_orphans() && Instant::now() < deadline {}
        std::mem::forget(programs);
    }
}
