//! The count: what the networks have, beside what the program says. First comments have rows of their own.

use std::collections::HashMap;

use anyhow::{Result, bail};

use super::trial::{BELOW, Trial};
use crate::posting::networks::Live;

/// What a trial came to at one network.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) network: String,
    pub(super) deliveries: usize,
    pub(super) live: usize,
    /// Of those, with pictures.
    pub(super) pictured: usize,
    pub(super) doubled: usize,
    pub(super) lost: usize,
    pub(super) person: usize,
    /// Said by the network to be none that it takes, and not there.
    pub(super) refused: usize,
    /// Of what was lost or refused, the first.
    pub(super) example: String,
}

/// What a trial came to.
pub(super) struct Told {
    pub(super) rows: Vec<Row>,
    pub(super) kills: u32,
    pub(super) seconds: f64,
    pub(super) without: Vec<String>,
    pub(super) notes: Vec<String>,
}

/// How often something is there, and whether with pictures.
type There = HashMap<(usize, String, String), (usize, bool)>;

impl Trial {
    /// What came of all that was planned.
    pub(super) fn count(self, notes: Vec<String>) -> Result<Told> {
        let seconds = self.began.elapsed().as_secs_f64();
        let states = self.states()?;
        let mut there = There::new();
        for (at, side) in self.sides.iter().enumerate() {
            for (live, mark) in marked(side.networks.live()?)? {
                let (many, pictured) = there.entry((at, live.network, mark)).or_default();
                *many += 1;
                *pictured |= live.pictures > 0;
            }
        }
        let mut rows: Vec<Row> = Vec::new();
        for (post, at) in &self.planned {
            let account = &self.accounts[*at];
            for (mark, of) in [(post.clone(), ""), (format!("{post}{BELOW}"), ", first comments")] {
                // Where nobody comments there is none.
                let Some((state, says)) = states.get(&mark) else { continue };
                // A comment is held back with its post.
                let state = if matches!(&*states[post].0, "person" | "refused") { &states[post].0 } else { state };
                let network = format!("{}{of}", account.label);
                let key = (account.side, account.network.clone(), mark.clone());
                let (many, pictured) = there.remove(&key).unwrap_or_default();
                let place = rows.iter().position(|row| row.network == network).unwrap_or(rows.len());
                if place == rows.len() {
                    rows.push(Row { network, ..Row::default() });
                }
                rows[place].counts(&mark, (state, says), many, pictured);
            }
        }
        if let Some((_, network, mark)) = there.into_keys().next() {
            bail!("{mark} stands at {network}, and nobody planned it there");
        }
        Ok(Told { rows, kills: self.death.kills(), seconds, without: self.without, notes })
    }
}

impl Row {
    /// One that stands so, and so often at the network.
    fn counts(&mut self, mark: &str, (state, says): (&str, &str), many: usize, pictured: bool) {
        self.deliveries += 1;
        self.doubled += many.saturating_sub(1);
        let found = match (state, many) {
            ("live", 1..) => {
                self.pictured += usize::from(pictured);
                &mut self.live
            }
            ("person", _) => &mut self.person,
            ("refused", 0) => &mut self.refused,
            _ => &mut self.lost,
        };
        *found += 1;
        if (state != "live" || many != 1) && self.example.is_empty() {
            self.example = format!("{mark} is {state}, {many} times there: {says}");
        }
    }
}

/// What is live with the mark by which it was planned: a comment has that of the post below which it stands.
fn marked(live: Vec<Live>) -> Result<Vec<(Live, String)>> {
    let posts: HashMap<(String, String), String> = live
        .iter()
        .filter(|it| it.below.is_none())
        .map(|it| ((it.network.clone(), it.id.clone()), it.mark.clone()))
        .collect();
    let mut marked = Vec::with_capacity(live.len());
    for it in live {
        let mark = match &it.below {
            None => it.mark.clone(),
            Some(post) => match posts.get(&(it.network.clone(), post.clone())) {
                Some(mark) => format!("{mark}{BELOW}"),
                None => bail!("{} stands at {} below nothing of ours", it.mark, it.network),
            },
        };
        marked.push((it, mark));
    }
    Ok(marked)
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    fn live(id: &str, below: Option<&str>, mark: &str) -> Live {
        Live {
            network: "x".to_owned(),
            id: id.to_owned(),
            below: below.map(str::to_owned),
            mark: mark.to_owned(),
            pictures: 0,
            at: SystemTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_comment_is_counted_with_the_post_below_which_it_stands_and_with_no_other() {
        let marks = |live| marked(live).map(|all| all.into_iter().map(|(_, mark)| mark).collect::<Vec<_>>());
        let posts = vec![live("1", None, "n1"), live("2", None, "n2"), live("3", Some("2"), "c0")];
        assert_eq!(marks(posts).unwrap(), ["n1", "n2", "n2+"]);
        assert!(marks(vec![live("3", Some("9"), "c0")]).is_err());
    }

    #[test]
    fn what_is_there_twice_is_doubled_and_what_is_not_there_is_lost() {
        let mut row = Row::default();
        row.counts("n1", ("live", ""), 2, true);
        row.counts("n2", ("live", ""), 0, false);
        row.counts("n3", ("person", "look there"), 1, false);
        row.counts("n4+", ("planned", ""), 0, false);
        assert_eq!((row.live, row.pictured, row.doubled, row.lost, row.person), (1, 1, 1, 2, 1));
        assert_eq!(row.example, "n1 is live, 2 times there: ");
    }
}
