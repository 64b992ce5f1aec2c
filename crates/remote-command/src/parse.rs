//! Parses the bytes of a command into a listed command and its arguments, or into a refusal that says what to send instead. It
//! splits words like a shell, and does nothing else that a shell does.

use crate::BuiltIn;

/// The listed command and its arguments; or why there is none, and what to send instead.
pub(crate) fn command(
    bytes: &[u8],
    bytes_max: usize,
    list: &'static [BuiltIn],
) -> Result<(&'static BuiltIn, Vec<String>), String> {
    let words = words(bytes, bytes_max).map_err(|why| format!("{why}. {}", names(list)))?;
    let Some((name, arguments)) = words.split_first() else {
        return Err(format!("the command is empty. {}", names(list)));
    };
    match list.iter().find(|command| command.name == name) {
        Some(command) => Ok((command, arguments.to_vec())),
        None => Err(format!("{} is not on this server's list. {}", quoted(name), names(list))),
    }
}

fn words(bytes: &[u8], bytes_max: usize) -> Result<Vec<String>, String> {
    if bytes.len() > bytes_max {
        return Err(format!(
            "a command has at most {bytes_max} bytes, but {} arrived: it may be cut short. Send a shorter one",
            bytes.len()
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        format!("the command is not valid UTF-8 from byte {} on. Send it as UTF-8", error.valid_up_to())
    })?;
    if text.contains('\0') {
        return Err("the command contains a NUL byte, which no argument may have. Leave it out".to_owned());
    }
    // Some clients end a line with \r\n, and a POSIX shell treats \r like any letter.
    shlex::split(text.trim_end()).ok_or_else(|| "the command ends inside quotes or after a \\. Complete it".to_owned())
}

fn names(list: &[BuiltIn]) -> String {
    let names: Vec<_> = list.iter().map(|command| command.name).collect();
    format!("Allowed: {}", names.join(", "))
}

/// Escapes and shortens a client's text, because a terminal will show it.
fn quoted(name: &str) -> String {
    format!("{:?}", name.chars().take(40).collect::<String>())
}
