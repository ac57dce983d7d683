//! A log as a shop's server writes it in 90 days, made from a seed: the same bytes at every run.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Days that it covers.
const DAYS: u64 = 90;
/// One line in so many is a view of a page by somebody.
const PAGE_IN: u64 = 10;

const AGENTS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 400.0.0.1 (iPhone15,2; iOS 18_6)",
];
const ROBOTS: &[&str] = &[
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "python-requests/2.32.3",
];
const FROM: &[&str] = &[
    "-",
    "-",
    "-",
    "https://www.google.com/",
    "https://t.co/Ab3dE6",
    "https://l.facebook.com/",
    "https://old.reddit.com/r/bread",
    "https://blog.baker.example/where-to-buy",
];
const PARTS: &[&str] = &["css/shop", "js/cart", "img/rye", "img/cake", "font/inter", "img/logo"];
const ENDINGS: &[&str] = &["css", "js", "jpg", "webp", "woff2", "svg"];
const MONTHS: &[&str] = &["Aug", "Sep", "Oct"];
const LENGTHS: &[u64] = &[31, 30, 31];

/// A small generator of numbers: xorshift, as good as a log needs.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn of(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len() as u64) as usize]
    }
}

/// Writes `lines` lines in the combined form to `path`. How many of them are views of pages by people.
pub(super) fn write(path: &Path, lines: u64) -> Result<u64> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let mut views = 0;
    for line in 0..lines {
        let at = line * DAYS * 86_400 / lines;
        let who = numbers.below(20_000);
        let (agent, from);
        let target = match numbers.below(100) {
            0..6 => {
                (agent, from) = (numbers.of(ROBOTS), "-");
                format!("/p/{}", numbers.below(3_000))
            }
            number if number < 6 + 100 / PAGE_IN => {
                views += 1;
                agent = AGENTS[(who % AGENTS.len() as u64) as usize];
                from = if numbers.below(3) == 0 { numbers.of(FROM) } else { "https://shop.example/bread" };
                match numbers.below(20) {
                    0 => format!("/p/{}?utm_source=facebook&utm_medium=social", numbers.below(500)),
                    1 => format!("/p/{}?fbclid=IwAR{:016x}", numbers.below(500), numbers.0),
                    _ => format!("/p/{}", numbers.below(3_000)),
                }
            }
            _ => {
                (agent, from) = (AGENTS[(who % AGENTS.len() as u64) as usize], "https://shop.example/bread");
                format!("/{}.{}?v={}", numbers.of(PARTS), numbers.of(ENDINGS), numbers.below(9))
            }
        };
        let (month, day) = date(at / 86_400);
        let (second, size) = (at % 86_400, numbers.below(90_000));
        writeln!(
            out,
            "203.{}.{}.{} - - [{day:02}/{month}/2026:{:02}:{:02}:{:02} +0000] \"GET {target} HTTP/1.1\" 200 {size} \
             \"{from}\" \"{agent}\"",
            who >> 16,
            (who >> 8) & 255,
            who & 255,
            second / 3_600,
            second / 60 % 60,
            second % 60,
        )?;
    }
    out.flush()?;
    Ok(views)
}

/// Month and day of the month.
fn date(mut day: u64) -> (&'static str, u64) {
    for (month, length) in MONTHS.iter().zip(LENGTHS) {
        if day < *length {
            return (month, day + 1);
        }
        day -= length;
    }
    ("Oct", 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_the_same_at_every_run_and_one_line_in_ten_is_a_view() {
        let path = std::env::temp_dir().join(format!("tidings-log-{}", std::process::id()));
        let views = write(&path, 10_000).unwrap();
        let first = std::fs::read(&path).unwrap();
        write(&path, 10_000).unwrap();
        assert!(std::fs::read(&path).unwrap() == first);
        assert_eq!(String::from_utf8_lossy(&first).lines().count(), 10_000);
        assert!((900..1_100).contains(&views), "{views}");
        assert!(String::from_utf8_lossy(&first).lines().last().unwrap().contains("[29/Oct/2026:23:"));
        std::fs::remove_file(&path).unwrap();
    }
}
