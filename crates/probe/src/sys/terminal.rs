//! Asks the terminal for its size, and discards what was typed ahead.

use std::io;

/// Columns and rows of the terminal on standard output; `None` if it is not a terminal, or does not report its size.
pub fn terminal_size() -> Option<(usize, usize)> {
    system::size().filter(|&(columns, rows)| columns > 0 && rows > 0)
}

/// Discards what was typed on the terminal on standard input and was not read yet.
pub fn discard_typed_ahead() {
    if io::IsTerminal::is_terminal(&io::stdin()) {
        system::discard();
    }
}

#[cfg(unix)]
mod system {
    pub(super) fn size() -> Option<(usize, usize)> {
        // SAFETY: `winsize` consists of integers, so all zeros is a value.
        let mut size: libc::winsize = unsafe { std::mem::zeroed() };
        // SAFETY: the request writes one `winsize`, and `size` is one; a descriptor that is not a terminal is an error.
        let answer = unsafe { libc::ioctl(libc::STDOUT_FILENO, libc::TIOCGWINSZ as _, &raw mut size) };
        (answer == 0).then(|| (size.ws_col.into(), size.ws_row.into()))
    }

    pub(super) fn discard() {
        // SAFETY: it takes two integers; a descriptor that is not a terminal is an error, and there is nothing to discard.
        let _ = unsafe { libc::tcflush(libc::STDIN_FILENO, libc::TCIFLUSH) };
    }
}

#[cfg(windows)]
mod system {
    use windows_sys::Win32::System::Console::{
        CONSOLE_SCREEN_BUFFER_INFO, FlushConsoleInputBuffer, GetConsoleScreenBufferInfo, GetStdHandle,
        STD_INPUT_HANDLE, STD_OUTPUT_HANDLE,
    };

    pub(super) fn size() -> Option<(usize, usize)> {
        // SAFETY: the structure consists of integers, so all zeros is a value.
        let mut info: CONSOLE_SCREEN_BUFFER_INFO = unsafe { std::mem::zeroed() };
        // SAFETY: the call writes one such structure, and `info` is one; a handle that is not a console is an error.
        let answered = unsafe { GetConsoleScreenBufferInfo(GetStdHandle(STD_OUTPUT_HANDLE), &raw mut info) } != 0;
        let window = info.srWindow;
        let length = |first: i16, last: i16| usize::try_from(last - first + 1).unwrap_or(0);
        answered.then(|| (length(window.Left, window.Right), length(window.Top, window.Bottom)))
    }

    pub(super) fn discard() {
        // SAFETY: it takes a handle; one that is not a console is an error, and there is nothing to discard.
        let _ = unsafe { FlushConsoleInputBuffer(GetStdHandle(STD_INPUT_HANDLE)) };
    }
}

#[cfg(not(any(unix, windows)))]
mod system {
    pub(super) fn size() -> Option<(usize, usize)> {
        None
    }

    pub(super) fn discard() {}
}
