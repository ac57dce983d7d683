//! `tidings classify`: through which channel visits came, a line of JSON for each, without a database.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use measure::channel::{Evidence, Verdict, classify, explain};
use serde::{Deserialize, Serialize};

use super::exit;

/// Bytes of a line that are read; what is longer is no view of a page.
const LONGEST: u64 = 1 << 20;

#[derive(clap::Args)]
#[command(
    after_help = "Each line of input is an object with `url` and, as far as they are known, `referrer`, `user_agent`, \
`method` and `site` (the site's own host, or a list of hosts). docs/conformance/README.md names all fields. Each line of \
output has `visit` (true or false), `is` (what it is), `channel`, `side`, `network`, `confidence`, `rule` and `parent`. A \
line that cannot be read gives a line with `line` and `error`; the others go on, and the command ends with 2."
)]
pub(crate) struct Args {
    /// Files of JSON lines, or `-` for stdin
    #[arg(value_name = "FILE", default_value = "-")]
    files: Vec<PathBuf>,
    /// A host of the site itself, for lines that name none; may be given again
    #[arg(long, value_name = "HOST")]
    site: Vec<String>,
    /// Adds why, in plain sentences
    #[arg(long)]
    why: bool,
}

/// A line of input: evidence, with `site` also as one host.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(default)]
    site: Option<Hosts>,
    #[serde(flatten, borrow)]
    evidence: Evidence<'a>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Hosts {
    One(String),
    Several(Vec<String>),
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    verdict: &'a Verdict,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Fault<'a> {
    line: u64,
    error: &'a str,
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut whole = true;
    for file in &args.files {
        if file.as_os_str() == "-" {
            whole &= classify_all(args, io::stdin().lock(), &mut out)?;
        } else {
            let open = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
            whole &= classify_all(args, BufReader::with_capacity(1 << 16, open), &mut out)
                .with_context(|| format!("cannot read {} to its end", file.display()))?;
        }
    }
    out.flush()?;
    Ok(if whole { exit::CLEAN } else { exit::WRONG_USE })
}

/// Whether every line could be read.
fn classify_all(args: &Args, mut input: impl BufRead, out: &mut impl Write) -> Result<bool> {
    let (mut number, mut whole, mut line) = (0, true, Vec::new());
    loop {
        line.clear();
        if io::Read::take(&mut input, LONGEST).read_until(b'\n', &mut line)? == 0 {
            return Ok(whole);
        }
        number += 1;
        let cut = line.last() != Some(&b'\n') && line.len() as u64 == LONGEST;
        if cut {
            pass_over(&mut input)?;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let text = String::from_utf8_lossy(&line);
        let told = if cut { Err("longer than a megabyte".to_owned()) } else { tell(args, &text, out)? };
        if let Err(error) = told {
            whole = false;
            serde_json::to_writer(&mut *out, &Fault { line: number, error: &error })?;
        }
        out.write_all(b"\n")?;
    }
}

/// Writes the verdict on one line, or says why there is none.
fn tell(args: &Args, line: &str, out: &mut impl Write) -> Result<Result<(), String>> {
    let mut line: Line<'_> = match serde_json::from_str(line) {
        Ok(line) => line,
        Err(error) => return Ok(Err(format!("not the JSON of a view of a page: {error}"))),
    };
    if line.evidence.url.is_empty() {
        return Ok(Err("`url` is missing: the address, or its path".to_owned()));
    }
    let hosts = match line.site {
        Some(Hosts::One(host)) => vec![host],
        Some(Hosts::Several(hosts)) => hosts,
        None => args.site.clone(),
    };
    line.evidence.site = hosts.into_iter().map(Into::into).collect::<Vec<_>>().into();
    let verdict = classify(&line.evidence);
    let why = args.why.then(|| explain(&line.evidence, &verdict));
    serde_json::to_writer(out, &Told { verdict: &verdict, why })?;
    Ok(Ok(()))
}

/// Reads to the end of a line.
fn pass_over(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let bytes = input.fill_buf()?;
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(bytes.len(), |end| end + 1);
        input.consume(length);
        if end.is_some() || length == 0 {
            return Ok(());
        }
    }
}
