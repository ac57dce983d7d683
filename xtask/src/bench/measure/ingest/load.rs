//! Load: many connections on few threads, each asked again when it answered.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};

/// Threads that ask.
const THREADS: usize = 4;
/// Connections of the steady pace.
const CONNECTIONS: u32 = 50;

/// A question, and the status of its answer.
pub(super) struct Question {
    pub(super) text: String,
    pub(super) status: u16,
}

/// What a load came to.
pub(super) struct Load {
    pub(super) answers: u64,
    pub(super) seconds: f64,
}

impl Load {
    /// So many connections that ask without a pause.
    pub(super) fn storm(
        host: &str,
        connections: usize,
        lasts: Duration,
        question: &(impl Fn(u64) -> Question + Sync),
    ) -> Result<Self> {
        let began = Instant::now();
        let answers = thread::scope(|scope| {
            let threads: Vec<_> = (0..THREADS)
                .map(|nth| {
                    scope.spawn(move || -> Result<u64> {
                        let each = connections.div_ceil(THREADS);
                        let mut streams = (0..each).map(|_| connect(host)).collect::<io::Result<Vec<_>>>()?;
                        // Threads ask for others: a prime apart.
                        let (mut next, mut answers) = (nth as u64 * 1_000_003, 0);
                        while began.elapsed() < lasts {
                            let mut wanted = 0;
                            for stream in &mut streams {
                                let question = question(next);
                                wanted = question.status;
                                next += 1;
                                stream.write_all(question.text.as_bytes())?;
                            }
                            for stream in &mut streams {
                                let status = hear(stream)?;
                                ensure!(status == wanted, "answered with {status}");
                                answers += 1;
                            }
                        }
                        Ok(answers)
                    })
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().map_err(|_| anyhow!("a visitor broke"))?)
                .sum::<Result<u64>>()
        })?;
        Ok(Self { answers, seconds: began.elapsed().as_secs_f64() })
    }
}

/// How long answers took at so many questions a second, each timed from when it was due: milliseconds, sorted.
pub(super) fn paced(
    host: &str,
    rate: u32,
    lasts: Duration,
    question: &(impl Fn(u64) -> Question + Sync),
) -> Result<Vec<f64>> {
    let every = Duration::from_secs(1) * CONNECTIONS / rate;
    let begin = Instant::now() + Duration::from_millis(200);
    let mut took = thread::scope(|scope| {
        let threads: Vec<_> = (0..CONNECTIONS)
            .map(|nth| {
                scope.spawn(move || -> Result<Vec<f64>> {
                    let mut stream = connect(host)?;
                    let mut due = begin + every * nth / CONNECTIONS;
                    let (mut took, mut next) = (Vec::new(), u64::from(nth) * 1_000_003);
                    while due < begin + lasts {
                        thread::park_timeout(due.saturating_duration_since(Instant::now()));
                        if Instant::now() < due {
                            continue;
                        }
                        let question = question(next);
                        stream.write_all(question.text.as_bytes())?;
                        let status = hear(&mut stream)?;
                        ensure!(status == question.status, "answered with {status}");
                        took.push(due.elapsed().as_secs_f64() * 1_000.0);
                        due += every;
                        next += 1;
                    }
                    Ok(took)
                })
            })
            .collect();
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().map_err(|_| anyhow!("a visitor broke"))??);
        }
        Ok::<_, anyhow::Error>(all)
    })?;
    took.sort_by(f64::total_cmp);
    Ok(took)
}

/// So many of 100 took no longer.
pub(super) fn of_100(took: &[f64], many: usize) -> f64 {
    took.get(took.len().saturating_sub(1) * many / 100).copied().unwrap_or(f64::INFINITY)
}

fn connect(host: &str) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(host)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    Ok(stream)
}

/// The status of an answer, heard to its end; a body has as many bytes as the head says.
fn hear(stream: &mut TcpStream) -> io::Result<u16> {
    let (mut answer, mut length) = ([0; 4096], 0);
    loop {
        let read = stream.read(&mut answer[length..])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        length += read;
        let Some(end) = answer[..length].windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
        let body = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let body: usize = body.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
        if length >= end + 4 + body {
            return Ok(head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0));
        }
    }
}
