//! The client: what a command wants of a running house it asks of the house's API, with a token, as any program may. There is no
//! second way in, and nothing that a token may not do.
//!
//! Start at [`Client::of`]; `writing.rs` makes posts of what somebody typed.

mod told;
mod writing;

use std::fmt;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use networks::http::{Allow, Answer, Failure, Http, Options, Pace, Request};
use serde_json::Value;
use url::Url;

pub(crate) use told::{Account, Post, Site, Trial, each, one};
pub(crate) use writing::{At, Writing, named};

/// Until an answer is there: a page is read meanwhile, where a post is drafted from it.
const WITHIN: Duration = Duration::from_mins(2);
/// Bytes of an answer that are read.
const AT_MOST: u64 = 256 << 20;
/// What the token stands in: never on the command line, which others on this machine can read.
const TOKEN: &str = "TIDINGS_TOKEN";

/// Which house is asked.
#[derive(clap::Args, Clone)]
pub(crate) struct ServerArgs {
    /// The house that is asked; what lets you in there is a token, in the variable TIDINGS_TOKEN
    #[arg(
        long,
        value_name = "URL",
        env = "TIDINGS_SERVER",
        default_value = "http://127.0.0.1:7979/",
        value_parser = server,
        global = true
    )]
    server: Url,
}

fn server(typed: &str) -> Result<Url, String> {
    let url = Url::parse(typed).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let url = url.filter(|url| url.path() == "/" && url.query().is_none() && url.username().is_empty());
    url.ok_or_else(|| "it looks like https://tidings.bakery.example/".to_owned())
}

/// The house does not answer.
#[derive(Debug)]
pub(crate) struct Unreached(String);

impl fmt::Display for Unreached {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl std::error::Error for Unreached {}

/// The house says no.
#[derive(Debug)]
pub(crate) struct Refused {
    /// For programs; it stays the same.
    pub(crate) code: String,
    /// Cause and remedy.
    says: String,
}

impl Refused {
    pub(crate) fn new(code: &str, says: impl Into<String>) -> Self {
        Self { code: code.to_owned(), says: says.into() }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.says)
    }
}

impl std::error::Error for Refused {}

/// Somebody who asks a house.
pub(crate) struct Client {
    base: Url,
    token: String,
    http: Http,
}

impl Client {
    /// One that asks the house of `args` with the token of the environment.
    pub(crate) fn of(args: &ServerArgs) -> Result<Self> {
        let token = std::env::var(TOKEN).unwrap_or_default().trim().to_owned();
        ensure!(
            !token.is_empty(),
            "{TOKEN} is not set: make a token in the console, under Settings, and put it there \
             (its scope says what it may: look, draft, work or decide)"
        );
        ensure!(
            token.bytes().all(|sign| sign.is_ascii_graphic()),
            "what stands in {TOKEN} is no token: it looks like tdg_…"
        );
        let base = args.server.clone();
        let http = Http::new(Options {
            allow: Allow::only(&base),
            pace: Pace::fast(),
            answer_within: WITHIN,
            ..Options::default()
        });
        Ok(Self { base, token, http })
    }

    /// Where something stands in the console.
    pub(crate) fn shown(&self, path: &str) -> String {
        format!("{}{path}", self.base.as_str().trim_end_matches('/'))
    }

    /// What is there.
    pub(crate) async fn get(&self, path: &str) -> Result<Value> {
        self.ask(self.request(path)?.redirects(0)).await
    }

    /// A list, all of its pages.
    pub(crate) async fn list(&self, path: &str) -> Result<Vec<Value>> {
        let sign = if path.contains('?') { '&' } else { '?' };
        let (mut all, mut asked) = (Vec::new(), path.to_owned());
        loop {
            let mut page = self.get(&asked).await?;
            let Value::Array(items) = page["items"].take() else { bail!("{path} gives no list") };
            all.extend(items);
            let Some(next) = page["next"].as_str() else { return Ok(all) };
            let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            asked = format!("{path}{sign}after={next}");
        }
    }

