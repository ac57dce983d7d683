//! The page to join a workspace: who is new says who he is; who has a password shows it; who is signed in presses a
//! button.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::{Extension, Form as Typed};
use people::invitation::{self, Invited};
use people::{Role, Signed};
use serde::Deserialize;

use super::page::{Field, Form, Page, gone};
use super::sign_in::refusal;
use crate::api::sign_in::agent;
use crate::door::{cookie, set_cookie};
use crate::visitor::Visitor;
use crate::{House, Problem};

pub(crate) async fn page(
    State(house): State<House>,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(invited) = invitation::look(house.db(), house.now(), &secret).await? else {
        return Ok(over().into_response());
    };
    let signed = himself(&house, &headers, &invited).await?;
    Ok(form(&secret, &invited, signed.as_ref(), "", None).into_response())
}

#[derive(Deserialize)]
pub(crate) struct Join {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

pub(crate) async fn join(
    State(house): State<House>,
    Path(secret): Path<String>,
    Extension(Visitor(from)): Extension<Visitor>,
    headers: HeaderMap,
    Typed(Join { name, password }): Typed<Join>,
) -> Result<Response, Problem> {
    let (db, random, now) = (house.db(), house.random(), house.now());
    let Some(invited) = invitation::look(db, now, &secret).await? else { return Ok(over().into_response()) };
    let signed = himself(&house, &headers, &invited).await?;
    if let Some(signed) = &signed {
        let joined = invitation::join_known(db, random, now, &secret, &signed.person).await?;
        let Some(workspace) = joined else { return Ok(over().into_response()) };
        people::work_in(db, signed, cookie(&house, &headers).unwrap_or_default(), &workspace).await?;
        return Ok(Redirect::to("/").into_response());
    }
    let joined = if invited.known {
        let from = from.to_string();
        match people::sign_in::check(db, random, now, &invited.email, &password, &from).await {
            Ok(Some(known)) => {
                let workspace = invitation::join_known(db, random, now, &secret, &known.person).await;
                workspace.map(|workspace| workspace.map(|workspace| (known.person, workspace)))
            }
            Ok(None) => {
                let wrong = Problem::new(StatusCode::UNAUTHORIZED, "sign_in_wrong", "the password is wrong");
                return Ok(form(&secret, &invited, None, "", Some(&wrong)).into_response());
            }
            Err(fault) => Err(fault),
        }
    } else {
        invitation::join_new(db, random, now, &secret, &name, &password).await
    };
    match joined {
        Ok(Some((person, workspace))) => {
            let session = people::begin(db, &**random, now, &person, &workspace, agent(&headers)).await?;
            let cookie = AppendHeaders([(header::SET_COOKIE, set_cookie(&house, &headers, Some(&session)))]);
            Ok((cookie, Redirect::to("/")).into_response())
        }
        Ok(None) => Ok(over().into_response()),
        Err(fault) => {
            let problem = refusal(fault)?;
            Ok(form(&secret, &invited, None, &name, Some(&problem)).into_response())
        }
    }
}

/// Whoever is signed in with the e-mail that the invitation names.
async fn himself(house: &House, headers: &HeaderMap, invited: &Invited) -> Result<Option<Signed>, Problem> {
    let signed = people::signed(house.db(), house.now(), cookie(house, headers).unwrap_or_default()).await?;
    Ok(signed.filter(|signed| signed.is_in_person() && signed.email.as_ref() == Some(&invited.email)))
}

fn form(secret: &str, invited: &Invited, signed: Option<&Signed>, name: &str, problem: Option<&Problem>) -> Page {
    let Invited { workspace_name, email, invited_by, known, .. } = invited;
    let may = match invited.role() {
        Role::Owner => "decide who else may come in, and do everything else",
        Role::Editor => "add sites and have them audited",
        Role::Viewer | Role::Client => "see its sites and what was found there",
    };
    // Whoever set Tidings up and never said his name is called that, to himself.
    let by = if invited_by == people::first::NAME { "This link invites" } else { &format!("{invited_by} invites") };
    let page = Page::new(format!("Join {workspace_name}"))
        .says(&format!("{by} {email} to this workspace. There you may {may}."));
    let form = Form::to(&format!("/invitation/{secret}"), problem.map(Problem::says));
    let password = |label, fills, hint| Field { name: "password", label, kind: "password", fills, value: "", hint };
    let form = match (signed, known) {
        (Some(_), _) => form.button("Join"),
        (None, true) => form.field(&password("Your password", "current-password", None)).button("Sign in and join"),
        (None, false) => form
            .field(&Field {
                name: "name",
                label: "Your name",
                kind: "text",
                fills: "name",
                value: name,
                hint: Some("As the others see you"),
            })
            .field(&password("A password", "new-password", Some("At least 10 characters")))
            .button("Join"),
    };
    let page = page.form(&form).refused(problem);
    if signed.is_none() && *known { page.leads("Forgotten?", "/forgotten", "Set a new password") } else { page }
}

fn over() -> Page {
    gone(
        "This invitation was used, or has run out",
        "It lets one person in, within seven days. Whoever joined signs in; otherwise ask for a new one.",
    )
    .leads("", "/sign-in", "Sign in")
}
