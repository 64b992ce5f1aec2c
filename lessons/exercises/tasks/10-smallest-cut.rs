//! Find the cut that breaks this.
//!
//! This server has a mistake, and yet it answers these three messages correctly. (Each `·` is a byte of
//! a header.)
//!
//! ```text
//!  0       4 5       9   11      15      19
//! │· · · ·│I│· · · ·│h i│· · · ·│L y o n│
//! ```
//!
//! A cut at 4 makes a read end after 4 bytes, before the `I`. Leave the server as it is, and write into
//! `CUT` where reads must end so that an answer is wrong. Use as few cuts as you can. Lesson 08 looks
//! for such cuts.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};

const CUT: &[u64] = &[]; // CHANGE THIS: offsets in ascending order, such as [3, 7]

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    // The runner must know where to connect, and where to cut.
    writeln!(io::stdout(), "{} {CUT:?}", listener.local_addr()?)?;
    for stream in listener.incoming() {
        let _ = serve(stream?);
    }
    Ok(())
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    loop {
        let mut header = [0; 4];
        stream.read_exact(&mut header)?;
        let length = u32::from_be_bytes(header) as usize;
        let (mut payload, mut received, mut buffer) = (Vec::new(), 0, [0; 1024]);
        while received < length {
            let missing = (length - payload.len()).min(buffer.len());
            let count = stream.read(&mut buffer[..missing])?;
            if count == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            payload.extend_from_slice(&buffer[..count]);
            received += payload.len();
        }
        let length = payload.len() as u32;
        stream.write_all(&[&length.to_be_bytes()[..], &payload].concat())?;
    }
}
