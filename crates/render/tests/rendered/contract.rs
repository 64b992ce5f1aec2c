//! The contract of the JSON lines: a sample of every event, and its line, field by field and in order.

use crate::captures::FORWARD;
use render::Format;
use trace::{
    Case, Claim, Decoded, EarlyEnd, EarlyEnds, Ending, Event, Kind, Measure, Run, Source, Stream, Trial, Value,
};

/// Samples of events and what their lines say after `t_us`. The match has no wildcard: without a sample of every event this
/// does not compile.
macro_rules! samples {
    ($($event:ident { $($field:ident: $value:expr),* } => $line:literal)*) => {
        #[expect(unreachable_patterns, reason = "an event may have several samples")]
        fn samples() -> Vec<(Event, &'static str)> {
            let every_event_has_a_sample = |event: &Event| match event { $(Event::$event { .. } => {})* };
            let samples = vec![$((Event::$event { $($field: $value),* }, $line)),*];
            samples.iter().for_each(|(event, _)| every_event_has_a_sample(event));
            samples
        }
    };
}

samples! {
    Command { stream: FORWARD, number: 3 } => r#""event":"command","stream":"forward","number":3"#
    Write { stream: FORWARD, message: 1, offset: 0, asked: 4, accepted: 4, data: b"\"\\\n\xff".to_vec() }
        => r#""event":"write","stream":"forward","message":1,"offset":0,"asked":4,"accepted":4,"text":"\"\\\\\\n\\xFF""#
    Awaiting { stream: FORWARD, in_flight_segments: 1, acked: 4 } => r#""event":"awaiting","stream":"forward","unacked":1,"acked":4"#
    EmptyWrite { stream: Stream::Back, packets: 0 } => r#""event":"empty_write","stream":"back","packets":0"#
    Segments { stream: FORWARD, count: 2, offset: 0, bytes: 4, mss: None, source: Source::TcpInfo }
        => r#""event":"segments","stream":"forward","side":"sender","count":2,"offset":0,"bytes":4,"mss":null,"source":"tcp_info""#
    Segment { stream: FORWARD, seq: 1, ack: 2, bytes: 4, flags: "P.".to_owned(), window: 5, resent: true, sent_us: 6, arrived_us: Some(8) }
        => r#""event":"segment","dir":">","seq":1,"ack":2,"bytes":4,"flags":"P.","window":5,"resent":true,"sent_us":6,"arrived_us":8"#
    Held { stream: FORWARD, bytes: 3, in_flight_segments: 1 } => r#""event":"held","stream":"forward","bytes":3,"unacked":1"#
    Queued { stream: FORWARD, bytes: 4 } => r#""event":"queued","stream":"forward","bytes":4"#
    Read { stream: FORWARD, offset: 0, asked: 2, got: 2, data: b"ab".to_vec() }
        => r#""event":"read","stream":"forward","offset":0,"asked":2,"got":2,"messages":[1,1],"verdict":"split","by":null,"cut":"asked","text":"ab""#
    Write { stream: FORWARD, message: 2, offset: 4, asked: 9, accepted: 4, data: vec![] }
        => r#""event":"write","stream":"forward","message":2,"offset":4,"asked":9,"accepted":4,"text":"""#
    Read { stream: FORWARD, offset: 0, asked: 1024, got: 13, data: vec![] }
        => r#""event":"read","stream":"forward","offset":0,"asked":1024,"got":13,"messages":[1,2],"verdict":"glued","by":"receiver","cut":null,"text":"""#
    Framed { stream: FORWARD, offset: 4, bytes: 9 } => r#""event":"framed","stream":"forward","offset":4,"bytes":9"#
    Encoded { stream: FORWARD, data: vec![b'x'; 65], wire: Ok(67) }
        => r#""event":"encoded","stream":"forward","bytes":65,"text":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx","wire":67,"refused":null"#
    Encoded { stream: FORWARD, data: vec![], wire: Err("too short".to_owned()) }
        => r#""event":"encoded","stream":"forward","bytes":0,"text":"","wire":null,"refused":"too short""#
    Overhead { stream: FORWARD, payload: 100, added: Some(4) } => r#""event":"overhead","stream":"forward","payload":100,"added":4"#
    Part { stream: FORWARD, frame: 1, what: "header", offset: 0, bytes: 4 }
        => r#""event":"part","stream":"forward","frame":1,"what":"header","offset":0,"bytes":4"#
    Shutdown { stream: FORWARD } => r#""event":"shutdown","stream":"forward""#
    Closed { stream: FORWARD } => r#""event":"closed","stream":"forward""#
    Failed { stream: FORWARD, call: "read", text: "reset".to_owned() }
        => r#""event":"failed","stream":"forward","call":"read","text":"reset""#
    Memory { stream: FORWARD, reserved: 64, resident: None } => r#""event":"memory","stream":"forward","reserved":64,"resident":null"#
    Ended { stream: FORWARD, how: Ending::TimeOut, after_us: 9, text: String::new() }
        => r#""event":"ended","stream":"forward","how":"time-out","after_us":9,"text":"""#
    SentValue { stream: FORWARD, kind: Kind::Length, data: b"20".to_vec() }
        => r#""event":"meant","stream":"forward","kind":"length","bytes":2,"text":"20""#
    DecodedValue { stream: FORWARD, kind: Kind::Body, data: b"2".to_vec(), how: "one read" }
        => r#""event":"taken","stream":"forward","kind":"body","bytes":1,"text":"2","how":"one read""#
    Scripted { stream: FORWARD, data: b"\x01a".to_vec() } => r#""event":"scripted","stream":"forward","bytes":2,"hex":"0161""#
    Cuts { stream: FORWARD, trial: trial() }
        => r#""event":"cuts","stream":"forward","decoder":"naive","does":"Takes what comes.","tried":1,"failed":1,"smallest":[1],"expected":["a","b"],"got":["\\x01"],"error":"no more","one_piece":null,"byte_by_byte":null"#
    EarlyEnds { stream: FORWARD, ends: early_ends() }
        => r#""event":"early_ends","stream":"forward","decoder":"naive","tried":1,"failed":1,"missed":1,"earliest":3,"cut":"one piece","expected":["a"],"error_expected":true,"got":[],"error":null,"one_piece":false,"byte_by_byte":false"#
}

