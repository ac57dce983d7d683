//! Traces of share buttons: links to the addresses where networks, living and dead, take what is shared, and the
//! scripts of share widgets. Which of them is dead or out of date is for the rules to say.
//!
//! Addresses: the share endpoints in the documentation or the programs of the networks, as known on 2026-11-22.

use std::borrow::Cow;

/// More marks than these are not kept of one page, from links and from scripts each.
pub(crate) const MOST: usize = 200;

/// In order: hosts (or whole endings of hosts) and the start of the path that takes what is shared. An empty path: any.
const ENDPOINTS: &[(&str, &str)] = &[
    ("addthis.com", "/bookmark"),
    ("addtoany.com", "/add_to"),
    ("addtoany.com", "/share"),
    ("api.addthis.com", ""),
    ("api.whatsapp.com", "/send"),
    ("b.hatena.ne.jp", "/add"),
    ("b.hatena.ne.jp", "/entry"),
    ("bsky.app", "/intent/"),
    ("buffer.com", "/add"),
    ("bufferapp.com", "/add"),
    ("connect.mail.ru", "/share"),
    ("connect.ok.ru", "/offer"),
    ("del.icio.us", "/post"),
    ("delicious.com", "/save"),
    ("digg.com", "/submit"),
    ("facebook.com", "/dialog/feed"),
    ("facebook.com", "/dialog/send"),
    ("facebook.com", "/dialog/share"),
    ("facebook.com", "/share.php"),
    ("facebook.com", "/sharer"),
    ("flattr.com", "/submit"),
    ("getpocket.com", "/edit"),
    ("getpocket.com", "/save"),
    ("google.com", "/bookmarks/mark"),
    ("instapaper.com", "/edit"),
    ("instapaper.com", "/hello2"),
    ("line.me", "/r/msg/"),
    ("linkedin.com", "/cws/share"),
    ("linkedin.com", "/feed/?shareactive"),
    ("linkedin.com", "/sharearticle"),
    ("linkedin.com", "/sharing/share"),
    ("livejournal.com", "/update.bml"),
    ("mastodonshare.com", ""),
    ("mix.com", "/add"),
    ("myspace.com", "/post"),
    ("news.ycombinator.com", "/submitlink"),
    ("pinterest.com", "/pin/create"),
    ("plus.google.com", "/share"),
    ("plusone.google.com", ""),
    ("reddit.com", "/submit"),
    ("s2f.kytta.dev", ""),
    ("service.weibo.com", "/share/"),
    ("share.flipboard.com", ""),
    ("share.joinmastodon.org", ""),
    ("sharetomastodon.github.io", ""),
    ("social-plugins.line.me", "/lineit/share"),
    ("stumbleupon.com", "/badge"),
    ("stumbleupon.com", "/submit"),
    ("t.me", "/share"),
    ("telegram.me", "/share"),
    ("threads.com", "/intent/"),
    ("threads.net", "/intent/"),
    ("toot.kytta.dev", ""),
    ("tumblr.com", "/share"),
    ("tumblr.com", "/widgets/share"),
    ("twitter.com", "/home?status="),
    ("twitter.com", "/intent/post"),
    ("twitter.com", "/intent/tweet"),
    ("twitter.com", "/share"),
    ("vk.com", "/share.php"),
    ("vkontakte.ru", "/share.php"),
    ("wa.me", "/?text="),
    ("web.whatsapp.com", "/send"),
    ("x.com", "/intent/post"),
    ("x.com", "/intent/tweet"),
    ("x.com", "/share"),
    ("xing.com", "/app/user?op=share"),
    ("xing.com", "/social/share"),
    ("xing.com", "/social_plugins/share"),
    ("xing.com", "/spi/shares"),
];

/// Schemes that apps take what is shared by, with the start of what follows.
const APPS: &[&str] = &[
    "bluesky://intent/",
    "fb-messenger://share",
    "line://msg/",
    "tg://msg",
    "twitter://post",
    "viber://forward",
    "web+mastodon:",
    "whatsapp://send",
];

/// In order: hosts, with the start of a path, that serve the scripts and frames of share widgets; `*` is a folder of any name.
const WIDGETS: &[(&str, &str)] = &[
    ("addthis.com", ""),
    ("addtoany.com", ""),
    ("apis.google.com", "/js/platform.js"),
    ("apis.google.com", "/js/plusone.js"),
    ("assets.pinterest.com", "/js/pinit"),
    ("badge.stumbleupon.com", ""),
    ("cdn.social9.com", ""),
    ("connect.facebook.net", "/*/all.js"),
    ("connect.facebook.net", "/*/sdk.js"),
    ("facebook.com", "/plugins/like.php"),
    ("facebook.com", "/plugins/share_button.php"),
    ("platform.linkedin.com", "/in.js"),
    ("platform.tumblr.com", ""),
    ("platform.twitter.com", "/widgets.js"),
    ("platform.twitter.com", "/widgets/tweet_button"),
    ("platform.x.com", "/widgets.js"),
    ("shareaholic.com", ""),
    ("shareaholic.net", ""),
    ("sharethis.com", ""),
    ("sumo.com", ""),
    ("sumome.com", ""),
    ("vk.com", "/js/api/share.js"),
    ("yastatic.net", "/share"),
];

