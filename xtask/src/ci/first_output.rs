//! The first minutes of a newcomer: from `git clone` to the first line that the program prints.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::Run;
use crate::program::Program;

/// A newcomer waits at most this long, on two cores.
pub(crate) const TARGET: Duration = Duration::from_mins(6);

pub(super) fn step(run: &Run) -> Result<String> {
    if run.warm && run.target.exists() {
        return Ok("not measured: --warm keeps what was built".to_owned());
    }
    let took = measure(&run.checkout.root, &run.target)?;
    let line = format!("first output after {:.0} s (target {} s)", took.as_secs_f64(), TARGET.as_secs());
    println!("{line}");
    // Printed, not judged: on a busy machine a build server should not fail for it. `prove first-output` judges.
    Ok(line)
}

/// Clones the last commit of `root` into a temporary folder, and runs README's first command there with the build
/// folder `target`, which is emptied before.
pub(crate) fn measure(root: &Path, target: &Path) -> Result<Duration> {
    if target.exists() {
        std::fs::remove_dir_all(target).with_context(|| format!("cannot empty {}", target.display()))?;
    }
    let clone = std::env::temp_dir().join(format!("tidings-first-output-{}", std::process::id()));
    let took = clone_and_run(root, &clone, target);
    let _ = std::fs::remove_dir_all(&clone);
    took
}

fn clone_and_run(root: &Path, clone: &Path, target: &Path) -> Result<Duration> {
    let began = Instant::now();
    Program::new("git").args(["clone", "--quiet", "--no-hardlinks"]).arg(root).arg(clone).run()?;
    let mut audit = Program::cargo()
        .args(["run", "--release", "--locked", "--", "audit"])
        .within(clone)
        .env("CARGO_TARGET_DIR", target)
        .into_command();
    let mut child = audit.stdout(Stdio::piped()).spawn().context("cargo cannot be started")?;
    let mut lines = BufReader::new(child.stdout.take().context("no pipe")?).lines();
    let first = lines.by_ref().find(|line| line.as_ref().is_ok_and(|line| !line.trim().is_empty()));
    let took = began.elapsed();
    let rest = lines.count();
    let status = child.wait()?;
    // 0: a clean site, 1: findings. Both are output.
    let (Some(Ok(first)), Some(0 | 1)) = (first, status.code()) else {
        bail!("`cargo run --release -- audit` printed nothing, or failed ({status})");
    };
    println!("{first}\n… and {rest} lines more");
    Ok(took)
}
