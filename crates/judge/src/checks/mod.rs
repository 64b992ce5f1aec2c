//! The checks themselves. Each is a function of a program that was just started, and ends with the first fault.

pub(crate) mod clients;
pub(crate) mod cuts;
pub(crate) mod ends;
pub(crate) mod hostile;
pub(crate) mod many;
mod place;
pub(crate) mod plain;
pub(crate) mod sizes;
pub(crate) mod writes;

use crate::check::Verdict;
use crate::fault::Fault;
use crate::protocol::Protocol;

/// The payload of one frame.
pub(crate) const LYON: &[u8] = b"I'm Lyon";

/// The payloads of three frames. The last has characters of several bytes.
const THREE: [&[u8]; 3] = [b"I'm ", b"Lyon", "粘包é".as_bytes()];

/// Bytes that are not UTF-8: none of them may be in it, or the sequence is cut off, or it is too long.
const NOT_UTF8: &[u8] = b"\xff\xfe \x80 \xc3\x28 \xe7\xb2 \xc0\xaf \x00 \xf5";

/// A frame with this payload, or one like it.
pub(crate) fn encode(protocol: &Protocol, payload: &[u8]) -> Result<Vec<u8>, Fault> {
    let fit = protocol.fit(payload).and_then(|payload| protocol.encode(&payload));
    fit.map_err(|error| Fault::new(format!("the judge cannot send {}: {error}", render::quoted(&[payload]))))
}

/// Three frames, one after another.
pub(crate) fn three(protocol: &Protocol) -> Result<Vec<u8>, Fault> {
    Ok(THREE.iter().map(|payload| encode(protocol, payload)).collect::<Result<Vec<_>, _>>()?.concat())
}

/// Bytes that are not UTF-8, in a frame; `None` if the framing cannot carry such bytes.
pub(crate) fn not_utf8(protocol: &Protocol) -> Option<Vec<u8>> {
    let carried = |bytes: &[u8]| encode(protocol, bytes).ok();
    let without_zero: Vec<u8> = NOT_UTF8.iter().copied().filter(|&byte| byte != 0).collect();
    carried(NOT_UTF8).or_else(|| carried(&without_zero))
}

/// What a check of cuts has shown: that the cuts were cuts for the program too must have been seen.
fn cut(count: usize, unproven: Option<String>) -> Verdict {
    let cuts = render::counted(count as u64, "cut");
    match unproven {
        None => Verdict::Passed(format!("{cuts}; the kernel proves that a read ended at each")),
        Some(why) => {
            Verdict::NotObserved(format!("{cuts} did no harm, but whether a read ended at each is not known: {why}"))
        }
    }
}

fn no_length() -> Verdict {
    Verdict::NotApplicable("no frame announces its length".to_owned())
}
