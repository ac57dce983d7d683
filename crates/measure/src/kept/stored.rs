//! Stored: a visit as its row has it, with its evidence in words.

use std::borrow::Cow;

use domain::NetworkId;
use jiff::Timestamp;

use super::around::{Around, Known, network};
use super::flags;
use crate::arrivals::By;
use crate::channel::{Channel, Confidence, Counted, Evidence, Live, Minted, Verdict, rules};
use crate::measured::Measured;

/// A visit with its evidence. Of whom it is, nothing says.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Stored {
    /// The day on the site's wall when it was counted, since 1970.
    pub day: i64,
    /// Its number.
    pub id: i64,
    /// When it began: UTC microseconds.
    pub at: i64,
    pub(super) channel: i64,
    pub(super) confidence: i64,
    pub(super) rule: i64,
    pub(super) version: i64,
    pub(super) flags: i64,
    /// Looks at pages.
    pub views: i64,
    /// From its first look to its last.
    pub seconds: i64,
    pub(super) network_id: i64,
    pub(super) page_id: i64,
    pub(super) code_id: i64,
    /// The place outside.
    pub network: Option<String>,
    /// The first page; none where the day had too many to name.
    pub page: Option<String>,
    /// What stood behind its question mark, as far as it is evidence.
    pub query: Option<String>,
    /// From where the browser came.
    pub referrer: Option<String>,
    /// What the browser calls itself.
    pub agent: Option<String>,
    /// The token's code.
    pub code: Option<String>,
    /// The press of a share button.
    pub press: Option<String>,
    /// The link or the press from which it descends.
    pub parent: Option<String>,
    pub(super) around: Option<String>,
}

impl Stored {
    /// By which people and programs name it: `DAY-ID`.
    pub fn name(&self) -> String {
        format!("{}-{}", self.day, self.id)
    }

    /// The day and number of a name.
    pub fn named(name: &str) -> Option<(i64, i64)> {
        let (day, id) = name.rsplit_once('-')?;
        Some((day.parse().ok()?, id.parse().ok()?))
    }

    /// When it began.
    pub fn began(&self) -> Timestamp {
        Timestamp::from_microsecond(self.at).unwrap_or_default()
    }

    /// Its class.
    pub fn channel(&self) -> Channel {
        Channel::numbered(self.channel).unwrap_or(Channel::Unclear)
    }

    /// How sure that is.
    pub fn confidence(&self) -> Confidence {
        Confidence::numbered(self.confidence).unwrap_or(Confidence::Estimated)
    }

    /// The rule that held.
    pub fn rule(&self) -> Option<&'static rules::Rule> {
        u16::try_from(self.rule).ok().and_then(rules::numbered)
    }

    /// By what it was noticed.
    pub fn by(&self) -> By {
        flags::by(self.flags)
    }

    /// Whether it descends from a link that we put somewhere.
    pub fn began_ours(&self) -> bool {
        self.flags & flags::BEGAN_OURS != 0
    }

    /// What was known around it.
    pub(super) fn known(&self) -> Known {
        self.around.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// What of ours stood outside then, as far as it was known.
    pub fn live(&self) -> Vec<Live> {
        self.known().live
    }

    /// Whose previews had been fetched before it.
    pub fn unfurls(&self) -> Vec<NetworkId> {
        self.known().unfurls
    }

    /// The evidence by which it can be judged again, with what is known around it.
    pub(super) fn evidence<'a>(
        &'a self,
        site: &Measured,
        hosts: &'a [Cow<'a, str>],
        around: &'a Around,
        live: &'a [Live],
        unfurls: &'a [NetworkId],
    ) -> Evidence<'a> {
        let path = self.page.as_deref().unwrap_or("/");
        let url = match self.query.as_deref() {
            Some(query) => Cow::Owned(format!("{path}?{query}")),
            None => Cow::Borrowed(path),
        };
        let link = self.code.as_deref().and_then(|code| around.link(site.number, code, self.at));
        let token = self.code.as_deref().zip(link).map(|(code, link)| Minted {
            code: Cow::Borrowed(code),
            activity: link.activity,
            network: link.network.clone(),
            parent: self.parent.as_deref().map(Cow::Borrowed),
        });
        let agent = || Cow::Borrowed(self.agent.as_deref().unwrap_or_default());
        Evidence {
            url,
            referrer: self.referrer.as_deref().map(Cow::Borrowed),
            user_agent: (self.flags & flags::NO_AGENT == 0).then(agent),
            site: Cow::Borrowed(hosts),
            token,
            live: Cow::Borrowed(live),
            campaigns: Cow::Borrowed(around.campaigns(site.number)),
            unfurls: Cow::Borrowed(unfurls),
            typed: self.flags & flags::TYPED != 0,
            restored: self.flags & flags::RESTORED != 0,
            new_today: self.flags & flags::NEW_TODAY != 0,
            blind: self.flags & flags::BLIND != 0,
            posts_unknown: site.settings.posts.is_none(),
            ..Evidence::default()
        }
    }

    /// The verdict that its row keeps.
    pub fn verdict(&self) -> Verdict {
        let channel = self.channel();
        Verdict {
            visit: channel != Channel::Within,
            is: if channel == Channel::Within { Counted::Within } else { Counted::Visit },
            channel: Some(channel),
            side: Some(channel.side()),
            network: self.network.as_deref().map(network),
            confidence: Some(self.confidence()),
            rule: Cow::Borrowed(self.rule().map_or("", |rule| rule.id)),
            parent: self.parent.clone(),
        }
    }
}
