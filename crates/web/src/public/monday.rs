//! The link at the end of Monday's mail, which switches it off at one press. A mail program that knows of such links presses
//! it by itself (RFC 8058); whoever opens it in a browser sees a page first, since programs open links too.

use axum::extract::{Path, State};
use people::monday;

use super::page::{Form, Page, gone};
use crate::{House, Problem};

pub(crate) async fn page(Path(link): Path<String>) -> Page {
    Page::new("Monday\u{2019}s mail")
        .says("You get one mail on Mondays: what last week brought, and what to do next.")
        .form(&Form::to(&format!("/monday/off/{link}"), None).button("Switch it off"))
}

pub(crate) async fn off(State(house): State<House>, Path(link): Path<String>) -> Result<Page, Problem> {
    Ok(if monday::off(house.db(), house.key(), &link).await? {
        Page::new("It is off").says("No mail comes on Mondays any more. In the settings it can be switched on again.")
    } else {
        gone("This link is not whole", "Take the whole of it from the mail, or switch the mail off in the settings.")
    })
}
