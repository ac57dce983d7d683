//! Networks: a stand-in for those to which visitors pass pages on, where there is no internet, or none is wanted.
//!
//! Its addresses are those of the networks' own forms behind a slash: `/www.facebook.com/sharer/sharer.php?u=…`. It fetches
//! what was shared, on this machine alone, as the network's preview agent would, and shows what people there would see: a
//! post with the preview and the link. It posts nothing, keeps nothing, and says what it is. Start at [`answer`].

pub(crate) mod fetch;
pub mod visitor;

use std::fmt::Write as _;

use crate::Answer;
use fetch::Seen;

/// A network, by the host of its form: what it is called, and what its preview agent calls itself.
struct Network {
    host: &'static str,
    name: &'static str,
    agent: &'static str,
}

/// Written down on 26 November 2026 from what the networks' agents say of themselves; one that is not here is called by its
/// host, and fetches without a name.
const NETWORKS: &[Network] = &[
    Network {
        host: "bsky.app",
        name: "Bluesky",
        agent: "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
    },
    Network {
        host: "www.facebook.com",
        name: "Facebook",
        agent: "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    },
    Network {
        host: "www.linkedin.com",
        name: "LinkedIn",
        agent: "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    },
    Network {
        host: "www.pinterest.com",
        name: "Pinterest",
        agent: "Mozilla/5.0 (compatible; Pinterestbot/1.0; +https://www.pinterest.com/bot.html)",
    },
    Network {
        host: "www.reddit.com",
        name: "Reddit",
        agent: "Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)",
    },
    Network {
        host: "teams.microsoft.com",
        name: "Teams",
        agent: "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    },
    Network { host: "t.me", name: "Telegram", agent: "TelegramBot (like TwitterBot)" },
    Network {
        host: "www.threads.com",
        name: "Threads",
        agent: "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    },
    Network { host: "wa.me", name: "WhatsApp", agent: "WhatsApp/2.23.20.0 A" },
    Network { host: "x.com", name: "X", agent: "Twitterbot/1.0" },
];

/// What the stand-in, called `host`, answers on `path`, with its query.
pub(crate) async fn answer(host: &str, path: &str) -> Answer {
    // Under another name a website could have its visitors' browsers read this machine's pages (DNS rebinding).
    if !fetch::is_here(host) {
        return Answer::status(421);
    }
    let (form, query) = path.split_once('?').unwrap_or((path, ""));
    let host = form.trim_start_matches('/').split('/').next().unwrap_or_default();
    let known = NETWORKS.iter().find(|network| network.host == host);
    let (name, agent) = known.map_or((host, "sandbox"), |network| (network.name, network.agent));
    let Some(shared) = Shared::of(query) else {
        let says = "Nothing was shared: the address has no page in it. Go back, and press the button once more.";
        return page(name, &format!("<p>{says}</p>")).with_status(404);
    };
    let seen = fetch::seen(&shared.address, agent).await;
    page(name, &post(name, &shared, &seen))
}

/// What a form was opened with.
struct Shared {
    address: String,
    /// What the visitor's post begins with.
    text: String,
}

impl Shared {
    /// What stands in `query`: networks call it `u`, `url`, `text`, `href`; what begins like an address is the page.
    fn of(query: &str) -> Option<Self> {
        let values: Vec<String> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            // Pinterest is told the picture too.
            .filter(|(name, _)| *name != "media")
            .map(|(_, value)| decoded(value))
            .collect();
        let is_address = |word: &&str| word.starts_with("http://") || word.starts_with("https://");
        let words = || values.iter().flat_map(|value| value.split_whitespace());
        let address = words().find(is_address)?.to_owned();
        let text = values.iter().map(|value| value.replace(&address, "")).find(|text| !text.trim().is_empty());
        Some(Self { text: text.unwrap_or_default().trim().to_owned(), address })
    }
}

fn post(name: &str, shared: &Shared, seen: &Seen) -> String {
    let address = escaped(&shared.address);
    let mut post = "<article aria-label=\"The post\"><p class=who>A visitor <span>just now</span></p>".to_owned();
    if !shared.text.is_empty() {
        let _ = write!(post, "<p>{}</p>", escaped(&shared.text));
    }
    let _ = write!(post, "<p><a id=shared href=\"{address}\" rel=\"noopener\">{address}</a></p>");
    if seen.has_something() {
        let _ = write!(post, "<a class=preview href=\"{address}\" rel=\"noopener\" tabindex=-1>");
        if let Some(picture) = &seen.picture {
            let alt = escaped(seen.alt.as_deref().unwrap_or_default());
            let _ = write!(post, "<img src=\"{}\" alt=\"{alt}\" width=1200 height=630>", escaped(picture));
        }
        let said = [("host", &seen.host), ("title", &seen.title), ("description", &seen.description)];
        post.push_str("<span class=said>");
        for (class, text) in said {
            if let Some(text) = text {
                let _ = write!(post, "<span class={class}>{}</span>", escaped(text));
            }
        }
        post.push_str("</span></a>");
    } else {
        let why = seen.fault.as_deref().unwrap_or("the page says nothing of itself");
        let _ = write!(post, "<p class=soft>No preview: {}.</p>", escaped(why));
    }
    post.push_str("</article>");
    let told = told(&shared.address);
    format!(
        "{post}<h2>What now</h2><p>Press the link, as somebody would who saw this on {name}. {told}</p>",
        name = escaped(name)
    )
}

/// What the link tells, for whoever learns how it goes.
fn told(address: &str) -> &'static str {
    if address.contains("/l/") {
        "It is a short address that leads by way of Tidings, so the click is counted; then go back to the tab of the \
         console, and see it there."
    } else if address.contains("?e=") || address.contains("&e=") {
        "Its code travels on the page’s own address, so it works without Tidings. The page tells Tidings of the visit when \
         it is opened: see it in the console, on the screen “Is it worth it?”, among who is there now."
    } else {
        "It has no code, so nobody will know that it was followed: that is what a share bar of Tidings is for."
    }
}

pub(crate) const STYLE: &str = "\
:root{color-scheme:light dark;--paper:light-dark(#fbfaf7,#161513);--sheet:light-dark(#fff,#1e1d1a);\
--line:light-dark(#e4e0d8,#35332d);--edge:light-dark(#8a857b,#837e75);--ink:light-dark(#1c1b19,#edeae4);\
--soft:light-dark(#5a564f,#b3aea5);--focus:light-dark(#0f766e,#5cc9bc)}\
*{box-sizing:border-box;margin:0}\
body{background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\
header{border-bottom:4px dashed var(--edge);background:var(--sheet);padding:14px 20px}\
header p{max-width:calc(34rem - 40px);margin:0 auto}\
main{max-width:34rem;margin:0 auto;padding:26px 20px 48px;display:grid;gap:18px}\
h1{font-size:26px;line-height:1.2;font-weight:500}h2{font-size:18px;font-weight:600;margin-bottom:-12px}\
a{color:inherit;text-underline-offset:3px}:focus-visible{outline:2px solid var(--focus);outline-offset:2px}\
article{background:var(--sheet);border:1px solid var(--line);border-radius:12px;padding:16px;display:grid;gap:12px}\
.who{font-weight:600}.who span{font-weight:400;color:var(--soft);margin-left:8px;font-size:14px}\
#shared{display:inline-block;padding:8px 0;font-weight:500}\
.preview{display:block;border:1px solid var(--line);border-radius:10px;overflow:hidden;text-decoration:none}\
.preview img{display:block;width:100%;height:auto;background:var(--paper)}\
.said{display:grid;gap:2px;padding:10px 12px}\
.host,.description,.soft{color:var(--soft);font-size:14px}.title{font-weight:600}";

fn page(name: &str, body: &str) -> Answer {
    let name = escaped(name);
    let answer = Answer::html(format!(
        "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\n<meta name=robots content=noindex>\n\
         <title>Shared on {name}: a sandbox</title>\n<link rel=icon href=\"data:,\">\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header><p><strong>This is not {name}.</strong> It is a sandbox that comes with Tidings and stands in for it: \
         nothing was posted, and nothing left this machine.</p></header>\n\
         <main>\n<h1>What people on {name} would see</h1>\n{body}\n</main>\n</body>\n</html>\n"
    ));
    answer.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff").header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; base-uri 'none'; form-action 'none'",
    )
}

pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A value of a query as it was meant.
pub(crate) fn decoded(value: &str) -> String {
    let value = value.as_bytes();
    let (mut bytes, mut at) = (Vec::with_capacity(value.len()), 0);
    while let Some(&byte) = value.get(at) {
        let digits = value.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        let coded = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| byte == b'%');
        bytes.push(coded.unwrap_or(if byte == b'+' { b' ' } else { byte }));
        at += if coded.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shared_is_found_however_the_form_calls_it() {
        for (query, address, text) in [
            ("u=http%3A%2F%2Fa.localhost%2Fx%3Fe%3Dk7", "http://a.localhost/x?e=k7", ""),
            ("text=Rye%20bread%20http%3A%2F%2Fa%2Fx", "http://a/x", "Rye bread"),
            ("text=Rye+%26+spelt&url=https%3A%2F%2Fa%2F", "https://a/", "Rye & spelt"),
            ("url=https%3A%2F%2Fa%2F&media=https%3A%2F%2Fb%2F1.png&description=Rye", "https://a/", "Rye"),
            ("url=https://a/%", "https://a/%", ""),
        ] {
            let shared = Shared::of(query).unwrap();
            assert_eq!((&*shared.address, &*shared.text), (address, text), "{query}");
        }
        for query in ["", "u=", "text=Rye", "u=javascript:alert(1)", "u"] {
            assert!(Shared::of(query).is_none(), "{query}");
        }
    }

    #[tokio::test]
    async fn nothing_that_was_shared_becomes_html() {
        let nasty = "/x.com/intent/tweet?text=%3Cscript%3Ealert(1)%3C/script%3E&url=https://a/%22%3E%3Cimg%20src=x%3E";
        let body = String::from_utf8(answer("networks.localhost:1", nasty).await.body).unwrap();
        assert!(!body.contains("<script") && !body.contains("<img"), "{body}");
        assert!(body.contains("This is not X."));
        assert_eq!(answer("rebound.example", nasty).await.status, 421);
    }
}
