//! Teller: ninety days of a small bakery, told in visits, presses and sales. Pure; the same days tell the same story.

use domain::Side;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};

use super::dice::Dice;
use super::story::{AD, ARTICLE, Codes, DAYS, MENDED, POSTS, Story, Unfurl, Visit, WEEK, Way};

const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";
const ANDROID: &str =
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36";
const DESK: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
const FOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
const IN_FACEBOOK: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/530.0.0.45.107;FBBV/780000000;FBDV/iPhone15,2;FBMD/iPhone;FBSN/iOS;FBSV/18.6;FBSS/3;FBCR/;FBID/phone;FBLC/en_GB;FBOP/80]";
const ALL: [&str; 4] = [PHONE, ANDROID, DESK, FOX];
const PHONES: [&str; 2] = [PHONE, ANDROID];

/// From where a browser comes that followed a link on a network: of some it says nothing.
fn referrer_of(network: &str, dice: &mut Dice) -> (Option<&'static str>, &'static str) {
    match network {
        "facebook" if dice.chance(60) => (Some("https://m.facebook.com/"), IN_FACEBOOK),
        "facebook" => (Some("https://www.facebook.com/"), dice.one(&ALL)),
        "x" => (Some("https://t.co/"), dice.one(&ALL)),
        "reddit" => (Some("https://www.reddit.com/"), dice.one(&ALL)),
        // Apps, and servers without end: they name nothing.
        _ => (None, dice.one(&PHONES)),
    }
}

/// Hours of the day by how much goes on in them.
const HOURS: &[i64] = &[6, 7, 7, 8, 8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 17, 18, 18, 19, 19, 19, 20, 20, 21, 22];

/// The one who tells.
struct Teller<'a> {
    dice: Dice,
    first: Date,
    zone: &'a TimeZone,
    codes: &'a Codes,
    pages: &'a [String],
    story: Story,
    /// The next sale is due after so many more visits of a side: passed on, brought, others.
    due: [u64; 3],
}

/// The story of the days before `end`, with `pages`, the shop's beside its front.
pub(super) fn tell(end: Date, zone: &TimeZone, codes: &Codes, pages: &[String]) -> Story {
    let first = end.checked_sub(Span::new().days(DAYS)).unwrap_or(end);
    let mut teller =
        Teller { dice: Dice::new(2_026), first, zone, codes, pages, story: Story::default(), due: [40, 50, 30] };
    for day in 0..DAYS {
        teller.day(day);
    }
    let mut story = teller.story;
    // It is over with the last midnight.
    let over = end.to_zoned(zone.clone()).map_or(i64::MAX, |zoned| zoned.timestamp().as_microsecond());
    story.visits.retain(|visit| visit.at < over);
    story.visits.sort_by_key(|visit| visit.at);
    story.unfurls.sort_by_key(|unfurl| unfurl.at);
    story.robots.sort_by_key(|robot| robot.0);
    story
}

