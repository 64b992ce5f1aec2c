//! The part of a long case that is drawn: of a case that is made of commands the first one, so that it fits a screen.

use std::borrow::Cow;
use trace::Case;

/// The first command of a case, or the whole case if it is not made of commands.
pub(crate) fn first_command(case: &Case) -> Cow<'_, Case> {
    case.commands().into_iter().next().map_or(Cow::Borrowed(case), Cow::Owned)
}

/// A remark, if more happened than is drawn.
pub(crate) fn other_commands(case: &Case) -> String {
    match case.command_count().value {
        Some(commands @ 2..) => format!("  (command 1 of {commands} is drawn)\n"),
        _ => String::new(),
    }
}
