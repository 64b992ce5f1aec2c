//! What the tests share: runners, a folder, waiting for a state, and a process of a test's own.

use remote_command::{HARMLESS, RunLimits, Runner, ServeLimits, Server};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than any test needs, on any machine: reaching it is a failure.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// For tests alone: it lets everything happen.
#[cfg(unix)]
pub(crate) const SHELL: &[remote_command::AllowedProgram] =
    &[remote_command::AllowedProgram { name: "sh", usage: "-c SCRIPT", prints: "anything", accepts: |_| true }];

/// Limits that nothing reaches but what a test sets of its own.
pub(crate) fn patient() -> RunLimits {
    RunLimits { time: PATIENCE, slot_wait: PATIENCE, large_wait: PATIENCE, ..RunLimits::default() }
}

/// What a harmless command printed, or why it was refused.
pub(crate) fn run(limits: RunLimits, command: impl AsRef<[u8]>) -> String {
    String::from_utf8_lossy(Runner::new(HARMLESS, limits).run(command.as_ref()).as_bytes()).into_owned()
}

#[cfg(unix)]
pub(crate) fn shell(limits: RunLimits, script: &str) -> String {
    let output = Runner::new(SHELL, limits).run(format!("sh -c '{script}'").as_bytes());
    String::from_utf8_lossy(output.as_bytes()).into_owned()
}

pub(crate) fn server(limits: ServeLimits) -> Server {
    Server::new(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap(), limits).unwrap()
}

pub(crate) fn client(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.local_addr()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Stops the server also where a test fails beside it: its scope would wait for it without end.
pub(crate) struct Stop<'a>(pub(crate) &'a Server);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

#[track_caller]
pub(crate) fn wait_until(what: &str, mut state: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !state() {
        assert!(Instant::now() < until, "waited {PATIENCE:?} for {what}, and it did not come");
        thread::sleep(Duration::from_millis(2));
    }
}

/// Runs a test, which has to give its own name, in a process of its own: it looks at what all threads of a process share.
/// The shell runs `setup` in that process first.
#[cfg(target_os = "linux")]
pub(crate) fn in_its_own_process(name: &str, setup: &str, test: impl FnOnce()) {
    const INSIDE: &str = "REMOTE_COMMAND_TEST_INSIDE";
    if std::env::var_os(INSIDE).is_some() {
        return test();
    }
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &format!("{setup} && exec \"$0\" \"$@\"")]).arg(std::env::current_exe().unwrap());
    let output = command.args([name, "--exact", "--nocapture"]).env(INSIDE, "1").output().unwrap();
    let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
}

/// A folder of a test's own, removed with it.
#[cfg(unix)]
pub(crate) struct Folder(std::path::PathBuf);

#[cfg(unix)]
impl Folder {
    pub(crate) fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("remote-command-{}-{test}", std::process::id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        &self.0
    }

    pub(crate) fn files(&self) -> usize {
        std::fs::read_dir(&self.0).unwrap().count()
    }
}

#[cfg(unix)]
impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
