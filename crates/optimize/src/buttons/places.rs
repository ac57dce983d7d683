//! Places: a bar that is made once and filled for each page by whoever knows the page.
//!
//! `{url:CODE}` and `{url}` stand for the page's address with and without a token, `{title}` and `{title:280}` for its
//! title, whole and cut, `{picture}` for its picture; all of them percent-encoded. `{link:CODE}` is the address as it is
//! written into an attribute, for the enhancer. docs/plugin.md has the contract.

use domain::{Code, NetworkId};
use networks::Share;
use networks::share::encoded;
use url::Url;

use super::{Bar, Drawn, Of};

/// What the bar is drawn for. No page is called so, and no network cuts anything of it.
const PAGE: &str = "https://page.invalid/";
const PICTURE: &str = "https://picture.invalid/";
const TITLE: &str = "tidings-title";

impl Bar {
    /// The bar with places for a page. A code for each network is in it already, and `copied` in the address that the
    /// enhancer copies.
    pub fn with_places(
        &self,
        hub: Option<&Url>,
        code: &dyn Fn(&NetworkId) -> Option<Code>,
        copied: Option<Code>,
    ) -> Drawn {
        let (Ok(url), Ok(picture)) = (Url::parse(PAGE), Url::parse(PICTURE)) else {
            return Drawn { html: String::new(), left_out: Vec::new() };
        };
        let page = Of { url: &url, title: TITLE, picture: Some(&picture), hub, short: None, code, copied };
        let title = |share: &Share| share.longest.map_or_else(|| TITLE.to_owned(), |most| format!("{TITLE}-{most}"));
        let drawn = self.titled(&page, &title);
        Drawn { html: placed(&drawn.html), left_out: drawn.left_out }
    }
}

/// `html` with places where the marks stand.
fn placed(html: &str) -> String {
    let html = html.replace(&encoded(PICTURE), "{picture}");
    let with_code = |html: &str, mark: &str, place: &str| {
        each(html, mark, |rest| {
            let code = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            (format!("{{{place}:{}}}", &rest[..code]), code)
        })
    };
    let html = with_code(&html, &encoded(&format!("{PAGE}?e=")), "url").replace(&encoded(PAGE), "{url}");
    let html = with_code(&html, &format!("{PAGE}?e="), "link").replace(PAGE, "{link}");
    each(&html, TITLE, |rest| {
        let digits = rest.strip_prefix('-').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        if digits == 0 { ("{title}".to_owned(), 0) } else { (format!("{{title:{}}}", &rest[1..=digits]), digits + 1) }
    })
}

/// `text` with what `place` says for each `mark`; it is shown what follows the mark, and says how much of that goes too.
fn each(text: &str, mark: &str, place: impl Fn(&str) -> (String, usize)) -> String {
    let (mut placed, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(mark) {
        placed.push_str(&rest[..at]);
        let behind = &rest[at + mark.len()..];
        let (put, goes) = place(behind);
        placed.push_str(&put);
        rest = &behind[goes..];
    }
    placed + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::buttons::Scripted;

    #[test]
    fn a_bar_has_a_place_wherever_a_page_is_named() {
        use networks::id::{BLUESKY, FACEBOOK, MASTODON, PINTEREST, WHATSAPP};
        let networks = vec![WHATSAPP, FACEBOOK, MASTODON, PINTEREST, BLUESKY];
        let bar = Bar { networks, ..Bar::default() };
        let code: Code = Code::mint(&domain::SystemRandom);
        let hub = Url::parse("https://tidings.example/share").unwrap();
        let drawn = bar.with_places(Some(&hub), &|network| (*network != FACEBOOK).then_some(code), None);
        assert!(drawn.left_out.is_empty());
        for place in [
            format!("{{url:{code}}}"),
            "{url}".into(),
            "{title}".into(),
            "{title:300}".into(),
            "{title:500}".into(),
            "{picture}".into(),
        ] {
            assert!(drawn.html.contains(&place), "{place} in {}", drawn.html);
        }
        assert!(!drawn.html.contains(".invalid") && !drawn.html.contains(TITLE), "{}", drawn.html);
        assert!(!drawn.html.contains("data-u"), "{}", drawn.html);
    }

    #[test]
    fn the_enhancer_finds_the_page_s_own_address() {
        let bar = Bar { scripted: Some(Scripted::default()), ..Bar::default() };
        let code: Code = Code::mint(&domain::SystemRandom);
        for (copied, place) in [(Some(code), format!("{{link:{code}}}")), (None, "{link}".into())] {
            let drawn = bar.with_places(None, &|_| None, copied);
            assert!(drawn.html.contains(&format!(" data-u=\"{place}\" data-s=")), "{}", drawn.html);
            assert!(!drawn.html.contains(".invalid"), "{}", drawn.html);
        }
    }
}
