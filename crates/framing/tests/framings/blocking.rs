//! `write_frame` and `read_frame` with streams that guarantee only what `Read` and `Write` promise.

use std::io::{self, ErrorKind, IoSlice, Read, Write};

use framing::{
    Cobs, Decoder, EncodeError, LengthField, Line, Netstring, Order, ReadError, Violation, Width, read_frame,
    write_frame,
};

use crate::samples::stream_of;
use crate::support::skipping;

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
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        panic!("a frame is written with vectored writes alone")
    }

    fn write_vectored(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        if std::mem::replace(&mut self.signal, false) {
            return Err(ErrorKind::Interrupted.into());
        }
        self.signal = true;
        self.calls += 1;
        let before = self.took.len();
        let bytes = parts.iter().flat_map(|part| part.iter().copied());
        self.took.extend(bytes.take(self.most));
        Ok(self.took.len() - before)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

for_every_framing! {
    fn a_frame_is_one_vectored_write_and_short_writes_continue(framing, frames) {
        for (wire, _, payload) in frames {
            for most in 1..=wire.len() + 1 {
                let mut writer = Narrow::of(most);
                write_frame(&mut writer, framing, payload).unwrap();
                assert_eq!(writer.took, *wire, "{framing:?}, {most} a call");
                assert_eq!(writer.calls, wire.len().div_ceil(most), "{framing:?}, {most} a call");
            }
        }
    }
}

#[test]
fn a_writer_that_takes_nothing_is_an_error_and_no_endless_loop() {
    let error = write_frame(&mut Narrow::of(0), &Netstring, b"hello").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WriteZero);
}

#[test]
fn what_cannot_be_expressed_is_refused_before_a_byte_is_sent() {
    let mut writer = Narrow::of(100);
    let error = write_frame(&mut writer, &Line::new(), b"a\nb").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    let inner = error.into_inner().unwrap().downcast::<EncodeError>().unwrap();
    assert_eq!((*inner, writer.calls), (EncodeError::DelimiterInside { at: 1 }, 0));
}

#[test]
fn a_writer_without_vectored_writes_gets_the_same_bytes() {
    struct Plain(Vec<u8>);
    impl Write for Plain {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(&bytes[..bytes.len().min(3)])
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut writer = Plain(Vec::new());
    write_frame(&mut writer, &Netstring, b"hello world!").unwrap();
    write_frame(&mut writer, &Cobs, b"").unwrap();
    assert_eq!(writer.0, b"12:hello world!,\x01\0");
}

/// Returns at most `most` bytes a call, is interrupted before every second one, and has a timeout where the bytes end
/// for now.
struct Slow<'a> {
    rest: &'a [u8],
    most: usize,
    signal: bool,
    end: Option<ErrorKind>,
}

impl Read for Slow<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.signal = !self.signal;
        if self.signal {
            return Err(ErrorKind::Interrupted.into());
        }
        let most = self.most.min(buf.len());
        match (self.rest.read(&mut buf[..most])?, self.end) {
            (0, Some(kind)) => Err(kind.into()),
            (came, _) => Ok(came),
        }
    }
}

for_every_framing! {
    fn a_reader_of_any_chunks_gives_every_frame_and_then_the_end(framing, frames) {
        let stream = stream_of(frames);
        for most in 1..=stream.len() {
            let mut reader = Slow { rest: &stream, most, signal: false, end: None };
            let mut decoder = Decoder::new(framing.clone(), 1024);
            for (_, _, payload) in frames {
                let frame = read_frame(&mut reader, &mut decoder).unwrap().unwrap();
                assert_eq!(frame.payload, *payload, "{framing:?}, {most} a call");
            }
            assert!(read_frame(&mut reader, &mut decoder).unwrap().is_none());
            assert!(read_frame(&mut reader, &mut decoder).unwrap().is_none(), "and the end stays");
        }
    }
}

for_every_framing! {
    fn after_a_timeout_a_frame_is_read_on(framing, frames) {
        let wire = frames[0].0;
        for came in 0..wire.len() {
            let mut decoder = Decoder::new(framing.clone(), 1024);
            let end = Some(ErrorKind::WouldBlock);
            let mut reader = Slow { rest: &wire[..came], most: 100, signal: false, end };
            let ended = read_frame(&mut reader, &mut decoder).unwrap_err();
            assert!(matches!(ended, ReadError::Io(error) if error.kind() == ErrorKind::WouldBlock), "{came} bytes");
            let frame = read_frame(&mut &wire[came..], &mut decoder).unwrap().unwrap();
            assert_eq!(frame.payload, frames[0].2, "{framing:?}, a timeout after {came} bytes");
        }
    }
}

#[test]
fn a_reader_that_ends_inside_a_frame_is_truncated() {
    let ended = read_frame(&mut &b"5:hell"[..], &mut Decoder::new(Netstring, 1024)).unwrap_err();
    let truncated = Violation::Truncated { got: 6, needed: Some(8) };
    assert!(matches!(ended, ReadError::Frame(error) if error.violation == truncated), "{ended}");
}

#[test]
fn an_oversize_frame_is_told_and_the_next_one_is_read() {
    let mut reader = &b"\0\x05hello\0\x02yo"[..];
    let mut decoder = skipping(LengthField::new(Width::Two, Order::Big), 4);
    assert!(matches!(read_frame(&mut reader, &mut decoder), Err(ReadError::Frame(error)) if !error.is_final()));
    assert_eq!(read_frame(&mut reader, &mut decoder).unwrap().unwrap().payload, b"yo");
    assert!(read_frame(&mut reader, &mut decoder).unwrap().is_none());
}

#[test]
fn a_timeout_is_told_as_one_after_which_nothing_is_lost() {
    for kind in [ErrorKind::WouldBlock, ErrorKind::TimedOut, ErrorKind::ConnectionReset] {
        let mut reader = Slow { rest: b"5:he", most: 100, signal: false, end: Some(kind) };
        let error = read_frame(&mut reader, &mut Decoder::new(Netstring, 1024)).unwrap_err();
        let told = error.to_string();
        assert_eq!(told.contains("timed out waiting for more bytes"), kind != ErrorKind::ConnectionReset, "{told}");
        let source = std::error::Error::source(&error).and_then(|source| source.downcast_ref::<io::Error>());
        assert_eq!(source.map(io::Error::kind), Some(kind));
    }
}
