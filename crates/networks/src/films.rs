//! Films: what each network takes of them, as dated data, and why it does not take one, told before anything leaves. A film is
//! passed through as it is: nothing here makes it smaller, shorter or another kind.

use domain::{MIB, NetworkId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::publish::Medium;
use crate::{Evidence, Grade, day, id};

/// What a film is, beside its size: as its file says, nothing of it is decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Film {
    /// How long it runs, in seconds, rounded up.
    pub seconds: u32,
    /// What its pictures are coded in: `h264`, `h265`, `av1`, `vp9`.
    pub video: String,
    /// What its sound is coded in: `aac`, `opus`; null where it has none.
    pub audio: Option<String>,
}

/// What a network takes: one film in a post.
#[derive(Debug)]
pub struct Films {
    /// Whose.
    pub network: NetworkId,
    /// Bytes of the file.
    pub bytes: u64,
    /// The fewest seconds.
    pub least: u32,
    /// The most seconds; `None` where the file's bytes alone bound it.
    pub most: Option<u32>,
    /// As which it is taken.
    pub kinds: &'static [&'static str],
    /// In which its pictures may be coded.
    pub video: &'static [&'static str],
    /// In which its sound may be coded.
    pub audio: &'static [&'static str],
    /// Pictures may stand beside it.
    pub beside_pictures: bool,
    /// Where that comes from.
    pub evidence: Evidence,
}

/// MP4, as nearly everybody takes it.
pub const MP4: &str = "video/mp4";
/// The same from Apple's machines.
pub const MOV: &str = "video/quicktime";
/// What browsers record.
pub const WEBM: &str = "video/webm";

const READ: &str = "2026-11-27";
const AAC: &[&str] = &["aac"];
const MODERN: &[&str] = &["h264", "h265", "av1", "vp8", "vp9"];
const HEARD: &[&str] = &["aac", "opus", "vorbis", "mp3"];

/// Those to which films are brought.
pub static FILMS: &[Films] = &[
    // Other servers of the kind may take less, and say so with a refusal.
    Films {
        network: id::MASTODON,
        bytes: 99 * MIB,
        least: 0,
        most: None,
        kinds: &[MP4, MOV, WEBM],
        video: MODERN,
        audio: HEARD,
        beside_pictures: false,
        evidence: day("mastodon/mastodon app/models/media_attachment.rb", READ, Grade::Code),
    },
    Films {
        network: id::TELEGRAM,
        bytes: 50_000_000,
        least: 0,
        most: None,
        kinds: &[MP4],
        video: &["h264", "h265"],
        audio: &["aac", "mp3"],
        beside_pictures: false,
        evidence: day("https://core.telegram.org/bots/api#sendvideo", READ, Grade::Platform),
    },
    // 20 MiB are documented, of which a channel's webhook may be given less: half of it passes.
    Films {
        network: id::DISCORD,
        bytes: 10_000_000,
        least: 0,
        most: None,
        kinds: &[MP4, MOV, WEBM],
        video: MODERN,
        audio: HEARD,
        beside_pictures: true,
        evidence: day("discord/discord-api-docs developers/reference.mdx 01b3f05", READ, Grade::Platform),
    },
    // What its server takes, a site does not tell: a file that is too heavy is refused with its words.
    Films {
        network: id::WORDPRESS,
        bytes: 100_000_000,
        least: 0,
        most: None,
        kinds: &[MP4, MOV, WEBM],
        video: MODERN,
        audio: HEARD,
        beside_pictures: true,
        evidence: day("WordPress/WordPress wp-includes/functions.php wp_get_mime_types", READ, Grade::Code),
    },
    Films {
        network: id::INSTAGRAM,
        bytes: 300_000_000,
        least: 3,
        most: Some(15 * 60),
        kinds: &[MP4, MOV],
        video: &["h264", "h265"],
        audio: AAC,
        beside_pictures: false,
        evidence: day(
            "https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media, from notes of others",
            READ,
            Grade::ThirdParty,
        ),
    },
    Films {
        network: id::THREADS,
        bytes: 1_000_000_000,
        least: 1,
        most: Some(5 * 60),
        kinds: &[MP4, MOV],
        video: &["h264", "h265"],
        audio: AAC,
        beside_pictures: false,
        evidence: day(
            "https://developers.facebook.com/docs/threads/posts, from notes of others",
            READ,
            Grade::ThirdParty,
        ),
    },
    // More may go by its newer way, which wants a person's token.
    Films {
        network: id::FACEBOOK,
        bytes: 1_750_000_000,
        least: 1,
        most: Some(45 * 60),
        kinds: &[MP4, MOV],
        video: &["h264", "h265"],
        audio: AAC,
        beside_pictures: false,
        evidence: day(
            "https://developers.facebook.com/docs/graph-api/video-uploads, in a copy; its codecs are common knowledge",
            READ,
            Grade::Platform,
        ),
    },
    // 300 MB since the summer of 2026, 100 MB before, and a server of one's own takes what its owner says.
    Films {
        network: id::BLUESKY,
        bytes: 100_000_000,
        least: 1,
        most: Some(3 * 60),
        kinds: &[MP4],
        video: &["h264", "h265", "av1"],
        audio: AAC,
        beside_pictures: false,
        evidence: day("bluesky-social/atproto lexicons/app/bsky/embed/video.json", READ, Grade::Code),
    },
    Films {
        network: id::LINKEDIN,
        bytes: 500_000_000,
        least: 3,
        most: Some(30 * 60),
        kinds: &[MP4],
        video: &["h264", "h265"],
        audio: AAC,
        beside_pictures: false,
        evidence: day(
            "https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/videos-api",
            READ,
            Grade::ThirdParty,
        ),
    },
    // It stays where it is, and clients fetch it from there, those that show films.
    Films {
        network: id::NOSTR,
        bytes: 100_000_000,
        least: 0,
        most: None,
        kinds: &[MP4, MOV, WEBM],
        video: MODERN,
        audio: HEARD,
        beside_pictures: true,
        evidence: day("no relay takes files; NIP-92", READ, Grade::Design),
    },
    // Who pays for X may post longer ones.
    Films {
        network: id::X,
        bytes: 8_000_000_000,
        least: 1,
        most: Some(20 * 60),
        kinds: &[MP4, MOV],
        video: &["h264"],
        audio: AAC,
        beside_pictures: false,
        evidence: day("xdevplatform/docs x-api/media/quickstart/best-practices.mdx 0c986f0", READ, Grade::Platform),
    },
];

