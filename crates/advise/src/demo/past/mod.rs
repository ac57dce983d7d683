//! Past: what the demo's shop went through in the ninety days before it was opened, so that there is something to see.
//!
//! The story is made up, and says so wherever it is shown. It goes the way of everybody's visits: minted links, arrivals
//! that are taken in, entries, a mark. What really happened in it is known, which no real site can say; the console sets it
//! beside what was measured. Start at [`lay`].

mod dice;
mod story;
mod teller;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::{Activity, Currency, Money, NetworkId, Random};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use ledger::entry::{self, Amount, Source, What};
use ledger::link::{self, By, Form, New, Target};
use ledger::mark;
use measure::arrivals::{self, Arrival, By as NoticedBy, Kind, Sold};
use measure::kept::{self, Sites};
use measure::measured::{self, Measured, Settings};
use networks::Form as ShareForm;
use optimize::buttons::Bar;
use people::demo::Demo;
use store::{Db, Tx};
use url::Url;

use super::Refused;
use story::{AD, ARTICLE, Codes, DAYS, MENDED, POSTS, Story, posting_days};
pub use story::{Truth, Way};

/// On whose wall the shop's days are.
const ZONE: &str = "Europe/London";
/// The price of an hour, in pence; hundredths that a sale leaves; minutes that the baker has in a week.
const HOUR: i64 = 3_000;
const MARGIN: i64 = 40;
const WEEKLY: i64 = 120;
/// Who did all that.
const BAKER: &str = "Ida Example";
/// Microseconds between two looks of one visitor.
const BETWEEN: i64 = 40_000_000;

/// Lays the past of `demo` down, where it has none: all of it, or nothing. `pages`: the shop's beside its front, those that
/// are looked at most first. True where it was laid.
pub async fn lay(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    demo: &Demo,
    pages: &[String],
) -> Result<bool, Refused> {
    if people::demo::truth(db, &demo.workspace).await?.is_some() {
        return Ok(false);
    }
    let home = Url::parse(&demo.address).map_err(|_| ledger::Fault::Unknown("shop"))?;
    let measured = measured::of(db, random, &demo.site).await?;
    let Ok(pounds) = "GBP".parse::<Currency>() else { return Ok(false) };
    let settings = Settings {
        zone: ZONE.to_owned(),
        posts: Some(vec![NetworkId::new("facebook")]),
        hour_minor: Some(HOUR),
        currency: pounds,
        margin: Some(MARGIN),
        weekly_minutes: Some(WEEKLY),
        ..measured.settings.clone()
    };
    let measured = Measured { zone: TimeZone::get(ZONE).unwrap_or(TimeZone::UTC), settings, ..measured };
    let (random, demo, pages) = (Arc::clone(random), demo.clone(), pages.to_vec());
    db.write_or(move |tx| {
        Box::pin(async move {
            let laying = Laying { random: &*random, measured: &measured, home, pounds, end: measured.day(now).0 };
            measured::keep(tx, &measured.site, measured.version, &measured.settings).await.map_err(refused)?;
            people::demo::was_there(tx, &demo.site, laying.at(-1, 8)).await?;
            let codes = laying.links(tx, &pages).await?;
            let story = story::tell(laying.end, &measured.zone, &codes, &pages);
            laying.visits(tx, &story).await?;
            laying.entries(tx, now).await?;
            laying.mark(tx).await?;
            let truth = serde_json::to_string(&story.truth(|at| laying.day(at))).unwrap_or_default();
            people::demo::tell_truth(tx, &demo.workspace, &truth).await?;
            Ok(true)
        })
    })
    .await
}

/// What really happened in the demo of `workspace`: in its past, and by readers of its own since.
pub async fn truth(db: &Db, workspace: &str) -> Result<Option<Truth>, people::Fault> {
    let told = people::demo::truth(db, workspace).await?;
    let Some(mut truth) = told.and_then(|told| serde_json::from_str::<Truth>(&told).ok()) else { return Ok(None) };
    for readers in people::demo::readers(db, workspace).await? {
        *truth.entry(readers.day).or_default().entry(Way::Post).or_default() += readers.visits.unsigned_abs();
    }
    Ok(Some(truth))
}

fn refused(fault: measured::Refused) -> Refused {
    match fault {
        measured::Refused::Store(fault) => Refused::Store(fault),
        // Settings of ours, which nobody else could change before the house is open.
        measured::Refused::Wrong(_) | measured::Refused::Changed => Refused::UnderWay,
    }
}

struct Laying<'a> {
    random: &'a dyn Random,
    measured: &'a Measured,
    home: Url,
    pounds: Currency,
    /// The day after the last one.
    end: Date,
}