fn expected() -> Vec<Vec<u8>> {
    vec![b"a".to_vec(), b"b".to_vec()]
}

fn trial() -> Trial {
    let mut trial = Trial::new("naive", "Takes what comes.", expected());
    trial.note(&[1], 4, Decoded { frames: vec![b"\x01".to_vec()], error: Some("no more".to_owned()) });
    trial
}

fn early_ends() -> EarlyEnds {
    let mut ends = EarlyEnds::new("naive", expected());
    let took = Decoded { frames: vec![], error: None };
    ends.note(EarlyEnd { bytes: 3, frames: 1, inside: true }, [took.clone(), took]);
    ends
}

fn parsed(line: &str) -> serde_json::Value {
    serde_json::from_str(line).expect("valid JSON, one object a line")
}

#[test]
fn every_event_is_written_as_the_contract_says() {
    let mut case = Case::tcp("samples");
    samples().into_iter().for_each(|(event, _)| case.push(7, event));
    let text = Format::Json.case(&case);
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(lines.len(), samples().len());
    for (line, (event, contract)) in lines.into_iter().zip(samples()) {
        let contract = format!("{{\"t_us\":7,{contract}}}");
        assert_eq!(parsed(line), parsed(&contract), "{event:?}");
        assert_eq!(line, contract, "the fields are in this order");
    }
}

#[test]
fn the_lines_around_events_are_valid_json_whatever_they_hold() {
    let mut case = Case::tcp("a \"name\" with \\ and \n and 粘");
    case.options = vec![("quickack".to_owned(), Value::Null), ("numbers".to_owned(), Value::Numbers(vec![1, 2]))];
    let run = Run { lesson: "\"".to_owned(), seed: u64::MAX, ..Run::default() };
    let claims = [Claim::new("\"<\"").less(Measure::new("a\tb", 1), Measure::new("c", None))];
    let text =
        Format::Json.opening(&run, "", 0) + &Format::Json.case(&case) + &Format::Json.claims(&run, &claims, &claims, 0);
    let lines: Vec<serde_json::Value> = text.lines().map(parsed).collect();
    assert_eq!((&lines[0]["lesson"], &lines[0]["seed"]), (&"\"".into(), &u64::MAX.into()));
    let options = r#""options":{"quickack":null,"numbers":[1,2]},"tries":1,"late":false,"round_trip_us":null,"congestion_window":null,"segment_bytes_max":null,"retransmission_timeout_us":null,"ports":[0,0]"#;
    assert!(text.contains(options), "{text}");
    assert_eq!(lines[1]["name"], case.name);
    assert_eq!((&lines[2]["verdict"], &lines[2]["evidence"]["a\tb"]), (&"not-observed".into(), &1.into()));
    assert_eq!((&lines[3]["event"], &lines[3]["not_observed"]), (&"end".into(), &1.into()));
}
