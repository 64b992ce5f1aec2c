//! The exercises in the order of the lessons. A new one is an entry here, and two files in `tasks` and `solutions`.

use crate::exercise::{Exercise, Judged};

macro_rules! shipped {
    ($id:literal) => {
        include_str!(concat!("../tasks/", $id, ".rs"))
    };
}

pub(crate) const EXERCISES: &[Exercise] = &[
    Exercise {
        id: "01-whole-header",
        lesson: "02-receiver-short-reads",
        idea: "A read returns what has come, and that may be a part of the header. Read until all of it is there.",
        shipped: shipped!("01-whole-header"),
        judged: Judged::By(&["one-frame", "every-cut", "byte-by-byte"]),
        hints: [
            "`read` returns how many bytes it has put into the buffer. What is in the other bytes of `header` if it \
             returns 1?",
            "The trait `Read` has a method that reads again and again until a buffer is full. The payload is read \
             with it.",
            "Write `stream.read_exact(&mut header)?;` and remove the `if`: at the end of the stream, `read_exact` \
             returns an error, and the `?` leaves the function.",
        ],
    },
    Exercise {
        id: "02-whole-payload",
        lesson: "02-receiver-short-reads",
        idea: "A read that returns less than you asked for is not an error. Read the rest: continue where the last \
               read stopped.",
        shipped: shipped!("02-whole-payload"),
        judged: Judged::By(&["one-frame", "every-cut", "byte-by-byte"]),
        hints: [
            "You need to know how many bytes are there already. Keep that number in a variable, and loop while it is \
             too small.",
            "Each read must not overwrite what the last ones read: give it the rest of the buffer, `&mut \
             payload[filled..]`.",
            "`let mut filled = 0; while filled < payload.len() { let count = stream.read(&mut payload[filled..])?; … \
             }`, with `filled += count;` at its end. If `count` is 0, no more will ever come: return an error such as \
             `io::ErrorKind::UnexpectedEof.into()`.",
        ],
    },
    Exercise {
        id: "03-whole-characters",
        lesson: "02-receiver-short-reads",
        idea: "A read may end inside a character. Collect bytes, and decode them when all of them are there.",
        shipped: shipped!("03-whole-characters"),
        judged: Judged::By(&["one-frame", "cut-characters"]),
        hints: [
            "`from_utf8_lossy` puts � in place of bytes that are no character. Half a character is none, whatever \
             comes later.",
            "In the loop, collect the bytes of all reads in a `Vec<u8>`. Make a text of them after the loop.",
            "Replace `text` by `let mut bytes = Vec::new();`, and the marked line by \
             `bytes.extend_from_slice(&buffer[..count]);`. Return `Ok(String::from_utf8_lossy(&bytes).into_owned())`.",
        ],
    },
    Exercise {
        id: "04-keep-the-rest",
        lesson: "04-struct-header",
        idea: "One read may return several frames, or one and a half. Answer every whole frame, and keep what is left \
               over.",
        shipped: shipped!("04-keep-the-rest"),
        judged: Judged::By(&["one-frame", "glued", "every-cut", "byte-by-byte"]),
        hints: [
            "`clear` empties the whole buffer. Which bytes have been answered, and which have not?",
            "Remove only the first frame: `waiting.drain(..length)`. And where there was one whole frame, there may \
             be another.",
            "Make the `if let` a `while let`. After `write_all`, write `let length = frame.len();` and \
             `waiting.drain(..length);`.",
        ],
    },
    Exercise {
        id: "05-empty-message",
        lesson: "04-struct-header",
        idea: "An empty message is a message, and the end of the stream is not. They need different values.",
        shipped: shipped!("05-empty-message"),
        judged: Judged::By(&["one-frame", "empty-frame", "end-of-stream"]),
        hints: [
            "`read_payload` returns an empty `Vec` in two cases. The caller cannot tell which one it was.",
            "Let `read_payload` return `io::Result<Option<Vec<u8>>>`: `None` is the end of the stream.",
            "Return `Ok(None)` at the end, and `Ok(Some(payload))` for a message. In `serve`, `while let \
             Some(payload) = read_payload(&mut stream)? { … }` answers each, and `Ok(())` comes after the loop.",
        ],
    },
    Exercise {
        id: "06-one-write",
        lesson: "05-header-in-two-writes",
        idea: "A small write waits while an earlier one is not acknowledged. Send header and payload in one write.",
        shipped: shipped!("06-one-write"),
        judged: Judged::By(&["one-frame", "header-apart"]),
        hints: [
            "The judge counts the segments that arrive at its socket: one for each answer is enough. The option \
             `TCP_NODELAY` would end the wait, but each answer would still leave in two segments.",
            "Put header and payload into one `Vec<u8>`, and call `write_all` once. The exercises before this one did.",
            "`stream.write_all(&[&header[..], &payload].concat())?;`",
        ],
    },
    Exercise {
        id: "07-limit",
        lesson: "07-hostile-peer",
        idea: "Whoever writes a header decides what it says. Compare the length with your limit before you make room \
               for it.",
        shipped: shipped!("07-limit"),
        judged: Judged::By(&["one-frame", "memory", "length-over-limit"]),
        hints: [
            "The judge announces 64 MiB, sends almost nothing, and looks at how much memory the program has.",
            "Which line takes the memory? The check must come before it, and it needs nothing but `length`.",
            "Move the three lines of the `if` up, to just below `let length = …;`.",
        ],
    },
    Exercise {
        id: "08-end-inside",
        lesson: "07-hostile-peer",
        idea: "A stream may end between two frames. If it ends inside one, that frame is lost, and must not be \
               answered.",
        shipped: shipped!("08-end-inside"),
        judged: Judged::By(&["one-frame", "end-of-stream", "end-inside"]),
        hints: [
            "If the stream ends after 2 bytes of a header, `read_up_to` returns 2. What does the server do with the \
             other two?",
            "For the header, 0 is an end in good order, 4 is a header, and all else is an error. For the payload, \
             anything less than its length is an error.",
            "`match read_up_to(&mut stream, &mut header)? { 0 => return Ok(()), 4 => {} _ => return \
             Err(io::ErrorKind::UnexpectedEof.into()) }`, and for the payload `if read_up_to(&mut stream, &mut \
             payload)? < payload.len() { return Err(…) }`.",
        ],
    },
    Exercise {
        id: "09-slow-client",
        lesson: "07-hostile-peer",
        idea: "A read waits as long as its client likes. While it does, the other clients must be served.",
        shipped: shipped!("09-slow-client"),
        judged: Judged::By(&["one-frame", "fifty-clients"]),
        hints: [
            "The loop in `main` comes to the next client only when `serve` has returned. Who could call `serve` \
             instead?",
            "`std::thread::spawn` takes a closure, and runs it beside the rest of the program.",
            "`std::thread::spawn(move || serve(stream));`",
        ],
    },
    Exercise {
        id: "10-smallest-cut",
        lesson: "08-every-cut",
        idea: "A test without cuts does not show that a program is right. Find the smallest cut that breaks this one.",
        shipped: shipped!("10-smallest-cut"),
        judged: Judged::SmallestCut,
        hints: [
            "Follow `received` with a pencil. Without a cut the loop runs once for each payload. What does it add the \
             second time?",
            "One cut in a payload does no harm: the first read and then the whole payload are added, and that is \
             enough. The mistake needs three reads in one payload, so two cuts, and a sum that is large enough too \
             early.",
            "Only `Lyon`, at 15 to 19, is long enough. Its first two reads must return 3 bytes together. Then \
             `received` is the first read's bytes, and 3 more: when is that 4 or more?",
        ],
    },
];
