//! What to do when this machine lacks something.

use std::io;

/// The system's codes for having no more descriptors, and for having no buffer for a socket: EMFILE, ENFILE, ENOBUFS.
const NO_DESCRIPTOR: &[i32] = if cfg!(windows) { &[10_024] } else { &[24, 23] };
const NO_BUFFER: i32 = if cfg!(windows) {
    10_055
} else if cfg!(target_os = "linux") {
    105
} else {
    55
};

/// What to do about an error that says what this machine lacks.
pub(crate) fn hint_for(error: &io::Error) -> Option<&'static str> {
    use io::ErrorKind::{AddrInUse, AddrNotAvailable, NetworkDown, NetworkUnreachable, OutOfMemory};
    let code = error.raw_os_error();
    match error.kind() {
        _ if code.is_some_and(|code| NO_DESCRIPTOR.contains(&code)) => {
            Some("this process may not open any more files or sockets; 'ulimit -n' shows the limit, and can raise it")
        }
        NetworkUnreachable | NetworkDown => {
            Some("the loopback interface is down; 'ip link set lo up' brings it up, as root")
        }
        AddrInUse | AddrNotAvailable => Some(
            "there is no free port for another connection, or no loopback interface; closed connections release their \
             ports within a minute",
        ),
        _ if error.kind() == OutOfMemory || code == Some(NO_BUFFER) => {
            Some("there is not enough memory; close other programs, or raise the limit ('ulimit -v')")
        }
        _ => None,
    }
}
