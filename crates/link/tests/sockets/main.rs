//! Connected sockets: options are set on both ends, and a deadline ends every turn.

mod deadlines;
mod options;

use link::{Pair, SocketOptions};

fn pair(options: SocketOptions) -> Pair {
    link::tcp_pair(&options).expect("loopback connects")
}
