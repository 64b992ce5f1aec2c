//! Describes the size and byte order of a length. It knows nothing about frames.

use std::fmt::Debug;

/// Which byte of a number comes first. Nothing on the wire says so: both ends must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Most significant byte first: network byte order (RFC 1700), Python's `'!'` and `'>'`, Java's `writeInt`.
    Big,
    /// Least significant byte first: Python's `'<'`, and the order of a C `struct` on x86 and nearly every ARM.
    Little,
}

/// A byte order that is fixed when the program is built: [`BigEndian`] or [`LittleEndian`].
pub trait ByteOrder: Copy + Debug + Default {
    /// This byte order, as a value.
    const ORDER: Order;
}

/// Most significant byte first: [`Order::Big`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BigEndian;

/// Least significant byte first: [`Order::Little`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LittleEndian;

impl ByteOrder for BigEndian {
    const ORDER: Order = Order::Big;
}

impl ByteOrder for LittleEndian {
    const ORDER: Order = Order::Little;
}

/// The size of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 1 byte, up to 255.
    One = 1,
    /// 2 bytes, up to 65,535.
    Two = 2,
    /// 3 bytes, up to 16,777,215.
    Three = 3,
    /// 4 bytes, up to 4,294,967,295 (4 GiB less one).
    Four = 4,
    /// 8 bytes, up to 2^64 - 1.
    Eight = 8,
}

impl Width {
    /// The width of `bytes` bytes; `None` for one that no protocol uses.
    pub const fn of(bytes: usize) -> Option<Self> {
        match bytes {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            3 => Some(Self::Three),
            4 => Some(Self::Four),
            8 => Some(Self::Eight),
            _ => None,
        }
    }

    /// The width in bytes.
    #[inline]
    pub fn bytes(self) -> usize {
        self as usize
    }
}
