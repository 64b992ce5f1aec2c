//! Every way of writing the same messages writes the same bytes, with different calls. This needs no socket.

use sender_nagle::{burst, corked, more_to_come, one_write, random_chunks, vectored, write_random_chunks};
use std::cell::RefCell;
use std::io::{self, IoSlice, Write};

const MESSAGES: [&str; 4] = ["I'm ", "", "Lyon", "!"];

/// Takes at most `most` bytes a call, and remembers each call.
struct Calls {
    most: usize,
    taken: Vec<Vec<u8>>,
}

impl Calls {
    fn taking(most: usize) -> Self {
        Self { most, taken: Vec::new() }
    }

    fn bytes(&self) -> Vec<u8> {
        self.taken.concat()
    }
}

impl Write for Calls {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let taken = data.len().min(self.most);
        self.taken.push(data[..taken].to_vec());
        Ok(taken)
    }

    fn write_vectored(&mut self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        self.write(&slices.iter().flat_map(|slice| slice.to_vec()).collect::<Vec<u8>>())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_burst_is_one_call_for_each_message_that_has_bytes() {
    let mut calls = Calls::taking(1024);
    burst(&mut calls, &MESSAGES).unwrap();
    assert_eq!(calls.taken, [b"I'm ".to_vec(), b"Lyon".to_vec(), b"!".to_vec()]);
}

#[test]
fn all_messages_but_the_last_announce_that_more_follows() {
    let (mut calls, announced) = (Calls::taking(3), RefCell::new(Vec::new()));
    more_to_come(&mut calls, &MESSAGES, |calls: &mut Calls, data| {
        announced.borrow_mut().push(data.to_vec());
        calls.write(data)
    })
    .unwrap();
    assert_eq!(announced.into_inner(), [b"I'm ".to_vec(), b" ".to_vec(), b"Lyon".to_vec(), b"n".to_vec()]);
    assert_eq!(calls.bytes(), b"I'm Lyon!", "the last by a plain write");
    let stuck = more_to_come(&mut calls, &MESSAGES, |_, _| Ok(0));
    assert_eq!(stuck.map_err(|error| error.kind()), Err(io::ErrorKind::WriteZero));
}

#[test]
fn one_write_and_a_vectored_write_are_one_call() {
    let (mut copied, mut gathered) = (Calls::taking(1024), Calls::taking(1024));
    one_write(&mut copied, &MESSAGES).unwrap();
    vectored(&mut gathered, &MESSAGES).unwrap();
    assert_eq!(copied.taken, [b"I'm Lyon!".to_vec()]);
    assert_eq!(gathered.taken, copied.taken);
}

#[test]
fn short_writes_are_continued_until_all_is_taken() {
    for most in 1..10 {
        let mut calls = Calls::taking(most);
        vectored(&mut calls, &MESSAGES).unwrap();
        assert_eq!(calls.bytes(), b"I'm Lyon!", "{most} bytes a call");
        assert_eq!(calls.taken.len(), 9usize.div_ceil(most));
    }
}

#[test]
fn a_writer_that_takes_nothing_is_an_error_and_no_loop() {
    let error = vectored(&mut Calls::taking(0), &MESSAGES).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::WriteZero);
}

#[test]
fn the_cork_is_pulled_even_when_a_write_fails() {
    let turns = RefCell::new(Vec::new());
    let cork = |_: &Calls, on| {
        turns.borrow_mut().push(on);
        Ok(())
    };
    assert!(corked(&mut Calls::taking(0), &MESSAGES, cork).is_err());
    assert_eq!(*turns.borrow(), [true, false]);
}

#[test]
fn random_chunks_lose_nothing_and_follow_their_seed() {
    let bytes: Vec<u8> = (0..=255).collect();
    let drawn = |seed| random_chunks(&bytes, 7, seed).map(<[u8]>::len).collect::<Vec<_>>();
    for seed in 0..100 {
        let mut calls = Calls::taking(1024);
        write_random_chunks(&mut calls, &bytes, 7, seed).unwrap();
        assert_eq!(calls.bytes(), bytes);
        assert!(calls.taken.iter().all(|piece| (1..=7).contains(&piece.len())));
        assert_eq!(calls.taken.iter().map(Vec::len).collect::<Vec<_>>(), drawn(seed));
    }
    assert_ne!(drawn(1), drawn(2));
}
