//! Search: pages of a sheet by what somebody types of them, for whoever chooses one.

use std::io;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::folder;

/// Hundreds that are looked through. The most linked pages stand first; whoever looks for one behind them types its address.
const HUNDREDS: usize = 200;

/// A page to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "KnownPage")]
pub struct Named {
    /// Its whole address.
    pub address: String,
    /// Its title; empty where it has none.
    pub title: String,
}

#[derive(Deserialize)]
struct Shared {
    origin: String,
}

#[derive(Deserialize)]
struct Rows {
    u: Vec<String>,
    #[serde(default)]
    t: Vec<String>,
}

/// At most so many pages of the sheet below `folder` in whose address or title each word of `typed` stands, in the sheet's
/// order; all of them fit where nothing is typed. `None` where there is no sheet.
pub fn search(folder: &Path, typed: &str, at_most: usize) -> io::Result<Option<Vec<Named>>> {
    let shared = folder::site(folder)?.and_then(|site| serde_json::from_slice::<Shared>(&site).ok());
    let Some(Shared { origin }) = shared else { return Ok(None) };
    let typed = typed.to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let mut found = Vec::new();
    for number in 0..HUNDREDS {
        // There is none behind one that is missing.
        let Some(index) = folder::index(folder, number)? else { break };
        // A hundred that cannot be read has nothing to choose.
        let Ok(Rows { u, t }) = serde_json::from_slice(&index) else { continue };
        for (at, path) in u.into_iter().enumerate() {
            let address = if path.starts_with('/') { format!("{origin}{path}") } else { path };
            let title = t.get(at).cloned().unwrap_or_default();
            let (low, named) = (address.to_lowercase(), title.to_lowercase());
            if words.iter().all(|word| low.contains(word) || named.contains(word)) {
                found.push(Named { address, title });
            }
            if found.len() == at_most {
                return Ok(Some(found));
            }
        }
    }
    Ok(Some(found))
}
