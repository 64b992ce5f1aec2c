//! The programs that are judged: an echo server and a client, right, or wrong in one way.

use crate::framings::with;
use framing::{Cobs, Delimiter, Fixed, LengthField, Line, Netstring, Order, Varint, Width};
use framing::{Decoder, Encode, Framing, Violation, write_frame};
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::num::NonZeroUsize;
use std::process::exit;
use std::thread;
use std::time::Duration;

const LIMIT: usize = 16 * 1024 * 1024;

/// How much a program that trusts a header reserves, at most.
const TRUSTED: u64 = 128 * 1024 * 1024;

/// Plays a program; a behaviour that begins with `client-` plays a client.
pub(crate) fn run(framing: &str, behaviour: &str) {
    let result = with!(framing, framing => match behaviour.strip_prefix("client-") {
        Some(behaviour) => client(&framing, behaviour),
        None => server(&framing, behaviour),
    });
    if let Err(error) = result {
        let _ = writeln!(io::stderr(), "error: {error}");
        exit(1);
    }
}

fn port() -> u16 {
    std::env::var("PORT").ok().and_then(|port| port.parse().ok()).expect("the judge gives a port")
}

fn server<F>(framing: &F, behaviour: &str) -> io::Result<()>
where
    F: Framing<Progress: Send> + Encode + Clone + Send + 'static,
{
    match behaviour {
        "exits" => return Err(io::Error::other("no configuration")),
        "never-listens" => loop {
            thread::park();
        },
        _ => {}
    }
    for stream in TcpListener::bind(("127.0.0.1", port()))?.incoming() {
        let (stream, framing, own) = (stream?, framing.clone(), behaviour.to_owned());
        let serve = move || {
            let result = Server { framing, behaviour: &own, stream: &stream }.serve();
            let nonsense = result.as_ref().is_err_and(|error| error.kind() == ErrorKind::InvalidData);
            match own.as_str() {
                "dies-of-nonsense" if nonsense => exit(7),
                "dies-of-a-reset" if result.is_err() && !nonsense => exit(7),
                _ => {}
            }
        };
        match behaviour {
            "one-client" => {
                serve();
                return Ok(());
            }
            "one-at-a-time" => serve(),
            _ => drop(thread::spawn(serve)),
        }
    }
    Ok(())
}

struct Server<'a, F> {
    framing: F,
    behaviour: &'a str,
    stream: &'a TcpStream,
}

impl<F: Framing + Encode + Clone> Server<'_, F> {
    fn decoder(&self) -> Decoder<F> {
        Decoder::new(self.framing.clone(), LIMIT)
    }

    fn serve(&self) -> io::Result<()> {
        let (mut decoder, mut buffer) = (self.decoder(), vec![0; 64 * 1024]);
        if self.behaviour == "closes-unread" {
            return (&*self.stream).read(&mut [0]).map(drop); // one byte, and it closes with the others waiting
        }
        loop {
            let len = (&*self.stream).read(&mut buffer)?;
            if len == 0 {
                return self.at_end(&mut decoder);
            }
            if self.behaviour == "one-read-is-all" {
                decoder = self.decoder();
            }
            decoder.feed(&buffer[..len]);
            loop {
                match decoder.next_frame() {
                    Ok(Some(frame)) => self.answer(frame.payload)?,
                    Ok(None) => break,
                    Err(error) => return self.refuse(error.violation),
                }
                if self.behaviour == "one-frame-a-read" {
                    decoder = self.decoder();
                }
            }
        }
    }

    fn answer(&self, payload: &[u8]) -> io::Result<()> {
        match self.behaviour {
            "drops-empty" if payload.is_empty() => Ok(()),
            "slow" => {
                thread::sleep(Duration::from_millis(20));
                self.send(payload)
            }
            "text" => self.send(String::from_utf8_lossy(payload).as_bytes()),
            "two-writes" => {
                let head = self.framing.head(payload).map_err(io::Error::other)?;
                (&*self.stream).write_all(head.as_slice())?;
                (&*self.stream).write_all(payload)
            }
            "short-writes" => {
                let mut wire = Vec::new();
                self.framing.encode(payload, &mut wire).map_err(io::Error::other)?;
                wire.truncate(1024 * 1024);
                (&*self.stream).write_all(&wire)
            }
            _ => self.send(payload),
        }
    }

    fn send(&self, payload: &[u8]) -> io::Result<()> {
        write_frame(&mut &*self.stream, &self.framing, payload)
    }

    fn at_end(&self, decoder: &mut Decoder<F>) -> io::Result<()> {
        match self.behaviour {
            "answers-the-rest" if !decoder.waiting().is_empty() => self.send(decoder.waiting()),
            "never-closes" => loop {
                thread::park();
            },
            _ => Ok(()),
        }
    }

    fn refuse(&self, violation: Violation) -> io::Result<()> {
        if let (Violation::Oversize { announced: Some(bytes), .. }, "reserves") = (violation, self.behaviour) {
            reserve(bytes);
            io::copy(&mut &*self.stream, &mut io::sink())?;
        }
        Err(io::Error::new(ErrorKind::InvalidData, "that is no frame"))
    }
}

