//! Strip: which steps there are, which of them are done, and what to do now. Pure; what it looks at is [`Seen`].

mod posted;
#[cfg(test)]
mod tests;

use measure::arrivals::counts::Count;
use optimize::kept::{Kept, Stock};
use people::demo::Demo;
use schemars::JsonSchema;
use serde::Serialize;
use url::Url;

pub(super) use posted::{Out, PAGE, Posted};

/// A step of the strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "DemoStep")]
pub struct Step {
    /// `see`, `mend`, `watch`, `card`, `bar`, `click`, `post`, `schedule`, `live` or `came`.
    pub id: &'static str,
    /// What it is.
    pub says: &'static str,
    /// What to do now, or what came of it.
    pub how: String,
    /// Whether it is done.
    pub done: bool,
    /// Where in the console; null where there is nothing to see yet.
    pub link: Option<String>,
    /// Where a visitor of the shop would go.
    pub visit: Option<Url>,
    /// What can be done about it at one press, at this moment.
    pub presses: Vec<Press>,
}

/// What can be done at one press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "DemoPress")]
pub struct Press {
    /// What.
    pub act: Act,
    /// What the button says.
    pub says: &'static str,
    /// Whether it goes back rather than on.
    pub undoes: bool,
}

/// What the shop can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DemoAct")]
pub enum Act {
    /// `POST /demo/mend`
    Mend,
    /// `PUT /demo/cards`
    PutCards,
    /// `DELETE /demo/cards`
    TakeCards,
    /// `PUT /demo/bar`
    PutBar,
    /// `DELETE /demo/bar`
    TakeBar,
}

/// What the steps are told from.
pub(super) struct Seen<'a> {
    pub(super) demo: &'a Demo,
    /// Those of the shop, the newest first.
    pub(super) audits: Vec<Kept>,
    pub(super) cards: Stock,
    /// A page of the shop that has a card.
    pub(super) carded: Option<String>,
    pub(super) bar_changed_at: Option<i64>,
    /// What came by links that visitors passed on.
    pub(super) shared: Vec<Shared>,
    /// What was posted about it.
    pub(super) posted: Posted,
}

/// What came by a link that visitors passed on.
pub(super) struct Shared {
    /// Where to, by id.
    pub(super) network: Option<String>,
    pub(super) count: Count,
}

