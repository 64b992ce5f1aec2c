//! Writes captured segments to a file for Wireshark: the libpcap format with nanoseconds, raw IP packets (pcap-savefile(5),
//! link type 101).

use crate::Segment;
use std::io::{self, Write};
use std::time::{Duration, SystemTime};

/// Identifies the format, its byte order, and nanoseconds as the unit of its fractions of seconds.
const MAGIC: u32 = 0xA1B2_3C4D;
/// Version 2.4: the major number in the lower half, since both are 16 bits, little-endian.
const VERSION: u32 = 2 | 4 << 16;
/// The longest packet that the file may hold, in bytes.
const LONGEST: u32 = 65_535;
/// Packets begin with the IP header.
const RAW_IP: u32 = 101;

/// Writes `segments`, in the order in which they entered the cable. `laid` is when the wire was made: segment times count from
/// then.
///
/// # Errors
/// Those of the writer.
pub fn write_pcap(out: &mut impl Write, laid: SystemTime, segments: &[Segment]) -> io::Result<()> {
    let (time_zone, accuracy) = (0, 0);
    words(out, [MAGIC, VERSION, time_zone, accuracy, LONGEST, RAW_IP])?;
    for segment in segments {
        let (kept, whole) = &segment.packet;
        let sent = (laid + segment.sent).duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let seconds = u32::try_from(sent.as_secs()).unwrap_or(u32::MAX);
        words(out, [seconds, sent.subsec_nanos(), kept.len() as u32, *whole as u32])?;
        out.write_all(kept)?;
    }
    out.flush()
}

fn words<const N: usize>(out: &mut impl Write, words: [u32; N]) -> io::Result<()> {
    words.iter().try_for_each(|word| out.write_all(&word.to_le_bytes()))
}