impl Teller<'_> {
    /// An instant of `day`, within the story.
    fn at(&mut self, day: i64) -> i64 {
        let (hour, minute) = (self.dice.one(HOURS), self.dice.below(60).cast_signed());
        let date = self.first.checked_add(day.min(DAYS - 1).days()).unwrap_or(self.first);
        let wall = date.at(hour as i8, minute as i8, self.dice.below(60) as i8, 0);
        wall.to_zoned(self.zone.clone()).map_or(0, |zoned| zoned.timestamp().as_microsecond())
    }

    fn page(&mut self) -> String {
        // The first ones are looked at most.
        let among = if self.dice.chance(55) { 8.min(self.pages.len()) } else { self.pages.len() };
        self.pages[self.dice.below(among as u64) as usize].clone()
    }

    /// A visit of `day`; what of it is special is set by the caller.
    fn visit(&mut self, day: i64, way: Way) -> Visit {
        let (at, page) = (self.at(day), self.page());
        let more = (0..self.dice.below(4)).map(|_| self.page()).collect();
        let side = match way.side() {
            Side::Smo => 0,
            Side::Smm => 1,
            Side::Other | Side::Unknown => 2,
        };
        self.due[side] = self.due[side].saturating_sub(1);
        let bought = (self.due[side] == 0).then(|| 1_450 + self.dice.below(2_600).cast_signed());
        if bought.is_some() {
            self.due[side] = [88, 97, 75][side];
        }
        let visitor = self.dice.next().cast_signed();
        let agent = self.dice.one(&ALL);
        Visit {
            at,
            way,
            visitor,
            page,
            query: "",
            code: None,
            press: None,
            parent: None,
            referrer: None,
            agent,
            more,
            bought,
            pressed: None,
        }
    }

    fn keep(&mut self, visit: Visit) {
        self.story.visits.push(visit);
    }

    fn day(&mut self, day: i64) {
        let mended = day >= MENDED;
        for _ in 0..self.dice.near(2_400) {
            let referrer = self.dice.one(&[
                "https://www.google.com/",
                "https://www.google.com/",
                "https://www.bing.com/",
                "https://duckduckgo.com/",
            ]);
            let visit = self.visit(day, Way::Search);
            self.keep(Visit { referrer: Some(referrer), ..visit });
        }
        for _ in 0..self.dice.near(70) {
            let visit = self.visit(day, Way::Ai);
            self.keep(Visit { referrer: Some("https://www.perplexity.ai/"), ..visit });
        }
        // The newsletter goes out on Mondays of the story.
        if day % WEEK == 0 {
            for _ in 0..self.dice.near(900) {
                let after = day + self.dice.below(2).cast_signed();
                let visit = self.visit(after, Way::Email);
                self.keep(Visit { code: Some(self.codes.newsletter.clone()), ..visit });
            }
        }
        for _ in 0..self.dice.near(350) {
            let visit = self.visit(day, Way::Direct);
            // Most know the front; a few kept a page.
            let page = if self.dice.chance(85) { "/".to_owned() } else { visit.page.clone() };
            self.keep(Visit { page, ..visit });
        }
        self.posts(day);
        if AD.contains(&day) {
            for _ in 0..self.dice.near(780) {
                let visit = self.visit(day, Way::Ad);
                let (code, agent) =
                    (Some(self.codes.ad.clone()), if self.dice.chance(70) { IN_FACEBOOK } else { visit.agent });
                self.keep(Visit {
                    code,
                    agent,
                    query: "utm_source=facebook&utm_medium=paid_social&utm_campaign=autumn-breads",
                    referrer: Some("https://m.facebook.com/"),
                    ..visit
                });
            }
        }
        for _ in 0..self.dice.near(50) {
            let visit = self.visit(day, Way::Reply);
            self.keep(Visit {
                code: Some(self.codes.reply.clone()),
                referrer: Some("https://www.reddit.com/"),
                ..visit
            });
        }
        if day >= ARTICLE {
            for _ in 0..self.dice.near(if day < ARTICLE + 5 { 700 } else { 30 }) {
                let visit = self.visit(day, Way::Article);
                self.keep(Visit { code: Some(self.codes.article.clone()), ..visit });
            }
        }
        self.passed_on(day, mended);
        for _ in 0..self.dice.near(600) {
            let (at, page) = (self.at(day), self.page());
            let agent = self.dice.one(&[
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
                "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
            ]);
            self.story.robots.push((at, page, agent));
        }
    }

    /// The bakery posts, and who sees it comes within three days.
    fn posts(&mut self, day: i64) {
        let codes = self.codes;
        for (_, network, code) in codes.posts.iter().filter(|(on, ..)| *on == day) {
            let many = POSTS.iter().find(|(_, it, _)| it == network).map_or(0, |(.., many)| *many);
            for _ in 0..self.dice.near(many) {
                let after = match self.dice.below(10) {
                    0..=5 => 0,
                    6..=8 => 1,
                    _ => 2,
                };
                let visit = self.visit(day + after, Way::Post);
                let (referrer, agent) = referrer_of(network, &mut self.dice);
                self.keep(Visit { code: Some(code.clone()), referrer, agent, ..visit });
            }
            // Somebody carries it on to Reddit: the code is the post's, the place is another one.
            let carried = if day >= MENDED { 320 } else { 110 };
            for _ in 0..self.dice.near(if *network == "x" { 50 } else { carried }) {
                let visit = self.visit(day + 1, Way::Copied);
                self.keep(Visit { code: Some(code.clone()), referrer: Some("https://www.reddit.com/"), ..visit });
            }
        }
    }

    /// Visitors carry pages on: by buttons, by themselves in public, and in private messages.
    fn passed_on(&mut self, day: i64, mended: bool) {
        let buttons: Vec<(String, String)> = self.codes.bar.clone().into_iter().collect();
        for _ in 0..self.dice.near(if mended { 190 } else { 90 }) {
            let (network, code) = buttons[self.dice.below(buttons.len() as u64) as usize].clone();
            let press = self.dice.press();
            // Whoever presses came by search, by a post, or by what somebody else passed on.
            let by = self.somebody_before(day);
            let parent = by.and_then(|by| {
                let visit = &mut self.story.visits[by];
                visit.pressed = Some((network.clone(), press.clone()));
                visit.press.clone().or_else(|| visit.code.clone())
            });
            let page = self.page();
            for _ in 0..=self.dice.below(2) {
                let after = self.dice.below(2).cast_signed();
                let visit = self.visit(day + after, Way::ShareButton);
                let (referrer, agent) = referrer_of(&network, &mut self.dice);
                self.keep(Visit {
                    code: Some(code.clone()),
                    press: Some(press.clone()),
                    parent: parent.clone(),
                    page: page.clone(),
                    referrer,
                    agent,
                    ..visit
                });
            }
        }
        for _ in 0..self.dice.near(if mended { 210 } else { 100 }) {
            let referrer = self.dice.one(&[
                "https://www.reddit.com/",
                "https://old.reddit.com/r/breadit/",
                "https://www.pinterest.com/",
                "https://out.reddit.com/",
            ]);
            let visit = self.visit(day, Way::Copied);
            self.keep(Visit { referrer: Some(referrer), ..visit });
        }
        // On Facebook the bakery puts pages up by hand too, without a code: either may have brought these.
        for _ in 0..self.dice.near(if mended { 120 } else { 70 }) {
            let way = if self.dice.chance(50) { Way::Copied } else { Way::Post };
            let visit = self.visit(day, way);
            self.keep(Visit { referrer: Some("https://www.facebook.com/"), agent: IN_FACEBOOK, ..visit });
        }
        for _ in 0..self.dice.near(if mended { 110 } else { 80 }) {
            let (at, page) = (self.at(day), self.page());
            self.story.unfurls.push(Unfurl {
                at,
                page: page.clone(),
                network: "whatsapp",
                agent: "WhatsApp/2.23.20.0",
            });
            for _ in 0..self.dice.below(4) {
                let visit = self.visit(day, Way::Message);
                let agent = self.dice.one(&PHONES);
                let later = at + 60_000_000 * (1 + self.dice.below(300).cast_signed());
                self.keep(Visit { at: later, page: page.clone(), agent, ..visit });
            }
        }
    }

    /// A visit of the last days, of whoever presses a button now.
    fn somebody_before(&mut self, day: i64) -> Option<usize> {
        let many = self.story.visits.len();
        let among = many.min(60);
        if among == 0 || day == 0 {
            return None;
        }
        let at = many - 1 - self.dice.below(among as u64) as usize;
        // One press of a visit is enough.
        self.story.visits[at].pressed.is_none().then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::past::story::posting_days;

    fn codes() -> Codes {
        let code = |text: &str| text.to_owned();
        Codes {
            bar: ["facebook", "whatsapp", "x"]
                .into_iter()
                .map(|network| (network.to_owned(), format!("bar-{network}")))
                .collect(),
            posts: POSTS
                .iter()
                .flat_map(|(first, network, _)| {
                    posting_days(*first).map(move |day| (day, *network, format!("{network}-{day}")))
                })
                .collect(),
            ad: code("ad"),
            reply: code("reply"),
            article: code("article"),
            newsletter: code("newsletter"),
        }
    }

    fn told() -> Story {
        let pages: Vec<String> = (0..39).map(|page| format!("/bread/{page}-country-loaf")).collect();
        tell("2026-11-26".parse().unwrap(), &TimeZone::get("Europe/London").unwrap(), &codes(), &pages)
    }

    #[test]
    fn the_same_days_tell_the_same_story_within_them() {
        let (one, other) = (told(), told());
        assert_eq!(one.truth(|at| at), other.truth(|at| at));
        assert_eq!(one.visits.first().map(|visit| visit.at), other.visits.first().map(|visit| visit.at));
        let (from, to) = (
            "2026-08-28T00:00:00+01:00".parse::<jiff::Timestamp>().unwrap().as_microsecond(),
            "2026-11-26T00:00:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond(),
        );
        assert!(one.visits.iter().all(|visit| (from..to).contains(&visit.at)));
    }

    #[test]
    fn the_truth_is_what_the_facts_need() {
        let truth = told().truth(|_| 0).remove(&0).unwrap();
        let all: u64 = truth.values().sum();
        assert!((3_500..5_500).contains(&all), "{all}");
        assert!(
            truth[&Way::ShareButton] >= 150 && truth[&Way::Copied] >= 150 && truth[&Way::Message] >= 80,
            "{truth:?}"
        );
        assert!(
            truth[&Way::Post] >= 250 && truth[&Way::Ad] >= 180 && (30..70).contains(&truth[&Way::Reply]),
            "{truth:?}"
        );
        let bought = |side: &[Way]| {
            told().visits.iter().filter(|visit| visit.bought.is_some() && side.contains(&visit.way)).count()
        };
        let (passed, brought) = (
            bought(&[Way::ShareButton, Way::Copied, Way::Message]),
            bought(&[Way::Post, Way::Ad, Way::Reply, Way::Article]),
        );
        assert!((4..20).contains(&passed) && (4..20).contains(&brought), "{passed} {brought}");
    }

    #[test]
    fn a_share_descends_from_what_whoever_pressed_came_with() {
        let story = told();
        let with_parent: Vec<&Visit> = story.visits.iter().filter(|visit| visit.parent.is_some()).collect();
        assert!(with_parent.len() > 30, "{}", with_parent.len());
        let is_post =
            |code: &str| code.starts_with("facebook-") || code.starts_with("mastodon-") || code.starts_with("x-");
        assert!(with_parent.iter().any(|visit| visit.parent.as_deref().is_some_and(is_post)));
        assert!(with_parent.iter().any(|visit| visit.parent.as_deref().is_some_and(|parent| parent.len() == 6)));
    }
}
