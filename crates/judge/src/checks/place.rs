//! Where in a stream of frames a cut is, in words.

/// What the bytes of a stream are: the number of a frame, what of it, how many bytes.
pub(crate) type Parts = [(u64, &'static str, usize)];

/// The place of a cut: inside a part of a frame, between two parts, or between two frames.
pub(crate) fn place(cut: usize, parts: &Parts) -> String {
    let (mut end, mut before) = (0, None);
    for &(frame, what, bytes) in parts.iter().filter(|(.., bytes)| *bytes > 0) {
        if cut == end {
            return between(before, (frame, what));
        }
        end += bytes;
        if cut < end {
            return format!("inside the {what} of frame {frame}");
        }
        before = Some((frame, what));
    }
    "after the last frame".to_owned()
}

fn between(before: Option<(u64, &str)>, (frame, what): (u64, &str)) -> String {
    match before {
        None => format!("before frame {frame}"),
        Some((number, _)) if number != frame => format!("between frames {number} and {frame}"),
        Some((_, part)) => format!("between the {part} and the {what} of frame {frame}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_is_inside_a_part_or_between_two_or_between_frames() {
        let parts = [(1, "header", 2), (1, "payload", 3), (1, "trailer", 0), (2, "header", 2), (2, "payload", 1)];
        let places: Vec<String> = [1, 2, 3, 5, 6, 8].iter().map(|&cut| place(cut, &parts)).collect();
        assert_eq!(places[0], "inside the header of frame 1");
        assert_eq!(places[1], "between the header and the payload of frame 1");
        assert_eq!(places[2], "inside the payload of frame 1");
        assert_eq!(places[3], "between frames 1 and 2");
        assert_eq!(places[4], "inside the header of frame 2");
        assert_eq!(places[5], "after the last frame");
    }
}
