//! Readers and writers that are wrong, as people write them: a join without a look at the messages, a reader that forgets.

use super::carried::LIMIT;
use framing::{BigEndian, Decoder, Encode, Prefix};
use lesson::CaseResult;
use probe::TracedStream;
use receiver_short_reads::up_to;
use trace::Kind;

/// The names of the cases.
pub(crate) const JOINED: &str = "joined by LF, split at LF";
pub(crate) const FORGETS: &str = "over-read and forgotten";
pub(crate) const KEEPS: &str = "over-read and kept";

// ANCHOR: join
pub(crate) fn join(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    let messages = ["I'm ", "a\r\nb", "Lyon"];
    messages.iter().for_each(|message| sender.note_sent(Kind::Text, message.as_bytes()));
    sender_nagle::one_write(sender, &[messages.join("\n"), "\n".to_owned()])?; // nobody looked into the messages
    receiver.wait_for_arrival()?;

    let (read, mut begins) = (String::from_utf8(up_to(receiver, 1024)?)?, 0);
    for (nth, line) in (1..).zip(read.split_inclusive('\n')) {
        let (text, ends) = (line.trim_end_matches(['\r', '\n']), begins + line.len() as u64);
        receiver.note_decoded(Kind::Text, text.as_bytes(), "split at LF");
        receiver.note_part(nth, "payload", begins..begins + text.len() as u64);
        receiver.note_part(nth, "trailer", begins + text.len() as u64..ends);
        begins = ends;
    }
    Ok(())
}
// ANCHOR_END: join

/// A length of 2 bytes.
type Framed = Prefix<2, BigEndian>;

/// What a write carries, twice.
const MESSAGES: [[&str; 3]; 2] = [["one", "two", "three"], ["four", "five", "six"]];

/// Writes three frames at once.
fn send(sender: &mut TracedStream, messages: [&str; 3], begins: &mut usize) -> CaseResult {
    let mut stream = Vec::new();
    for message in messages {
        let before = stream.len();
        Framed::new().encode(message.as_bytes(), &mut stream)?;
        sender.note_sent(Kind::Frame, message.as_bytes());
        sender.note_frame(*begins + before..*begins + stream.len());
    }
    *begins += stream.len();
    Ok(sender_nagle::one_write(sender, &[stream])?)
}

// ANCHOR: forget
pub(crate) fn read_and_forget(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    let mut sent = 0;
    for messages in MESSAGES {
        send(sender, messages, &mut sent)?;
        receiver.wait_for_arrival()?;
        let read = up_to(receiver, 1024)?; // returns more than the one frame that is wanted
        let length = usize::from(u16::from_be_bytes([read[0], read[1]]));
        receiver.note_decoded(Kind::Frame, &read[2..2 + length], "reader");
    } // and here the rest of it is gone
    Ok(())
}
// ANCHOR_END: forget

// ANCHOR: keep
pub(crate) fn read_and_keep(sender: &mut TracedStream, receiver: &mut TracedStream) -> CaseResult {
    let (mut decoder, mut sent) = (Decoder::new(Framed::new(), LIMIT), 0);
    for messages in MESSAGES {
        send(sender, messages, &mut sent)?;
        receiver.wait_for_arrival()?;
        decoder.feed(&up_to(receiver, 1024)?);
        while let Some(frame) = decoder.next_frame()? {
            receiver.note_decoded(Kind::Frame, frame.payload, "reader");
        }
    }
    Ok(decoder.finish()?)
}
// ANCHOR_END: keep
