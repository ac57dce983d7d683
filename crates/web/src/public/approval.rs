//! `/approve/…`: the page for a client who is to say yes to a post. It shows the post as each network will show it and what changed
//! since the last yes, and takes what he says. Whoever holds the link may answer for this one version of this one post; its
//! address is sealed and ends (`market::approval::Link`).

use std::fmt::Write as _;

use axum::Form as Typed;
use axum::extract::{Path, State};
use market::approval::{self, Change, Link, Opened, Said, Shown, Way};
use market::hand::LinkFault;
use networks::publish::Medium;
use serde::Deserialize;

use super::page::{Form, Page, escaped, gone};
use crate::{House, Problem};

pub(crate) async fn page(State(house): State<House>, Path(end): Path<String>) -> Result<Page, Problem> {
    Ok(match opened(&house, &end).await? {
        Ok((_, it)) => ask(&it, &end, None),
        Err(page) => page,
    })
}

/// What somebody says.
#[derive(Deserialize)]
pub(crate) struct Answered {
    #[serde(default)]
    said: String,
    #[serde(default)]
    remark: String,
}

pub(crate) async fn say(
    State(house): State<House>,
    Path(end): Path<String>,
    Typed(said): Typed<Answered>,
) -> Result<Page, Problem> {
    let (link, it) = match opened(&house, &end).await? {
        Ok(both) => both,
        Err(page) => return Ok(page),
    };
    let yes = match &*said.said {
        "yes" => true,
        "no" => false,
        _ => return Ok(ask(&it, &end, Some("press one of the two buttons"))),
    };
    if !yes && said.remark.trim().is_empty() {
        return Ok(ask(&it, &end, Some("write what is to be changed, so that somebody can change it")));
    }
    let (now, random) = (house.now(), house.random().clone());
    let (said, workspace) = (Said { yes, remark: Some(said.remark), by: link.name.clone() }, it.workspace.clone());
    let kept = house.db().write_or(move |tx| {
        Box::pin(async move {
            let deed = if yes { "post approved" } else { "post not approved" };
            approval::answer(&mut *tx, now, (&link.site, &link.post), link.version, &said).await?;
            people::note_of(tx, &*random, now, &workspace, None, &link.name, deed, &link.post).await?;
            Ok::<_, market::Fault>(())
        })
    });
    match Box::pin(kept).await {
        Ok(()) => {
            house.work().notify_waiters();
            Ok(if yes {
                Page::new("Thank you").says("It goes out at its time, just as you saw it.")
            } else {
                Page::new("Thank you")
                    .says("It does not go out like this. Whoever wrote it was told what you remarked.")
            })
        }
        Err(market::Fault::Wrong { says, .. }) => Ok(ask(&it, &end, Some(&says))),
        Err(market::Fault::Changed(_)) => Ok(changed()),
        Err(fault) => Err(fault.into()),
    }
}

/// What the link shows; else the page that says why nothing.
async fn opened(house: &House, end: &str) -> Result<Result<(Link, Opened), Page>, Problem> {
    let link = match Link::opened(house.key(), end, house.now()) {
        Ok(link) => link,
        Err(LinkFault::Over) => {
            return Ok(Err(gone("This link is over", "Ask whoever sent it to you for a new one.")));
        }
        Err(LinkFault::NotWhole) => {
            return Ok(Err(gone("This link is not whole", "Take the whole of it from where it was sent to you.")));
        }
    };
    let it = match approval::open(house.db(), &link).await {
        Ok(it) => it,
        Err(market::Fault::Unknown(_)) => {
            return Ok(Err(gone("There is nothing to look at", "The post was thrown away meanwhile.")));
        }
        Err(fault) => return Err(fault.into()),
    };
    Ok(if it.went_out {
        Err(Page::new("This post went out").says("There is nothing left to say to it here."))
    } else if it.stands.version != link.version {
        Err(changed())
    } else if let Some(said) = &it.stands.said {
        let who = said.answered_by.as_deref().unwrap_or("Somebody");
        let word = if said.is_yes() == Some(true) { "yes" } else { "no" };
        let says = format!("{who} said {word} to this post. If that is wrong, tell whoever sent you the link.");
        Err(Page::new(format!("It was said: {word}")).says(&says))
    } else {
        Ok((link, it))
    })
}

