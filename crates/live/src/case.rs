//! The case that the switches describe: any messages, in any framing, over one connection.

use framing::{BigEndian, Decoder, Encode, EncodeError, Frame, FrameError, Framing, Line, Netstring, Prefix};
use lesson::options::AS_THE_SYSTEM;
use lesson::question::{READS, SEGMENTS};
use lesson::{CaseName, CaseResult, Flag, Lesson, Session, Stop, flags, source};
use link::set_cork;
use probe::TracedStream;
use receiver_short_reads::up_to;
use std::io::{self, Write};
use std::thread::sleep;
use std::time::{Duration, Instant};
use trace::Kind;

/// The lesson that has this one case.
pub(crate) const LESSON: Lesson = Lesson {
    id: "live",
    question: "Set the switches: what happens to the messages?",
    flags: FLAGS,
    on_a_wire: true,
    sources: &[source!("case.rs")],
    headline: YOURS,
    short: &[YOURS],
    run,
    claims: &[],
    program: None,
};

const YOURS: CaseName = CaseName::new("your run");

const PAUSES: std::ops::RangeInclusive<Duration> = Duration::ZERO..=Duration::from_secs(1);

/// The longest that a run may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The longest text of a message, in bytes.
const TEXT_MAX: usize = 4096;

const PAUSE: Flag = Flag::time("pause", PAUSES, "How long the sender sleeps after each message").or(0);
const READ_PAUSE: Flag = Flag::time("read-pause", PAUSES, "How long the reader sleeps after each read").or(0);
const CORK: Flag = Flag::number("cork", 0..=1, "Set TCP_CORK, and clear it after the last message (Linux)").or(0);
const TWO_WRITES: Flag = Flag::number("two-writes", 0..=1, "Write the header on its own").or(0);
const READS_ALONG: Flag = Flag::number("reads-along", 0..=1, "Read after each message, too").or(0);
const FRAMING: Flag = Flag::text("framing", "NAME", "What marks the end of a message", |settings, text| {
    let known = FRAMINGS.contains(&text);
    settings.words.push(("framing".to_owned(), text.to_owned()));
    if known { Ok(()) } else { Err(format!("it must be one of {}", FRAMINGS.join(", "))) }
});
const TEXT: Flag = Flag::text("text", "TEXT", "What each message says", |settings, text| {
    settings.words.push(("text".to_owned(), text.to_owned()));
    if text.len() > TEXT_MAX { Err(format!("it has more than {TEXT_MAX} bytes")) } else { Ok(()) }
});

const MESSAGES: Flag = flags::MESSAGES.or(10);
const SIZE: Flag = flags::SIZE.or(4);
const READ_SIZE: Flag = flags::READ_SIZE.or(1024);

const FLAGS: &[Flag] = &[
    flags::NODELAY,
    flags::NAGLE,
    flags::QUICKACK,
    flags::SNDBUF,
    flags::RCVBUF,
    flags::MSS,
    MESSAGES,
    SIZE,
    READ_SIZE,
    PAUSE,
    READ_PAUSE,
    CORK,
    TWO_WRITES,
    READS_ALONG,
    FRAMING,
    TEXT,
];

const FRAMINGS: [&str; 4] = ["none", "length", "line", "netstring"];

/// What the switches say.
struct Plan {
    messages: Vec<Vec<u8>>,
    framing: String,
    two_writes: bool,
    cork: bool,
    pause: Duration,
    reads_along: bool,
    read_size: usize,
    read_pause: Duration,
    /// When the run is too long.
    ends: Instant,
}

impl Plan {
    fn of(session: &Session<'_>) -> Result<Self, Stop> {
        let word = |name: &str| {
            session.settings().words.iter().rev().find(|(known, _)| known == name).map(|(_, text)| text.clone())
        };
        let time = |flag| Duration::from_micros(session.number(flag));
        let messages = messages(session.number(&MESSAGES), session.number(&SIZE), word("text").as_deref());
        let plan = Self {
            messages,
            framing: word("framing").unwrap_or_default(),
            two_writes: session.number(&TWO_WRITES) == 1,
            cork: session.number(&CORK) == 1,
            pause: time(&PAUSE),
            reads_along: session.number(&READS_ALONG) == 1,
            read_size: session.number(&READ_SIZE) as usize,
            read_pause: time(&READ_PAUSE),
            ends: Instant::now() + PATIENCE,
        };
        let bytes = plan.messages.iter().map(Vec::len).sum::<usize>() as u64;
        session.settings().fits(bytes, plan.read_size as u64)?;
        if plan.framing == "line" && plan.messages.iter().any(|message| message.contains(&b'\n')) {
            let text = "a line cannot contain a line feed, and your text has one";
            return Err(lesson::Failure::cannot(text, "choose another framing").into());
        }
        Ok(plan)
    }
}

