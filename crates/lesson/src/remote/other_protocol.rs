//! The first bytes of an answer show which of the two protocols its server speaks. A client that looks at them does not wait for
//! something that the other protocol never sends.

use super::ask::ANSWER;
use super::protocol::ANSWER_MAX;
use crate::stage::Fallible;
use link::DeadlinePassed;
use remote_command::Connection;
use std::io::Read;
use std::time::Duration;
use struct_header::HEADER;

/// How long the rest of a header may take: a server sends a header in one write.
const MOMENT: Duration = Duration::from_millis(500);

/// Says that `answer` belongs to lesson 04, if it begins with a header that announces at least as much as follows.
pub fn as_header(answer: &[u8]) -> Option<String> {
    let (header, body) = answer.split_first_chunk::<HEADER>()?;
    let fits = |length: &i32| usize::try_from(*length).is_ok_and(|length| (body.len()..=ANSWER_MAX).contains(&length));
    let length = [i32::from_le_bytes(*header), i32::from_be_bytes(*header)].into_iter().find(fits)?;
    let header = header.map(|byte| format!("{byte:02x}")).join(" ");
    Some(format!("the answer begins with {header}, which is a header of lesson 04 for a body of {length} bytes"))
}

/// The header of an answer, or as much of it as arrives.
///
/// # Errors
/// Those of the connection; and one at once if the answer belongs to lesson 03, whose server sends a length in digits
/// and waits for an OK.
pub fn read_header(connection: &mut Connection) -> Fallible<Vec<u8>> {
    let (mut header, mut came) = ([0; HEADER], 0);
    while came < HEADER {
        match connection.read(&mut header[came..]) {
            Ok(0) => break,
            Ok(more) => came += more,
            Err(error) if came > 0 && DeadlinePassed::caused(&error) => break,
            Err(error) => return Err(error.into()),
        }
        connection.turn(MOMENT);
    }
    connection.turn(ANSWER);
    let header = &header[..came];
    if came > 0 && header.iter().all(u8::is_ascii_digit) {
        let digits = String::from_utf8_lossy(header);
        return Err(format!(
            "the answer begins with \"{digits}\", which is a length of lesson 03: its server waits for an OK"
        )
        .into());
    }
    Ok(header.to_vec())
}
