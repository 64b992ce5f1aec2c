//! tcpdump as a witness: which data segments passed on loopback, by ports, sent again or not. It refuses to guess: a
//! line that it does not understand carries no segment, and a connection whose end it did not see fails the test.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Far beyond what the kernel needs to hand over what has passed.
const DEADLINE: Duration = Duration::from_secs(20);

/// One direction of a connection: the port it comes from, and the one it goes to.
pub(crate) type Way = (u16, u16);

/// The other direction.
pub(crate) fn turned((from, to): Way) -> Way {
    (to, from)
}

/// A tcpdump that has begun to capture; it ends with this value.
pub(crate) struct Tcpdump {
    child: Child,
    lines: Receiver<String>,
    /// The sequence number of each way's first byte of data.
    first: BTreeMap<Way, u32>,
    segments: BTreeMap<Way, Vec<Range<u64>>>,
    ended: BTreeSet<Way>,
}

impl Tcpdump {
    /// Starts it and waits until it captures; `Err` with the reason where it cannot be run or may not capture.
    pub(crate) fn listening() -> Result<Self, &'static str> {
        let mut command = Command::new("tcpdump");
        // -S: sequence numbers as they are; -l and immediate mode: every line at once. -s: headers alone, for in that mode
        // the buffer has room for as many packets as of this length fit, and whole ones of 256 KiB were lost.
        command.args(["-i", "lo", "-n", "-S", "-l", "-s", "128", "-B", "8192", "--immediate-mode", "tcp"]);
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.map_err(|_| "there is no tcpdump on the PATH")?;
        let mut says = BufReader::new(child.stderr.take().ok_or("no stderr")?).lines();
        let listens = says.by_ref().map_while(Result::ok).any(|line| line.contains("listening on"));
        if !listens {
            let _ = child.wait();
            return Err("tcpdump may not capture here");
        }
        thread::spawn(move || says.for_each(drop)); // a full pipe would stop it
        let lines = BufReader::new(child.stdout.take().ok_or("no stdout")?).lines();
        let (tell, told) = channel();
        thread::spawn(move || {
            lines.map_while(Result::ok).take_while(|line| tell.send(line.clone()).is_ok()).for_each(drop)
        });
        let (first, segments, ended) = Default::default();
        Ok(Self { child, lines: told, first, segments, ended })
    }

    /// Takes in what was captured until the last packet of each of these ways has been: its FIN, or a reset.
    pub(crate) fn until_all_have_ended<'a>(
        &mut self,
        ways: impl Iterator<Item = &'a Way> + Clone,
    ) -> Result<(), String> {
        let began = Instant::now();
        while ways.clone().any(|way| !self.ended.contains(way)) {
            let left = DEADLINE.saturating_sub(began.elapsed());
            let line = self.lines.recv_timeout(left).map_err(|_| {
                let missing: Vec<_> = ways.clone().filter(|way| !self.ended.contains(way)).collect();
                format!("tcpdump did not show the end of {missing:?}")
            })?;
            self.packet(&line);
        }
        Ok(())
    }

    /// The data segments of one way in order, those sent again left out: offset of the first byte, and of the byte after
    /// the last.
    pub(crate) fn data(&self, way: Way) -> Vec<Range<u64>> {
        self.segments.get(&way).cloned().unwrap_or_default()
    }

    /// One line: `12:00:00.0 IP 127.0.0.1.4000 > 127.0.0.1.5000: Flags [P.], seq 17:21, ack 5, …, length 4`.
    fn packet(&mut self, line: &str) -> Option<()> {
        let words: Vec<&str> = line.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let after = |name: &str| words.iter().position(|word| *word == name).and_then(|at| words.get(at + 1));
        let way = (port(after("IP")?)?, port(after(">")?.trim_end_matches(':'))?);
        let flags = *after("Flags")?;
        if flags.contains('S') {
            let first = after("seq")?.parse::<u32>().ok()?.wrapping_add(1);
            self.first.insert(way, first);
            self.segments.remove(&way); // the ports are used again
        }
        let (length, first) = (after("length")?.parse::<u32>().ok()?, *self.first.get(&way)?);
        if length > 0 {
            let start = after("seq")?.split(':').next()?.parse::<u32>().ok()?;
            self.segment(way, u64::from(start.wrapping_sub(first)), u64::from(length));
        }
        if flags.contains(['F', 'R']) {
            self.ended.insert(way);
            if flags.contains('R') {
                self.ended.insert(turned(way));
            }
        }
        Some(())
    }

    /// Bytes that were seen before were sent again.
    fn segment(&mut self, way: Way, start: u64, length: u64) {
        let segments = self.segments.entry(way).or_default();
        let known = segments.last().map_or(0, |last| last.end);
        if start + length > known {
            segments.push(start.max(known)..start + length);
        }
    }
}

/// The last part of an address, `127.0.0.1.4000`.
fn port(address: &str) -> Option<u16> {
    address.rsplit('.').next()?.parse().ok()
}

impl Drop for Tcpdump {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
