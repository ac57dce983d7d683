//! Single questions beside the pages: what canonical addresses, oEmbed links and an address that cannot exist answer.

use networks::http::{Http, Request};
use serde_json::Value;
use url::Url;

use super::fetch;
use super::robots::Book;
use crate::audit::{MissingPage, OEmbed, Says};

/// Status of the first answer to `url`, and whether it redirects. Status 0: nobody answered. `None`: it may not be asked.
pub(super) async fn first(http: &Http, robots: &Book, url: &Url) -> Option<(u16, bool)> {
    if robots.forbids(url).await.is_some() {
        return None;
    }
    let answer = http.get(Request::new(url.clone()).at_most(1).redirects(0)).await;
    Some(answer.map_or((0, false), |answer| (answer.status, matches!(answer.status, 301 | 302 | 303 | 307 | 308))))
}

/// What an address that cannot exist answers, on the site of `start`. `name` makes it one that nobody has thought of.
pub(super) async fn missing(http: &Http, start: &Url, name: u64) -> Option<MissingPage> {
    let url = start.join(&format!("/no-such-page-{name:x}")).ok()?;
    let answer = http.get(Request::new(url).at_most(domain::MIB)).await.ok()?;
    let page = fetch::read(&answer).page;
    let says = Says::of(&page);
    Some(MissingPage {
        status: answer.status,
        title: says.shared_title(&page).map(|(title, _)| title.to_owned()),
        picture: !says.images.is_empty() || says.twitter_image.is_some(),
    })
}

/// What the oEmbed address `url` answers.
pub(super) async fn oembed(http: &Http, robots: &Book, url: &Url) -> Option<OEmbed> {
    if robots.forbids(url).await.is_some() {
        return None;
    }
    let request = Request::new(url.clone()).at_most(domain::MIB).header("accept", "application/json,text/xml;q=0.9");
    let Ok(answer) = http.get(request).await else { return Some(OEmbed::default()) };
    let text = String::from_utf8_lossy(&answer.body);
    let json = serde_json::from_str::<Value>(&text).ok();
    let field = |name: &str| {
        if let Some(json) = &json {
            return Some(json.get(name)?.as_str()?.to_owned());
        }
        // The XML form is flat: one element a field.
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        rest.split_once(&format!("</{name}>")).map(|(value, _)| value.trim().to_owned())
    };
    Some(OEmbed { status: answer.status, kind: field("type"), title: field("title") })
}

/// The oEmbed addresses that `page` names.
pub(super) fn oembed_of(page: &domain::Page) -> impl Iterator<Item = Url> {
    let is_oembed =
        |kind: &str| matches!(kind.trim().to_ascii_lowercase().as_str(), "application/json+oembed" | "text/xml+oembed");
    page.links
        .iter()
        .filter(move |link| link.is("alternate") && link.kind.as_deref().is_some_and(is_oembed))
        .filter_map(|link| page.resolve(&link.href))
        .take(2)
}
