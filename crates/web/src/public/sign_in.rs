//! The page to sign in.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::{Extension, Form as Typed};
use serde::Deserialize;

use super::client;
use super::page::{Field, Form, Page, local};
use crate::api::sign_in::agent;
use crate::door::{cookie, set_cookie};
use crate::visitor::Visitor;
use crate::{House, Problem};

#[derive(Deserialize)]
pub(crate) struct To {
    /// Where one goes then: a path of this house.
    #[serde(default)]
    to: String,
}

pub(crate) async fn page(
    State(house): State<House>,
    headers: HeaderMap,
    Query(To { to }): Query<To>,
) -> Result<Response, Problem> {
    let signed = people::signed(house.db(), house.now(), cookie(&house, &headers).unwrap_or_default()).await?;
    if signed.is_some_and(|signed| signed.is_in_person()) {
        return Ok(Redirect::to(local(&to)).into_response());
    }
    // Whoever was there came by a client's link, and has no password to sign in with.
    if to == "/report" {
        return Ok(client::over().leads("", "/sign-in", "Sign in").into_response());
    }
    if !people::first::has_password(house.db()).await? {
        let says = "Nobody has a password yet. Open the link that Tidings printed when it was started; it lets you in.";
        return Ok(Page::new("Sign in").says(says).into_response());
    }
    Ok(form(&to, "", None).into_response())
}

#[derive(Deserialize)]
pub(crate) struct SignIn {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    to: String,
}

pub(crate) async fn sign_in(
    State(house): State<House>,
    Extension(Visitor(from)): Extension<Visitor>,
    headers: HeaderMap,
    Typed(SignIn { email, password, to }): Typed<SignIn>,
) -> Result<Response, Problem> {
    let (db, random, now) = (house.db(), house.random(), house.now());
    let from = from.to_string();
    let problem = match people::sign_in::sign_in(db, random, now, &email, &password, &from).await {
        Ok(Some((person, workspace))) => {
            let secret = people::begin(db, &**random, now, &person, &workspace, agent(&headers)).await?;
            let cookie = AppendHeaders([(header::SET_COOKIE, set_cookie(&house, &headers, Some(&secret)))]);
            return Ok((cookie, Redirect::to(local(&to))).into_response());
        }
        Ok(None) => Problem::new(StatusCode::UNAUTHORIZED, "sign_in_wrong", "e-mail or password is wrong"),
        Err(fault) => refusal(fault)?,
    };
    Ok(form(&to, &email, Some(&problem)).into_response())
}

fn form(to: &str, email: &str, problem: Option<&Problem>) -> Page {
    let form = Form::to("/sign-in", problem.map(Problem::says))
        .hidden("to", local(to))
        .field(&Field { name: "email", label: "E-mail", kind: "email", fills: "username", value: email, hint: None })
        .field(&Field {
            name: "password",
            label: "Password",
            kind: "password",
            fills: "current-password",
            value: "",
            hint: None,
        })
        .button("Sign in");
    Page::new("Sign in").form(&form).leads("Forgotten?", "/forgotten", "Set a new password").refused(problem)
}

/// What is told on the page; something of ours that broke is not.
pub(crate) fn refusal(fault: people::Fault) -> Result<Problem, Problem> {
    match fault {
        people::Fault::Store(_) => Err(fault.into()),
        told => Ok(told.into()),
    }
}