/// Why a network does not take what goes along with a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// For programs: `film_too_long`.
    pub code: &'static str,
    /// Cause and remedy.
    pub says: String,
}

/// What `network` takes; `None` where no films are brought to it.
pub fn taken_by(network: &str) -> Option<&'static Films> {
    FILMS.iter().find(|it| it.network.as_str() == network)
}

/// Why these do not go along with a post of the account `name` at `network`; `None` where they do. Of pictures alone it says
/// nothing.
pub fn unfit(network: &str, name: &str, media: &[Medium]) -> Option<Unfit> {
    let mut films = media.iter().filter_map(|it| Some((it, it.film.as_ref()?)));
    let (medium, film) = films.next()?;
    let cause = |code: &'static str, says: String| Some(Unfit { code, says });
    let Some(taken) = taken_by(network) else {
        let says = format!(
            "films are not brought to {name} yet: leave this account out, or take the film away; by hand it can be posted there"
        );
        return cause("film_not_taken", says);
    };
    if films.next().is_some() {
        return cause("films_too_many", format!("{name} takes one film in a post: take the others away"));
    }
    if !taken.beside_pictures && media.len() > 1 {
        let says = format!("{name} takes a film or pictures, and not both in one post: take one or the other away");
        return cause("film_beside_pictures", says);
    }
    if !taken.kinds.contains(&&*medium.kind) {
        let (wants, is) = (listed(taken.kinds, called), called(&medium.kind));
        return cause(
            "film_kind",
            format!("{name} takes {wants}, and this film is {is}: save it as MP4, and add that"),
        );
    }
    let remedy = "save it as MP4 with H.264 and AAC, and add that";
    if !taken.video.contains(&&*film.video) {
        let (wants, is) = (listed(taken.video, called), called(&film.video));
        return cause(
            "film_codec",
            format!("{name} takes films whose pictures are coded in {wants}, and here it is {is}: {remedy}"),
        );
    }
    if let Some(audio) = film.audio.as_deref().filter(|audio| !taken.audio.contains(audio)) {
        let (wants, is) = (listed(taken.audio, called), called(audio));
        return cause(
            "film_codec",
            format!("{name} takes films whose sound is coded in {wants}, and here it is {is}: {remedy}"),
        );
    }
    if medium.bytes > taken.bytes {
        let says = format!(
            "{name} takes films of at most {}, and this one has {}: make it smaller or shorter, and add that",
            megabytes(taken.bytes),
            megabytes(medium.bytes)
        );
        return cause("film_too_large", says);
    }
    if film.seconds < taken.least {
        let says = format!("{name} takes films of {} seconds at least, and this one has {}", taken.least, film.seconds);
        return cause("film_too_short", says);
    }
    if let Some(most) = taken.most.filter(|most| film.seconds > *most) {
        let says =
            format!("{name} takes films of at most {}, and this one has {}: cut it", time(most), time(film.seconds));
        return cause("film_too_long", says);
    }
    None
}

