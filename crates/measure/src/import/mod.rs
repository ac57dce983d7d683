//! Import: what other counters and web servers counted before us.
//!
//! Access logs become visits like any other ([`log`]): each line once, however often its file is brought in. Exports of GA4,
//! Plausible, Umami and Matomo have no single visits, so they stay totals of a day ([`Total`]), which are never added to
//! visits that were counted. Reading them is pure and total. Start at [`form`], then [`read`]; [`keep`] brings totals into the
//! database, [`log::Bringing`] logs.

pub mod ga4;
pub mod keep;
pub mod log;
pub mod matomo;
pub mod plausible;
mod salts;
mod table;
pub mod umami;

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::channel::{Evidence, Verdict, classify};
use table::Table;

/// Where a file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A web server's log.
    Log,
    /// Google Analytics 4.
    Ga4,
    /// Plausible.
    Plausible,
    /// Umami.
    Umami,
    /// Matomo.
    Matomo,
}

impl Form {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Log, Self::Ga4, Self::Plausible, Self::Umami, Self::Matomo];

    /// As it stands in the database and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Ga4 => "ga4",
            Self::Plausible => "plausible",
            Self::Umami => "umami",
            Self::Matomo => "matomo",
        }
    }
}

/// What another counter counted on a day, from one source to one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// The day, as that counter had it.
    pub day: Date,
    /// The source as it calls it; empty: none.
    pub source: String,
    /// The medium as it calls it; empty: none.
    pub medium: String,
    /// The page on which visits began; empty: the export does not say.
    pub page: String,
    /// Visits, or sessions.
    pub visits: u64,
    /// Views of pages, where the export has them.
    pub views: Option<u64>,
    /// Visitors, where the export has them.
    pub visitors: Option<u64>,
}

/// What was read of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The totals, one for each day, source, medium and page, in that order.
    pub totals: Vec<Total>,
    /// Rows that are none, such as sums below a table.
    pub left_out: u64,
}

/// Why an export cannot be read, for whoever has it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotRead(pub Cow<'static, str>);

/// The most rows of one export.
pub const MOST_ROWS: usize = 2_000_000;
/// Bytes of a name that are kept.
const LONGEST: usize = 500;

/// What a file is, by its first bytes: its names of columns, or a line of a log. `None`: nothing that is known.
pub fn form(first: &[u8]) -> Option<Form> {
    let text = table::text(first);
    if text.lines().take(20).any(|line| crate::log::entry(line.as_bytes()).is_some()) {
        return Some(Form::Log);
    }
    let head: Vec<String> = text.lines().take(20).map(str::to_lowercase).collect();
    let has = |words: &[&str]| head.iter().any(|line| words.iter().all(|word| line.contains(word)));
    if has(&["session_id", "visit_id", "url_path"]) {
        Some(Form::Umami)
    } else if has(&["nb_visits"]) || has(&["label", "unique visitors"]) || has(&["date", "label", "visits"]) {
        Some(Form::Matomo)
    } else if has(&["date", "visitors", "visits", "bounces"]) || has(&["date", "visitors", "entrances"]) {
        Some(Form::Plausible)
    } else if has(&["sessions"]) {
        Some(Form::Ga4)
    } else {
        None
    }
}

/// The totals of an export.
pub fn read(form: Form, bytes: &[u8]) -> Result<Read, NotRead> {
    let table = Table::of(bytes)?;
    match form {
        Form::Log => Err(NotRead("a log has no totals: its lines are brought in one by one".into())),
        Form::Ga4 => ga4::read(&table),
        Form::Plausible => plausible::read(&table),
        Form::Umami => umami::read(&table),
        Form::Matomo => matomo::read(&table),
    }
}

/// What a source and a medium are. Nobody knows what of ours stood there, so organic visits from networks may be either.
pub fn class(total: &Total) -> Verdict {
    let (source, medium) = (total.source.trim().to_lowercase(), total.medium.trim().to_lowercase());
    let none = |text: &str| {
        matches!(text, "" | "(direct)" | "(none)" | "direct" | "(not set)" | "direct / none" | "direct entry")
    };
    let host = source.contains('.') && !source.contains(' ');
    let by_visitor = matches!(medium.as_str(), "" | "(none)" | "referral" | "website" | "social" | "(not set)");
    let mut evidence = Evidence { posts_unknown: true, ..Evidence::default() };
    let page = if total.page.starts_with('/') { total.page.as_str() } else { "/" };
    let page = page.split(['?', '#']).next().unwrap_or("/");
    evidence.url = page.into();
    if !none(&source) {
        if host && by_visitor {
            evidence.referrer = Some(format!("https://{source}/").into());
        } else {
            let encoded = |text: &str| -> String { url::form_urlencoded::byte_serialize(text.as_bytes()).collect() };
            // A counter's own name for a network is no tag that somebody put there.
            let named = by_visitor.then(|| crate::channel::host_named(&source)).flatten();
            match named {
                Some(host) => evidence.referrer = Some(format!("https://{host}/").into()),
                None => {
                    let tags = format!("?utm_source={}&utm_medium={}", encoded(&source), encoded(&medium));
                    evidence.url = (page.to_owned() + &tags).into();
                }
            }
        }
    }
    classify(&evidence)
}

