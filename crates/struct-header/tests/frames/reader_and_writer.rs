//! `write_frame` and `read_frame` with streams that guarantee only what `Read` and `Write` promise. No
//! socket.

use std::io::{self, ErrorKind, Read, Write};

use struct_header::{HEADER, HeaderError, Order, ReadError, header, read_frame, write_frame};

use crate::{Lot, stream_of};

/// Takes at most `most` bytes a call, and is interrupted by a signal before each call but the first.
struct Narrow {
    most: usize,
    calls: usize,
    signal: bool,
    took: Vec<u8>,
}

impl Narrow {
    fn of(most: usize) -> Self {
        Self { most, calls: 0, signal: false, took: Vec::new() }
    }
}

impl Write for Narrow {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if std::mem::replace(&mut self.signal, false) {
            return Err(ErrorKind::Interrupted.into());
        }
        self.signal = true;
        self.calls += 1;
        let taken = buf.len().min(self.most);
        self.took.extend_from_slice(&buf[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns pieces of `rest` of 1 to `most` bytes, chosen at random, and is sometimes interrupted.
struct Chunky<'a> {
    rest: &'a [u8],
    lot: Lot,
    most: usize,
}

impl Read for Chunky<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.lot.up_to(3) == 0 {
            return Err(ErrorKind::Interrupted.into());
        }
        let n = (1 + self.lot.up_to(self.most - 1)).min(buf.len());
        self.rest.read(&mut buf[..n])
    }
}

/// Returns all that it is asked for, and keeps how much that was.
struct Asked<'a> {
    rest: &'a [u8],
    asked: Vec<usize>,
}

impl Read for Asked<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.asked.push(buf.len());
        self.rest.read(buf)
    }
}

/// A timeout for ever.
struct Stalled;

impl Read for Stalled {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(ErrorKind::WouldBlock.into())
    }
}

#[test]
fn header_and_payload_leave_in_one_write_and_a_short_one_is_continued() {
    for payload in [&b""[..], b"hello, world", &[7; 100_000]] {
        let whole = stream_of(&[payload], Order::Big);
        for most in (1..=HEADER + 13).chain([usize::MAX]) {
            let mut writer = Narrow::of(most);
            write_frame(&mut writer, payload, Order::Big).unwrap();
            assert!(writer.took == whole); // too long to be printed
            assert_eq!(writer.calls, whole.len().div_ceil(most));
        }
    }
}

#[test]
fn a_writer_that_takes_nothing_is_an_error_and_no_endless_loop() {
    let error = write_frame(&mut Narrow::of(0), b"hello", Order::Little).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WriteZero);
}

#[test]
fn a_reader_takes_no_byte_of_the_next_frame() {
    for seed in 0..200 {
        let mut lot = Lot(seed);
        let most = [1, 3, 50, 1 << 20][lot.up_to(3)];
        let frame_max = [0, 5, 300][lot.up_to(2)];
        let payloads: Vec<_> = (0..20).map(|_| lot.payload(frame_max)).collect();
        let stream = stream_of(&payloads, Order::Big);
        let mut behind = stream.len();
        let mut reader = Chunky { rest: &stream, lot, most };
        for payload in &payloads {
            let frame = read_frame(&mut reader, Order::Big, 300).unwrap();
            assert_eq!(frame.as_ref(), Some(payload));
            behind -= HEADER + payload.len();
            assert_eq!(reader.rest.len(), behind);
        }
        assert!(read_frame(&mut reader, Order::Big, 300).unwrap().is_none());
    }
}

#[test]
fn a_frame_that_has_come_costs_two_reads_one_for_each_part() {
    let stream = stream_of(&[&b"hello"[..], b"the next frame"], Order::Little);
    let mut reader = Asked { rest: &stream, asked: Vec::new() };
    read_frame(&mut reader, Order::Little, 1024).unwrap();
    assert_eq!(reader.asked, [HEADER, 5]);
}

#[test]
fn a_long_frame_survives_the_growing_of_its_memory() {
    let payload: Vec<u8> = (0..1_000_003_u32).map(|i| (i % 251) as u8).collect();
    let stream = stream_of(&[&payload[..], b"next"], Order::Little);
    let reader = &mut Chunky { rest: &stream, lot: Lot(5), most: 70_000 };
    assert!(read_frame(reader, Order::Little, payload.len()).unwrap() == Some(payload)); // too long to be printed
    assert_eq!(read_frame(reader, Order::Little, 4).unwrap().as_deref(), Some(&b"next"[..]));
}

#[test]
fn a_long_frame_that_is_cut_off_says_how_much_of_it_came_and_reserves_no_more() {
    for got in [0, 1, 65_536, 65_537, 131_072, 200_000, 1_000_000] {
        let announced = 16 * 1024 * 1024;
        let stream = [&header(announced, Order::Little).unwrap()[..], &vec![7; got]].concat();
        let mut reader = Asked { rest: &stream, asked: Vec::new() };
        let error = read_frame(&mut reader, Order::Little, announced).unwrap_err();
        let ended = HeaderError::EndInPayload { got, announced };
        assert!(matches!(error, ReadError::Frame(error) if error == ended));
        assert!(reader.asked.iter().all(|&room| room <= got.max(65_536)), "{got} of {announced}: {:?}", reader.asked);
    }
}

#[test]
fn a_refused_length_costs_no_read_of_its_payload() {
    for refused in [[0, 0, 0, 11], [0xFF; 4], *b"HTTP"] {
        let stream = [&refused[..], b"payload"].concat();
        let mut reader = &stream[..];
        let error = read_frame(&mut reader, Order::Big, 10).unwrap_err();
        assert!(matches!(error, ReadError::Frame(_)));
        assert_eq!(reader, b"payload");
    }
    let mut reader = &[0, 0, 0, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10][..];
    assert_eq!(read_frame(&mut reader, Order::Big, 10).unwrap().unwrap().len(), 10);
}

#[test]
fn a_timeout_is_told_apart_from_a_violation_wherever_it_happens() {
    let stream = stream_of(&[b"hello"], Order::Little);
    for came in 0..stream.len() {
        let mut reader = stream[..came].chain(Stalled);
        match read_frame(&mut reader, Order::Little, 1024) {
            Err(ReadError::Io(error)) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
            other => panic!("{other:?} after {came} bytes and a timeout"),
        }
    }
}
