//! Minting: a code that nobody has, and its row.

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::{Activity, Code, Random};
use jiff::Timestamp;
use serde::Serialize;
use store::{Tx, sql};
use url::Url;

use super::change::next_change;
use super::{By, Form, Link, NOTE, New, Target, WORD, word};
use crate::Fault;

/// Rows of one statement.
const AT_ONCE: usize = 1_000;
/// Codes are drawn anew so often. Of 887 million, a hundred thousand are taken: that one is met ten times in a row does
/// not happen.
const TRIES: usize = 10;

/// A row as the statement reads it.
#[derive(Serialize)]
struct Row {
    code: String,
    target: String,
    activity: &'static str,
    network: Option<String>,
    placement: Option<String>,
    campaign: Option<String>,
    parent: Option<String>,
    form: &'static str,
    note: Option<String>,
    bar: Option<String>,
    expires_at: Option<i64>,
}

impl Row {
    fn of(new: &New) -> Result<Self, Fault> {
        if !new.activity.mints() {
            let says = format!("{} puts no link anywhere: name what the link is for", new.activity.in_words());
            return Err(Fault::wrong("activity_without_link", says));
        }
        Ok(Self {
            code: String::new(),
            target: new.target.url().to_string(),
            activity: new.activity.name(),
            network: word("network", new.network.as_deref(), WORD)?,
            placement: word("placement", new.placement.as_deref(), WORD)?,
            campaign: word("campaign", new.campaign.as_deref(), WORD)?,
            parent: new.parent.map(|code| code.to_string()),
            form: new.form.name(),
            note: word("note", new.note.as_deref(), NOTE)?,
            bar: None,
            expires_at: new.expires.map(Timestamp::as_microsecond),
        })
    }

    fn link(self, by: &By, now: Timestamp) -> Link {
        Link {
            code: self.code,
            site: by.site.clone(),
            target: self.target,
            activity: self.activity.to_owned(),
            network: self.network,
            placement: self.placement,
            campaign: self.campaign,
            parent: self.parent,
            form: self.form.to_owned(),
            note: self.note,
            made_by: by.name.clone(),
            made_at: now.as_microsecond(),
            expires_at: self.expires_at,
            withdrawn_at: None,
        }
    }
}

/// Mints a link.
pub async fn mint(tx: &mut Tx, random: &dyn Random, now: Timestamp, by: &By, new: &New) -> Result<Link, Fault> {
    let minted = mint_all(tx, random, now, by, std::slice::from_ref(new)).await?;
    minted.into_iter().next().ok_or(Fault::Unknown("link"))
}

/// Mints many: all of them, or none.
pub async fn mint_all(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    by: &By,
    new: &[New],
) -> Result<Vec<Link>, Fault> {
    let rows = new.iter().map(Row::of).collect::<Result<Vec<_>, _>>()?;
    let parents: BTreeSet<&str> = rows.iter().filter_map(|row| row.parent.as_deref()).collect();
    for parent in parents {
        let known: Option<String> = sql!("link_exists").bind(&*by.site).bind(parent).fetch_optional(&*tx).await?;
        if known.is_none() {
            let says = format!("the parent {parent} is no link of this site: leave it out, or name the code of one");
            return Err(Fault::wrong("parent_unknown", says));
        }
    }
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let changed = next_change(tx).await?;
    let mut minted = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let part: Vec<Row> = rows.by_ref().take(AT_ONCE).collect();
        minted.extend(insert(tx, random, now, by, changed, part).await?);
    }
    Ok(minted)
}

/// Puts rows in. A code that is taken is drawn again.
async fn insert(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    by: &By,
    changed: i64,
    mut waiting: Vec<Row>,
) -> Result<Vec<Link>, Fault> {
    let mut minted = Vec::with_capacity(waiting.len());
    for _ in 0..TRIES {
        for row in &mut waiting {
            row.code = Code::mint(random).to_string();
        }
        // Two of one list may have drawn the same: the engine takes one of them, and the other stays.
        let list = serde_json::to_string(&waiting).unwrap_or_default();
        let added: Vec<String> =
            sql!("link_add").bind(list).bind(&*by.site).bind(&*by.name).bind(now).bind(changed).fetch_all(&*tx).await?;
        let mut added: HashSet<String> = added.into_iter().collect();
        let (in_it, left): (Vec<Row>, Vec<Row>) = waiting.into_iter().partition(|row| added.remove(&row.code));
        minted.extend(in_it.into_iter().map(|row| row.link(by, now)));
        waiting = left;
        if waiting.is_empty() {
            return Ok(minted);
        }
    }
    Err(Fault::wrong("codes_used_up", "no free code was found in ten tries: try again"))
}

/// The button of a share bar that is no network's: the one that copies the address, or opens the device's own share sheet.
pub const COPIED: &str = "copy";

/// The link of a share bar's button: one for each network and placement of a site, made at the first call. It leads to
/// the start of the site; on a page its token travels on the page's own address.
pub async fn for_bar(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    by: &By,
    home: &Url,
    network: &str,
    placement: &str,
) -> Result<Link, Fault> {
    let placement = word("placement", Some(placement), WORD)?.unwrap_or_default();
    let bar = format!("{network}/{placement}");
    let found = sql!("link_of_bar").bind(&*by.site).bind(&*bar);
    if let Some(link) = found.clone().fetch_optional(&*tx).await? {
        return Ok(link);
    }
    // From here on nobody else mints.
    let changed = next_change(tx).await?;
    if let Some(link) = found.fetch_optional(&*tx).await? {
        return Ok(link);
    }
    let mut row = Row::of(&New {
        target: Target::home(home),
        activity: if network == COPIED { Activity::CopiedLink } else { Activity::ShareButton },
        network: Some(network.to_owned()).filter(|network| network != COPIED),
        placement: Some(placement).filter(|placement| !placement.is_empty()),
        campaign: None,
        parent: None,
        form: Form::Page,
        note: None,
        expires: None,
    })?;
    row.bar = Some(bar.clone());
    let made = insert(tx, random, now, by, changed, vec![row]).await?;
    made.into_iter().next().ok_or(Fault::Unknown("link"))
}

/// The codes of a bar's buttons, by the names of their networks ([`COPIED`] for the one that copies): as [`for_bar`].
pub async fn codes_for_bar(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    by: &By,
    home: &Url,
    names: Vec<String>,
    placement: &str,
) -> Result<HashMap<String, Code>, Fault> {
    let mut codes = HashMap::with_capacity(names.len());
    for name in names {
        let link = for_bar(&mut *tx, random, now, by, home, &name, placement).await?;
        if let Ok(code) = link.code.parse() {
            codes.insert(name, code);
        }
    }
    Ok(codes)
}
