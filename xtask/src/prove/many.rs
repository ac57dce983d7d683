//! 50 sites with 100,000 pages: how soon each screen is answered, and what an idle server holds.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::symlink;
use std::time::Instant;

use anyhow::{Context, Result};

use super::Asked;
use super::console::Up;
use super::told::told_by;
use crate::Verdict;
use crate::audited::tidings;
use crate::measure::scratch;
use crate::peers::debian_pages;
use crate::program::Program;
use crate::served::Served;
use crate::sheet::Sheet;

const SITES: usize = 50;

/// `prove many`
pub(super) fn prove(asked: &Asked) -> Verdict {
    let mut sheet = Sheet::new("many", "50 sites with 100,000 pages");
    let root = pages()?;
    let served = Served::start_times(asked.checkout, &root, SITES)?;
    let program = tidings(asked.checkout)?;
    let began = Instant::now();
    let up = Up::start(&program)?;
    ask_health(&up.link)?;
    let first = began.elapsed().as_secs_f64() * 1000.0;
    sheet.line("from the start to the first answer", "under 300 ms", &format!("{first:.0} ms"), first < 300.0);
    let script = Program::new("node")
        .arg("tests/many.mjs")
        .arg(&up.link)
        .arg(up.program.id().to_string())
        .arg(served.addresses.join(","))
        .within(&asked.checkout.root.join("crates/console/app"));
    told_by(script, &mut sheet)?;
    sheet.note("A Debian documentation package of 1,020 pages, twice below one start page, served at 50 addresses; each line is 200 questions one after the other over one connection, from the question to the last byte, on the machine that serves.");
    sheet.finish(asked.checkout)
}

/// One manual twice below one start page.
fn pages() -> Result<std::path::PathBuf> {
    let root = scratch("many")?;
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root)?;
    let manual = debian_pages("libadwaita-1-doc", "libadwaita-1")?;
    symlink(&manual, root.join("one"))?;
    symlink(&manual, root.join("other"))?;
    let start = "<!doctype html><html lang=en><meta charset=utf-8><title>A manual, twice</title>\
        <a href=one/index.html>One</a> <a href=other/index.html>Other</a></html>";
    fs::write(root.join("index.html"), start)?;
    Ok(root)
}

fn ask_health(link: &str) -> Result<()> {
    let host = link.trim_start_matches("http://").split('/').next().context("a link has a host")?;
    let mut stream = TcpStream::connect(host)?;
    stream.write_all(format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    anyhow::ensure!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    Ok(())
}
