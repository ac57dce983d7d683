//! Known: all links of the house in memory, so that `/l/CODE` is answered without the database.
//!
//! It follows the database by the number of the last change ([`Known::refresh`], each second): what was minted or switched
//! off by any process is known to all of them within two seconds. 100,000 links are some 25 MB.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use domain::{Code, Token};
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use store::{Db, Fault, sql};
use tokio::sync::Mutex;
use url::Url;

/// Rows that are read at once.
const AT_ONCE: i64 = 10_000;
/// How often the links are counted, since one that is gone with its site leaves no change behind.
const COUNTED_EVERY: Duration = Duration::from_secs(30);

/// The site that a link belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// Its id.
    pub site: String,
    /// Where it begins.
    pub address: String,
}

/// What is known of one link.
#[derive(Clone, Debug)]
struct Entry {
    /// The target up to where the token's text is to stand.
    before: Box<str>,
    /// What follows it.
    after: Box<str>,
    expires_at: i64,
    is_withdrawn: bool,
    home: Arc<Home>,
}

/// Where a code leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Led {
    /// There, for a visitor of this site.
    To(String, Arc<Home>),
    /// Nowhere any more: its time is over, or it was switched off.
    Over(Arc<Home>),
    /// Nobody minted it, or it went with its site.
    Unknown,
}

/// All links.
#[derive(Debug, Default)]
pub struct Known {
    entries: RwLock<FxHashMap<Code, Entry>>,
    followed: Mutex<Followed>,
}

/// How far the database was followed.
#[derive(Debug, Default)]
struct Followed {
    /// The last change that is known; `None` before the first look.
    last: Option<i64>,
    counted: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct Row {
    code: String,
    target: String,
    expires_at: Option<i64>,
    withdrawn: bool,
    changed: i64,
    site: String,
    address: String,
}

impl Known {
    /// Where `token` leads at `now`. `query` is what stood behind the question mark of the short address: networks put
    /// their own parameters there, and the target gets them.
    pub fn lead(&self, token: &Token, query: Option<&str>, now: Timestamp) -> Led {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        let Some(entry) = entries.get(&token.code) else { return Led::Unknown };
        if entry.is_withdrawn || entry.expires_at <= now.as_microsecond() {
            return Led::Over(Arc::clone(&entry.home));
        }
        Led::To(entry.location(token, query), Arc::clone(&entry.home))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes up what changed in the database since the last call.
    pub async fn refresh(&self, db: &Db) -> Result<(), Fault> {
        let mut followed = self.followed.lock().await;
        let last: i64 = sql!("link_change_last").fetch_one(db).await?;
        match followed.last {
            Some(known) if known == last => {}
            Some(known) if known < last => {
                let mut changed = FxHashMap::default();
                let last = read(db, known, &mut changed).await?;
                self.entries.write().unwrap_or_else(PoisonError::into_inner).extend(changed);
                followed.last = Some(last);
            }
            // The first look; or the database is an older one than a moment ago.
            _ => self.read_all(db, &mut followed).await?,
        }
        if followed.counted.is_none_or(|counted| counted.elapsed() >= COUNTED_EVERY) {
            let count: i64 = sql!("known_count").fetch_one(db).await?;
            if usize::try_from(count).is_ok_and(|count| count != self.len()) {
                self.read_all(db, &mut followed).await?;
            }
            followed.counted = Some(Instant::now());
        }
        Ok(())
    }

    async fn read_all(&self, db: &Db, followed: &mut Followed) -> Result<(), Fault> {
        let mut all = FxHashMap::default();
        followed.last = Some(read(db, -1, &mut all).await?);
        *self.entries.write().unwrap_or_else(PoisonError::into_inner) = all;
        Ok(())
    }
}

/// Reads what changed after the change `after`: the last change that is known from then on.
async fn read(db: &Db, after: i64, into: &mut FxHashMap<Code, Entry>) -> Result<i64, Fault> {
    // No row of this change or an earlier one can become visible later on.
    let last: i64 = sql!("link_change_last").fetch_one(db).await?;
    // Greater than each code.
    let (mut changed, mut code) = (after, "~".to_owned());
    let mut homes: FxHashMap<String, Arc<Home>> = FxHashMap::default();
    loop {
        let rows: Vec<Row> = sql!("known_changed").bind(changed).bind(&*code).bind(AT_ONCE).fetch_all(db).await?;
        let whole = rows.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
        if let Some(row) = rows.last() {
            (changed, code) = (row.changed, row.code.clone());
        }
        for row in rows {
            let home = homes
                .entry(row.site.clone())
                .or_insert_with(|| Arc::new(Home { site: row.site.clone(), address: row.address.clone() }));
            into.extend(Entry::of(&row, home));
        }
        if whole {
            return Ok(last);
        }
    }
}

/// Bytes of a query that is passed on.
const QUERY_AT_MOST: usize = 2_000;

impl Entry {
    /// `None` for a row that nobody of ours wrote.
    fn of(row: &Row, home: &Arc<Home>) -> Option<(Code, Self)> {
        let code: Code = row.code.parse().ok()?;
        let carrying = String::from(Token::from(code).on(&Url::parse(&row.target).ok()?));
        // The token stands at the end of the query.
        let query_ends = carrying.find('#').unwrap_or(carrying.len());
        let (whole, after) = carrying.split_at(query_ends);
        let entry = Self {
            before: whole.strip_suffix(code.as_str())?.into(),
            after: after.into(),
            expires_at: row.expires_at.unwrap_or(i64::MAX),
            is_withdrawn: row.withdrawn,
            home: Arc::clone(home),
        };
        Some((code, entry))
    }

    fn location(&self, token: &Token, query: Option<&str>) -> String {
        use std::fmt::Write as _;
        let mut to = String::with_capacity(self.before.len() + self.after.len() + 64);
        to.push_str(&self.before);
        let _ = write!(to, "{token}");
        let query = query.filter(|query| query.len() <= QUERY_AT_MOST).unwrap_or_default();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            // Whoever follows a link of ours does not choose another token.
            if part.split('=').next() != Some(domain::token::PARAMETER) {
                to.push('&');
                to.push_str(part);
            }
        }
        to.push_str(&self.after);
        to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_keeps_what_it_had_and_gets_the_token_and_what_networks_add() {
        let code = Code::mint(&domain::SystemRandom);
        let home = Arc::new(Home { site: "s".into(), address: "https://bakery.example/".into() });
        for (target, query, location) in [
            ("https://bakery.example/", None, "https://bakery.example/?e=TOKEN"),
            ("https://bakery.example/a?b=%20+c&e=5#top", None, "https://bakery.example/a?b=%20+c&e=5&e=TOKEN#top"),
            ("https://bakery.example/?e=CODE", Some(""), "https://bakery.example/?e=TOKEN"),
            ("https://bakery.example/#a", Some("fbclid=1&e=k&&x"), "https://bakery.example/?e=TOKEN&fbclid=1&x#a"),
        ] {
            let row = Row {
                code: code.to_string(),
                target: target.replace("CODE", code.as_str()),
                expires_at: None,
                withdrawn: false,
                changed: 1,
                site: "s".into(),
                address: home.address.clone(),
            };
            let (_, entry) = Entry::of(&row, &home).unwrap();
            let token: Token = format!("{code}~k7q4mx").parse().unwrap();
            assert_eq!(entry.location(&token, query), location.replace("TOKEN", &token.to_string()));
        }
    }
}
