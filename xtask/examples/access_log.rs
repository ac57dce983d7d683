//! Writes an access log as a shop of middling size has: 90 days in the combined form, one request in ten a view of a page,
//! the same bytes each time. `cargo run --release -p xtask --example access_log -- 1000000 > access.log`

use std::io::{self, BufWriter, Write};

use anyhow::{Context, Result, ensure};

const MOST: u64 = 50_000_000;
const AGENTS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/489.0]",
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
];
const REFERRERS: &[&str] = &[
    "-",
    "-",
    "-",
    "https://www.google.com/",
    "https://www.google.com/",
    "https://shop.example/",
    "https://shop.example/bread",
    "https://l.facebook.com/",
    "https://t.co/Ab3dE",
    "https://old.reddit.com/r/baking/",
    "https://duckduckgo.com/",
    "https://www.bing.com/",
];
const TAGS: &[&str] = &[
    "",
    "",
    "",
    "",
    "?utm_source=facebook&utm_medium=social&utm_campaign=autumn",
    "?fbclid=IwAR0abc",
    "?gclid=Cj0KCQ",
];

fn main() -> Result<()> {
    let lines: u64 = std::env::args().nth(1).context("how many lines?")?.parse().context("how many lines?")?;
    ensure!(lines <= MOST, "at most {MOST} lines");
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let mut state = 88_172_645_463_325_252_u64;
    let mut draw = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % below
    };
    for number in 0..lines {
        // 90 days from 25 August on.
        let second = number * 90 * 86_400 / lines;
        let (mut day, mut month) = (second / 86_400 + 25, "Aug");
        for (name, days) in [("Sep", 31), ("Oct", 30), ("Nov", 31)] {
            if day > days {
                (day, month) = (day - days, name);
            } else {
                break;
            }
        }
        let (hour, minute, second) = (second / 3_600 % 24, second / 60 % 60, second % 60);
        let who = draw(40_000);
        let agent = AGENTS[if who % 20 == 0 { 5 + who / 20 % 2 } else { who % 5 }];
        write!(
            out,
            "198.51.{}.{} - - [{day:02}/{month}/2026:{hour:02}:{minute:02}:{second:02} +0200] ",
            who / 256,
            who % 256
        )?;
        if draw(10) == 0 {
            let (page, tag, from) = (draw(3_000), TAGS[draw(TAGS.len())], REFERRERS[draw(REFERRERS.len())]);
            writeln!(out, "\"GET /products/loaf-{page}{tag} HTTP/2.0\" 200 18211 \"{from}\" \"{agent}\"")?;
        } else {
            let part = draw(900);
            let (status, kind) = if part % 9 == 0 { (304, "js") } else { (200, "webp") };
            writeln!(
                out,
                "\"GET /assets/{part}.{kind}?v=3 HTTP/2.0\" {status} 5120 \"https://shop.example/\" \"{agent}\""
            )?;
        }
    }
    out.flush()?;
    Ok(())
}
