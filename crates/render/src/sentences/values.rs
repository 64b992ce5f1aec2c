//! Sentences on values: what one side sent, and what the other side decoded.

use crate::columns::wrap;
use crate::escape::shown;
use crate::palette::{Role, emphasized};
use trace::{Case, Event, Kind, Stream};

/// A value that was sent or decoded.
type Item<'a> = (Kind, &'a [u8]);

/// How the sentence begins if everything was decoded as it was sent.
pub(crate) const AS_SENT: &str = "  Decoded as sent: ";

/// What was decoded, by each method.
type Decoded<'a> = Vec<(&'a str, Vec<Item<'a>>)>;

/// What was sent into `stream`, and what was decoded from it by each method; empty if nothing was sent.
pub(crate) fn values(case: &Case, stream: Stream) -> String {
    let (sent, decoded) = sent_and_decoded(case, stream);
    match decoded_as_sent(case, stream) {
        None => return String::new(),
        Some(true) => return wrap(&listed(&sent), AS_SENT, 4),
        Some(false) => {}
    }
    let begin = wrap(&format!("Sent: {}", listed(&sent)), "  ", 4);
    if decoded.is_empty() {
        return begin + "  Decoded: nothing.\n";
    }
    let decoded = decoded.iter().map(|(how, items)| {
        let wrong = items.iter().any(|&(kind, _)| !same(&sent, items, kind));
        let verb = if wrong { "Decoded WRONG" } else { "Decoded" };
        emphasized(&wrap(&format!("{verb} ({how}): {}", listed(items)), "  ", 4), Role::Bad)
    });
    begin + &decoded.collect::<String>()
}

fn sent_and_decoded(case: &Case, stream: Stream) -> (Vec<Item<'_>>, Decoded<'_>) {
    let (mut sent, mut decoded): (Vec<Item<'_>>, Decoded<'_>) = (Vec::new(), Vec::new());
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
    (sent, decoded)
}

/// Whether all that was sent into `stream` was decoded as it was sent, and nothing else; `None` if nothing was sent.
pub(super) fn decoded_as_sent(case: &Case, stream: Stream) -> Option<bool> {
    let (sent, decoded) = sent_and_decoded(case, stream);
    let all: Vec<_> = decoded.iter().flat_map(|(_, items)| items.iter().copied()).collect();
    (!sent.is_empty()).then(|| sent.iter().chain(&all).all(|&(kind, _)| same(&sent, &all, kind)))
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
