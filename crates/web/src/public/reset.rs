//! The page that sets a new password, once.

use axum::Form as Typed;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use people::reset::{self, Whose};
use serde::Deserialize;

use super::page::{Field, Form, Page, gone};
use super::sign_in::refusal;
use crate::api::sign_in::agent;
use crate::door::set_cookie;
use crate::{House, Problem};

pub(crate) async fn page(State(house): State<House>, Path(secret): Path<String>) -> Result<Response, Problem> {
    Ok(match reset::look(house.db(), house.now(), &secret).await? {
        Some(whose) => form(&secret, &whose, None).into_response(),
        None => over().into_response(),
    })
}

#[derive(Deserialize)]
pub(crate) struct NewPassword {
    #[serde(default)]
    password: String,
}

pub(crate) async fn set(
    State(house): State<House>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    Typed(NewPassword { password }): Typed<NewPassword>,
) -> Result<Response, Problem> {
    let (db, random, now) = (house.db(), house.random(), house.now());
    match reset::set(db, random, now, &secret, &password, agent(&headers)).await {
        Ok(Some(Some(session))) => {
            let cookie = AppendHeaders([(header::SET_COOKIE, set_cookie(&house, &headers, Some(&session)))]);
            Ok((cookie, Redirect::to("/")).into_response())
        }
        Ok(Some(None)) => {
            let says = "You belong to no workspace at the moment: ask an owner to invite you again.";
            Ok(Page::new("Your password is set").says(says).into_response())
        }
        Ok(None) => Ok(over().into_response()),
        Err(fault) => {
            let problem = refusal(fault)?;
            let whose = reset::look(db, now, &secret).await?;
            Ok(whose.map_or_else(over, |whose| form(&secret, &whose, Some(&problem))).into_response())
        }
    }
}

fn form(secret: &str, whose: &Whose, problem: Option<&Problem>) -> Page {
    let form = Form::to(&format!("/reset/{secret}"), problem.map(Problem::says))
        .field(&Field {
            name: "password",
            label: "New password",
            kind: "password",
            fills: "new-password",
            value: "",
            hint: Some("At least 10 characters. Wherever else you are signed in, you are signed out."),
        })
        .button("Set it and sign in");
    let email = whose.email.as_deref().unwrap_or_default();
    Page::new("A new password").says(&format!("For {}, {email}", whose.name)).form(&form).refused(problem)
}

fn over() -> Page {
    let says = "A link sets a password once, within an hour, and only the newest one works.";
    gone("This link was used, or has run out", says).leads("", "/forgotten", "Ask for a new one")
}
