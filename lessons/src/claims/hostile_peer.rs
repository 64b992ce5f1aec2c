//! The claims of lesson 07.

use std::time::Duration;
use trace::{Case, Claim, Ending, Event, Kind, Measure, Run, Stream};

const FORWARD: Stream = Stream::Forward;
const BACK: Stream = Stream::Back;

/// The deadline of a turn, where none is asked for.
pub const DEADLINE: Duration = Duration::from_millis(200);

/// The most that a naive reader of the lesson reserves, in bytes, whatever is announced.
pub const RESERVED_MAX: u64 = 256 << 20;

/// The most of which one sets every byte.
pub const SET_MAX: u64 = 64 << 20;

/// What one read of ours asks for, in bytes.
pub const SPACE: u64 = 4 << 10;

/// The most that our frames carry, in bytes.
pub const LIMIT: u64 = 1 << 20;

/// "HTTP" as four bytes of length, the first one the highest.
const HTTP: u64 = 0x4854_5450;

/// Bytes of a header.
const HEADER: u64 = 4;

/// What lesson 07 claims of `run`.
pub fn claims(run: &Run) -> Vec<Claim> {
    let announced = run.number("announce").unwrap_or(u32::MAX.into());
    let mut claims = Vec::new();
    claims.extend(run.case("a huge length: naive").map(|case| reserved_on_a_word(case, announced)));
    claims.extend(resident(run).filter(|_| announced >= SET_MAX));
    let refused = run.case("a huge length: ours").filter(|_| announced > LIMIT);
    claims.extend(refused.map(|case| refuses(case, "A limit refuses the length before anything is reserved for it")));
    claims.extend(run.case("a length of -1: naive").map(below_the_limit));
    claims.extend(
        run.case("a length of -1: ours").map(|case| refuses(case, "Ours reads the sign, and refuses a length of -1")),
    );
    claims.extend(run.case("a length of HTTP: naive").map(letters_are_a_length));
    let refused = run.case("a length of HTTP: ours");
    claims.extend(refused.map(|case| refuses(case, "A limit refuses HTTP too, with next to nothing reserved")));
    claims.extend(run.case("a reset in mid-frame: naive").map(half_a_frame_is_taken));
    claims.extend(run.case("a reset in mid-frame: ours").map(a_reset_is_told));
    claims.extend(run.case("silence: naive").map(nothing_ends_silence));
    claims.extend(run.case("silence: ours").map(a_deadline_ends_silence));
    claims.extend(run.case("announced, never sent: naive").map(memory_waits_too));
    claims.extend(run.case("announced, never sent: ours").map(grows_by_arrival));
    claims.extend(run.case("a byte at a time: naive").map(|case| a_time_out_is_no_deadline(case, run)));
    claims.extend(run.case("a byte at a time: ours").map(|case| the_turn_has_a_deadline(case, run)));
    claims.extend(run.case("both write, nobody reads: naive").map(both_wait));
    claims.extend(run.case("both write, nobody reads: ours").map(deadlines_end_both));
    claims
}

/// What came of the frame behind its header.
fn came(case: &Case) -> Measure {
    Measure::new("came of it", case.bytes_read(FORWARD).value.map(|bytes| bytes.saturating_sub(HEADER)))
}

/// The length that the reader took the header for.
fn length_taken(case: &Case) -> Measure {
    let text = case.events.iter().find_map(|timed| match &timed.event {
        Event::DecodedValue { kind: Kind::Length, data, .. } => std::str::from_utf8(data).ok(),
        _ => None,
    });
    Measure::new("length taken", text.and_then(|text| text.parse().ok()))
}

fn reserved(case: &Case) -> Measure {
    case.reserved_most(FORWARD)
}

/// Bytes of all frames of that kind of event.
fn frame_bytes(name: &str, frames: &[&[u8]]) -> Measure {
    Measure::new(name, frames.iter().map(|frame| frame.len() as u64).sum::<u64>())
}

fn reserved_on_a_word(case: &Case, announced: u64) -> Claim {
    let announced = Measure::new("announced, or the lesson's 256 MiB", announced.min(RESERVED_MAX));
    Claim::new("Naive: what the peer announces is reserved, as far as the lesson lets it, and nothing came")
        .equal(reserved(case), announced)
        .less(came(case), reserved(case))
}

fn resident(run: &Run) -> Option<Claim> {
    let (zeroed, set) = (run.case("a huge length: naive")?, run.case("a huge length: naive, bytes set")?);
    let half = reserved(set).value.map(|bytes| bytes / 2);
    Some(
        Claim::new("Reserved is not yet used: memory is resident where its bytes are set")
            .less(zeroed.resident_most(FORWARD).named("resident, zeroes"), reserved(zeroed).named("reserved, zeroes"))
            .less(Measure::new("half of reserved, set", half), set.resident_most(FORWARD).named("resident, set")),
    )
}

