//! Fetch: a page as a preview agent reads it. It asks this machine alone, follows a few redirects there, and gives up soon.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Whoever shares waits for it.
pub(super) const WITHIN: Duration = Duration::from_secs(5);
/// What a page says of itself stands at its beginning.
const MOST: u64 = 512 * 1024;
const REDIRECTS: usize = 4;

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) host: Option<String>,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) picture: Option<String>,
    pub(super) alt: Option<String>,
    /// Why nothing was read.
    pub(super) fault: Option<String>,
}

impl Seen {
    pub(super) fn has_something(&self) -> bool {
        self.title.is_some() || self.picture.is_some()
    }
}

/// What `address` says of itself to `agent`.
pub(super) async fn seen(address: &str, agent: &str) -> Seen {
    let fault = |fault: String| Seen { fault: Some(fault), ..Seen::default() };
    match tokio::time::timeout(WITHIN, page(address, agent)).await {
        Ok(Ok(Page { host, html, .. })) => Seen {
            host: Some(host),
            title: said(&html, &["og:title", "twitter:title"]).or_else(|| element(&html)),
            description: said(&html, &["og:description", "description"]),
            // A picture whose address is not whole is shown by nobody.
            picture: said(&html, &["og:image", "twitter:image"]).filter(|it| it.starts_with("http")),
            alt: said(&html, &["og:image:alt"]),
            fault: None,
        },
        Ok(Err(error)) => fault(error.to_string()),
        Err(_) => fault("the page took too long".to_owned()),
    }
}

/// A page of this machine.
pub(super) struct Page {
    /// Where it is, behind whatever leads to it.
    pub(super) address: String,
    host: String,
    pub(super) html: String,
}

/// The page to which `address` leads.
pub(super) async fn page(address: &str, agent: &str) -> io::Result<Page> {
    let mut address = address.to_owned();
    for _ in 0..REDIRECTS {
        let (host, path) = place(&address)?;
        let (head, html) = asked(&host, &question("GET", &host, &path, agent, "")).await?;
        let location = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
        });
        let status = head.split(' ').nth(1).unwrap_or_default();
        match location.filter(|_| status.starts_with('3')) {
            Some(to) if to.starts_with('/') => address = format!("http://{host}{to}"),
            Some(to) => address = to,
            None if status.starts_with('2') => return Ok(Page { address, host, html }),
            None => return Err(io::Error::other(format!("the page answers with status {status}"))),
        }
    }
    Err(io::Error::other("the page leads in a circle"))
}

/// Host and path of an address on this machine.
fn place(address: &str) -> io::Result<(String, String)> {
    let elsewhere = || io::Error::other("the page is not on this machine, and the sandbox asks nobody else");
    let rest = address.strip_prefix("http://").ok_or_else(elsewhere)?;
    let rest = rest.split('#').next().unwrap_or(rest);
    let (host, path) = match rest.find(['/', '?']) {
        Some(at) => rest.split_at(at),
        None => (rest, "/"),
    };
    if !is_here(host) || path.contains(char::is_whitespace) {
        return Err(elsewhere());
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    Ok((host.to_owned(), format!("{slash}{path}")))
}

/// Whether `host`, with its port, is a name of this machine.
pub(crate) fn is_here(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "localhost" || name == "127.0.0.1" || name.ends_with(".localhost")
}

fn question(method: &str, host: &str, path: &str, agent: &str, body: &str) -> String {
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\n{length}Connection: close\r\n\r\n{body}"
    )
}

/// Tells `body` to `address` on this machine, as a browser that calls itself `agent` does.
pub(super) async fn tell(address: &str, agent: &str, body: &str) -> io::Result<()> {
    let (host, path) = place(address)?;
    let (head, _) = asked(&host, &question("POST", &host, &path, agent, body)).await?;
    let status = head.split(' ').nth(1).unwrap_or_default();
    if status.starts_with('2') {
        Ok(())
    } else {
        Err(io::Error::other(format!("{address} answers with status {status}")))
    }
}

async fn asked(host: &str, question: &str) -> io::Result<(String, String)> {
    let port = host.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or(80);
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(question.as_bytes()).await?;
    let mut bytes = Vec::new();
    let mut most = stream.take(MOST);
    // A server that keeps the connection says how long its answer is.
    while most.read_buf(&mut bytes).await? > 0 && !is_whole(&bytes) {}
    let answer = String::from_utf8_lossy(&bytes);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(|| io::Error::other("the page does not answer"))?;
    Ok((head.to_owned(), body.to_owned()))
}

/// Whether `answer` is as long as its head says; one of status 204 has no more than that.
fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let is_bare = head.split(' ').nth(1).is_some_and(|status| status == "204");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    is_bare || length.is_some_and(|length| answer.len() >= end + 4 + length)
}

/// What the first of `names` says that says something.
fn said(html: &str, names: &[&str]) -> Option<String> {
    let tags = || html.split('<').filter_map(|part| part.strip_prefix("meta ")?.split('>').next());
    names.iter().find_map(|name| {
        let is_it = |tag: &&str| ["property", "name"].iter().any(|key| value(tag, key).as_deref() == Some(name));
        tags().find(is_it).and_then(|tag| value(tag, "content")).filter(|text| !text.is_empty())
    })
}

fn element(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("<title>")?;
    rest.split('<').next().map(plain).filter(|text| !text.is_empty())
}

/// The attribute `name` of a tag, in quotes.
fn value(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split('"').next().map(plain)
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Answer, Site};

    #[tokio::test]
    async fn a_page_is_read_by_way_of_its_redirects_as_its_agent() {
        let html = "<title>T</title><meta property=\"og:title\" content=\"Rye &amp; spelt\"><meta name=\"description\" \
                    content=\"D\"><meta property=\"og:image\" content=\"/half.png\">";
        let site = Site::new()
            .page("/l/k7", Answer::redirect(302, "/bread?e=k7"))
            .page_for("Twitterbot", "/bread?e=k7", Answer::html(html))
            .page("/loop", Answer::redirect(302, "/loop"))
            .start()
            .await
            .unwrap();
        let seen = super::seen(&site.at("/l/k7"), "Twitterbot/1.0").await;
        assert_eq!(seen.title.as_deref(), Some("Rye & spelt"));
        assert_eq!((seen.description.as_deref(), seen.picture.as_deref()), (Some("D"), None));
        assert_eq!(super::seen(&site.at("/gone"), "x").await.fault.unwrap(), "the page answers with status 404");
        assert_eq!(super::seen(&site.at("/loop"), "x").await.fault.unwrap(), "the page leads in a circle");
    }

    #[tokio::test]
    async fn nobody_but_this_machine_is_asked() {
        for address in ["http://192.0.2.1/", "https://127.0.0.1/", "http://localhost.example/", "http://127.0.0.1:x y/"]
        {
            let seen = seen(address, "x").await;
            assert!(seen.fault.is_some() && !seen.has_something(), "{address}: {seen:?}");
        }
    }
}
