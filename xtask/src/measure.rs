//! What a run of a program costs: GNU time tells CPU seconds and peak memory, our own clock the time that passed.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::checkout;
use crate::program::Program;
use crate::tools::Tool;

/// GNU time; the word `time` of a shell tells no memory.
pub(crate) const TIME: Tool = Tool {
    name: "time",
    probe: &["time", "--version"],
    version: "GNU Time",
    install: &["apt-get", "install", "--yes", "time"],
};

/// What one run cost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    /// Seconds that passed.
    pub wall: f64,
    /// Seconds of CPU, user and system, of the program and what it waited for.
    pub cpu: f64,
    /// The most memory that it held at one time, in bytes.
    pub peak: u64,
    /// Its exit status.
    pub status: i32,
}

/// Runs a command line from `dir` on at most two cores, its output going to the file `output`.
pub(crate) fn cost(line: &[String], dir: &Path, output: &Path) -> Result<Cost> {
    let report = scratch("cost")?;
    let mut timed = Program::new("time").args(["--format=%U %S %M", "--output"]).arg(&report);
    if std::thread::available_parallelism()?.get() > 2 {
        timed = timed.args(["taskset", "--cpu-list", "0,1"]);
    }
    let mut command = timed.args(line).within(dir).into_command();
    let out = File::create(output).with_context(|| format!("cannot write {}", output.display()))?;
    let said = output.with_extension("stderr");
    let began = Instant::now();
    let status = command.stdout(out).stderr(File::create(&said)?).status().context("`time` cannot be started")?;
    let wall = began.elapsed().as_secs_f64();
    let text = std::fs::read_to_string(&report)?;
    // A status other than 0 puts a sentence of its own above the numbers.
    let numbers: Vec<f64> = text.lines().last().unwrap_or("").split(' ').filter_map(|word| word.parse().ok()).collect();
    let (&[user, system, kilobytes], Some(status)) = (&numbers[..], status.code()) else {
        let said = std::fs::read_to_string(&said).unwrap_or_default();
        bail!("`{}` was not measured: {text}{said}", line.join(" "));
    };
    Ok(Cost { wall, cpu: user + system, peak: kilobytes as u64 * 1024, status })
}

/// As [`cost`], and anything but the status 0 or `also` is an error with what the program said.
pub(crate) fn cost_of_success(line: &[String], dir: &Path, output: &Path, also: i32) -> Result<Cost> {
    let cost = cost(line, dir, output)?;
    if cost.status != 0 && cost.status != also {
        let said = std::fs::read_to_string(output.with_extension("stderr")).unwrap_or_default();
        bail!("`{}` ended with status {}: {}", line.join(" "), cost.status, said.trim());
    }
    Ok(cost)
}

/// Seconds that pass from the start of a program to its end, its output dropped.
pub(crate) fn wall(program: Program) -> Result<f64> {
    let mut command = program.into_command();
    let began = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if !status.success() {
        bail!("{command:?} failed");
    }
    Ok(began.elapsed().as_secs_f64())
}

/// A file for the moment, in the cache.
pub(crate) fn scratch(name: &str) -> Result<PathBuf> {
    let folder = checkout::cache()?.join("scratch");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder.join(name))
}

/// How often this disk syncs in a second.
pub(crate) fn fsyncs() -> Result<String> {
    let mut file = File::create(scratch("fsync")?)?;
    let (began, mut times) = (Instant::now(), 0_u64);
    while began.elapsed() < Duration::from_secs(1) {
        file.write_all(&[7; 512])?;
        file.sync_data()?;
        times += 1;
    }
    Ok(format!("{}/s", crate::sheet::thousands(times)))
}
