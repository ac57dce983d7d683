//! A page in short: how each network shows it, and what was found, by name instead of number.

use std::io;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Stands;
use super::chunk::{digits_of, verdict_of};

/// How a page stood in an audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct InShort {
    /// Its title.
    pub title: String,
    /// Networks that show it right today.
    pub right: usize,
    /// Networks that show it right after the mend.
    pub mended: usize,
    /// How each network shows it today.
    pub networks: Vec<OnNetwork>,
    /// What was found on it.
    pub rules: Vec<Found>,
}

/// How a network shows a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OnNetwork {
    /// The network.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// `right`, `cut`, `unchecked`, `no_picture`, `wrong_title` or `nothing`.
    pub verdict: String,
    /// The same in words.
    pub said: String,
}

/// A rule that found something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// The rule.
    #[serde(alias = "id")]
    pub rule: String,
    /// What it says.
    pub says: String,
}

#[derive(Deserialize)]
struct Named {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Shared {
    networks: Vec<Named>,
    verdicts: Vec<Named>,
    rules: Vec<Found>,
}

#[derive(Deserialize)]
struct Rows {
    t: Vec<String>,
    a: String,
    b: String,
    r: Vec<Vec<usize>>,
}

impl Stands {
    /// The page in short. An error: the sheet is damaged.
    pub fn in_short(&self) -> io::Result<InShort> {
        let Shared { networks, verdicts, rules } = serde_json::from_slice(&self.site)?;
        let rows: Rows = serde_json::from_slice(&self.index)?;
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let today = digits_of(&rows.a, self.row, networks.len()).ok_or_else(damaged)?;
        let mended = digits_of(&rows.b, self.row, networks.len()).ok_or_else(damaged)?;
        let verdict = |digit: u8| verdicts.get(verdict_of(digit)).ok_or_else(damaged);
        let right = |digits: &[u8]| {
            let rights = digits.iter().map(|digit| Ok(matches!(verdict(*digit)?.id.as_str(), "right" | "cut")));
            rights.collect::<io::Result<Vec<bool>>>().map(|rights| rights.into_iter().filter(|right| *right).count())
        };
        Ok(InShort {
            title: rows.t.get(self.row).cloned().unwrap_or_default(),
            right: right(today)?,
            mended: right(mended)?,
            rules: rows.r.get(self.row).into_iter().flatten().filter_map(|rule| rules.get(*rule).cloned()).collect(),
            networks: networks
                .iter()
                .zip(today)
                .map(|(network, digit)| {
                    let verdict = verdict(*digit)?;
                    Ok(OnNetwork {
                        id: network.id.clone(),
                        name: network.name.clone(),
                        verdict: verdict.id.clone(),
                        said: verdict.name.clone(),
                    })
                })
                .collect::<io::Result<_>>()?,
        })
    }
}
