//! One of everything that is shown, with what makes lines long: wide characters, long names, many messages.

use crate::captures::*;
use render::{Format, Found, Part, Wrong, sequence, sequence_key};
use trace::{
    Case, Claim, Decoded, EarlyEnd, EarlyEnds, Ending, Event, Kind, Measure, Run, Source, Stream, Trial, Value,
};

const NAME: &str = "request, two writes: TCP_NODELAY, delayed ACKs, and more than a line can hold in any terminal";

/// What each is, and what it looks like.
pub(crate) fn samples() -> Vec<(String, String)> {
    let text = Format::Text;
    let mut shown = Vec::new();
    let mut add = |what: &str, text: String| shown.push((what.to_owned(), text));
    for case in
        [contents(), burst(4), burst(40), burst(400), framed(b"Lyo"), framed(b"Lyx"), talk(), lost(), nagle(), lossy()]
    {
        add(&format!("case {}", case.name), text.case(&case));
        add("verdicts", text.verdicts(&case));
        add("title", text.title(NAME, &format!("{NAME} {}", "word".repeat(40))));
        add("bytes", text.bytes(&case));
        add("facts", text.facts(&case));
    }
    for case in [nagle(), nodelay(), lossy(), conversation(), long()] {
        add("sequence", sequence(&case) + &sequence_key());
    }
    (0..12).for_each(|seed| add("any sequence", sequence(&anything(seed))));
    let decoders = decoders();
    add("decoders", text.case(&decoders) + &text.verdicts(&decoders));
    let run = run();
    add("opening", text.opening(&run, "What does a header in a write of its own cost?", 0));
    add("tables", text.costs(&run, 0) + &text.overheads(&run) + &text.endings(&run));
    add("comparison", text.comparison(&run.cases.iter().collect::<Vec<_>>()));
    add("claims", text.claims(&run, &claims(), &claims(), 0));
    add("found", found());
    shown
}

/// Four messages with wide characters in them, each a segment of its own, and one read.
pub(crate) fn contents() -> Case {
    let mut case = Case::tcp("contents");
    let mut offset = 0;
    for (number, data) in (1..).zip(["一粘包 one", "two · of \"four\"", "number three", "粘"]) {
        write(&mut case, number, FORWARD, number, offset, data.as_bytes());
        segments(&mut case, number * 40_000, 1, offset, data.len() as u64);
        offset += data.len() as u64;
    }
    let all = case.writes(FORWARD).flat_map(|write| write.data.to_vec()).collect::<Vec<u8>>();
    read(&mut case, 100, FORWARD, 0, &all);
    sent_and_decoded(&mut case, &all);
    case
}

fn burst(messages: u64) -> Case {
    let mut case = Case::tcp("burst");
    (0..messages).for_each(|n| write(&mut case, n, FORWARD, n + 1, 4 * n, b"1234"));
    case.push(messages, Event::Held { stream: FORWARD, bytes: 4 * messages - 4, in_flight_segments: 1 });
    segments(&mut case, messages, 1, 0, 4);
    segments(&mut case, messages + 42_000, 1, 4, 4 * messages - 4);
    read(&mut case, 100, FORWARD, 0, &vec![b'1'; 4 * messages as usize]);
    case
}

/// Requests and answers in turns, and reads that ask for much.
fn talk() -> Case {
    let mut case = conversation();
    write(&mut case, 900_000, FORWARD, 3, 4, &[b'x'; 90]);
    read_at_most(&mut case, 900_001, FORWARD, 4, 1_048_576, &[b'x'; 90]);
    write(&mut case, 900_002, BACK, 3, 4, "粘包粘包".as_bytes());
    read(&mut case, 900_003, BACK, 4, "粘包粘包".as_bytes());
    case.push(
        900_004,
        Event::Failed { stream: FORWARD, call: "read", text: "connection reset by peer, and more".repeat(3) },
    );
    case.push(900_005, Event::Memory { stream: FORWARD, reserved: 1 << 30, resident: Some(4_096) });
    let ended = Event::Ended { stream: FORWARD, how: Ending::Waiting, after_us: 3, text: "it is waiting".repeat(9) };
    case.push(900_006, ended);
    case
}

