//! The four bytes: a length into them, and out of them. It looks at no payload and keeps no state.

use framing::Order;

use crate::HeaderError;

/// Bytes of a header: one `i32`.
pub const HEADER: usize = 4;

/// The header for a payload of `payload_len` bytes.
///
/// # Errors
/// [`HeaderError::TooLong`] above `i32::MAX` bytes (2 GiB less one): a cast would wrap, and announce
/// a negative length.
pub fn header(payload_len: usize, order: Order) -> Result<[u8; HEADER], HeaderError> {
    let announced = i32::try_from(payload_len).map_err(|_| HeaderError::TooLong { len: payload_len })?;
    Ok(match order {
        Order::Little => announced.to_le_bytes(),
        Order::Big => announced.to_be_bytes(),
    })
}

/// The payload's length in bytes that a header announces; at most `limit`.
///
/// # Errors
/// [`HeaderError::Negative`], since the length is signed, and [`HeaderError::OverLimit`]. Both are
/// found before anything is reserved for the payload.
pub fn length(header: [u8; HEADER], order: Order, limit: usize) -> Result<usize, HeaderError> {
    let signed = match order {
        Order::Little => i32::from_le_bytes(header),
        Order::Big => i32::from_be_bytes(header),
    };
    let announced = usize::try_from(signed).map_err(|_| HeaderError::Negative(signed))?;
    if announced > limit {
        return Err(HeaderError::OverLimit { announced, limit });
    }
    Ok(announced)
}

/// Appends one frame, header and payload, to `out`. Frames may be gathered there and sent together.
///
/// # Errors
/// [`HeaderError::TooLong`]; `out` is then as it was.
pub fn encode(payload: &[u8], order: Order, out: &mut Vec<u8>) -> Result<(), HeaderError> {
    let header = header(payload.len(), order)?;
    out.reserve(HEADER + payload.len());
    out.extend_from_slice(&header);
    out.extend_from_slice(payload);
    Ok(())
}
