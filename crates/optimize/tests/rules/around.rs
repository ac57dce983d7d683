//! What stands around a page of a case: everything that a crawl would have seen, written down by hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use domain::{Fetched, Hop, ImageFacts, ImageFault, ImageKind, Images, NetworkId, Page, Robots};
use optimize::audit::{AgentView, Blocker, Mend, MissingPage, OEmbed, Seen};
use pages::Source;
use serde::Deserialize;
use url::Url;

/// One case. Everything but the page itself may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Around {
    /// Where the page is; `https://bakery.example/rye` if nothing is said.
    url: Option<Url>,
    /// How the mend of the first finding must be.
    pub(crate) mend: Option<Mend>,
    /// So many spaces are put before the first place where this text stands.
    pad: Option<Pad>,
    /// How the server answered; left out for a file.
    http: Option<Http>,
    /// Pictures by address.
    images: BTreeMap<Url, Picture>,
    /// What agents got, by address.
    agents: BTreeMap<String, Vec<View>>,
    /// The other pages of the site.
    site: Vec<Other>,
    /// robots.txt by host.
    robots: BTreeMap<String, String>,
    /// Address → status, and whether it redirects.
    answers: BTreeMap<Url, (u16, bool)>,
    missing_page: Option<Missing>,
    /// Host → what is wrong with its certificate.
    certificates: BTreeMap<String, String>,
    oembed: BTreeMap<Url, Embed>,
    /// The page after its scripts ran.
    rendered: Option<String>,
    /// The page at the audit before.
    before: Option<Before>,
    #[serde(skip)]
    body: Vec<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pad {
    before: String,
    bytes: usize,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Http {
    content_type: Option<String>,
    hops: Vec<Hop>,
    attachment: bool,
    robots_tag: Option<String>,
    millis: u32,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Picture {
    kind: Option<ImageKind>,
    width: u32,
    height: u32,
    bytes: Option<u64>,
    millis: u32,
    status: u16,
    insecure_hop: bool,
    attachment: bool,
    animated: bool,
    range_mishandled: bool,
    fault: Option<ImageFault>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct View {
    agent: String,
    network: NetworkId,
    status: u16,
    #[serde(default)]
    blocker: Option<Kept>,
    #[serde(default)]
    encoding: Option<String>,
    #[serde(default)]
    range_mishandled: bool,
    title: Option<String>,
    picture: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
enum Kept {
    Status { status: u16 },
    Challenge { by: String, evidence: String },
    Encoding { encoding: String },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    url: Url,
    html: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Missing {
    status: u16,
    title: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Embed {
    status: u16,
    kind: Option<String>,
    title: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Before {
    html: String,
    images: BTreeMap<Url, Picture>,
}

impl Around {
    /// Reads the case whose page is at `path`.
    pub(crate) fn read(path: &Path) -> Self {
        let mut around: Self = match fs::read(path.with_extension("json")) {
            Ok(text) => serde_json::from_slice(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display())),
            Err(_) => Self::default(),
        };
        around.body = fs::read(path).unwrap();
        if let Some(pad) = &around.pad {
            let mark = pad.before.as_bytes();
            let at =
                around.body.windows(mark.len()).position(|window| window == mark).expect("the mark of the padding");
            around.body.splice(at..at, std::iter::repeat_n(b' ', pad.bytes));
        }
        around
    }

    /// The bytes of the page.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// `body` as a page that was read where the case says.
    pub(crate) fn page(&self, body: &[u8]) -> Page {
        let url = self.url.clone().unwrap_or_else(|| Url::parse("https://bakery.example/rye").unwrap());
        let fetched = self.http.clone().map(|http| Fetched {
            status: 200,
            content_type: http.content_type,
            hops: http.hops,
            attachment: http.attachment,
            robots_tag: http.robots_tag,
            millis: http.millis,
            ..Fetched::default()
        });
        pages::read(body, Source { url, fetched }).page
    }

    /// The page, and everything that was seen around it.
    pub(crate) fn look(&self) -> (Page, Seen) {
        let page = self.page(&self.body);
        let mut seen = Seen { images: pictures(&self.images), ..Seen::default() };
        seen.site.add(&page);
        for other in &self.site {
            let source = Source { url: other.url.clone(), fetched: None };
            seen.site.add(&pages::read(other.html.as_bytes(), source).page);
        }
        for (host, text) in &self.robots {
            seen.site.robots.insert(host.clone(), Robots { status: 200, text: text.clone() });
        }
        for (url, (status, redirects)) in &self.answers {
            seen.site.heard(url, *status, *redirects);
        }
        for (url, answer) in &self.oembed {
            let answer = OEmbed { status: answer.status, kind: answer.kind.clone(), title: answer.title.clone() };
            seen.site.heard_oembed(url, answer);
        }
        seen.site.certificates.extend(self.certificates.clone());
        seen.site.missing_page = self.missing_page.as_ref().map(|missing| MissingPage {
            status: missing.status,
            title: missing.title.clone(),
            picture: false,
        });
        for (address, views) in &self.agents {
            seen.seen_by.views.insert(address.clone(), views.iter().map(View::as_seen).collect());
        }
        if let Some(html) = &self.rendered {
            seen.rendered.insert(page.url.to_string(), self.page(html.as_bytes()));
        }
        if let Some(before) = &self.before {
            seen.before.insert(page.url.to_string(), self.page(before.html.as_bytes()));
            seen.images_before = pictures(&before.images);
        }
        (page, seen)
    }
}

impl View {
    fn as_seen(&self) -> AgentView {
        let blocker = self.blocker.as_ref().map(|kept| match kept {
            Kept::Status { status } => Blocker::Status { status: *status },
            Kept::Challenge { by, evidence } => Blocker::Challenge { by: by.clone(), evidence: evidence.clone() },
            Kept::Encoding { encoding } => Blocker::Encoding { encoding: encoding.clone() },
        });
        let card = blocker.is_none().then(|| (self.title.clone(), self.picture.clone()));
        AgentView {
            agent: self.agent.clone().leak(),
            network: self.network.clone(),
            status: self.status,
            blocker,
            encoding: self.encoding.clone(),
            range_mishandled: self.range_mishandled,
            card,
            millis: 50,
        }
    }
}

fn pictures(written: &BTreeMap<Url, Picture>) -> Images {
    let mut images = Images::default();
    for (url, it) in written {
        let facts = ImageFacts {
            kind: it.kind,
            declared: it.kind,
            width: it.width,
            height: it.height,
            bytes: it.bytes,
            millis: it.millis,
            status: it.status,
            insecure_hop: it.insecure_hop,
            attachment: it.attachment,
            animated: it.animated,
            range_mishandled: it.range_mishandled,
            fault: it.fault,
            ..ImageFacts::default()
        };
        images.insert(url, facts);
    }
    images
}
