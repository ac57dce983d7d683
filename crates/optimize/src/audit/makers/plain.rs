//! Plain: the steps for a page that is written by hand, or made by a program that was not recognised.

use super::Family;

/// The steps for `family`; a few rules have steps of their own. `in_files`: the pages are files of a folder.
pub(super) fn steps(family: Family, rule: &str, in_files: bool) -> &'static [&'static str] {
    match rule {
        "image-unreachable" if in_files => {
            &["Put the picture's file where the page looks for it, or correct the address in the page."]
        }
        "page-blocks-preview-agent" => &[
            "Find out who turns the agents away: the server, a firewall plug-in, or a service in front of it.",
            "Ask that host or service to let these agents through without a challenge, by the names that the finding lists.",
            "(The report holds a text that is ready to be sent.)",
        ],
        "brotli-forced" => {
            &["Ask the host to send brotli only to clients whose Accept-Encoding names br, and gzip to others."]
        }
        "range-mishandled" => {
            &["Ask the host to answer a Range either with 206 and that range, or with 200 and the whole."]
        }
        "content-type-not-html" => &["Ask the host to send Content-Type: text/html; charset=utf-8 with pages."],
        "served-as-attachment" => &["Ask the host to send no Content-Disposition: attachment with pages and pictures."],
        "redirects-several" => &["Let every old address lead straight to the final one, in one redirect."],
        "redirect-insecure" => &["Share the https address, and let no redirect on the way lead over http."],
        "certificate-invalid" => &["Ask the host to renew the certificate, and to send the whole chain with it."],
        "page-slow" | "image-slow" => {
            &["Ask the host for a cache in front of pages and pictures, and look for what keeps the server busy."]
        }
        "error-page-answers-200" => &["Let the server answer addresses that do not exist with status 404."],
        "oembed-broken" => &["Mend what the oEmbed address answers, or take the link to it out of the head."],
        "charset-undeclared" => &["Put <meta charset=\"utf-8\"> first into the head of the template."],
        "charset-wrong" => &["Save the page in the charset that it declares; utf-8 is the safe choice."],
        "language-invalid" => &["Write the language into the template: <html lang=\"en\">."],
        "attribute-unquoted" => &["Tell the minifier to keep the quotes of attributes."],
        "tags-only-by-script" | "raw-and-rendered-differ" => &[
            "Have the server write the tags into the page before it is sent: by rendering it there, or in advance.",
            "(No network runs the page's scripts.)",
        ],
        "tags-after-32k" | "tags-after-300k" | "tags-after-1m" | "tags-outside-head" => {
            &["Move the tags to the start of the head in the template, before styles and scripts."]
        }
        "theme-color-invalid" => {
            &["Write the colour with six digits: <meta name=\"theme-color\" content=\"#aa5522\">."]
        }
        "og-image-insecure" => &["Serve the picture over https, and write its address so."],
        "image-unreachable" => {
            &["Open the picture's address in a browser that is not signed in, and mend what keeps it from being shown."]
        }
        _ => plainly(family),
    }
}

fn plainly(family: Family) -> &'static [&'static str] {
    match family {
        Family::Title => &[
            "Give the page a headline of at most 70 characters that says what is in it, without the site's name.",
            "In the template: <meta property=\"og:title\" content=\"…\"> and <title>…</title>.",
        ],
        Family::Description => &[
            "Write one or two sentences for the page, the first 80 characters so that they can stand alone.",
            "In the template: <meta property=\"og:description\" content=\"…\"> and <meta name=\"description\" content=\"…\">.",
        ],
        Family::Picture => &[
            "Make a picture of 1200 x 630 pixels, JPEG or PNG, at most 300 KB: it suits every network.",
            "Put it up under a new address, and leave the old one where it is.",
            "In the template: <meta property=\"og:image\" content=\"https://…\">.",
        ],
        Family::PictureText => &[
            "Say in one sentence what the picture shows.",
            "In the template: <meta property=\"og:image:alt\" content=\"…\">.",
        ],
        Family::PictureTags => &[
            "Let the template write the picture's real size and type: og:image:width, og:image:height, og:image:type.",
        ],
        Family::Address => &[
            "Decide on one address for the page, and write it whole, with https.",
            "In the template: <link rel=\"canonical\" href=\"https://…\"> and <meta property=\"og:url\" content=\"https://…\">, the same in both.",
        ],
        Family::Card => &[
            "In the template: <meta name=\"twitter:card\" content=\"summary_large_image\">, once.",
            "In the template: <meta property=\"og:type\" content=\"article\"> for articles, product for products, website for the rest.",
        ],
        Family::Accounts => &[
            "In the template: <meta name=\"twitter:site\" content=\"@…\">, and for articles twitter:creator.",
            "For Mastodon: <meta name=\"fediverse:creator\" content=\"@user@server\">, and allow the site in the account's settings.",
        ],
        Family::SiteName => &["In the template: <meta property=\"og:site_name\" content=\"…\">, short."],
        Family::Template => &["Change it once in the template that writes the head; the finding names the tag."],
        Family::Structured => &[
            "In the template of articles: <meta property=\"article:published_time\" content=\"2026-11-22T08:00:00Z\"> and article:author.",
            "Let JSON-LD say the same as the tags, and check it with a validator.",
        ],
        Family::Google => &["In the template: <meta name=\"robots\" content=\"max-image-preview:large\">."],
        Family::Icons => &[
            "In the template: <link rel=\"icon\" href=\"/favicon.ico\"> and <link rel=\"apple-touch-icon\" href=\"/apple-touch-icon.png\"> (180 x 180).",
        ],
        Family::Buttons => &[
            "Take the button out, or give it the network's present address.",
            "(A plain link does what a script does, and tells nobody about the visitors.)",
        ],
        Family::Robots => &[
            "Open robots.txt at the line that the finding names.",
            "Add a group of its own for each preview agent that is kept out: User-agent: NAME, then Allow: /.",
        ],
        Family::Host => &["Ask the host; the finding names what was asked and what came back."],
    }
}
