//! What the user sees: the start page, progress, the report.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use optimize::audit::{Audit, Judged};
use optimize::fix::folder::FolderMend;
use optimize::report::baseline::{Baseline, FailOn};
use optimize::report::{self, Format, Logo, Options, Sources, Thumbnails, terminal};

use super::args::Fix;
use super::{Args, read_file};
use crate::demo;

/// Above this many pages the report page is written only when asked for.
const REPORT_AT_MOST: u32 = 10_000;

/// Everything about telling that can be known before the first page is read.
pub(super) struct Telling {
    format: Format,
    output: Option<PathBuf>,
    report: Option<PathBuf>,
    logo: Option<Logo>,
    title: Option<String>,
    baseline: Option<Baseline>,
    fail_on: FailOn,
    colour: bool,
    width: u16,
    progress: bool,
    /// The start page is drawn: stdout is for people, not for a file or a patch.
    draws: bool,
    quiet: bool,
    told: Cell<Option<Instant>>,
}

impl Telling {
    pub(super) fn prepare(args: &Args, fail_on: FailOn, state: &Path) -> Result<Self> {
        let logo = match &args.logo {
            None => None,
            Some(path) => {
                let logo =
                    Logo::read(read_file(path)?).with_context(|| format!("cannot use {} as a logo", path.display()))?;
                Some(logo)
            }
        };
        let baseline = match &args.baseline {
            // The first run makes the file.
            Some(path) if !path.exists() && args.update_baseline => None,
            Some(path) => Some(
                Baseline::read(&read_file(path)?)
                    .with_context(|| format!("cannot use {} as a baseline", path.display()))?,
            ),
            None => None,
        };
        let format = match (&args.output, args.format) {
            (Some(path), None) if args.fix != Some(Fix::Patch) => {
                let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
                match path.to_str().and_then(Format::of_file) {
                    Some(format) => format,
                    None if matches!(ending, "" | "txt" | "log") => Format::Table,
                    None => bail!("no format is known for files that end in .{ending}: name one with --format"),
                }
            }
            (_, format) => format.unwrap_or_default(),
        };
        let to_terminal = args.output.is_none() && io::stdout().is_terminal();
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Ok(Self {
            format,
            output: args.output.clone(),
            report: (format == Format::Table && !args.no_report).then(|| state.join("report.html")),
            logo,
            title: args.title.clone(),
            baseline,
            fail_on,
            colour: to_terminal && !no_colour,
            width: terminal_size::terminal_size().map_or(100, |(width, _)| width.0),
            progress: io::stderr().is_terminal() && !args.quiet,
            draws: format == Format::Table && args.output.is_none() && args.fix != Some(Fix::Patch) && !args.quiet,
            quiet: args.quiet,
            told: Cell::new(None),
        })
    }

    pub(super) fn baseline(&self) -> Option<&Baseline> {
        self.baseline.as_ref()
    }

    /// Says that a small site is looked at, since no other was named.
    pub(super) fn greet(&self) -> Result<()> {
        if !self.quiet {
            writeln!(
                io::stderr(),
                "No target was named, so this is the demo site that comes with the program ({}).\n\
                 Try your own:  cargo run --release -- audit https://your-site.example",
                demo::NAME
            )?;
        }
        Ok(())
    }

    /// Says on stderr what is wrong.
    pub(super) fn complain(&self, what: &str) {
        self.end_progress();
        let _ = writeln!(io::stderr(), "tidings: {what}");
    }

    /// Draws the start page, if the screen is where the audit is told.
    /// `written`: it is drawn once more, after it was mended.
    pub(super) fn start_page(&self, judged: &Judged, written: bool, thumbnails: &dyn Thumbnails) -> Result<()> {
        if self.draws {
            let mut out = io::stdout().lock();
            terminal::start_page(judged, written, &self.options(thumbnails, &report::Without), &mut out)?;
            out.flush()?;
        }
        Ok(())
    }

    /// Says how far the crawl is, at most ten times a second.
    pub(super) fn progress(&self, words: impl FnOnce() -> String) {
        let often = self.told.get().is_some_and(|told| told.elapsed() < Duration::from_millis(100));
        if self.progress && !often {
            let _ = write!(io::stderr(), "\r\x1b[K  {}", words());
            self.told.set(Some(Instant::now()));
        }
    }

    /// Wipes the line of progress.
    pub(super) fn end_progress(&self) {
        if self.told.take().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }

