//! Posted: the steps from a page to a post, and from a post to its first visits.

use jiff::civil::Date;
use market::deliver::State;

use super::{Seen, Step, joined};

/// The page of the shop that the strip proposes to write about.
pub(in crate::demo) const PAGE: &str = "bread/country-loaf";

/// What was posted about the shop.
#[derive(Clone, Debug)]
pub(in crate::demo) struct Posted {
    /// Drafts and what is planned, by their ids; the newest draft first.
    pub(in crate::demo) posts: Vec<String>,
    /// What was planned, in the order of its time.
    pub(in crate::demo) out: Vec<Out>,
    /// The day on the shop's wall.
    pub(in crate::demo) today: Date,
}

/// A delivery that was planned.
#[derive(Clone, Debug)]
pub(in crate::demo) struct Out {
    pub(in crate::demo) post: String,
    /// What the network is called.
    pub(in crate::demo) network: &'static str,
    pub(in crate::demo) state: State,
    /// When it goes out, on its wall: `14:05`.
    pub(in crate::demo) at: String,
    /// The day of that on the shop's wall.
    pub(in crate::demo) day: Date,
    /// What came by its link.
    pub(in crate::demo) visits: i64,
}

impl Out {
    fn is_live(&self) -> bool {
        matches!(self.state, State::Live | State::Gone)
    }
}

impl Seen<'_> {
    /// The steps from a page to a post, and from a post to its first visits.
    pub(super) fn posted(&self) -> [Step; 4] {
        [self.post(), self.schedule(), self.live(), self.came()]
    }

    /// The post that the steps are about: one that is live before one that is on its way, the latest of them.
    fn latest(&self) -> Option<&Out> {
        let out = &self.posted.out;
        out.iter().rev().find(|out| out.is_live()).or_else(|| out.last())
    }

    fn screen_of(&self, post: &str) -> String {
        format!("{}/posts/{post}", self.site())
    }

    fn post(&self) -> Step {
        let begun = self.latest().map(|out| &out.post).or(self.posted.posts.first());
        let page: String =
            url::form_urlencoded::byte_serialize(format!("{}{PAGE}", self.demo.address).as_bytes()).collect();
        let how = if begun.is_some() {
            "Its text, its card and the picture come from the page."
        } else {
            "A page of the shop becomes a post for the demo’s three accounts, for each as long as its network takes. They \
             lead to stand-ins on this machine."
        };
        Step {
            id: "post",
            says: "Write a post from a page",
            how: how.to_owned(),
            done: begun.is_some(),
            link: match begun {
                Some(post) => Some(self.screen_of(post)),
                None => self.is_read().then(|| format!("{}/posts/new?fill&page={page}", self.site())),
            },
            visit: None,
            presses: Vec::new(),
        }
    }

    fn schedule(&self) -> Step {
        let planned = self.latest();
        let begun = planned.map(|out| &out.post).or(self.posted.posts.first());
        Step {
            id: "schedule",
            says: "Plan it",
            how: match (planned, begun) {
                (Some(out), _) => format!("Its time is {}.", out.at),
                (None, Some(_)) => {
                    "Its time is two minutes from when you opened the form: press “Plan it”, or “Publish now”."
                        .to_owned()
                }
                (None, None) => "Choose a time, or publish it now: nothing leaves this machine.".to_owned(),
            },
            done: planned.is_some(),
            link: begun.map(|post| self.screen_of(post)),
            visit: None,
            presses: Vec::new(),
        }
    }

    fn live(&self) -> Step {
        let latest = self.latest();
        let live = self.names_of(Out::is_live);
        let how = match latest {
            None => "At its minute it goes out by each account, once, and each ends in a receipt.".to_owned(),
            Some(_) if !live.is_empty() => {
                format!("It is live on {live}. “See it”, beside each account, leads to the post at the stand-in.")
            }
            Some(out) if out.state.is_over() => {
                "It is not out: the post’s own screen says what stands in the way.".to_owned()
            }
            Some(out) => format!("It goes out at {} by itself.", out.at),
        };
        Step {
            id: "live",
            says: "See it live",
            how,
            done: !live.is_empty(),
            link: latest.map(|out| self.screen_of(&out.post)),
            visit: None,
            presses: Vec::new(),
        }
    }

    fn came(&self) -> Step {
        let visits: i64 = self.posted.out.iter().map(|out| out.visits).sum();
        let how = if visits > 0 {
            let many = if visits == 1 { "1 visit".to_owned() } else { format!("{visits} visits") };
            format!(
                "{many} by links in your post so far, on {}. They are invented readers of the demo’s, counted as everybody’s \
                 are; where you follow a link yourself, that counts too.",
                self.names_of(|out| out.visits > 0)
            )
        } else if self.posted.out.iter().any(Out::is_live) {
            "Readers of the demo’s own are on their way to the shop, by the links in your post: the first is there within \
             seconds. Follow one yourself, and that counts too."
                .to_owned()
        } else {
            "Once it is live, invented readers of the demo’s follow its links, and are counted as everybody’s are."
                .to_owned()
        };
        let today = self.posted.today;
        // The post alone, with what came by it: among everybody's visits of a day it would be looked for.
        let read = self.posted.out.iter().rev().find(|out| out.visits > 0);
        Step {
            id: "came",
            says: "See who came by it",
            how,
            done: visits > 0,
            link: read.map(|out| {
                format!("{}/worth/posts?from={}&to={today}&post={}", self.site(), out.day.min(today), out.post)
            }),
            visit: None,
            presses: Vec::new(),
        }
    }

    /// The networks of deliveries that are `so`, in words.
    fn names_of(&self, so: impl Fn(&Out) -> bool) -> String {
        joined(self.posted.out.iter().filter(|out| so(out)).map(|out| out.network).collect())
    }
}