/// Takes as much memory as a header announces, and keeps it.
fn reserve(bytes: u64) {
    if bytes <= TRUSTED {
        std::mem::forget(std::hint::black_box(vec![1_u8; bytes as usize]));
    }
}

fn client<F: Framing + Encode + Clone>(framing: &F, behaviour: &str) -> io::Result<()> {
    if behaviour == "never-connects" {
        thread::sleep(std::time::Duration::MAX);
    }
    let stream = TcpStream::connect(("127.0.0.1", port()))?;
    let mut client = Client { framing, behaviour, stream, decoder: Decoder::new(framing.clone(), LIMIT) };
    let result = client.exchange_lines();
    match behaviour {
        "careless" => Ok(()),
        "lingers" => loop {
            result.as_ref().map_or_else(|_| exit(1), |()| thread::park());
        },
        _ => result,
    }
}

struct Client<'a, F: Framing> {
    framing: &'a F,
    behaviour: &'a str,
    stream: TcpStream,
    decoder: Decoder<F>,
}

impl<F: Framing + Encode + Clone> Client<'_, F> {
    fn exchange_lines(&mut self) -> io::Result<()> {
        let mut input = io::stdin().lock();
        let mut line = Vec::new();
        while input.read_until(b'\n', &mut line)? > 0 {
            let payload = line.strip_suffix(b"\n").unwrap_or(&line).to_vec();
            line.clear();
            if self.behaviour == "drops-empty" && payload.is_empty() {
                continue;
            }
            self.send(&payload)?;
            let mut answer = self.answer()?;
            answer.push(b'\n');
            io::stdout().write_all(&answer)?;
            io::stdout().flush()?;
        }
        Ok(())
    }

    fn send(&mut self, payload: &[u8]) -> io::Result<()> {
        match self.behaviour {
            "text" => write_frame(&mut self.stream, self.framing, String::from_utf8_lossy(payload).as_bytes()),
            "two-writes" => {
                let head = self.framing.head(payload).map_err(io::Error::other)?;
                self.stream.write_all(head.as_slice())?;
                self.stream.write_all(payload)
            }
            _ => write_frame(&mut self.stream, self.framing, payload),
        }
    }

    fn answer(&mut self) -> io::Result<Vec<u8>> {
        let mut buffer = vec![0; 64 * 1024];
        if self.behaviour == "one-read-is-all" {
            self.decoder = Decoder::new(self.framing.clone(), LIMIT);
        }
        loop {
            match self.decoder.next_frame() {
                Ok(Some(frame)) => return Ok(frame.payload.to_vec()),
                Ok(None) => {}
                Err(error) => return self.refuse(error.violation),
            }
            let len = self.stream.read(&mut buffer)?;
            self.decoder.feed(&buffer[..len]);
            if len == 0 || self.behaviour == "one-read-is-all" {
                let frame = self.decoder.next_frame().ok().flatten().map(|frame| frame.payload.to_vec());
                return frame.ok_or_else(|| ErrorKind::UnexpectedEof.into());
            }
        }
    }

    fn refuse(&mut self, violation: Violation) -> io::Result<Vec<u8>> {
        if let (Violation::Oversize { announced: Some(bytes), .. }, "reserves") = (violation, self.behaviour) {
            reserve(bytes);
            io::copy(&mut self.stream, &mut io::sink())?;
        }
        Err(io::Error::new(ErrorKind::InvalidData, "that is no frame"))
    }
}