    /// Tells the audit in the form that was asked for, and writes the report page beside a table.
    pub(super) fn tell(
        &self,
        audit: &Audit,
        thumbnails: &dyn Thumbnails,
        sources: &dyn Sources,
        stopped: bool,
    ) -> Result<()> {
        let options = self.options(thumbnails, sources);
        match &self.output {
            Some(path) => write_file(path, |out| report::write(audit, self.format, &options, out))?,
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                report::write(audit, self.format, &options, &mut out)?;
                out.flush()?;
            }
        }
        if stopped && !self.quiet {
            self.complain("stopped before the end: this is what was read until then; --resume goes on from here");
        }
        let Some(report) = self.report.as_ref().filter(|_| audit.summary.pages > 0) else { return Ok(()) };
        if audit.summary.pages > REPORT_AT_MOST {
            if !self.quiet {
                writeln!(io::stderr(), "The whole report: --format html --output report.html")?;
            }
            return Ok(());
        }
        write_file(report, |out| report::write(audit, Format::Html, &options, out))?;
        if !self.quiet {
            let mut out = io::stdout().lock();
            writeln!(out, "\nThe whole report, with every page on every network: file://{}", report.display())?;
        }
        Ok(())
    }

    /// Writes a patch for `folder` to where the audit would be told, and on stderr what it does.
    pub(super) fn patch(
        &self,
        folder: &Path,
        write: impl FnOnce(&mut dyn Write) -> io::Result<FolderMend>,
    ) -> Result<()> {
        let mut mend = FolderMend::default();
        match &self.output {
            Some(path) => write_file(path, |out| write(out).map(|done| mend = done))?,
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                mend = write(&mut out)?;
                out.flush()?;
            }
        }
        self.mended("To be mended", &mend)?;
        if !self.quiet && mend.changed > 0 {
            let patch = self.output.as_ref().map_or_else(|| "PATCH".into(), |path| path.display().to_string());
            writeln!(io::stderr(), "Apply it:  patch -p1 -d {} < {patch}", folder.display())?;
        }
        Ok(())
    }

    /// Says what was mended, or is to be, and what could not be written.
    pub(super) fn mended(&self, what: &str, mend: &FolderMend) -> Result<()> {
        for (path, why) in &mend.refused {
            self.complain(&format!("{path} is left as it was: {why}"));
        }
        if self.quiet {
            return Ok(());
        }
        let FolderMend { pages, changed, names, settled, left, .. } = mend;
        let mut out = io::stderr().lock();
        writeln!(out, "{what}: {settled} of {} findings, in {changed} of {pages} pages", settled + left)?;
        for name in names {
            writeln!(out, "  {name}")?;
        }
        if *changed as usize > names.len() {
            writeln!(out, "  and {} more", *changed as usize - names.len())?;
        }
        Ok(())
    }

    /// Says how many findings there are that the mend, after which `left` were expected, brought or uncovered.
    pub(super) fn new_since_the_mend(&self, audit: &Audit, left: u32) -> Result<()> {
        let sums = &audit.summary;
        let new = (sums.errors + sums.warnings + sums.notes).saturating_sub(left);
        if new > 0 && !self.quiet {
            let were = if new == 1 { "1 finding was".to_owned() } else { format!("{new} findings were") };
            writeln!(
                io::stderr(),
                "{were} not there before: the mend brought them, or uncovered them. They are told below."
            )?;
        }
        Ok(())
    }

    pub(super) fn update_baseline(&self, audit: &Audit, path: &Path) -> Result<()> {
        let known = Baseline::of(audit)?;
        write_file(path, |out| known.write(out))?;
        if !self.quiet {
            writeln!(io::stderr(), "{} kinds of findings are known now: {}", known.len(), path.display())?;
        }
        Ok(())
    }

    fn options<'a>(&'a self, thumbnails: &'a dyn Thumbnails, sources: &'a dyn Sources) -> Options<'a> {
        Options {
            title: self.title.as_deref(),
            logo: self.logo.as_ref(),
            colour: self.colour,
            width: self.width,
            thumbnails,
            sources,
            baseline: self.baseline.as_ref(),
            fail_on: self.fail_on,
        }
    }
}

/// Writes a file whole or not at all: into a file beside it, which then takes its name.
fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let told = || format!("cannot write {}", path.display());
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let mut out = BufWriter::with_capacity(1 << 16, File::create(&beside).with_context(told)?);
    let written = write(&mut out).and_then(|()| out.flush());
    drop(out);
    if let Err(error) = written {
        let _ = std::fs::remove_file(&beside);
        return Err(error).with_context(told);
    }
    std::fs::rename(&beside, path).with_context(told)
}