/// Whether a link to `href` shares something: to one of the known networks or to any server of the fediverse.
pub(crate) fn is_share_link(href: &str) -> bool {
    let href = href.trim_start();
    let Some((host, path)) = split(href) else {
        return APPS.iter().any(|app| starts_with(href, app)) || is_letter(href);
    };
    listed(ENDPOINTS, host, path) || is_fediverse(path)
}

/// Whether a script or frame at `src` belongs to a share widget of somebody else.
pub(crate) fn is_share_script(src: &str) -> bool {
    split(src.trim_start()).is_some_and(|(host, path)| listed(WIDGETS, host, path))
}

/// A server's own share page, as Mastodon and its kin have it: `/share?text=`.
fn is_fediverse(path: &str) -> bool {
    starts_with(path, "/share?text=")
}

/// Mail or text message to nobody in particular, with something in it.
fn is_letter(href: &str) -> bool {
    ["mailto:?", "sms:?", "sms:&", "sms://?"].iter().any(|start| starts_with(href, start))
}

/// Host without `www.` and the rest of an address that names a host.
fn split(href: &str) -> Option<(&str, &str)> {
    let rest = strip(href, "https:").or_else(|| strip(href, "http:")).unwrap_or(href).strip_prefix("//")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.split(':').next().unwrap_or(host);
    Some((strip(host, "www.").unwrap_or(host), path))
}

fn listed(list: &[(&str, &str)], host: &str, path: &str) -> bool {
    let host: Cow<str> =
        if host.bytes().any(|b| b.is_ascii_uppercase()) { host.to_ascii_lowercase().into() } else { host.into() };
    // The list is in order of its hosts; a host is looked for with each of its parent domains.
    let mut known = &*host;
    loop {
        let first = list.partition_point(|(listed, _)| *listed < known);
        if list[first..].iter().take_while(|(listed, _)| *listed == known).any(|(_, start)| leads(path, start)) {
            return true;
        }
        match known.split_once('.') {
            Some((_, parent)) if parent.contains('.') => known = parent,
            _ => return false,
        }
    }
}

/// Whether `path` begins with `start`, in which `*` is a folder of any name.
fn leads(path: &str, start: &str) -> bool {
    match start.strip_prefix("/*/") {
        Some(file) => {
            path.get(1..).and_then(|path| path.split_once('/')).is_some_and(|(_, rest)| starts_with(rest, file))
        }
        None => starts_with(path, start),
    }
}

fn strip<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    starts_with(text, start).then(|| &text[start.len()..])
}

fn starts_with(text: &str, start: &str) -> bool {
    text.as_bytes().get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        for list in [ENDPOINTS, WIDGETS] {
            assert!(list.is_sorted(), "{:?}", list.windows(2).find(|pair| pair[0] > pair[1]));
        }
    }

    #[test]
    fn links_that_share_are_known_wherever_they_point() {
        for href in [
            "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fbakery.example",
            "//twitter.com/intent/tweet?text=Rye",
            "https://www.linkedin.com/shareArticle?mini=true&url=x",
            "HTTPS://Getpocket.com/save?url=x",
            "https://social.example/share?text=Rye",
            "whatsapp://send?text=Rye",
            "mailto:?subject=Rye",
            "https://de.pinterest.com/pin/create/button/?url=x",
            "https://m.facebook.com/sharer.php?u=x",
        ] {
            assert!(is_share_link(href), "{href}");
        }
    }

    #[test]
    fn links_to_profiles_and_to_the_site_itself_do_not_share() {
        for href in [
            "https://www.facebook.com/bakery",
            "https://x.com/bakery",
            "/share",
            "#share",
            "",
            "mailto:ada@bakery.example",
            "https://notfacebook.com/sharer/",
            "https://t.me/bakery",
        ] {
            assert!(!is_share_link(href), "{href}");
        }
    }

    #[test]
    fn scripts_of_share_widgets_are_known() {
        assert!(is_share_script("//s7.addthis.com/js/300/addthis_widget.js"));
        assert!(is_share_script("https://platform-api.sharethis.com/js/sharethis.js"));
        assert!(is_share_script("https://connect.facebook.net/de_DE/sdk.js#xfbml=1"));
        assert!(!is_share_script("https://connect.facebook.net/en_US/fbevents.js"));
        assert!(!is_share_script("/js/share.js"));
        assert!(!is_share_script("https://cdn.bakery.example/addthis.com.js"));
    }
}
