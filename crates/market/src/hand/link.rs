//! The link in the mail. It is sealed with the house's key and names its delivery and its end, so that nothing is kept of it;
//! whoever holds it may answer for this one delivery, and for nothing else.

use jiff::{SignedDuration, Timestamp};
use store::secret::{Key, exposed};

/// What it is sealed for.
const PLACE: &str = "hand.link";
/// It leads somewhere for so long.
const LASTS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What a link names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The delivery's id.
    pub delivery: String,
    /// Until when it leads there.
    pub until: Timestamp,
}

/// Why a link leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkFault {
    /// A part of it is missing, or it is none of ours.
    NotWhole,
    /// It is over.
    Over,
}

impl Link {
    /// One that is made now.
    pub fn of(delivery: &str, now: Timestamp) -> Self {
        Self { delivery: delivery.to_owned(), until: now.saturating_add(LASTS).unwrap_or(now) }
    }

    /// The end of its address.
    pub fn sealed(&self, key: &Key) -> Result<String, store::Fault> {
        key.seal(format!("{} {}", self.until.as_second(), self.delivery).as_bytes(), PLACE)
    }

    /// The link of that end.
    pub fn opened(key: &Key, end: &str, now: Timestamp) -> Result<Self, LinkFault> {
        let plain = key.open(end, PLACE).map_err(|_| LinkFault::NotWhole)?;
        let text = String::from_utf8_lossy(exposed(&plain)).into_owned();
        let link = text.split_once(' ').and_then(|(until, delivery)| {
            let until = Timestamp::from_second(until.parse().ok()?).ok()?;
            Some(Self { delivery: delivery.to_owned(), until })
        });
        match link {
            Some(link) if link.until > now => Ok(link),
            Some(_) => Err(LinkFault::Over),
            None => Err(LinkFault::NotWhole),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::SystemRandom;

    use super::*;

    #[test]
    fn a_link_opens_what_it_was_made_for_until_it_is_over_and_no_other_does() {
        let data = tempfile::TempDir::new().unwrap();
        let key = Key::of_file(&data.path().join("key"), Arc::new(SystemRandom)).unwrap();
        let now: Timestamp = "2026-11-26T12:00:00Z".parse().unwrap();
        let end = Link::of("d", now).sealed(&key).unwrap();
        assert_eq!(Link::opened(&key, &end, now).unwrap().delivery, "d");
        let late = now + SignedDuration::from_hours(15 * 24);
        assert_eq!(Link::opened(&key, &end, late), Err(LinkFault::Over));
        assert_eq!(Link::opened(&key, &end[1..], now), Err(LinkFault::NotWhole));
        let other = key.seal(b"9999999999 d", "monday.off").unwrap();
        assert_eq!(Link::opened(&key, &other, now), Err(LinkFault::NotWhole));
    }
}