impl Seen<'_> {
    pub(super) fn steps(&self) -> Vec<Step> {
        let shop = [self.see(), self.mend(), self.watch(), self.card(), self.bar(), self.click()];
        shop.into_iter().chain(self.posted()).collect()
    }

    /// The newest audit that came to its end before `since`, or ever.
    fn before(&self, since: Option<i64>) -> Option<&Kept> {
        self.done().find(|kept| since.is_none_or(|since| kept.head.asked_at < since))
    }

    /// The newest audit that was asked for after `since`, and came to its end.
    fn after(&self, since: Option<i64>) -> Option<&Kept> {
        self.done().find(|kept| since.is_some_and(|since| kept.head.asked_at >= since))
    }

    fn done(&self) -> impl Iterator<Item = &Kept> {
        self.audits.iter().filter(|kept| kept.head.state == "done")
    }

    fn under_way(&self) -> Option<&Kept> {
        self.audits.first().filter(|kept| kept.head.ended_at.is_none())
    }

    fn today(&self) -> Option<&Kept> {
        self.before(self.demo.mended_at)
    }

    fn is_read(&self) -> bool {
        self.done().next().is_some()
    }

    /// The shop was read, and nobody reads it now: its pages may change.
    fn may_change(&self) -> bool {
        self.is_read() && self.under_way().is_none()
    }

    fn so_far(&self) -> String {
        match self.under_way() {
            Some(kept) if kept.head.pages > 0 => format!("The shop is being read: {} pages so far.", kept.head.pages),
            Some(_) => "The shop is about to be read.".to_owned(),
            None => "Ask for an audit of the shop.".to_owned(),
        }
    }

    fn site(&self) -> String {
        format!("/sites/{}", self.demo.site)
    }

    fn screen(&self, part: &str) -> Option<String> {
        self.is_read().then(|| format!("{}/share/{part}", self.site()))
    }

    fn see(&self) -> Step {
        let today = self.today();
        Step {
            id: "see",
            says: "See a link today",
            how: today.map_or_else(
                || self.so_far(),
                |today| {
                    let score = score(today);
                    format!("{score} % of the shop's links look right today. Open a page to see why the others do not.")
                },
            ),
            done: today.is_some(),
            link: self.audits.first().map(|_| self.site()),
            visit: None,
            presses: Vec::new(),
        }
    }

    fn mend(&self) -> Step {
        let mended = self.demo.mended_at.is_some();
        let how = if mended {
            "The shop's pages are mended. Those without a good picture wait for a card."
        } else {
            "The things to do say how. Here the shop does them for you, at one press."
        };
        let press = Press { act: Act::Mend, says: "Mend the demo shop", undoes: false };
        Step {
            id: "mend",
            says: "Mend it",
            how: how.to_owned(),
            done: mended,
            link: self.today().map(|_| self.site()),
            visit: None,
            presses: if !mended && self.may_change() { vec![press] } else { Vec::new() },
        }
    }

    fn watch(&self) -> Step {
        let better = self.today().zip(self.after(self.demo.mended_at)).filter(|(today, after)| {
            // Shares of two numbers of pairs, compared as whole numbers.
            let share = |kept: &Kept| (kept.right_today.unwrap_or(0), kept.pairs.unwrap_or(0));
            let ((a, of_a), (b, of_b)) = (share(today), share(after));
            i128::from(b) * i128::from(of_a) > i128::from(a) * i128::from(of_b)
        });
        Step {
            id: "watch",
            says: "Watch it change",
            how: match (better, self.demo.mended_at) {
                (Some((today, after)), _) => {
                    format!("{} % before, {} % now. That is what mending does.", score(today), score(after))
                }
                (None, None) => "Once it is mended, the shop is read again, and both are set side by side.".to_owned(),
                (None, Some(_)) => self.so_far(),
            },
            done: better.is_some(),
            link: better.map(|_| self.site()),
            visit: None,
            presses: Vec::new(),
        }
    }

    fn card(&self) -> Step {
        let since = self.demo.cards_at;
        let after = self.after(since);
        let how = match (since, after) {
            (None, _) if self.cards.pages == 0 => {
                "Some pages have no picture, or none that every network takes. Open the screen of cards and press “Make cards”."
                    .to_owned()
            }
            (None, _) => format!(
                "{} made. The shop puts {} onto its pages at one press.",
                if self.cards.pages == 1 { "A card is".to_owned() } else { format!("{} cards are", self.cards.pages) },
                if self.cards.pages == 1 { "it" } else { "them" }
            ),
            (Some(_), None) => self.so_far(),
            (Some(_), Some(after)) => {
                let before = self.before(since).map_or(0, score);
                format!("{before} % before the cards, {} % now: what was promised is what networks see.", score(after))
            }
        };
        let mut presses = Vec::new();
        if self.may_change() {
            match since {
                None if self.cards.pages > 0 => {
                    presses.push(Press { act: Act::PutCards, says: "Put the cards onto the shop", undoes: false });
                }
                None => {}
                Some(since) => {
                    if self.cards.changed_at.is_some_and(|changed| changed > since) {
                        presses.push(Press { act: Act::PutCards, says: "Put the new cards on", undoes: false });
                    }
                    presses.push(Press { act: Act::TakeCards, says: "Take the cards off", undoes: true });
                }
            }
        }
        let page = self.carded.as_deref().filter(|_| after.is_some()).map(|page| {
            let page: String = url::form_urlencoded::byte_serialize(page.as_bytes()).collect();
            format!("{}/page?of={page}", self.site())
        });
        Step {
            id: "card",
            says: "Make a card",
            how,
            done: after.is_some(),
            link: page.or_else(|| self.screen("cards")),
            visit: None,
            presses,
        }
    }

    fn bar(&self) -> Step {
        let since = self.demo.bar_at;
        let how = match since {
            None => {
                "A row of plain links, each with a code of its own. Choose its networks, or put the usual ones onto the \
                 shop at one press."
            }
            Some(_) => "Each page of the shop has it, at the end of its text.",
        };
        let presses = match since {
            None if self.is_read() => {
                vec![Press { act: Act::PutBar, says: "Put the share bar onto the shop", undoes: false }]
            }
            None => Vec::new(),
            Some(since) => {
                let is_newer = self.bar_changed_at.is_some_and(|changed| changed > since);
                let again = Press { act: Act::PutBar, says: "Put the changed bar on", undoes: false };
                let off = Press { act: Act::TakeBar, says: "Take the bar off", undoes: true };
                if is_newer { vec![again, off] } else { vec![off] }
            }
        };
        Step {
            id: "bar",
            says: "Put up a share bar",
            how: how.to_owned(),
            done: since.is_some(),
            link: self.screen("bar"),
            visit: None,
            presses,
        }
    }

    fn click(&self) -> Step {
        let up = self.demo.bar_at.is_some();
        let clicks: i64 = self.shared.iter().map(|shared| shared.count.clicks).sum();
        let clicked = self.names(|count| count.clicks);
        let unfurled = self.names(|count| count.unfurls);
        let how = if clicks > 0 {
            let many = if clicks == 1 { "1 click".to_owned() } else { format!("{clicks} clicks") };
            format!("{many} by {clicked}. Every button has a row of its own among the links.")
        } else if !up {
            "Once the bar is up: open the shop as a visitor, press a button, follow what was shared, and see the click here."
                .to_owned()
        } else if unfurled.is_empty() {
            "Open the shop as a visitor, and press a button at the end of its page. A stand-in of the network shows what \
             was shared: follow its link, then come back."
                .to_owned()
        } else {
            format!(
                "It was shared on {unfurled}, whose preview agent came by. Now follow the link there, as somebody who \
                 saw it, and come back."
            )
        };
        let visit = Url::parse(&self.demo.address).ok().filter(|_| up).map(|mut shop| {
            shop.set_fragment(Some("share"));
            shop
        });
        Step {
            id: "click",
            says: "Share it, see the click",
            how,
            done: clicks > 0,
            link: self.screen("links").filter(|_| up || clicks > 0),
            visit,
            presses: Vec::new(),
        }
    }

    /// The networks where `number` counts something, in words.
    fn names(&self, number: impl Fn(&Count) -> i64) -> String {
        let name = |shared: &Shared| match &shared.network {
            None => "a copied link",
            Some(id) => networks::NETWORKS.iter().find(|it| it.id.as_str() == id).map_or("a link", |it| it.about.name),
        };
        joined(self.shared.iter().filter(|shared| number(&shared.count) > 0).map(name).collect())
    }
}

/// Names in words, each once: `Bluesky, Mastodon and X`.
fn joined(mut names: Vec<&str>) -> String {
    names.sort_unstable();
    names.dedup();
    match &*names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn score(kept: &Kept) -> i64 {
    kept.score().unwrap_or(0)
}
