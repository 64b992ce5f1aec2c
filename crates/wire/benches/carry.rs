//! Measures what the wire costs: how soon the first byte arrives, which round trip the kernel then measures, and how fast 100 MB pass
//! without delay. `cargo bench -p wire`. It compares with nothing, and no figure makes it fail.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark fails by panicking, and prints figures")]

use link::{Pair, SocketOptions as Socket};
use std::io::{Read, Write};
use std::thread;
use std::time::{Duration, Instant};
use wire::{CableOptions, Wire};

const MEGABYTES: usize = 100;

fn main() {
    if let Err(why) = Wire::lay(&CableOptions::default()) {
        println!("no figures: {why}; hint: {}", why.hint());
        return;
    }
    for round_trip in [10, 50, 200].map(Duration::from_millis) {
        first_byte(round_trip);
    }
    megabytes();
    reader_stops();
}

fn connected(wire: &Wire) -> Pair {
    wire.tcp_pair(&Socket { nodelay: Some(true), ..Socket::default() }).unwrap()
}

/// From making the wire to reading the first byte: SYN, SYN-ACK, ACK and the byte, in all two round trips, and what the wire adds.
fn first_byte(round_trip: Duration) {
    let began = Instant::now();
    let wire = Wire::lay(&CableOptions { round_trip, ..CableOptions::default() }).unwrap();
    let mut pair = connected(&wire);
    let measured = probe::counters(&pair.sender).unwrap().round_trip_us.unwrap();
    pair.sender.write_all(b"1").unwrap();
    pair.receiver.read_exact(&mut [0]).unwrap();
    let beyond = began.elapsed().saturating_sub(round_trip * 2);
    println!("round trip {round_trip:>5?}: measured {measured:>6} µs; first byte {beyond:.1?} after its two");
}

fn megabytes() {
    let wire = Wire::lay(&CableOptions { mtu: 65_535, ..CableOptions::default() }).unwrap();
    let usual = Wire::lay(&CableOptions::default()).unwrap();
    for (mtu, wire) in [(1_500, usual), (65_535, wire)] {
        let Pair { mut sender, mut receiver, .. } = connected(&wire);
        let (began, cpu) = (Instant::now(), cpu_time());
        thread::scope(|scope| {
            scope.spawn(move || (0..MEGABYTES).for_each(|_| sender.write_all(&[0; 1_000_000]).unwrap()));
            let mut left = MEGABYTES * 1_000_000;
            let mut buffer = vec![0; 1 << 16];
            while left > 0 {
                left -= receiver.read(&mut buffer).unwrap();
            }
        });
        let took = began.elapsed();
        let rate = MEGABYTES as f64 / took.as_secs_f64();
        println!("{MEGABYTES} MB, MTU {mtu:>5}: {rate:.0} MB/s, {took:.2?}, CPU {:.2?}", cpu_time() - cpu);
    }
}

/// A writer that continues while nobody reads: how much is accepted before there is no more room, and how much memory that takes.
fn reader_stops() {
    let before = resident_kb();
    let wire = Wire::lay(&CableOptions { round_trip: Duration::from_millis(50), ..CableOptions::default() }).unwrap();
    let mut pair = connected(&wire);
    let mut taken = 0;
    while let Ok(accepted) = pair.sender.write(&[0; 65_536]) {
        taken += accepted;
    }
    println!("nobody reads: {taken} bytes taken, {} KiB more memory at most", resident_kb().saturating_sub(before));
}

/// CPU time of the process so far: proc_pid_stat(5), in ticks of 10 ms.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let behind_name = stat.rsplit(')').next().unwrap();
    let ticks: u64 = behind_name.split_whitespace().skip(11).take(2).map(|n| n.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

/// The most memory that the process had so far, in KiB: proc_pid_status(5).
fn resident_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
