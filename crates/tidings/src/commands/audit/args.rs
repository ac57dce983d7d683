//! The options of `tidings audit`, as its help prints them.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use optimize::report::Format;
use optimize::report::baseline::FailOn;
use url::Url;

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  tidings audit                                   the small site that comes with the program
  tidings audit https://bakery.example            a website
  tidings audit ./public --base https://bakery.example --fix
  tidings audit ./public --format sarif --output audit.sarif --fail-on error

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong use, 3 target not reachable.")]
pub(crate) struct Args {
    /// Address, folder of HTML, sitemap, HTML file, or `-` for a list of addresses on stdin. None: a small demo site
    #[arg(value_name = "TARGET")]
    pub(super) targets: Vec<String>,

    /// Where a folder will live, so that its addresses can be checked: https://bakery.example/
    #[arg(long, value_name = "URL", value_parser = base, help_heading = "What is read")]
    pub(super) base: Option<Url>,
    /// Stop after this many pages; the most linked and the newest come first
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "What is read")]
    pub(super) max_pages: Option<u32>,
    /// Only addresses that match, such as `/blog/*` (repeatable)
    #[arg(long, value_name = "PATTERN", help_heading = "What is read")]
    pub(super) include: Vec<String>,
    /// No addresses that match (repeatable)
    #[arg(long, value_name = "PATTERN", help_heading = "What is read")]
    pub(super) exclude: Vec<String>,
    /// Sub-domains of the site belong to it
    #[arg(long, help_heading = "What is read")]
    pub(super) subdomains: bool,
    /// Pictures that are fetched whole, for the report's thumbnails
    #[arg(long, value_name = "N", default_value_t = 500, help_heading = "What is read")]
    pub(super) pictures: usize,
    /// Do not read a sample of pages as each network's preview agent does
    #[arg(long, help_heading = "What is read")]
    pub(super) no_agents: bool,
    /// Also read a sample of pages after their scripts ran, with this Chromium
    #[arg(long, value_name = "CHROMIUM", num_args = 0..=1, default_missing_value = "chromium", help_heading = "What is read")]
    pub(super) render: Option<PathBuf>,

    /// As fast as the server answers: for your own site, or one on this machine
    #[arg(long, help_heading = "How it is read")]
    pub(super) fast: bool,
    /// Where you can be reached, told to the sites that are read: an address or e-mail
    #[arg(long, value_name = "CONTACT", env = "TIDINGS_CONTACT", help_heading = "How it is read")]
    pub(super) contact: Option<String>,
    /// Go on where the last audit of this target was broken off
    #[arg(long, help_heading = "How it is read")]
    pub(super) resume: bool,
    /// Where the pages that were read are kept [default: a folder below your cache folder]
    #[arg(long, value_name = "FOLDER", help_heading = "How it is read")]
    pub(super) state: Option<PathBuf>,

    /// How it is told [default: by the ending of --output, else table]
    #[arg(long, value_name = "FORMAT", value_parser = formats(), help_heading = "What is told")]
    pub(super) format: Option<Format>,
    /// Write there instead of on the screen
    #[arg(long, short, value_name = "FILE", help_heading = "What is told")]
    pub(super) output: Option<PathBuf>,
    /// With a table: do not write the report page beside it
    #[arg(long, help_heading = "What is told")]
    pub(super) no_report: bool,
    /// A logo for the report: PNG, JPEG, SVG or WebP, at most 300 KB
    #[arg(long, value_name = "FILE", help_heading = "What is told")]
    pub(super) logo: Option<PathBuf>,
    /// A title for the report
    #[arg(long, value_name = "TEXT", help_heading = "What is told")]
    pub(super) title: Option<String>,
    /// Say nothing of progress
    #[arg(long, short, help_heading = "What is told")]
    pub(super) quiet: bool,

    /// From which severity on the command fails [default: error; never for the demo site]
    #[arg(long, value_name = "SEVERITY", value_parser = severities(), help_heading = "On a build server")]
    pub(super) fail_on: Option<FailOn>,
    /// Count only findings that are not in this file
    #[arg(long, value_name = "FILE", help_heading = "On a build server")]
    pub(super) baseline: Option<PathBuf>,
    /// Write today's findings into the baseline file
    #[arg(long, requires = "baseline", help_heading = "On a build server")]
    pub(super) update_baseline: bool,

    /// Mend a folder: write missing and wrong tags in place, or as a patch on stdout
    #[arg(long, value_name = "HOW", num_args = 0..=1, default_missing_value = "write", help_heading = "Mend")]
    pub(super) fix: Option<Fix>,
}

/// The formats by their names, so that the help lists them.
fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name))
        .map(|name| Format::ALL.into_iter().find(|format| format.name() == name).unwrap_or_default())
}

/// The severities by their names, and `never`.
fn severities() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(["error", "warning", "never"]).map(|name| match name.as_str() {
        "error" => FailOn::Error,
        "warning" => FailOn::Warning,
        _ => FailOn::Never,
    })
}

/// The address at which a folder will live; a bare host is meant over https.
fn base(text: &str) -> Result<Url, String> {
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    match Url::parse(&whole) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        _ => Err("write the address at which the site will live, such as https://bakery.example/".to_owned()),
    }
}

/// How a folder is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Fix {
    /// In place
    Write,
    /// As a patch on stdout, for `patch -p1` or `git apply`
    Patch,
}
