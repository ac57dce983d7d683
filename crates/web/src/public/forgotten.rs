//! The page for whoever forgot his password. Its answer tells nobody who signs in here.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Form as Typed};
use serde::Deserialize;

use super::page::{Field, Form, Page};
use super::sign_in::refusal;
use crate::visitor::Visitor;
use crate::{House, Problem};

/// Where no mail can be sent, or no public address is known that a mail could lead to.
const BY_HAND: &str = "This Tidings sends no mail. Whoever runs it makes a link for you that sets a new password: on \
    its machine, tidings user reset with your e-mail.";

pub(crate) async fn page(State(house): State<House>) -> Page {
    if house.mailed_base().is_none() {
        return Page::new("Forgotten password").says(BY_HAND).leads("", "/sign-in", "Back to signing in");
    }
    form(None)
}

#[derive(Deserialize)]
pub(crate) struct Forgotten {
    #[serde(default)]
    email: String,
}

pub(crate) async fn ask(
    State(house): State<House>,
    Extension(Visitor(from)): Extension<Visitor>,
    Typed(Forgotten { email }): Typed<Forgotten>,
) -> Result<Response, Problem> {
    let Some(base) = house.mailed_base() else { return Ok(page(State(house)).await.into_response()) };
    let from = from.to_string();
    if let Err(fault) = people::reset::ask(house.db(), house.random(), house.now(), &email, &from, &base).await {
        let problem = refusal(fault)?;
        return Ok(form(Some(&problem)).into_response());
    }
    house.work().notify_one();
    let says = "If somebody signs in with this e-mail, a link that sets a new password is on its way there. It works \
        once, within an hour.";
    Ok(Page::new("Look into your mail").says(says).leads("", "/sign-in", "Back to signing in").into_response())
}

fn form(problem: Option<&Problem>) -> Page {
    let form = Form::to("/forgotten", problem.map(Problem::says))
        .field(&Field {
            name: "email",
            label: "E-mail",
            kind: "email",
            fills: "username",
            value: "",
            hint: Some("The one that you sign in with"),
        })
        .button("Send a link");
    Page::new("Forgotten password").form(&form).leads("", "/sign-in", "Back to signing in").refused(problem)
}
