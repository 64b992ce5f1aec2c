//! From the bytes of a command to a listed program and its arguments, or to a refusal that helps.
//! Starts nothing, and knows of a shell's language only how it splits words.

use crate::Allowed;

/// The listed program and its arguments; or why not, and what to send instead.
pub(crate) fn command(
    bytes: &[u8],
    bytes_max: usize,
    list: &'static [Allowed],
) -> Result<(&'static Allowed, Vec<String>), String> {
    let words = words(bytes, bytes_max).map_err(|why| format!("{why}. {}", names(list)))?;
    let Some((name, arguments)) = words.split_first() else {
        return Err(format!("the command is empty. {}", names(list)));
    };
    let Some(allowed) = list.iter().find(|allowed| allowed.name == name) else {
        return Err(format!("{} is not on this server's list. {}", quoted(name), names(list)));
    };
    if !(allowed.lets)(arguments) {
        let Allowed { usage, prints, .. } = allowed;
        return Err(format!("these arguments are not let through. Send: {name} {usage} (it prints {prints})"));
    }
    Ok((allowed, arguments.to_vec()))
}

fn words(bytes: &[u8], bytes_max: usize) -> Result<Vec<String>, String> {
    if bytes.len() > bytes_max {
        return Err(format!(
            "a command has at most {bytes_max} bytes, and of this one {} came: it may be cut short. \
             Send a shorter one",
            bytes.len()
        ));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("the command is not UTF-8 at its byte {}. Send it as UTF-8", error.valid_up_to()))?;
    if text.contains('\0') {
        return Err("the command has a NUL byte, and an argument cannot. Leave it out".to_owned());
    }
    // Some clients end a line with \r\n, and \r is a letter like any other to a POSIX shell.
    shlex::split(text.trim_end())
        .ok_or_else(|| "the command ends inside a quotation or after a \\. Close it".to_owned())
}

fn names(list: &[Allowed]) -> String {
    let names: Vec<_> = list.iter().map(|allowed| allowed.name).collect();
    format!("Allowed: {}", names.join(", "))
}

/// Escaped and cut: it is the client's text, and somebody's terminal will show it.
fn quoted(name: &str) -> String {
    format!("{:?}", name.chars().take(40).collect::<String>())
}
