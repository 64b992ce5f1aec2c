//! Encodes a length into four bytes, and decodes it. It looks at no payload and keeps no state.

use framing::Order;

use crate::HeaderError;

/// The size of a header in bytes: one `i32`.
pub const HEADER: usize = 4;

/// The header for a payload of `payload_len` bytes.
///
/// # Errors
/// [`HeaderError::TooLong`] above `i32::MAX` bytes (2 GiB less one). A cast would wrap, and announce
/// a negative length.
pub fn header(payload_len: usize, order: Order) -> Result<[u8; HEADER], HeaderError> {
    let announced = i32::try_from(payload_len).map_err(|_| HeaderError::TooLong { len: payload_len })?;
    Ok(match order {
        Order::Little => announced.to_le_bytes(),
        Order::Big => announced.to_be_bytes(),
    })
}

/// The payload's length in bytes, as a header announces it; at most `limit`.
///
/// # Errors
/// [`HeaderError::Negative`], since the length is signed, and [`HeaderError::OverLimit`]. Both are
/// found before memory is reserved for the payload.
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

/// Appends one frame, header and payload, to `out`. You may collect several frames there and send them together.
///
/// # Errors
/// [`HeaderError::TooLong`]; `out` is then unchanged.
pub fn encode(payload: &[u8], order: Order, out: &mut Vec<u8>) -> Result<(), HeaderError> {
    let header = header(payload.len(), order)?;
    out.reserve(HEADER + payload.len());
    out.extend_from_slice(&header);
    out.extend_from_slice(payload);
    Ok(())
}
