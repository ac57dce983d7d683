//! The calendar of what a site has planned, for calendar programs. What somebody has to post himself rings, and carries all
//! that he needs for it.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use market::account;
use market::deliver::{Delivery, State as Stands};
use market::post::{self, Post, calendar};

use crate::api::time;
use crate::{House, Problem};

/// What waits for somebody stays in the calendar for so long.
const BACK: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Posts of one calendar.
const MOST: i64 = 2_000;
/// Signs of an event's title.
const TITLE: usize = 80;

pub(crate) async fn calendar(
    State(house): State<House>,
    headers: HeaderMap,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let key = key.strip_suffix(".ics").unwrap_or(&key);
    let site = people::calendar::site_of(house.db(), key).await?.ok_or_else(|| Problem::not_found("calendar"))?;
    let from = house.now().saturating_sub(BACK).unwrap_or(house.now()).as_microsecond();
    let posts = post::of_site(house.db(), &site.id, (from, i64::MAX), false, MOST).await?;
    let ids: Vec<&str> = posts.iter().map(|post| &*post.id).collect();
    let mut deliveries: HashMap<String, Vec<Delivery>> = HashMap::new();
    for it in post::deliveries_of(house.db(), &ids).await? {
        deliveries.entry(it.post.clone()).or_default().push(it);
    }
    let accounts = account::of_workspace(house.db(), &site.workspace).await?;
    let accounts: HashMap<&str, &account::Account> = accounts.iter().map(|it| (&*it.id, it)).collect();
    let base = house.base(&headers);
    let events = posts.iter().filter_map(|post| {
        let its = deliveries.get(&post.id)?;
        let mut event = event(post, its, &accounts)?;
        event.url = format!("{base}/sites/{}/posts/{}", site.id, post.id);
        Some(event)
    });
    let events: Vec<calendar::Event> = events.collect();
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    Ok((headers, calendar::written(&format!("{}: posts", site.name), &events)).into_response())
}

/// A post as an event; `None` where nothing of it is to come any more.
fn event(post: &Post, its: &[Delivery], accounts: &HashMap<&str, &account::Account>) -> Option<calendar::Event> {
    let comes: Vec<&Delivery> =
        its.iter().filter(|it| matches!(it.state(), Stands::Planned | Stands::Waiting)).collect();
    let (at, _) = (post.due_at?, comes.first()?);
    let mut rings = false;
    let mut parts = Vec::new();
    let mut by_itself = Vec::new();
    for it in comes {
        let Some(account) = accounts.get(&*it.account) else { continue };
        if account.by_hand {
            rings = true;
            parts.push(format!("Post this on {} yourself:\n\n{}", account.name, it.whole(post, true)));
        } else {
            by_itself.push(&*account.name);
        }
    }
    if !by_itself.is_empty() {
        parts.push(format!("By itself on {}:\n\n{}", by_itself.join(", "), post.text));
    }
    let said = [&*post.text, &post.card().title, post.page.as_deref().unwrap_or_default()]
        .into_iter()
        .find_map(|text| text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned));
    let said: String = said.unwrap_or_default().chars().take(TITLE).collect();
    Some(calendar::Event {
        id: post.id.clone(),
        version: post.version,
        at: time(at),
        changed: time(post.changed_at),
        title: if rings { format!("Your turn: {said}") } else { said },
        text: parts.join("\n\n"),
        rings,
        ..calendar::Event::default()
    })
}
