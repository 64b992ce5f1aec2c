//! The lines of a lesson's source that a case runs, as its comments mark them.

use trace::{Case, Code};

/// The most lines that are shown.
pub const LINES_MAX: usize = 14;

/// A source file of a lesson; the macro [`source!`](crate::source!) makes one.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// The path of a file in the same folder, as `file!()` returns it.
    pub beside: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What is in it.
    pub text: &'static str,
}

/// A source file of a lesson, in the same folder: `source!("main.rs")`.
#[macro_export]
macro_rules! source {
    ($name:literal) => {
        $crate::Source { beside: file!(), name: $name, text: include_str!($name) }
    };
}

impl Source {
    /// Its path in the workspace, with `/` between its parts.
    pub fn path(&self) -> String {
        let beside = slashed(self.beside);
        let folder = beside.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        folder + self.name
    }

    /// The function in which the line `line` stands, from 1; of a long one, the lines round it.
    fn function_at(&self, line: u64) -> Code {
        let (lines, at) = (self.text.lines().collect::<Vec<_>>(), line as usize - 1);
        let starts =
            |line: &&str| line.trim_start().starts_with("fn ") || line.contains(") fn ") || line.contains("pub fn ");
        let first = lines[..=at].iter().rposition(starts).unwrap_or(at);
        let indent = lines[first].len() - lines[first].trim_start().len();
        let is_last = |line: &&str| line.trim_end() == format!("{}}}", " ".repeat(indent));
        let end = lines[at..].iter().position(is_last).map_or(lines.len(), |last| at + last + 1);
        let first = if end - first > LINES_MAX { first.max(at.saturating_sub(LINES_MAX / 2)) } else { first };
        self.code(first, &lines[first..end.min(first + LINES_MAX)])
    }

    /// Lines of this file, after so many others, without the indentation that they share.
    fn code(&self, before: usize, lines: &[&str]) -> Code {
        let blank = |line: &&&str| !line.trim().is_empty();
        let indent = lines.iter().filter(blank).map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
        let text = lines.iter().map(|line| line.get(indent..).unwrap_or_default().to_owned() + "\n").collect();
        Code { file: self.path(), line: before as u64 + 1, text }
    }
}

/// A path with `/` between its parts, on every system.
fn slashed(path: &str) -> String {
    path.replace('\\', "/")
}

/// The lines between `// ANCHOR: name` and `// ANCHOR_END: name` in one of `sources`, without the indentation that they
/// share; `None` if no source has that anchor.
pub fn excerpt(sources: &[Source], name: &str) -> Option<Code> {
    let (begin, end) = (format!("// ANCHOR: {name}"), format!("// ANCHOR_END: {name}"));
    let (source, before, lines) = sources.iter().find_map(|source| {
        let before = source.text.lines().position(|line| line.trim() == begin)? + 1;
        let lines = source.text.lines().skip(before).take_while(|line| line.trim() != end);
        Some((source, before, lines.collect::<Vec<&str>>()))
    })?;
    Some(source.code(before, &lines))
}

/// The code that made the calls of `case`: the lines of `anchor`, and the functions in which the other calls stand.
pub(crate) fn code_of(sources: &[Source], anchor: Option<&str>, case: &Case) -> Vec<Code> {
    let mut code: Vec<Code> = anchor.and_then(|anchor| excerpt(sources, anchor)).into_iter().collect();
    for caller in case.events.iter().filter_map(|timed| timed.caller) {
        let (file, line) = (slashed(caller.file()), u64::from(caller.line()));
        let known = code.iter().any(|code| code.file == file && code.has(line));
        if let (false, Some(source)) = (known, sources.iter().find(|source| source.path() == file)) {
            code.push(source.function_at(line));
        }
    }
    code
}