impl Plan {
    /// Sleeps, unless the run would take too long: others wait for their turn.
    fn sleep(&self, pause: Duration) -> io::Result<()> {
        if Instant::now() + pause > self.ends {
            let text = format!("the run has taken {} s; choose shorter pauses, or fewer messages", PATIENCE.as_secs());
            return Err(io::Error::other(text));
        }
        sleep(pause);
        Ok(())
    }
}

/// The text as every message, or letters: aaaa, bbbb.
fn messages(count: u64, size: u64, text: Option<&str>) -> Vec<Vec<u8>> {
    let letters = (b'a'..=b'z').cycle().take(count as usize);
    match text.filter(|text| !text.is_empty()) {
        Some(text) => letters.map(|_| text.as_bytes().to_vec()).collect(),
        None => letters.map(|letter| vec![letter; size as usize]).collect(),
    }
}

fn run(session: &mut Session<'_>) -> Result<(), Stop> {
    let plan = Plan::of(session)?;
    let case = YOURS.describe(format!("Writes {}.", render::counted(plan.messages.len() as u64, "message")));
    let case = case.options(AS_THE_SYSTEM).ask(SEGMENTS).ask(READS).code("yours");
    session.case(case, |sender, receiver| match plan.framing.as_str() {
        "length" => framed(sender, receiver, &plan, Prefix::<4, BigEndian>::new()),
        "line" => framed(sender, receiver, &plan, Line::new()),
        "netstring" => framed(sender, receiver, &plan, Netstring),
        _ => yours(sender, receiver, &plan, &plan.messages, |_, _| Ok(())),
    })
}

fn framed<F: Framing + Encode>(
    sender: &mut TracedStream,
    receiver: &mut TracedStream,
    plan: &Plan,
    framing: F,
) -> CaseResult {
    let writes = encoded(sender, plan, &framing)?;
    let mut decoder = Decoder::new(framing, 1 << 20);
    yours(sender, receiver, plan, &writes, |receiver, bytes| {
        decoder.feed(bytes);
        note_frames(receiver, &mut decoder)
    })
}

/// The frames of all messages, each in one write or in two.
fn encoded(sender: &TracedStream, plan: &Plan, framing: &impl Encode) -> Result<Vec<Vec<u8>>, EncodeError> {
    let (mut writes, mut begins) = (Vec::new(), 0);
    for message in &plan.messages {
        let mut frame = Vec::new();
        framing.encode(message, &mut frame)?;
        sender.note_sent(Kind::Frame, message);
        sender.note_frame(begins..begins + frame.len());
        begins += frame.len();
        let header = frame.windows(message.len()).rposition(|part| part == message).unwrap_or(0);
        let payload = if plan.two_writes && header > 0 { frame.split_off(header) } else { Vec::new() };
        writes.extend([frame, payload].into_iter().filter(|part| !part.is_empty()));
    }
    Ok(writes)
}

fn note_frames<F: Framing>(receiver: &TracedStream, decoder: &mut Decoder<F>) -> Result<(), FrameError> {
    while let Some(Frame { payload, .. }) = decoder.next_frame()? {
        receiver.note_decoded(Kind::Frame, payload, "decoder");
    }
    Ok(())
}

/// Writes all, and reads all; `take` is given what each read has returned.
fn yours(
    sender: &mut TracedStream,
    receiver: &mut TracedStream,
    plan: &Plan,
    writes: &[Vec<u8>],
    mut take: impl FnMut(&TracedStream, &[u8]) -> Result<(), FrameError>,
) -> CaseResult {
    if plan.cork {
        set_cork(sender.get_ref(), true)?;
    }
    // ANCHOR: yours
    for bytes in writes {
        sender.write_all(bytes)?;
        plan.sleep(plan.pause)?;
        while plan.reads_along && receiver.wait_for_in_flight()? > 0 {
            let bytes = up_to(receiver, plan.read_size)?;
            take(receiver, &bytes)?;
            plan.sleep(plan.read_pause)?;
        }
    }
    uncork(sender, plan)?;
    while receiver.outstanding() > 0 {
        receiver.wait_for_arrival()?;
        let bytes = up_to(receiver, plan.read_size)?;
        take(receiver, &bytes)?;
        plan.sleep(plan.read_pause)?;
    }
    // ANCHOR_END: yours
    Ok(())
}

fn uncork(sender: &TracedStream, plan: &Plan) -> io::Result<()> {
    if plan.cork { set_cork(sender.get_ref(), false) } else { Ok(()) }
}
