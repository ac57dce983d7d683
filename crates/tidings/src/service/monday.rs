//! Monday's mail goes out: from seven in the morning on the wall of each reader's sites, once, and on no other day. A house
//! that was away on Monday sends none: what it would say is old by then.

use std::collections::BTreeMap;

use advise::monday::{self, Week, letter, monday_of};
use anyhow::Result;
use domain::number_of;
use jiff::civil::{Date, Weekday};
use measure::measured;
use people::monday::{Line, Ready, off_link, readers, send};

use super::Shop;

/// From this hour on.
const HOUR: i8 = 7;

/// Sends what is due.
pub(crate) async fn go(shop: Shop) -> Result<()> {
    let mut persons: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for line in readers(&shop.audits.db).await? {
        persons.entry(line.person.clone()).or_default().push(line);
    }
    for lines in persons.into_values() {
        // One whose sites cannot be read keeps nobody else from his mail.
        if let Err(fault) = Box::pin(one(&shop, &lines)).await {
            tracing::error!(fault = format!("{fault:#}"), "somebody's mail of Monday was not made");
        }
    }
    Ok(())
}

async fn one(shop: &Shop, lines: &[Line]) -> Result<()> {
    let (db, now) = (&shop.audits.db, shop.audits.clock.now());
    let mut sites = Vec::new();
    for line in lines {
        sites.extend(measured::find(db, &line.site).await?.map(|measured| (line, measured)));
    }
    // Where sites lie in several zones, the last of them has to have its Monday morning.
    let walls = sites.iter().map(|(_, measured)| now.to_zoned(measured.zone.clone()).datetime());
    let Some(wall) = walls.min() else { return Ok(()) };
    let today = wall.date();
    if today.weekday() != Weekday::Monday || wall.hour() < HOUR {
        return Ok(());
    }
    let monday = monday_of(today);
    let Some(first) = lines.first().filter(|line| line.told.is_none_or(|told| told < number_of(monday))) else {
        return Ok(());
    };
    let weeks = weeks(shop, &sites, monday).await?;
    if weeks.is_empty() {
        return Ok(());
    }
    let base = shop.house.mailed_base();
    let off = match &base {
        Some(base) => Some(format!("{base}/monday/off/{}", off_link(shop.house.key(), &first.person)?)),
        None => None,
    };
    let letter = letter(&weeks, base.as_deref(), off.as_deref());
    let ready = Ready {
        person: first.person.clone(),
        email: first.email.clone(),
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
        off,
    };
    let monday = number_of(monday);
    db.write(move |tx| Box::pin(async move { send(tx, now, monday, ready).await })).await?;
    Ok(())
}

async fn weeks(shop: &Shop, sites: &[(&Line, measured::Measured)], monday: Date) -> Result<Vec<Week>> {
    let mut weeks = Vec::new();
    for (line, site) in sites {
        weeks.extend(monday::week(&shop.audits.db, &shop.audits.data, site, &line.name, monday).await?);
    }
    Ok(weeks)
}