    /// Does something. With a `key` it is done once, however often it is asked for within a day.
    pub(crate) async fn post(&self, path: &str, body: &Value, key: Option<&str>) -> Result<Value> {
        let mut request = self.request(path)?.header("content-type", "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.ask(request.post(body.to_string())).await
    }

    /// Hands a file in.
    pub(crate) async fn hand_in(&self, path: &str, bytes: Vec<u8>) -> Result<Value> {
        self.ask(self.request(path)?.header("content-type", "application/octet-stream").post(bytes)).await
    }

    /// Takes something away.
    pub(crate) async fn delete(&self, path: &str) -> Result<()> {
        self.ask(self.request(path)?.delete()).await.map(drop)
    }

    /// The site that is meant: the one of that host, address or id, the one that has this page, or the only one.
    pub(crate) async fn site(&self, called: Option<&str>, page: Option<&str>) -> Result<Site> {
        let all: Vec<Site> = told::each(self.list("/sites").await?)?;
        let host = |address: &str| Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
        let names = || all.iter().map(|site| &*site.address).collect::<Vec<_>>().join(", ");
        let found: Vec<&Site> = match (called, page.and_then(host)) {
            (Some(called), _) => {
                let bare = |text: &str| {
                    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
                    text.trim_end_matches('/').to_ascii_lowercase()
                };
                let is_called = |site: &&Site| site.id == called || bare(&site.address) == bare(called);
                all.iter().filter(is_called).collect()
            }
            (None, Some(of_page)) if all.len() > 1 => {
                all.iter().filter(|site| host(&site.address).as_deref() == Some(&of_page)).collect()
            }
            _ => all.iter().collect(),
        };
        match found[..] {
            [one] => Ok(one.clone()),
            [] if all.is_empty() => bail!("there is no site yet: add one in the console"),
            [] => bail!("no site is meant by that: name one with --site, of {}", names()),
            _ => bail!("several sites may be meant: name one with --site, of {}", names()),
        }
    }

    fn request(&self, path: &str) -> Result<Request> {
        let url = self.base.join(&format!("api/v1{path}")).context("that is no address of the API")?;
        Ok(Request::new(url).header("authorization", format!("Bearer {}", self.token)).at_most(AT_MOST))
    }

    async fn ask(&self, request: Request) -> Result<Value> {
        let answer = self.http.get(request).await.map_err(|failure| Unreached(self.unreached(&failure)))?;
        ensure!(!answer.more && !answer.cut_off, "the answer broke off: ask again");
        let said: Option<Value> = serde_json::from_slice(&answer.body).ok();
        match answer.status {
            204 => Ok(Value::Null),
            200..300 => said.with_context(|| self.stranger(&answer)),
            _ => {
                let text = |name: &str| said.as_ref().and_then(|said| said[name].as_str()).map(str::to_owned);
                let (Some(code), Some(says)) = (text("code"), text("detail")) else { bail!(self.stranger(&answer)) };
                Err(Refused { code, says }.into())
            }
        }
    }

    fn unreached(&self, failure: &Failure) -> String {
        match failure {
            Failure::Redirects(..) => {
                format!("{} leads elsewhere: give --server the address at which it ends", self.base)
            }
            failure => format!("{failure} (asked for --server {})", self.base),
        }
    }

    /// What answers there is something else.
    fn stranger(&self, answer: &Answer) -> String {
        format!("{} answers {}, and not as Tidings does: see that --server is right", self.base, answer.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_has_a_host_of_its_own() {
        assert_eq!(server("https://tidings.bakery.example").unwrap().as_str(), "https://tidings.bakery.example/");
        for typed in ["127.0.0.1:7979", "ftp://x.example/", "https://x.example/api", "https://me@x.example/"] {
            assert!(server(typed).is_err(), "{typed}");
        }
    }
}
