//! Captured segments as a file for Wireshark: the libpcap format with nanoseconds, raw IP packets (pcap-savefile(5),
//! link type 101). It writes, and reads nothing back.

use crate::Segment;
use std::io::{self, Write};
use std::time::{Duration, SystemTime};

/// What tells the format, its byte order, and that its fractions of seconds are nanoseconds.
const MAGIC: u32 = 0xA1B2_3C4D;
/// Version 2.4: the major number in the lower half, since both are 16 bits, little-endian.
const VERSION: u32 = 2 | 4 << 16;
/// The longest packet that the file may hold, in bytes.
const LONGEST: u32 = 65_535;
/// A packet begins with its IP header.
const RAW_IP: u32 = 101;

/// Writes `segments` in the order in which they entered the cable; `laid` is when their times begin to count.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fate, Way};

    #[test]
    fn a_packet_stands_behind_its_time_and_its_two_lengths() {
        let segment = Segment {
            way: Way::There,
            ports: [1, 2],
            seq: 1,
            ack: 1,
            bytes: 1460,
            flags: "P.".to_owned(),
            window: 1,
            resent: false,
            sent: Duration::from_nanos(1_000_000_005),
            fate: Fate::Lost,
            packet: (vec![0x45; 3], 1500),
        };
        let mut file = Vec::new();
        write_pcap(&mut file, SystemTime::UNIX_EPOCH + Duration::from_secs(9), &[segment]).unwrap();
        assert_eq!(file[..4], [0x4D, 0x3C, 0xB2, 0xA1]);
        assert_eq!(file[20..24], [101, 0, 0, 0]);
        let words: Vec<u32> = file[24..40].chunks(4).map(|word| u32::from_le_bytes(word.try_into().unwrap())).collect();
        assert_eq!(words, [10, 5, 3, 1500]);
        assert_eq!(file[40..], [0x45; 3]);
    }
}