impl Laying<'_> {
    fn date(&self, day: i64) -> Date {
        self.end.checked_sub(Span::new().days(DAYS - day)).unwrap_or(self.end)
    }

    /// An hour of a day of the story.
    fn at(&self, day: i64, hour: i8) -> Timestamp {
        let wall = self.date(day).at(hour, 0, 0, 0);
        wall.to_zoned(self.measured.zone.clone()).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
    }

    /// The number of the day of an instant.
    fn day(&self, at: i64) -> i64 {
        self.measured.day(Timestamp::from_microsecond(at).unwrap_or_default()).1
    }

    fn by(&self) -> By {
        By { site: self.measured.site.clone(), name: BAKER.to_owned() }
    }

    /// Mints all links of the story, each on its day.
    async fn links(&self, tx: &mut Tx, pages: &[String]) -> Result<Codes, Refused> {
        let mut codes = Codes::default();
        let bar = Bar::default();
        let one_form = |id: &&NetworkId| {
            let share = networks::network(id).and_then(|network| network.share.as_ref());
            share.is_some_and(|share| matches!(share.form, ShareForm::One(_)))
        };
        let names: Vec<String> = bar.networks.iter().filter(one_form).map(ToString::to_string).collect();
        let placement = bar.placement.name();
        let by = self.by();
        let minted = link::codes_for_bar(tx, self.random, self.at(2, 9), &by, &self.home, names, placement).await?;
        let minted: BTreeMap<String, String> =
            minted.into_iter().map(|(network, code)| (network, code.to_string())).collect();
        codes.bar = minted;
        for &(first, network, _) in POSTS {
            for day in posting_days(first) {
                let page = &pages[(day as usize / 2) % pages.len()];
                let campaign = (day >= *AD.start()).then_some("autumn breads");
                let code = self.mint(tx, day, Activity::Post, Some(network), campaign, page).await?;
                codes.posts.push((day, network, code));
            }
        }
        let front = "/";
        codes.ad = self.mint(tx, *AD.start(), Activity::Ad, Some("facebook"), Some("autumn breads"), &pages[0]).await?;
        codes.reply = self.mint(tx, 0, Activity::Reply, Some("reddit"), None, front).await?;
        codes.article = self.mint(tx, ARTICLE, Activity::Article, None, Some("town paper"), front).await?;
        codes.newsletter = self.mint(tx, 0, Activity::Email, None, Some("newsletter"), front).await?;
        Ok(codes)
    }

    async fn mint(
        &self,
        tx: &mut Tx,
        day: i64,
        activity: Activity,
        network: Option<&str>,
        campaign: Option<&str>,
        page: &str,
    ) -> Result<String, Refused> {
        let target = Target::home(&self.home.join(page).unwrap_or_else(|_| self.home.clone()));
        let new = New {
            target,
            activity,
            network: network.map(str::to_owned),
            placement: None,
            campaign: campaign.map(str::to_owned),
            parent: None,
            form: Form::Page,
            note: None,
            expires: None,
        };
        Ok(link::mint(tx, self.random, self.at(day, 7), &self.by(), &new).await?.code)
    }

    /// Takes in what happened, a day at a time.
    async fn visits(&self, tx: &mut Tx, story: &Story) -> Result<(), Refused> {
        let sites: Sites = HashMap::from([(self.measured.number, Arc::new(self.measured.clone()))]);
        let mut days: BTreeMap<i64, Vec<Arrival<'_>>> = BTreeMap::new();
        for arrival in self.arrivals(story) {
            days.entry(self.day(arrival.at)).or_default().push(arrival);
        }
        for arrivals in days.into_values() {
            kept::take(tx, &sites, &arrivals).await?;
        }
        Ok(())
    }

    fn arrivals<'s>(&'s self, story: &'s Story) -> Vec<Arrival<'s>> {
        let site = Some(self.measured.number);
        let mut all = Vec::with_capacity(story.visits.len() * 3);
        for (place, visit) in story.visits.iter().enumerate() {
            let query = if visit.query.is_empty() { String::new() } else { format!("?{}", visit.query) };
            let seen = |kind, at, url: String| Arrival {
                kind,
                at,
                site,
                by: Some(NoticedBy::Beacon),
                visitor: Some(visit.visitor),
                agent: Some(Cow::Borrowed(visit.agent)),
                url: Some(Cow::Owned(url)),
                ..Arrival::default()
            };
            let first = seen(Kind::View, visit.at, format!("{}{query}", visit.page));
            let code = visit.code.as_deref().unwrap_or_default();
            all.push(Arrival {
                code: Cow::Borrowed(code),
                press: visit.press.as_deref().map(Cow::Borrowed),
                parent: visit.parent.as_deref().map(Cow::Borrowed),
                referrer: visit.referrer.map(Cow::Borrowed),
                ..first
            });
            let mut at = visit.at;
            for page in &visit.more {
                at += BETWEEN;
                all.push(Arrival {
                    referrer: Some(Cow::Borrowed(self.home.as_str())),
                    ..seen(Kind::View, at, page.clone())
                });
            }
            if let Some((network, press)) = &visit.pressed {
                let last = visit.more.last().unwrap_or(&visit.page);
                all.push(Arrival {
                    name: Some(Cow::Borrowed(arrivals::PRESS)),
                    network: Some(Cow::Borrowed(network)),
                    press: Some(Cow::Borrowed(press)),
                    ..seen(Kind::Event, at + BETWEEN / 2, last.clone())
                });
            }
            if let Some(minor) = visit.bought {
                let sold = Sold {
                    order: Cow::Owned(format!("demo-{place}")),
                    minor,
                    currency: Cow::Owned(self.pounds.to_string()),
                };
                all.push(Arrival { sold: Some(sold), ..seen(Kind::Sale, at + BETWEEN, visit.page.clone()) });
            }
        }
        let program = |kind, at, url: &'s str, agent: &'static str| Arrival {
            kind,
            at,
            site,
            by: Some(NoticedBy::Plugin),
            agent: Some(Cow::Borrowed(agent)),
            url: Some(Cow::Borrowed(url)),
            ..Arrival::default()
        };
        all.extend(story.unfurls.iter().map(|unfurl| Arrival {
            network: Some(Cow::Borrowed(unfurl.network)),
            ..program(Kind::Unfurl, unfurl.at, &unfurl.page, unfurl.agent)
        }));
        all.extend(story.robots.iter().map(|(at, page, agent)| program(Kind::View, *at, page, agent)));
        all
    }

    /// Hours and money, as the baker would have entered them.
    async fn entries(&self, tx: &mut Tx, now: Timestamp) -> Result<(), Refused> {
        let by =
            entry::By { site: self.measured.site.clone(), name: BAKER.to_owned(), today: self.measured.day(now).0 };
        let price = Some(Money::new(HOUR, self.pounds));
        let hours = |day: i64, activity: Activity, minutes: i64, note: &str| entry::New {
            day: self.date(day),
            what: What::Activity(activity),
            network: None,
            campaign: None,
            page: None,
            amount: Amount::Hours { minutes, price },
            months: None,
            note: Some(note.to_owned()).filter(|note| !note.is_empty()),
        };
        let paid = |day: i64,
                    activity: Activity,
                    kind: entry::Kind,
                    minor: i64,
                    network: Option<&str>,
                    campaign: Option<&str>| entry::New {
            network: network.map(str::to_owned),
            campaign: campaign.map(str::to_owned),
            amount: Amount::Paid(kind, Money::new(minor, self.pounds)),
            ..hours(day, activity, 0, "")
        };
        let mut all = vec![
            hours(2, Activity::ShareButton, 180, "Put the share bar on every page"),
            hours(MENDED, Activity::Mending, 540, "Descriptions and pictures of 26 pages"),
            hours(*AD.start(), Activity::Ad, 60, "Wrote the ad and chose who sees it"),
            hours(ARTICLE, Activity::Article, 75, "Talked to the town's paper"),
        ];
        for week in 0..DAYS / 7 {
            let day = week * 7;
            for &(first, network, _) in POSTS {
                // X takes as long as the others, and brings the least.
                all.push(entry::New {
                    network: Some(network.to_owned()),
                    ..hours(day + first, Activity::Post, 14, "")
                });
            }
            all.push(entry::New { network: Some("reddit".to_owned()), ..hours(day + 6, Activity::Reply, 15, "") });
            if AD.contains(&day) {
                all.push(paid(day, Activity::Ad, entry::Kind::AdSpend, 4_500, Some("facebook"), Some("autumn breads")));
            }
            if week % 4 == 0 {
                all.push(paid(day, Activity::Post, entry::Kind::ToolShare, 400, None, None));
            }
        }
        for new in all {
            entry::add(tx, self.random, self.at_of(new.day), &by, Source::Hand, new).await?;
        }
        Ok(())
    }

    fn at_of(&self, day: Date) -> Timestamp {
        day.at(20, 0, 0, 0)
            .to_zoned(self.measured.zone.clone())
            .map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
    }

    /// The pages were mended.
    async fn mark(&self, tx: &mut Tx) -> Result<(), Refused> {
        let says = "26 pages got descriptions and pictures";
        mark::put(tx, self.random, &self.measured.site, self.at(MENDED, 17), mark::Kind::Mended, says).await?;
        Ok(())
    }
}
