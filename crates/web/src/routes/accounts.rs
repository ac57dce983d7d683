//! Letting accounts in on their networks' own pages, and looking at them.

use ::people::May::Work;
use axum::http::Method;
use axum::routing::{get, post};
use networks::publish::Finding;

use super::Needs::{InPerson, Nothing, Signed};
use super::{Asks, Route, route};
use crate::api::{List, account_sign_in as sign_in, accounts};
use crate::public::let_in;

/// What comes back with somebody (RFC 6749, RFC 9207).
const BACK: &[Asks] = &[
    Asks { name: "state", says: "Which sign-in it is", needed: false },
    Asks { name: "code", says: "For which tokens are given", needed: false },
    Asks { name: "iss", says: "Who answers", needed: false },
    Asks { name: "error", says: "Why there is no code", needed: false },
];

pub(super) static ROUTES: &[Route] = &[
    route(
        Method::GET,
        "/api/v1/accounts/{account}/doctor",
        Signed(Work),
        "Looks at an account, at the network too: what stands in the way of its posts, why, and what to do",
        || get(accounts::doctor),
    )
    .gives::<List<Finding>>(),
    route(
        Method::POST,
        "/api/v1/accounts/sign-in",
        InPerson(Work),
        "Begins to connect an account on its network's own page",
        || post(sign_in::begin),
    )
    .takes::<sign_in::Wanted>()
    .gives::<sign_in::Begun>(),
    route(
        Method::GET,
        "/oauth/back",
        Nothing,
        "Ends a sign-in for whoever began it, and leads to the accounts; else a page says why not",
        || get(let_in::back),
    )
    .asks(BACK)
    .status(303),
    route(
        Method::GET,
        "/oauth/{network}/client.json",
        Nothing,
        "What this house says of itself to a network's servers that let people in",
        || get(let_in::document),
    )
    .gives_kind("application/json"),
];
