//! Says why a wire is impossible here, and what to do about it.

use std::error::Error;
use std::fmt;
use std::io;

/// Why a wire could not be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum Unavailable {
    /// Other systems have no network namespaces.
    NotLinux,
    /// This user may not make namespaces.
    NoNamespaces(io::Error),
    /// `/dev/net/tun` is missing, or this user may not open it.
    NoTun(io::Error),
    /// Something else failed.
    Failed(io::Error),
}

impl Unavailable {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotLinux => "run it on Linux, or without --wire: every lesson runs on loopback",
            Self::NoNamespaces(_) => {
                "allow user namespaces (Ubuntu: sysctl kernel.apparmor_restrict_unprivileged_userns=0), leave the \
                 container, or run as root"
            }
            Self::NoTun(_) => "give users access to it: sudo modprobe tun; sudo chmod 666 /dev/net/tun",
            Self::Failed(_) => "try again; if it fails again, run without --wire",
        }
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLinux => write!(f, "no wire here: this system has no network namespaces"),
            Self::NoNamespaces(error) => write!(f, "no wire here: this user may not make network namespaces ({error})"),
            Self::NoTun(error) => write!(f, "no wire here: /dev/net/tun cannot be used ({error})"),
            Self::Failed(error) => write!(f, "the wire could not be set up ({error})"),
        }
    }
}

impl Error for Unavailable {}
