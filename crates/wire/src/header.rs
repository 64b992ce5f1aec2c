//! Parses the headers of a segment: IPv4 (RFC 791), then TCP (RFC 9293). Other packets are ignored.

use std::ops::Range;

/// The fields of a segment's headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// The ports it comes from and goes to.
    pub(crate) ports: [u16; 2],
    pub(crate) sequence: u32,
    pub(crate) acknowledgement: u32,
    pub(crate) flags: u8,
    pub(crate) window: u16,
    /// Bytes of payload.
    pub(crate) bytes: u32,
}

/// Flags of the TCP header: RFC 9293, section 3.1.
pub(crate) mod flag {
    pub(crate) const FIN: u8 = 0x01;
    pub(crate) const SYN: u8 = 0x02;
    pub(crate) const RST: u8 = 0x04;
    pub(crate) const PSH: u8 = 0x08;
    pub(crate) const ACK: u8 = 0x10;
    pub(crate) const URG: u8 = 0x20;
    pub(crate) const ECE: u8 = 0x40;
    pub(crate) const CWR: u8 = 0x80;
}

/// Where the fields of the IPv4 header are, from its first byte. The TCP header's follow in `tcp`.
mod ip {
    use std::ops::Range;

    pub(super) const VERSION_AND_WORDS: usize = 0;
    pub(super) const TOTAL_LENGTH: Range<usize> = 2..4;
    pub(super) const PROTOCOL: usize = 9;
    pub(super) const TCP: u8 = 6;
}

mod tcp {
    use std::ops::Range;

    pub(super) const FROM: Range<usize> = 0..2;
    pub(super) const TO: Range<usize> = 2..4;
    pub(super) const SEQUENCE: Range<usize> = 4..8;
    pub(super) const ACKNOWLEDGEMENT: Range<usize> = 8..12;
    pub(super) const WORDS: usize = 12;
    pub(super) const FLAGS: usize = 13;
    pub(super) const WINDOW: Range<usize> = 14..16;
}

/// Whether the packet is IPv4.
pub(crate) fn is_ipv4(packet: &[u8]) -> bool {
    packet.first().is_some_and(|byte| byte >> 4 == 4)
}

/// The headers of the segment in `packet`, if there is one.
pub(crate) fn parse(packet: &[u8]) -> Option<Header> {
    if !is_ipv4(packet) || *packet.get(ip::PROTOCOL)? != ip::TCP {
        return None;
    }
    let ip_bytes = usize::from(packet[ip::VERSION_AND_WORDS] & 0x0F) * 4;
    let total = usize::from(short(packet, ip::TOTAL_LENGTH)?);
    let segment = packet.get(ip_bytes..total)?;
    let tcp_bytes = usize::from(segment.get(tcp::WORDS)? >> 4) * 4;
    Some(Header {
        ports: [short(segment, tcp::FROM)?, short(segment, tcp::TO)?],
        sequence: long(segment, tcp::SEQUENCE)?,
        acknowledgement: long(segment, tcp::ACKNOWLEDGEMENT)?,
        flags: *segment.get(tcp::FLAGS)?,
        window: short(segment, tcp::WINDOW)?,
        bytes: segment.len().checked_sub(tcp_bytes)?.try_into().ok()?,
    })
}

fn short(bytes: &[u8], at: Range<usize>) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: Range<usize>) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at)?.try_into().ok()?))
}

/// Flags as tcpdump writes them: `S`, `S.`, `.`, `P.`, `F.`, `R`.
pub(crate) fn flags_text(flags: u8) -> String {
    let letters = [
        (flag::FIN, 'F'),
        (flag::SYN, 'S'),
        (flag::RST, 'R'),
        (flag::PSH, 'P'),
        (flag::ACK, '.'),
        (flag::URG, 'U'),
        (flag::ECE, 'E'),
        (flag::CWR, 'W'),
    ];
    letters.iter().filter(|(flag, _)| flags & flag != 0).map(|(_, letter)| *letter).collect()
}
