//! The door against a website that misbehaves. A binary of its own, since it needs a server and the clock, and the
//! tests of previews need neither.
#![expect(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "these are tests, and the lints look only inside test functions"
)]

mod bad_input;
mod pace;
mod private;
mod socket;
mod tls;

use std::time::Duration;

use networks::http::{Allow, Answer, Failure, Http, Options, Pace, Request};
use sandbox::Running;
use url::Url;

/// A door that may ask `site`, in no hurry about manners.
fn door(site: &Running) -> Http {
    Http::new(Options { answer_within: Duration::from_secs(5), ..fast(site) })
}

fn fast(site: &Running) -> Options {
    Options { allow: Allow { hosts: vec![site.address().to_string()] }, pace: Pace::fast(), ..Options::default() }
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

async fn ask(site: &Running, path: &str) -> Result<Answer, Failure> {
    door(site).get(Request::new(url(&site.at(path)))).await
}
