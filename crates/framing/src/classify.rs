//! Classifies the waiting bytes under a limit: a whole frame, an unfinished one, or one that is too long.

use crate::{Extent, Framing, Located, Malformed};

/// The status of the frame at the start of some bytes. Unknown lengths are `None`.
pub(crate) enum Status {
    Whole(Extent),
    Unfinished { missing: Option<u64> },
    Oversize { announced: Option<u64>, left: Option<u64> },
}

/// Classifies the first `came` bytes of a frame, at least one, in which `locate` found this.
#[inline(always)]
pub(crate) fn classify<F: Framing>(
    located: Result<Located, Malformed>,
    limit: usize,
    came: usize,
) -> Result<Status, Malformed> {
    let (limit, came) = (limit as u64, came as u64);
    Ok(match located? {
        Located::Frame(Extent { payload, len, .. }) if payload > limit => {
            Status::Oversize { announced: F::ANNOUNCES.then_some(payload), left: Some(len) }
        }
        Located::Frame(extent) => {
            bounded::<F>(extent)?;
            match extent.len.checked_sub(came) {
                None | Some(0) => Status::Whole(extent),
                missing => Status::Unfinished { missing },
            }
        }
        Located::Open { payload, .. } if payload > limit => Status::Oversize { announced: None, left: None },
        Located::Open { payload, .. } => {
            bounded::<F>(Extent { header: 0, payload, len: came })?;
            Status::Unfinished { missing: None }
        }
    })
}

/// Refuses a frame whose header is too long, or whose bytes besides the payload exceed a header plus the payload's length.
#[inline]
pub(crate) fn bounded<F: Framing>(extent: Extent) -> Result<(), Malformed> {
    let Some(most) = F::HEADER_MAX else { return Ok(()) };
    let besides = extent.len.saturating_sub(extent.payload).saturating_sub(extent.payload);
    if extent.header > most || besides > most as u64 { Err(Malformed::LongHeader { most }) } else { Ok(()) }
}

/// How many of `bytes` can be dropped, and how many of the frame's bytes come after them: `None` if that is not known.
pub(crate) fn drop_from<F: Framing>(
    framing: &F,
    left: Option<u64>,
    limit: usize,
    bytes: &[u8],
    progress: &mut F::Progress,
) -> Result<(usize, Option<u64>), Malformed> {
    let left = match left {
        Some(left) => left,
        None => match framing.locate(bytes, progress)? {
            Located::Frame(extent) => extent.len,
            Located::Open { passed, .. } => {
                bounded::<F>(Extent { header: 0, payload: limit as u64, len: (bytes.len() - passed) as u64 })?;
                return Ok((passed, None));
            }
        },
    };
    let dropped = left.min(bytes.len() as u64);
    Ok((dropped as usize, Some(left - dropped)))
}
