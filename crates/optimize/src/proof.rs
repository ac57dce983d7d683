//! Proof that a site is one's own: whoever can write there, or into its entry of the name service, puts a token there.
//!
//! It only looks, through the one door, and says what it found instead; what follows from a proof is for who asked.
//! Start at [`Looker::look`]; [`Places`] says where the token is to stand.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::{KIB, Random, same_site};
use networks::dns;
use networks::http::{Allow, Answer, Http, Options, Request};
use people::watch::How;
use url::Url;

use crate::crawl::web::agent;

/// Until a whole answer is there.
const WITHIN: Duration = Duration::from_secs(10);
/// The name of the tag.
const TAG: &str = "tidings-proof";

/// Looks for proofs. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Looker {
    /// Hosts on this machine or in the private network that the operator allowed: by name, or as `name:port`.
    allow_private: Arc<[String]>,
    agent: String,
    servers: Arc<[SocketAddr]>,
    random: Arc<dyn Random>,
}

/// Where the token of a site is to stand, in one of three ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// What proves it.
    pub token: String,
    /// The address of a file that holds the token and nothing else.
    pub file: String,
    /// The tag for the head of the start page.
    pub tag: String,
    /// The name at which a text (TXT) holds the token; none where the site has no name.
    pub name: Option<String>,
}

/// Where `token` proves that the site at `address` is one's own.
pub fn places(address: &Url, token: &str) -> Places {
    let file = address.join(&format!("/.well-known/tidings-{token}.txt")).map(String::from).unwrap_or_default();
    Places {
        token: token.to_owned(),
        file,
        tag: format!("<meta name=\"{TAG}\" content=\"{token}\">"),
        name: address.domain().map(|host| format!("_tidings.{}", host.trim_end_matches('.'))),
    }
}

impl Looker {
    /// Asks as an audit does: `allow_private` are hosts that the operator allowed by name, `contact` is where he can be
    /// reached, `servers` are the name servers.
    pub fn new(
        allow_private: &[String],
        contact: Option<&str>,
        servers: Vec<SocketAddr>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self { allow_private: allow_private.into(), agent: agent(contact), servers: servers.into(), random }
    }

    /// Whether `token` stands where it proves that the site at `address` is one's own; else what is there, in words.
    pub async fn look(&self, address: &Url, token: &str, how: How) -> Result<(), String> {
        let places = places(address, token);
        match how {
            How::File => self.file(address, &places).await,
            How::Tag => self.tag(address, &places).await,
            How::Dns => self.text(&places).await,
        }
    }

    /// Whether the start page at `address` can be read.
    pub async fn reads(&self, address: &Url) -> bool {
        let http = self.door(address);
        let answer = http.get(Request::new(address.clone()).at_most(KIB)).await;
        answer.is_ok_and(|answer| (200..400).contains(&answer.status))
    }

    async fn file(&self, address: &Url, places: &Places) -> Result<(), String> {
        let url = Url::parse(&places.file).map_err(|_| format!("{address} has no place for a file"))?;
        let answer = self.ask(address, url).await?;
        let text = String::from_utf8_lossy(&answer.body);
        if text.trim() == places.token {
            return Ok(());
        }
        Err(match excerpt(&text) {
            text if text.is_empty() => format!("{} is empty: write the token into it", places.file),
            text => format!("{} says “{text}”: write the token into it, and nothing else", places.file),
        })
    }

    async fn tag(&self, address: &Url, places: &Places) -> Result<(), String> {
        let answer = self.ask(address, address.clone()).await?;
        let read = pages::read(&answer.body, pages::Source { url: answer.url.clone(), fetched: None });
        // In the body anybody may write who may comment.
        let mut tags = read.page.tags.iter().filter(|tag| tag.name == TAG && tag.in_head).peekable();
        match tags.peek().map(|tag| excerpt(&tag.content)) {
            Some(_) if tags.any(|tag| tag.content.trim() == places.token) => Ok(()),
            Some(other) => Err(format!("the tag on {} holds another token: “{other}”", answer.url)),
            None => Err(format!("{} has no such tag in its head", answer.url)),
        }
    }

    async fn text(&self, places: &Places) -> Result<(), String> {
        let name = places.name.as_ref().ok_or("a site without a name has no entry in the name service")?;
        let texts = dns::texts(&self.servers, &*self.random, name).await.map_err(|failure| failure.to_string())?;
        if texts.iter().any(|text| text.trim() == places.token) {
            return Ok(());
        }
        Err(match texts.first() {
            Some(other) => format!("the text at {name} is another one: “{}”", excerpt(other)),
            None => format!("there is no text at {name}: a new one takes up to an hour until it is seen"),
        })
    }

    /// A page of the site; what another site answers, where this one sends on to it, proves nothing.
    async fn ask(&self, site: &Url, url: Url) -> Result<Answer, String> {
        let http = self.door(site);
        let asked = Request::new(url.clone()).at_most(512 * KIB).redirects(3);
        let answer = http.get(asked).await.map_err(|failure| failure.to_string())?;
        if !same_site(site, &answer.url) {
            return Err(format!("{url} sends on to another site, {}", answer.url.host_str().unwrap_or_default()));
        }
        if answer.status != 200 {
            return Err(format!("{url} answers {}", answer.status));
        }
        Ok(answer)
    }
}

impl Looker {
    /// The door for `address`, which leads to a private one only where the operator allowed that.
    pub fn door(&self, address: &Url) -> Http {
        let allowed = address.host_str().is_some_and(|host| {
            let place = format!("{host}:{}", address.port_or_known_default().unwrap_or_default());
            self.allow_private.iter().any(|allowed| *allowed == host || *allowed == place)
        });
        Http::new(Options {
            agent: self.agent.clone(),
            allow: if allowed { Allow::only(address) } else { Allow::default() },
            answer_within: WITHIN,
            ..Options::default()
        })
    }
}

/// The beginning of a foreign text, on one line.
fn excerpt(text: &str) -> String {
    let one_line = text.trim().chars().map(|sign| if sign.is_control() { ' ' } else { sign });
    let mut short: String = one_line.take(60).collect();
    if text.trim().chars().nth(60).is_some() {
        short.push('…');
    }
    short
}
