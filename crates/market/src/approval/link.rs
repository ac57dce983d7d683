//! The link by which a client says yes or no. It is sealed with the house's key and names one version of one post, whom it is
//! for, and its end, so that nothing is kept of it; whoever holds it may answer for that, and for nothing else.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::secret::{Key, exposed};

use crate::hand::LinkFault;

/// What it is sealed for.
const PLACE: &str = "approval.link";

/// What a link names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The site's id.
    pub site: String,
    /// The post's id.
    pub post: String,
    /// The version that he is shown.
    pub version: i64,
    /// Whom it is for.
    pub name: String,
    /// Until when it leads there.
    pub until: Timestamp,
}

impl Link {
    /// Days for which one leads somewhere, at most.
    pub const LONGEST_DAYS: u16 = 30;

    /// One that leads there for so many days from now on.
    pub fn of((site, post): (&str, &str), version: i64, name: &str, now: Timestamp, days: u16) -> Self {
        let lasts = SignedDuration::from_hours(24 * i64::from(days.clamp(1, Self::LONGEST_DAYS)));
        let until = now.saturating_add(lasts).unwrap_or(now);
        Self { site: site.to_owned(), post: post.to_owned(), version, name: name.to_owned(), until }
    }

    /// The end of its address.
    pub fn sealed(&self, key: &Key) -> Result<String, store::Fault> {
        let plain = serde_json::to_vec(self).unwrap_or_default();
        key.seal(&plain, PLACE)
    }

    /// The link of that end.
    pub fn opened(key: &Key, end: &str, now: Timestamp) -> Result<Self, LinkFault> {
        let plain = key.open(end, PLACE).map_err(|_| LinkFault::NotWhole)?;
        let link: Self = serde_json::from_slice(exposed(&plain)).map_err(|_| LinkFault::NotWhole)?;
        if link.until > now { Ok(link) } else { Err(LinkFault::Over) }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::SystemRandom;

    use super::*;

    #[test]
    fn a_link_opens_the_version_that_it_was_made_for_until_it_is_over_and_no_other_does() {
        let data = tempfile::TempDir::new().unwrap();
        let key = Key::of_file(&data.path().join("key"), Arc::new(SystemRandom)).unwrap();
        let now: Timestamp = "2026-11-26T12:00:00Z".parse().unwrap();
        let link = Link::of(("s", "p"), 7, "Ada of the bakery", now, 14);
        let end = link.sealed(&key).unwrap();
        assert_eq!(Link::opened(&key, &end, now).unwrap(), link);
        let late = now + SignedDuration::from_hours(14 * 24);
        assert_eq!(Link::opened(&key, &end, late), Err(LinkFault::Over));
        assert_eq!(Link::opened(&key, &end[1..], now), Err(LinkFault::NotWhole));
        let other = crate::hand::Link::of("d", now).sealed(&key).unwrap();
        assert_eq!(Link::opened(&key, &other, now), Err(LinkFault::NotWhole));
    }
}