fn refuses(case: &Case, text: &str) -> Claim {
    Claim::new(text)
        .some(case.ended(Ending::Refused))
        .at_most(reserved(case), Measure::new("room for four reads", 4 * SPACE))
}

fn below_the_limit(case: &Case) -> Claim {
    Claim::new("Naive: -1 is below every limit, and as a size it is more than any memory")
        .less(Measure::new("limit", LIMIT), length_taken(case))
        .some(case.ended(Ending::NoMemory))
}

fn letters_are_a_length(case: &Case) -> Claim {
    Claim::new("Naive: HTTP is a length like any other")
        .equal(length_taken(case), Measure::new("HTTP as a number", HTTP))
        .less(came(case), reserved(case))
}

fn half_a_frame_is_taken(case: &Case) -> Claim {
    let taken = frame_bytes("taken as a frame", &case.decoded_values(FORWARD, Kind::Frame, "all that came"));
    Claim::new("Naive: a reset is taken for an end, and half a frame for a whole one")
        .some(case.ended(Ending::Completed).named("done"))
        .less(taken, frame_bytes("meant", &case.sent_values(FORWARD, Kind::Frame)))
}

fn a_reset_is_told(case: &Case) -> Claim {
    let meant = frame_bytes("meant", &case.sent_values(FORWARD, Kind::Frame));
    Claim::new("A reset is told as what it is, and half a frame is none")
        .some(case.ended(Ending::Reset))
        .none(case.ended(Ending::Completed).named("frames taken"))
        .less(came(case), meant)
}

fn nothing_ends_silence(case: &Case) -> Claim {
    Claim::new("Naive: a silent peer is waited for, and nothing ends it").some(case.ended(Ending::Waiting))
}

fn a_deadline_ends_silence(case: &Case) -> Claim {
    Claim::new("A deadline ends the silence").some(case.ended(Ending::Deadline)).none(case.bytes_read(FORWARD))
}

fn memory_waits_too(case: &Case) -> Claim {
    Claim::new("Naive: a frame that never comes is waited for, all its memory reserved")
        .some(case.ended(Ending::Waiting))
        .equal(reserved(case), length_taken(case))
        .less(came(case), reserved(case))
}

fn grows_by_arrival(case: &Case) -> Claim {
    let announced =
        case.sent_values(FORWARD, Kind::Length).first().and_then(|text| std::str::from_utf8(text).ok()?.parse().ok());
    Claim::new("Memory grows with what came, and a deadline ends the wait")
        .some(case.ended(Ending::Deadline))
        .less(reserved(case), Measure::new("announced", announced))
}

/// The deadline, and the time-out of a read: the same.
fn limit_us(run: &Run, name: &str) -> Measure {
    Measure::new(name, run.number("deadline_us").unwrap_or(DEADLINE.as_micros() as u64))
}

fn a_time_out_is_no_deadline(case: &Case, run: &Run) -> Claim {
    Claim::new("A time-out a read ends no peer that is slow: each read was in time, all together were not")
        .less(case.longest_wait_us(FORWARD), limit_us(run, "time-out µs"))
        .less(limit_us(run, "time-out µs"), case.ended_after_us(FORWARD))
        .none(case.ended(Ending::TimeOut).named("time-outs"))
}

fn the_turn_has_a_deadline(case: &Case, run: &Run) -> Claim {
    Claim::new("A deadline for the turn ends it, though each read was in time")
        .some(case.ended(Ending::Deadline))
        .less(case.longest_wait_us(FORWARD), limit_us(run, "deadline µs"))
}

/// What was accepted of both frames, and how long they are together.
fn accepted(case: &Case) -> [Measure; 2] {
    let written = Stream::BOTH.map(|stream| case.bytes_written(stream).value.unwrap_or(0));
    let messages = Stream::BOTH.into_iter().flat_map(|stream| case.messages(stream));
    let meant = messages.map(|message| message.range.end - message.range.start).sum::<u64>();
    [Measure::new("bytes accepted", written.iter().sum::<u64>()), Measure::new("bytes to write", meant)]
}

fn both_wait(case: &Case) -> Claim {
    let [accepted, meant] = accepted(case);
    Claim::new("Naive: two that write and do not read wait for each other, and nothing ends it")
        .equal(case.ended(Ending::Waiting), Measure::new("ends", 2))
        .less(accepted, meant)
        .none(case.bytes_read(FORWARD).named("read by the server"))
        .none(case.bytes_read(BACK).named("read by the client"))
}

fn deadlines_end_both(case: &Case) -> Claim {
    let [accepted, meant] = accepted(case);
    Claim::new("A deadline for the write ends both")
        .equal(case.ended(Ending::Deadline), Measure::new("ends", 2))
        .less(accepted, meant)
}
