//! Sentences on values: what one side sent, and what the other side decoded.

use crate::columns::wrap;
use crate::escape::shown;
use crate::palette::Role;
use trace::{Case, Event, Kind, Stream};

/// A value that was sent or decoded.
type Item<'a> = (Kind, &'a [u8]);

/// How the sentence begins if everything was decoded as it was sent.
pub(crate) const AS_MEANT: &str = "  taken as meant: ";

/// What was sent into `stream`, and what was decoded from it by each method; empty if nothing was sent.
pub(crate) fn values(case: &Case, stream: Stream) -> String {
    let mut sent: Vec<Item<'_>> = Vec::new();
    let mut decoded: Vec<(&str, Vec<Item<'_>>)> = Vec::new();
    for timed in case.on(stream) {
        if let Event::SentValue { kind, data, .. } = &timed.event {
            sent.push((*kind, data));
        } else if let Event::DecodedValue { kind, data, how, .. } = &timed.event {
            match decoded.iter_mut().find(|(known, _)| known == how) {
                Some((_, items)) => items.push((*kind, data)),
                None => decoded.push((how, vec![(*kind, data)])),
            }
        }
    }
    if sent.is_empty() {
        return String::new();
    }
    let all: Vec<_> = decoded.iter().flat_map(|(_, items)| items.iter().copied()).collect();
    if sent.iter().chain(&all).all(|&(kind, _)| same(&sent, &all, kind)) {
        return wrap(&listed(&sent), AS_MEANT, 4);
    }
    let meant = wrap(&format!("meant: {}", listed(&sent)), "  ", 4);
    if decoded.is_empty() {
        return meant + "  taken: nothing\n";
    }
    let decoded = decoded.iter().map(|(how, items)| {
        let text = wrap(&format!("taken ({how}): {}", listed(items)), "  ", 4);
        let wrong = items.iter().any(|&(kind, _)| !same(&sent, items, kind));
        if wrong { Role::Bad.paint_lines(&text) } else { text }
    });
    meant + &decoded.collect::<String>()
}

/// Whether the values of one kind are the same in both, in the same order.
fn same(sent: &[Item<'_>], decoded: &[Item<'_>], kind: Kind) -> bool {
    let of_kind = |item: &&Item<'_>| item.0 == kind;
    sent.iter().filter(of_kind).eq(decoded.iter().filter(of_kind))
}

fn listed(items: &[Item<'_>]) -> String {
    let item = |&(kind, data): &Item<'_>| {
        let most = if kind == Kind::Error { data.len() } else { 24 };
        let text = shown(&data[..data.len().min(most)]);
        let more = if data.len() > most { format!("… {} bytes", data.len()) } else { String::new() };
        format!("{} \"{text}{more}\"", kind.name())
    };
    items.iter().map(item).collect::<Vec<_>>().join(", ")
}