fn lost() -> Case {
    let mut case = Case::udp("lost");
    write(&mut case, 0, FORWARD, 1, 0, b"a datagram longer than the buffer");
    read_at_most(&mut case, 9, FORWARD, 0, 4, b"a da");
    case
}

fn sent_and_decoded(case: &mut Case, data: &[u8]) {
    case.push(0, Event::SentValue { stream: FORWARD, kind: Kind::Text, data: data.to_vec() });
    case.push(0, Event::DecodedValue { stream: FORWARD, kind: Kind::Text, data: vec![b'x'; 300], how: "one read" });
    case.push(
        0,
        Event::Encoded { stream: FORWARD, data: data.to_vec(), wire: Err("too long, it says: 粘".to_owned()) },
    );
    case.push(0, Event::Encoded { stream: FORWARD, data: data.to_vec(), wire: Ok(90) });
    (1..=4).for_each(|n| case.push(0, Event::Overhead { stream: FORWARD, payload: 10u64.pow(n), added: Some(4) }));
}

fn decoders() -> Case {
    let mut case = Case::script("decoders");
    case.push(0, Event::Scripted { stream: Stream::Forward, data: b"\x01a\x03\xe7\xb2\x98aaaaaaaaaa".to_vec() });
    case.push(0, Event::Framed { stream: Stream::Forward, offset: 0, bytes: 2 });
    case.push(0, Event::Framed { stream: Stream::Forward, offset: 2, bytes: 14 });
    let frames = || vec![b"a".to_vec(), "粘".as_bytes().to_vec()];
    for name in ["short", NAME] {
        let mut trial = Trial::new(name, NAME, frames());
        let took = || Decoded { frames: vec![vec![b'x'; 200]], error: Some("no more".to_owned()) };
        (0..9).for_each(|_| trial.note(&[1, 2], 16, took()));
        case.push(1, Event::Cuts { stream: Stream::Forward, trial });
        let mut ends = EarlyEnds::new(name, frames());
        ends.note(EarlyEnd { bytes: 3, frames: 1, inside: true }, [took(), took()]);
        case.push(1, Event::EarlyEnds { stream: Stream::Forward, ends });
    }
    case
}

fn run() -> Run {
    let mut cases = Vec::new();
    for (name, takes_us) in [(NAME, 44_300), ("one write", 70)] {
        let mut case = contents();
        case.name = name.to_owned();
        case.events
            .insert(0, trace::Timed { t_us: 0, event: Event::Command { stream: FORWARD, number: 1 }, caller: None });
        read(&mut case, takes_us, FORWARD, 0, b"x");
        let stream = FORWARD;
        case.push(takes_us, Event::Memory { stream, reserved: 1 << 20, resident: Some(4_096) });
        case.push(takes_us, Event::Ended { stream, how: Ending::Waiting, after_us: 300_000, text: String::new() });
        let back = Event::Segments { stream: BACK, count: 1, offset: 0, bytes: 1, mss: None, source: Source::TcpInfo };
        case.push(takes_us, back);
        cases.push(case);
    }
    let options = vec![("wire_us".to_owned(), Value::Number(50_000))];
    let (lesson, net, os) = ("05-header-in-two-writes".to_owned(), "wire".to_owned(), "linux".to_owned());
    Run { lesson, net, os, kernel: Some("6.18.44-longterm".to_owned()), options, cases, ..Run::default() }
}

fn claims() -> Vec<Claim> {
    let [less, none] = [Measure::new("trips with ACKs", 6), Measure::new("µs → two a command", None)];
    let claim = || Claim::new(format!("{NAME}: held back"));
    let is = |more| Measure::new("trips", more);
    vec![claim().less(less.clone(), is(7)), claim().less(less.clone(), is(5)), claim().less(less, none)]
}

fn found() -> String {
    let wire = [&[0, 200][..], &[b'x'; 200]].concat();
    let parts = [Part { frame: 1, what: "header", bytes: 2 }, Part { frame: 1, what: "payload", bytes: 200 }];
    let payload = "粘包".repeat(40);
    let found = Found { number: 1, offset: 1 << 40, wire: &wire, parts: &parts, payload: payload.as_bytes() };
    let wrong = Wrong { offset: 9, kind: "truncated", text: NAME, counts: &[], bytes: None };
    Format::Text.found(&found, false) + &Format::Text.violation(&wrong) + &Format::Text.total(1, 2, 3)
}
