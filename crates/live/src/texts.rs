//! The walkthroughs as pages. They are our own files; their links lead nowhere here, so they are plain words.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

macro_rules! walkthroughs {
    ($($folder:literal),* $(,)?) => {
        const WALKTHROUGHS: &[(&str, &str)] = &[$(($folder, include_str!(concat!("../../../lessons/", $folder, "/README.md")))),*];
    };
}

walkthroughs! {
    "00-stream-not-messages", "01-sender-nagle", "02-receiver-short-reads", "03-ack-handshake", "04-struct-header",
    "05-header-in-two-writes", "06-many-framings", "07-hostile-peer", "08-every-cut",
}

/// The walkthrough of the lesson with this folder, as a page.
pub(crate) fn of(lesson: &str) -> Option<String> {
    let (_, text) = WALKTHROUGHS.iter().find(|(folder, _)| *folder == lesson)?;
    let shown = |event: &Event<'_>| {
        !matches!(
            event,
            Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) | Event::Html(_) | Event::InlineHtml(_)
        )
    };
    let mut body = String::new();
    html::push_html(&mut body, Parser::new_ext(text, Options::ENABLE_TABLES).filter(shown));
    let head = "<meta charset=\"utf-8\"><title>Walkthrough</title><link rel=\"stylesheet\" href=\"/live.css\">";
    Some(format!(
        "<!DOCTYPE html><html lang=\"en\"><head>{head}</head><body class=\"walkthrough\">{body}</body></html>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lesson_that_can_run_has_its_walkthrough() {
        for lesson in lessons::LESSONS {
            assert!(of(lesson.id).is_some_and(|page| page.contains("<h1>")), "{}", lesson.id);
        }
    }
}