/// Sums rows that say the same, for a counter may have split them by something that is not kept.
#[derive(Default)]
pub(crate) struct Sums(BTreeMap<Key, (u64, Option<u64>, Option<u64>)>);

/// Day, source, medium, page.
type Key = (Date, String, String, String);

impl Sums {
    pub(crate) fn add(&mut self, total: Total) {
        let cut = |mut text: String| {
            let end = (0..=text.len().min(LONGEST)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
            text.truncate(end);
            text
        };
        let key = (total.day, cut(total.source), cut(total.medium), cut(total.page));
        let sum = self.0.entry(key).or_default();
        let plus = |one: Option<u64>, other: Option<u64>| match (one, other) {
            (None, None) => None,
            (one, other) => Some(one.unwrap_or(0).saturating_add(other.unwrap_or(0))),
        };
        *sum = (sum.0.saturating_add(total.visits), plus(sum.1, total.views), plus(sum.2, total.visitors));
    }

    pub(crate) fn end(self, left_out: u64) -> Read {
        let total = |((day, source, medium, page), (visits, views, visitors))| Total {
            day,
            source,
            medium,
            page,
            visits,
            views,
            visitors,
        };
        Read { totals: self.0.into_iter().map(total).collect(), left_out }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::channel::{Channel, Confidence};

    #[test]
    fn a_source_and_a_medium_have_a_class() {
        let class = |source: &str, medium: &str| {
            let total = Total {
                day: "2026-01-01".parse().unwrap(),
                source: source.to_owned(),
                medium: medium.to_owned(),
                page: "/bread".to_owned(),
                visits: 1,
                views: None,
                visitors: None,
            };
            let verdict = class(&total);
            (verdict.channel.unwrap(), verdict.confidence.unwrap())
        };
        assert_eq!(class("(direct)", "(none)"), (Channel::Direct, Confidence::Estimated));
        assert_eq!(class("facebook.com", "referral"), (Channel::PassedOn, Confidence::Shared));
        assert_eq!(class("m.facebook.com", "referral"), (Channel::PassedOn, Confidence::Shared));
        assert_eq!(class("facebook", "social"), (Channel::PassedOn, Confidence::Shared));
        assert_eq!(class("facebook", "cpc").0, Channel::Paid);
        assert_eq!(class("google", "organic").0, Channel::Search);
        assert_eq!(class("google", "cpc").0, Channel::PaidSearch);
        assert_eq!(class("newsletter", "email").0, Channel::Email);
        assert_eq!(class("blog.baker.example", "referral").0, Channel::Referral);
    }

    #[test]
    fn a_file_is_known_by_what_it_begins_with() {
        for (text, is) in [
            ("203.0.113.7 - - [09/Oct/2026:14:00:00 +0200] \"GET / HTTP/1.1\" 200 1\n", Some(Form::Log)),
            ("# ---\n# Traffic\n\nSession source / medium,Date,Sessions\n", Some(Form::Ga4)),
            ("\"date\",\"source\",\"visitors\",\"visits\",\"bounces\"\n", Some(Form::Plausible)),
            ("website_id,session_id,visit_id,url_path\n", Some(Form::Umami)),
            ("date,label,nb_visits\n", Some(Form::Matomo)),
            ("something else\n", None),
        ] {
            assert_eq!(form(text.as_bytes()), is, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fail(
            head in prop::sample::select(vec!["", "date,source,visits,visitors,bounces\n", "date,label,nb_visits\n",
                "session_id,visit_id,url_path,created_at\n", "Date,Session source,Sessions\n", "\u{feff}"]),
            bytes in prop::collection::vec(any::<u8>(), 0..300),
        ) {
            let all = [head.as_bytes(), &bytes].concat();
            let _ = form(&all);
            for it in Form::ALL {
                if let Ok(read) = read(*it, &all) {
                    for total in &read.totals { let _ = class(total); }
                }
            }
        }
    }
}
