//! `/do/…`: the page for whoever posts by hand, made for a telephone. It shows what is to be posted and where, and takes what he
//! says of it. Whoever holds the link may answer for this one delivery; its address is sealed and ends (`market::hand`).

use advise::hand as booked;
use axum::Form as Typed;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use market::deliver::{self, Answer, State as Stands};
use market::hand::{self, Link, LinkFault, Opened};
use measure::measured;
use serde::Deserialize;

use super::page::{Field, Form, Page, gone};
use crate::{House, Problem};

/// What posting takes somebody who has everything at hand.
const USUAL_MINUTES: i64 = 5;
/// Nobody posts for longer than a day.
const MOST_MINUTES: i64 = 24 * 60;
/// By whom minutes are entered that are told here.
const WHO: &str = "by the link in the mail";

/// Adds the buttons that need a script: copy, and hand on to another app.
const SCRIPT: &str = include_str!("hand.js");

pub(crate) async fn script() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    (headers, SCRIPT)
}

pub(crate) async fn page(State(house): State<House>, Path(end): Path<String>) -> Result<Page, Problem> {
    Ok(match opened(&house, &end).await? {
        Ok(it) => ask(&it, &end, None),
        Err(page) => page,
    })
}

/// What somebody says.
#[derive(Deserialize)]
pub(crate) struct Answered {
    #[serde(default)]
    said: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    minutes: String,
}

pub(crate) async fn say(
    State(house): State<House>,
    Path(end): Path<String>,
    Typed(said): Typed<Answered>,
) -> Result<Page, Problem> {
    let it = match opened(&house, &end).await? {
        Ok(it) => it,
        Err(page) => return Ok(page),
    };
    let minutes = match said.minutes.trim() {
        "" => Some(0),
        typed => typed.parse().ok().filter(|minutes| (0..=MOST_MINUTES).contains(minutes)),
    };
    let Some(minutes) = minutes else {
        return Ok(ask(&it, &end, Some("minutes are a whole number, from 0 to 1440")));
    };
    let answer = match &*said.said {
        "skip" => Answer::Skip,
        _ => Answer::Live(Some(said.url.clone())),
    };
    let is_live = matches!(answer, Answer::Live(_));
    let site = measured::of(house.db(), house.random(), &it.site).await?;
    let (now, told) = (house.now(), it.clone());
    let kept = house.db().write_or(move |tx| {
        Box::pin(async move {
            deliver::answer(&mut *tx, now, (&told.site, &told.delivery.id), &answer).await?;
            if is_live {
                booked::took(tx, now, WHO, (&site, &told), minutes).await?;
            }
            Ok::<_, market::Fault>(())
        })
    });
    match Box::pin(kept).await {
        Ok(()) if is_live => {
            Ok(Page::new("Thank you").says("It is noted as posted. What it brings stands in Tidings."))
        }
        Ok(()) => Ok(Page::new("Left out").says("It is not posted here. In Tidings it can be taken up again.")),
        Err(market::Fault::Wrong { says, .. }) => Ok(ask(&it, &end, Some(&says))),
        Err(fault) => Err(fault.into()),
    }
}

/// What the link shows; else the page that says why nothing.
async fn opened(house: &House, end: &str) -> Result<Result<Opened, Page>, Problem> {
    let link = match Link::opened(house.key(), end, house.now()) {
        Ok(link) => link,
        Err(LinkFault::Over) => {
            return Ok(Err(gone(
                "This link is over",
                "The post still waits in Tidings, under Posts: say there what became of it.",
            )));
        }
        Err(LinkFault::NotWhole) => {
            return Ok(Err(gone("This link is not whole", "Take the whole of it from the mail.")));
        }
    };
    let it = match hand::open(house.db(), &link.delivery).await {
        Ok(it) => it,
        Err(market::Fault::Unknown(_)) => {
            return Ok(Err(gone("There is nothing to post", "The post was thrown away meanwhile.")));
        }
        Err(fault) => return Err(fault.into()),
    };
    Ok(match it.delivery.state() {
        Stands::Waiting if it.held => Err(Page::new("Not yet")
            .says("This post was changed, and waits until somebody says yes to it. Come back by the same link then.")),
        Stands::Waiting => Ok(it),
        Stands::Live | Stands::Gone => Err(Page::new("This one is posted").says("There is nothing left to do here.")),
        _ => {
            Err(Page::new("This one was left out").says("It is not to be posted. In Tidings it can be taken up again."))
        }
    })
}

fn ask(it: &Opened, end: &str, fault: Option<&str>) -> Page {
    let told = &it.told;
    let at =
        if told.place == told.network { told.network.clone() } else { format!("{} ({})", told.network, told.place) };
    let to = format!("/do/{end}");
    let minutes = USUAL_MINUTES.to_string();
    let there = Form::to(&to, fault)
        .hidden("said", "live")
        .may(&Field {
            name: "url",
            label: "Where it is, if you have its address",
            kind: "url",
            fills: "off",
            value: "",
            hint: Some("The first visitor who comes by the link says that it is there, too."),
        })
        .may(&Field {
            name: "minutes",
            label: "Minutes that it took",
            kind: "number",
            fills: "off",
            value: &minutes,
            hint: Some("They are booked, so that Tidings can say whether it is worth it."),
        })
        .button("It is there");
    let not = Form::to(&to, None).hidden("said", "skip").quiet_button("Leave this one out");
    let mut page = Page::new(format!("Post on {at}"))
        .says(&format!("For {}. Copy the text, put it in there, then say so below.", it.site_name))
        .copies("What to post", &told.text);
    if let Some(picture) = &told.picture {
        let goes = if told.is_film { "The film that goes with it:" } else { "The picture that goes with it:" };
        let shows = if told.alt.is_empty() { goes } else { &told.alt };
        page = page.leads(shows, picture, "open it to save it");
    }
    if let Some(open) = &told.open {
        page = page.goes(open, &format!("Open {}", told.network));
    }
    page.form(&there).form(&not).script("/do.js")
}
