//! Load that wrk does not make: at a steady pace, each request timed from when it was due; and without a pause, counted to
//! the last answer before a kill.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

/// Connections of the steady pace.
const CONNECTIONS: u32 = 25;
/// Connections of the storm.
const STORM: usize = 16;

/// A connection that asks for one link after the other.
struct Visitor {
    stream: TcpStream,
    host: String,
    codes: Arc<[String]>,
    next: usize,
}

impl Visitor {
    fn new(host: &str, codes: &Arc<[String]>, nth: usize) -> io::Result<Self> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, host: host.to_owned(), codes: Arc::clone(codes), next: nth * 3_989 })
    }

    fn ask(&mut self) -> io::Result<()> {
        // A prime that leads through all of them.
        self.next = (self.next + 7_919) % self.codes.len();
        let question = format!("GET /l/{} HTTP/1.1\r\nhost: {}\r\n\r\n", self.codes[self.next], self.host);
        self.stream.write_all(question.as_bytes())
    }

    /// To the end of the answer's head; a body has as many bytes as the head says.
    fn hear(&mut self) -> io::Result<()> {
        let mut answer = Vec::with_capacity(512);
        loop {
            let mut part = [0; 1024];
            let read = self.stream.read(&mut part)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            answer.extend_from_slice(&part[..read]);
            let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
            if !head.starts_with("http/1.1 302") {
                return Err(io::Error::other(head));
            }
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
            if answer.len() >= end + 4 + length {
                return Ok(());
            }
        }
    }
}

/// How long answers took at so many requests a second, in milliseconds, sorted.
pub(super) fn paced(host: &str, codes: &[String], rate: u32, lasts: Duration) -> Result<Vec<f64>> {
    let codes: Arc<[String]> = codes.into();
    let every = Duration::from_secs(1) * CONNECTIONS / rate;
    let begin = Instant::now() + Duration::from_millis(200);
    let visitors: Vec<JoinHandle<io::Result<Vec<f64>>>> = (0..CONNECTIONS)
        .map(|nth| {
            let (host, codes) = (host.to_owned(), Arc::clone(&codes));
            thread::spawn(move || {
                let mut visitor = Visitor::new(&host, &codes, nth as usize)?;
                let mut due = begin + every * nth / CONNECTIONS;
                let mut took = Vec::new();
                while due < begin + lasts {
                    thread::park_timeout(due.saturating_duration_since(Instant::now()));
                    if Instant::now() < due {
                        continue;
                    }
                    visitor.ask()?;
                    visitor.hear()?;
                    took.push(due.elapsed().as_secs_f64() * 1_000.0);
                    due += every;
                }
                Ok(took)
            })
        })
        .collect();
    let mut took = Vec::new();
    for visitor in visitors {
        took.extend(visitor.join().map_err(|_| anyhow!("a visitor broke"))??);
    }
    took.sort_by(f64::total_cmp);
    Ok(took)
}

/// So many of 100 took no longer.
pub(super) fn of_100(took: &[f64], many: usize) -> f64 {
    took.get(took.len().saturating_sub(1) * many / 100).copied().unwrap_or(f64::INFINITY)
}

/// Visitors that ask without a pause until nobody answers.
pub(super) struct Storm {
    counts: Arc<[AtomicU64; 2]>,
    is_over: Arc<AtomicBool>,
    visitors: Vec<JoinHandle<()>>,
}

impl Storm {
    pub(super) fn begin(host: &str, codes: &[String]) -> Self {
        let codes: Arc<[String]> = codes.into();
        let (counts, is_over) = (Arc::new([AtomicU64::new(0), AtomicU64::new(0)]), Arc::new(AtomicBool::new(false)));
        let visitors = (0..STORM)
            .map(|nth| {
                let (host, codes) = (host.to_owned(), Arc::clone(&codes));
                let (counts, is_over) = (Arc::clone(&counts), Arc::clone(&is_over));
                thread::spawn(move || {
                    let Ok(mut visitor) = Visitor::new(&host, &codes, nth) else { return };
                    while !is_over.load(Ordering::Relaxed) {
                        counts[0].fetch_add(1, Ordering::SeqCst);
                        if visitor.ask().and_then(|()| visitor.hear()).is_err() {
                            return;
                        }
                        counts[1].fetch_add(1, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        Self { counts, is_over, visitors }
    }

    /// How many questions were asked, and how many answers came.
    pub(super) fn end(self) -> (u64, u64) {
        self.is_over.store(true, Ordering::Relaxed);
        for visitor in self.visitors {
            let _ = visitor.join();
        }
        (self.counts[0].load(Ordering::SeqCst), self.counts[1].load(Ordering::SeqCst))
    }
}
