//! The lines of a lesson's source that a case runs, as its comments mark them.

/// The most lines that are shown.
pub const LINES_MAX: usize = 14;

/// The lines between `// ANCHOR: name` and `// ANCHOR_END: name` in one of `sources`, without the indentation that they
/// share; `None` if no source has that anchor.
pub fn excerpt(sources: &[&str], name: &str) -> Option<String> {
    let (begin, end) = (format!("// ANCHOR: {name}"), format!("// ANCHOR_END: {name}"));
    let lines = sources.iter().find_map(|source| {
        let mut lines = source.lines().skip_while(|line| line.trim() != begin);
        lines.next()?;
        Some(lines.take_while(|line| line.trim() != end).collect::<Vec<&str>>())
    })?;
    let blank = |line: &&&str| !line.trim().is_empty();
    let indent = lines.iter().filter(blank).map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    Some(lines.iter().map(|line| line.get(indent..).unwrap_or_default().to_owned() + "\n").collect())
}
