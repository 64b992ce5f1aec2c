//! Compiles one file with rustc, so that an error in it concerns no other. rustc's messages are printed as they are.

use crate::folder::from_here;
use command_line::Failure;
use std::path::Path;
use std::process::{Command, Stdio};

/// Compiles `file` to `executable`; returns whether it could be compiled.
///
/// # Errors
/// If there is no rustc, or if it does not get as far as to say so.
pub(crate) fn compile(file: &Path, executable: &Path) -> Result<bool, Failure> {
    let rustc = std::env::var_os("RUSTC").filter(|rustc| !rustc.is_empty()).unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(&rustc);
    command.args(["--edition=2024", "--crate-name=exercise", "-Copt-level=1", "-Cdebug-assertions=on", "-o"]);
    command.arg(executable).arg("--").arg(from_here(file)).stdin(Stdio::null());
    let cannot = |what: String| {
        let message = format!("{} could not be run: {what}", rustc.to_string_lossy());
        Failure::cannot(message, "is Rust installed? Set RUSTC if rustc is not in the PATH")
    };
    let status = command.status().map_err(|error| cannot(error.to_string()))?;
    status.code().map(|code| code == 0).ok_or_else(|| cannot(status.to_string()))
}
