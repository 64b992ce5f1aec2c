//! Find the cut that breaks this: two cuts inside `Lyon`. Its reads return 2 bytes and then 1. The server adds 2 and 3,
//! because it adds the whole payload each time, and stops at 5 with 3 of 4 bytes. At 16 and 18 it adds 1 and 3.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};

const CUT: &[u64] = &[17, 18];

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
