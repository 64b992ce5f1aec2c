//! A proxy that cuts a connection's bytes where you choose, and proves from the kernel that the program read them that way.
//!
//! A program that works on localhost may break in the field, where its reads return other pieces of the stream. Put the proxy
//! between client and server, and the program gets exactly the pieces that you choose: the proxy sends the next one only when
//! the program's reads have returned the last. Linux reports this for any program on the machine ([`Witness`]). Elsewhere the
//! proxy pauses instead, and marks each piece as [not observed](Proof::NotObserved).
//!
//! ```
//! use cutter::{Cuts, Cutter, Direction, Treatment};
//! use std::io::{Read, Write};
//! use std::net::{TcpListener, TcpStream};
//!
//! let server = TcpListener::bind("127.0.0.1:0")?;
//! let proxy = Cutter::to(server.local_addr()?)?.treat(Direction::Up, Treatment::cut(Cuts::At(vec![4]))).start()?;
//!
//! let mut client = TcpStream::connect(proxy.address())?;
//! client.write_all(b"I'm Lyon")?;
//! let (mut server, mut buffer) = (server.accept()?.0, [0; 1024]);
//! assert_eq!(server.read(&mut buffer)?, 4); // a server that took this for the whole message would break here
//! assert_eq!(server.read(&mut buffer)?, 4);
//!
//! drop((client, server));
//! let pieces = proxy.finish()?;
//! assert_eq!(pieces.iter().map(|piece| piece.bytes).collect::<Vec<_>>(), [4, 4]);
//! # if cfg!(target_os = "linux") {
//! assert!(pieces.iter().all(|piece| piece.proof == cutter::Proof::Taken));
//! # }
//! # std::io::Result::Ok(())
//! ```

mod connections;
mod cuts;
mod cutter;
mod direction;
mod event;
mod proxy;
pub mod search;
mod witness;

pub use cuts::{Cuts, Treatment};
pub use cutter::Cutter;
pub use event::{Direction, Event, NotObserved, Proof};
pub use proxy::{Piece, Proxy};
pub use witness::{Taken, Witness};