fn changed() -> Page {
    let says = "What this link shows is not what would go out now. Ask whoever sent it to you for a new one.";
    gone("This post was changed since", says)
}

fn ask(it: &Opened, end: &str, fault: Option<&str>) -> Page {
    let to = format!("/approve/{end}");
    let when = match it.post.wall.as_deref() {
        Some(wall) => format!("on {} ({})", wall.get(..16).unwrap_or(wall).replace('T', " at "), it.post.zone),
        None => "at a time that is not fixed yet".to_owned(),
    };
    let mut page = Page::new("May this go out?").says(&format!(
        "A post for {}. It is to go out {when}. Nothing of it is published before you say yes.",
        it.site_name
    ));
    page = match it.stands.agreed {
        Some(_) if it.stands.changes.is_empty() => page.says("Nothing changed since the last yes."),
        Some(_) => page.block(&differences(&it.stands.changes)),
        None => page,
    };
    for shown in &it.shown {
        page = page.block(&post(shown));
    }
    let yes = Form::to(&to, None).hidden("said", "yes").button("Yes, let it go out");
    let no = Form::to(&to, fault)
        .hidden("said", "no")
        .long("remark", "What is to be changed")
        .quiet_button("No, not like this");
    page.form(&yes).form(&no)
}

fn differences(changes: &[Change]) -> String {
    let mut html = "<section class=\"changes\"><h2>What changed since the last yes</h2><ul>".to_owned();
    for change in changes {
        let _ = write!(html, "<li>{}", escaped(&change.says));
        if !change.pieces.is_empty() {
            html += "<p class=\"post-text\">";
            for piece in &change.pieces {
                let text = escaped(&piece.text);
                let _ = match piece.way {
                    Way::Kept => write!(html, "{text}"),
                    Way::Gone => write!(html, "<del>{text}</del>"),
                    Way::New => write!(html, "<ins>{text}</ins>"),
                };
            }
            html += "</p>";
        }
        html += "</li>";
    }
    html + "</ul></section>"
}

fn post(shown: &Shown) -> String {
    let name = if shown.place == shown.network {
        escaped(&shown.network)
    } else {
        format!("{} ({})", escaped(&shown.network), escaped(&shown.place))
    };
    let by = if shown.by_hand { "<p class=\"hint\">Somebody posts it there himself.</p>" } else { "" };
    let mut html = format!(
        "<section class=\"post\"><h2>{name}</h2>{by}<p class=\"post-text\" dir=\"auto\">{}</p>",
        escaped(&shown.text)
    );
    for medium in &shown.pictures {
        picture(&mut html, medium);
    }
    for part in &shown.parts {
        let _ = write!(html, "<hr><p class=\"post-text\" dir=\"auto\">{}</p>", escaped(&part.text));
        for medium in &part.media {
            picture(&mut html, medium);
        }
    }
    if let Some(comment) = &shown.comment {
        let comment = escaped(comment);
        let _ =
            write!(html, "<hr><p class=\"hint\">First comment</p><p class=\"post-text\" dir=\"auto\">{comment}</p>");
    }
    if let Some(card) = &shown.card {
        html += "<div class=\"card\">";
        if let Some(medium) = &shown.card_picture {
            picture(&mut html, medium);
        }
        for line in [&card.title, &card.description].into_iter().flatten() {
            let _ = write!(html, "<p>{}</p>", escaped(&line.text));
        }
        if let Some(host) = &card.host {
            let _ = write!(html, "<p class=\"hint\">{}</p>", escaped(host));
        }
        html += "</div>";
    }
    html + "</section>"
}

fn picture(html: &mut String, medium: &Medium) {
    let Medium { digest, alt, width, height, .. } = medium;
    let (digest, alt) = (escaped(digest), escaped(alt));
    if medium.is_film() {
        let _ = write!(
            html,
            "<video src=\"/media/{digest}\" controls preload=\"metadata\" width=\"{width}\" height=\"{height}\" \
             aria-label=\"{alt}\"></video>"
        );
        return;
    }
    let _ = write!(html, "<img src=\"/media/{digest}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\">");
}