/// As people call it.
fn called(name: &str) -> &str {
    match name {
        MP4 => "MP4",
        MOV => "QuickTime",
        WEBM => "WebM",
        "h264" => "H.264",
        "h265" => "H.265",
        "av1" => "AV1",
        "vp8" => "VP8",
        "vp9" => "VP9",
        "aac" => "AAC",
        "mp3" => "MP3",
        "opus" => "Opus",
        "vorbis" => "Vorbis",
        other => other,
    }
}

/// `A, B or C`.
fn listed<'a>(names: &[&'a str], called: impl Fn(&'a str) -> &'a str) -> String {
    let names: Vec<&str> = names.iter().map(|name| called(name)).collect();
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => names.concat(),
    }
}

/// In millions of bytes, rounded up.
fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}

/// `2:20 minutes`.
fn time(seconds: u32) -> String {
    format!("{}:{:02} minutes", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn film(seconds: u32, video: &str) -> Medium {
        let film = Film { seconds, video: video.to_owned(), audio: Some("aac".to_owned()) };
        Medium { kind: MP4.to_owned(), bytes: 1_000_000, film: Some(film), ..Medium::default() }
    }

    fn code(network: &str, media: &[Medium]) -> Option<&'static str> {
        unfit(network, "@shop", media).map(|cause| cause.code)
    }

    #[test]
    fn a_plain_film_goes_to_everybody_who_takes_films_and_each_is_there_once() {
        for (n, it) in FILMS.iter().enumerate() {
            assert!(FILMS[..n].iter().all(|other| other.network != it.network), "{:?}", it.network);
            let seconds = it.least.max(30);
            assert_eq!(unfit(it.network.as_str(), "@shop", &[film(seconds, "h264")]), None, "{:?}", it.network);
            let heavy = Medium { bytes: it.bytes + 1, ..film(seconds, "h264") };
            assert_eq!(code(it.network.as_str(), &[heavy]), Some("film_too_large"), "{:?}", it.network);
            assert_eq!(code(it.network.as_str(), &[film(seconds, "prores")]), Some("film_codec"));
        }
    }

    #[test]
    fn what_does_not_fit_is_told_with_what_to_do() {
        let (one, picture) = (film(30, "h264"), Medium { kind: "image/png".into(), ..Medium::default() });
        assert_eq!(unfit("lemmy", "@shop", std::slice::from_ref(&picture)), None);
        assert_eq!(code("lemmy", std::slice::from_ref(&one)), Some("film_not_taken"));
        assert_eq!(code("mastodon", &[one.clone(), one.clone()]), Some("films_too_many"));
        assert_eq!(code("mastodon", &[picture, one.clone()]), Some("film_beside_pictures"));
        let webm = Medium { kind: WEBM.into(), ..film(30, "vp9") };
        let says = unfit("telegram", "@shop", &[webm]).unwrap().says;
        assert_eq!(says, "@shop takes MP4, and this film is WebM: save it as MP4, and add that");
        let says = unfit("telegram", "@shop", &[film(30, "av1")]).unwrap().says;
        assert!(says.contains("coded in H.264 or H.265, and here it is AV1"), "{says}");
        assert_eq!(time(140), "2:20 minutes");
    }
}
