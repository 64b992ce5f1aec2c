//! Says what the waiting bytes are under a limit: a whole frame, an unfinished one, or one that is too long.

use crate::{Extent, Framing, Located, Malformed};

/// What the bytes are, if a frame begins with the first of them.
pub(crate) enum Status {
    Whole(Extent),
    Unfinished { missing: Option<u64> },
    Oversize { announced: Option<u64>, left: Left },
}

/// What is left of a frame that is skipped.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Left {
    Bytes(u64),
    UpToItsEnd,
}

/// What `came` bytes are, one at least, in which this was located.
#[inline(always)]
pub(crate) fn classify<F: Framing>(
    located: Result<Located, Malformed>,
    limit: usize,
    came: usize,
) -> Result<Status, Malformed> {
    let (limit, came) = (limit as u64, came as u64);
    Ok(match located? {
        Located::Frame(Extent { payload, len, .. }) if payload > limit => {
            Status::Oversize { announced: F::ANNOUNCES.then_some(payload), left: Left::Bytes(len) }
        }
        Located::Frame(extent) => {
            bounded::<F>(extent)?;
            if extent.len <= came {
                Status::Whole(extent)
            } else {
                Status::Unfinished { missing: Some(extent.len - came) }
            }
        }
        Located::Open { payload, .. } if payload > limit => {
            Status::Oversize { announced: None, left: Left::UpToItsEnd }
        }
        Located::Open { payload, .. } => {
            bounded::<F>(Extent { header: 0, payload, len: came })?;
            Status::Unfinished { missing: None }
        }
    })
}

/// Refuses a frame whose header is too long, or which has more besides its payload than a header, and its payload again.
#[inline]
pub(crate) fn bounded<F: Framing>(extent: Extent) -> Result<(), Malformed> {
    let Some(most) = F::HEADER_MAX else { return Ok(()) };
    let besides = extent.len.saturating_sub(extent.payload).saturating_sub(extent.payload);
    if extent.header > most || besides > most as u64 { Err(Malformed::LongHeader { most }) } else { Ok(()) }
}

/// How many of `bytes` can be dropped, and what of the frame is left behind them; `None` if that is nothing.
pub(crate) fn drop_from<F: Framing>(
    framing: &F,
    left: Left,
    limit: usize,
    bytes: &[u8],
    progress: &mut F::Progress,
) -> Result<(usize, Option<Left>), Malformed> {
    let left = match left {
        Left::Bytes(left) => left,
        Left::UpToItsEnd => match framing.locate(bytes, progress)? {
            Located::Frame(extent) => extent.len,
            Located::Open { passed, .. } => {
                bounded::<F>(Extent { header: 0, payload: limit as u64, len: (bytes.len() - passed) as u64 })?;
                return Ok((passed, Some(Left::UpToItsEnd)));
            }
        },
    };
    let dropped = left.min(bytes.len() as u64);
    let left = left - dropped;
    Ok((dropped as usize, (left > 0).then_some(Left::Bytes(left))))
}
