//! Sources: where the rules come from, each once. A month stands where the day was not kept.

use networks::Grade::{Code, Design, Issue, Measured, Memory, Platform, ThirdParty};
use networks::{Evidence, day};

pub(super) const OGP: Evidence = day("https://ogp.me/", "2026-11", Platform);
pub(super) const FACEBOOK: Evidence =
    day("https://developers.facebook.com/docs/sharing/webmasters/", "2026-11", Platform);
/// Read: 200 x 200, 600 x 315, 1200 x 630, 8 MB, 1.91 to 1, gzip and deflate alone, sizes declared for the first share.
pub(super) const FACEBOOK_IMAGES: Evidence =
    day("https://developers.facebook.com/docs/sharing/webmasters/images", "2026-11-22", Platform);
/// Read: a few seconds of latency at most; the old picture is to stay when it is changed.
pub(super) const FACEBOOK_FAQ: Evidence =
    day("https://developers.facebook.com/docs/sharing/webmasters/faq", "2026-11-22", Platform);
pub(super) const FACEBOOK_CRAWLER: Evidence =
    day("https://developers.facebook.com/docs/sharing/webmasters/web-crawlers/", "2026-11", Platform);
/// Read: title, description and url in the head and not empty; the head within 300 KB; a title without branding.
pub(super) const WHATSAPP: Evidence = day(
    "https://developers.facebook.com/documentation/business-messaging/whatsapp/link-previews/",
    "2026-11-22",
    Platform,
);
/// Read: 300 KB there, 500 KB, 600 KB and 5 MB elsewhere; of several pictures the last.
pub(super) const WHATSAPP_SIZES: Evidence =
    day("https://www.techcompare.app/open-graph-viewer/whatsapp-link-previews", "2026-11-22", ThirdParty);
pub(super) const X: Evidence =
    day("https://developer.x.com/en/docs/x-for-websites/cards/overview/markup", "2026-11-22", Platform);
pub(super) const X_CARDS: Evidence =
    day("https://developer.x.com/en/docs/x-for-websites/cards/guides/getting-started", "2026-11-22", Platform);
/// Read: 144 x 144 to 4096 x 4096 for summary, at least 300 x 157 for the large one, 5 MB, first frame of a GIF.
pub(super) const X_SIZES: Evidence =
    day("https://socialmediastandards.org/image-sizes/content/", "2026-11-22", ThirdParty);
pub(super) const MASTODON: Evidence = day("mastodon/mastodon app/lib/link_details_extractor.rb", "2026-11", Code);
pub(super) const MASTODON_FETCH: Evidence =
    day("mastodon/mastodon app/services/fetch_link_card_service.rb", "2026-11-22", Code);
pub(super) const MASTODON_CREATOR: Evidence =
    day("https://blog.joinmastodon.org/2024/07/highlighting-journalism-on-mastodon/", "2026-11", Platform);
pub(super) const SIGNAL: Evidence =
    day("signalapp/Signal-Desktop ts/linkPreviews/linkPreviewFetch.preload.ts", "2026-11-22", Code);
pub(super) const SUMMALY: Evidence = day("@misskey-dev/summaly 5.5.1 built/index.js", "2026-11-22", Code);
pub(super) const LEMMY: Evidence = day("LemmyNet/lemmy crates/api_common/src/request.rs", "2026-11-22", Code);
pub(super) const SYNAPSE: Evidence = day("matrix-synapse 1.163.2 synapse/media/preview_html.py", "2026-11-22", Code);
pub(super) const SLACK: Evidence =
    day("write-ups on Slack's link expander, which asks for 32 KB", "2026-11", ThirdParty);
pub(super) const DISCORD: Evidence =
    day("https://analogfeelings.github.io/knowledge/discord-website-embeds", "2026-11-22", ThirdParty);
pub(super) const LINKEDIN: Evidence = day("write-ups on LinkedIn's Post Inspector", "2026-11", ThirdParty);
pub(super) const PINTEREST: Evidence = day("https://developers.pinterest.com/docs/rich-pins/", "2026-11-22", Platform);
pub(super) const UNFURL: Evidence = day("jacktuck/unfurl test", "2026-11", Code);
pub(super) const NOPCOMMERCE: Evidence =
    day("https://github.com/nopSolutions/nopCommerce/issues/6156", "2026-11-22", Issue);
pub(super) const CODE_GRAPH: Evidence =
    day("https://github.com/CodeGraphContext/CodeGraphContext/issues/1308", "2026-11", Issue);
pub(super) const SITE_WIDE: Evidence = day("follows from what shared links show side by side", "2026-11", Design);
pub(super) const CANONICAL: Evidence = day("Facebook follows the canonical address", "2026-11", Memory);
pub(super) const LOADED: Evidence = day("our own reading of page and picture", "2026-11", Measured);
pub(super) const MASTODON_IMAGE: Evidence = day("mastodon/mastodon app/models/preview_card.rb", "2026-11", Code);
/// Read: the thumbnail of an external card holds at most 1,000,000 bytes.
pub(super) const BLUESKY: Evidence =
    day("bluesky-social/atproto lexicons/app/bsky/embed/external.json", "2026-11-22", Code);
pub(super) const TELEGRAM: Evidence = day("write-ups on Telegram's and Bluesky's pictures", "2026-11", ThirdParty);
pub(super) const YOAST_OVERSIZED: Evidence =
    day("https://github.com/Yoast/wordpress-seo/issues/13910", "2026-11", Issue);
pub(super) const DERIVED: Evidence = day("follows from the limits of all other rules on pictures", "2026-11", Design);
pub(super) const SAME_PICTURE: Evidence = day("https://github.com/commaai/website/pull/311", "2026-11", Issue);
pub(super) const BLOCKED: Evidence = day("https://github.com/emdash-cms/emdash/issues/615", "2026-11", Issue);
pub(super) const ROBOTS: Evidence =
    day("https://github.com/metabrainz/listenbrainz-server/pull/3596", "2026-11", Issue);
pub(super) const AI_ROBOTS: Evidence =
    day("https://github.com/ai-robots-txt/ai.robots.txt/issues/40", "2026-11", Issue);
pub(super) const APPLE: Evidence = day("Apple's technical note on link previews in Messages", "2026-11", Platform);
pub(super) const CERTIFICATE: Evidence = day("write-ups on previews that fail over https", "2026-11", ThirdParty);
pub(super) const MISSING: Evidence = day("follows from what a shared link to a missing page shows", "2026-11", Design);
pub(super) const GOOGLE_DISCOVER: Evidence =
    day("https://developers.google.com/search/docs/appearance/google-discover", "2026-11", Platform);
pub(super) const SHARE_ADDRESSES: Evidence =
    day("the networks' own share pages, tried and read", "2026-11", ThirdParty);
pub(super) const SHARE_SCRIPTS: Evidence = day("write-ups on what share scripts store and send", "2026-11", ThirdParty);
