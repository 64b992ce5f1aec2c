//! Says in which frame of a stream a cut is. It knows the bytes before the cut only, as the program does that reads them.

use framing::{Decoder, Extent, Framing, Located, OnOversize};

/// Follows a stream.
pub(crate) trait Places: Send {
    /// Takes the next bytes of the stream.
    fn feed(&mut self, bytes: &[u8]);

    /// Where a cut after these bytes would be.
    fn here(&self) -> String;
}

/// Follows a stream of frames.
pub(crate) struct Following<F: Framing> {
    framing: F,
    decoder: Decoder<F>,
    /// Whole frames so far.
    frames: u64,
    /// Where the stream stopped being frames, and why.
    bad: Option<String>,
}

impl<F: Framing + Clone> Following<F> {
    pub(crate) fn new(framing: F, max: usize) -> Self {
        let decoder = Decoder::new(framing.clone(), max).on_oversize(OnOversize::Skip);
        Self { framing, decoder, frames: 0, bad: None }
    }
}

impl<F: Framing<Progress: Send> + Send> Places for Following<F> {
    fn feed(&mut self, bytes: &[u8]) {
        if self.bad.is_some() {
            return;
        }
        self.decoder.feed(bytes);
        loop {
            match self.decoder.next_frame() {
                Ok(Some(_)) => self.frames += 1,
                Ok(None) => return,
                Err(error) if error.is_final() => {
                    return self.bad = Some(format!("after a bad frame at {}: {}", error.offset, error.violation));
                }
                Err(_) => self.frames += 1, // it is skipped
            }
        }
    }

    fn here(&self) -> String {
        if let Some(bad) = &self.bad {
            return bad.clone();
        }
        let (waiting, frame) = (self.decoder.waiting(), self.frames + 1);
        if waiting.is_empty() {
            return format!("after frame {}", self.frames);
        }
        match self.framing.locate(waiting, &mut F::Progress::default()) {
            Ok(Located::Frame(Extent { header, payload, .. })) => inside(frame, waiting.len(), header, payload),
            Ok(Located::Open { .. }) if F::ANNOUNCES => format!("in the header of frame {frame}"),
            _ => format!("in frame {frame}, after {} of its bytes", waiting.len()),
        }
    }
}

/// The place after `len` bytes of a frame with these lengths.
fn inside(frame: u64, len: usize, header: usize, payload: u64) -> String {
    match (len as u64).checked_sub(header as u64) {
        None => format!("in the header of frame {frame}"),
        Some(0) if header > 0 => format!("between header and payload of frame {frame}"),
        Some(after) if after < payload => format!("in the payload of frame {frame}, after {after} of {payload}"),
        Some(_) => format!("in the end of frame {frame}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use framing::{Line, Netstring, Prefix};

    fn places(framing: impl Framing<Progress: Send> + Clone + Send, stream: &[u8]) -> Vec<String> {
        let mut following = Following::new(framing, 100);
        let place = |byte: &u8| {
            following.feed(&[*byte]);
            following.here()
        };
        stream.iter().map(place).collect()
    }

    #[test]
    fn a_cut_is_inside_a_header_a_payload_or_an_end_or_between_two_frames() {
        let places = places(Prefix::<2, framing::BigEndian>::new(), b"\x00\x02hi\x00\x00\x00");
        let payload = "in the payload of frame 1, after 1 of 2";
        let between = "between header and payload of frame 1";
        let frames = ["after frame 1", "in the header of frame 2", "after frame 2", "in the header of frame 3"];
        assert_eq!(places[..3], ["in the header of frame 1", between, payload]);
        assert_eq!(places[3..], frames);
    }

    #[test]
    fn a_frame_that_is_found_by_its_end_has_no_header() {
        assert_eq!(
            places(Line::new(), b"a\n\n"),
            ["in frame 1, after 1 of its bytes", "after frame 1", "after frame 2"]
        );
        assert_eq!(places(Netstring, b"1:a,")[2], "in the end of frame 1");
    }

    #[test]
    fn after_a_bad_frame_there_are_no_more_places() {
        let places = places(Netstring, b"0:,x:,");
        assert!(places[3..].iter().all(|place| place.starts_with("after a bad frame at 3: ")), "{places:?}");
    }
}
