//! Is it worth it? The statement, and what stands behind its links.

use ::people::May::{Look, See};
use axum::http::Method;
use axum::routing::{get, post, put};

use super::Needs::{InPerson, Nothing, Signed};
use super::{Asks, Route, route};
use crate::api::{monday, statement};
use crate::public::monday as off;

/// Over which time.
const TIME: &[Asks] = &[
    Asks {
        name: "from",
        says: "The first day on the site's wall, such as 2026-08-24; ninety days before the last",
        needed: false,
    },
    Asks { name: "to", says: "The last day; today", needed: false },
];

/// Over which time, and which mark.
const MARK: &[Asks] = &[TIME[0], TIME[1], Asks { name: "mark", says: "The id of a mark; the newest", needed: false }];

pub(super) static ROUTES: &[Route] = &[
    route(Method::GET, "/sites/{site}/statement/print", Signed(See), "The statement as two sheets of paper", || {
        get(statement::print)
    })
    .asks(TIME)
    .gives_kind("text/html"),
    route(Method::GET, "/monday/off/{link}", Nothing, "Asks whether Monday's mail is to be switched off", || {
        get(off::page)
    })
    .status(200),
    route(Method::POST, "/monday/off/{link}", Nothing, "Switches Monday's mail off", || post(off::off)).status(200),
    route(Method::GET, "/api/v1/me/monday", InPerson(Look), "Monday's mail, as it would be today", || {
        get(monday::look)
    })
    .gives::<monday::Told>(),
    route(Method::PUT, "/api/v1/me/monday", InPerson(Look), "Has Monday's mail sent, or not", || put(monday::choose))
        .takes::<monday::Choice>()
        .gives::<monday::Told>(),
    route(Method::GET, "/api/v1/me/monday/preview", InPerson(Look), "Monday's mail as it looks", || {
        get(monday::preview)
    })
    .gives_kind("text/html"),
    route(Method::GET, "/api/v1/sites/{site}/statement.csv", Signed(See), "The statement's table, as CSV", || {
        get(statement::csv)
    })
    .asks(TIME)
    .gives_kind("text/csv"),
    route(Method::GET, "/api/v1/sites/{site}/statement/trend.csv", Signed(See), "The trend, as CSV", || {
        get(statement::trend_csv)
    })
    .asks(TIME)
    .gives_kind("text/csv"),
    route(Method::GET, "/api/v1/sites/{site}/statement/trend.svg", Signed(See), "The trend, as a picture", || {
        get(statement::trend_svg)
    })
    .asks(TIME)
    .gives_kind("image/svg+xml"),
    route(
        Method::GET,
        "/api/v1/sites/{site}/statement/before-after.svg",
        Signed(See),
        "What was passed on before and after a mark, as a picture",
        || get(statement::mark_svg),
    )
    .asks(MARK)
    .gives_kind("image/svg+xml"),
    route(
        Method::GET,
        "/api/v1/sites/{site}/statement",
        Signed(See),
        "What visitors passed on set against what was brought, for a period against the one before",
        || get(statement::one),
    )
    .asks(TIME)
    .gives::<measure::statement::Statement>(),
    route(Method::GET, "/api/v1/sites/{site}/statement/pages", Signed(See), "The statement by page", || {
        get(statement::pages)
    })
    .asks(TIME)
    .gives::<measure::statement::Pages>(),
    route(Method::GET, "/api/v1/sites/{site}/statement/campaigns", Signed(See), "The statement by campaign", || {
        get(statement::campaigns)
    })
    .asks(TIME)
    .gives::<measure::statement::Campaigns>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/statement/posts",
        Signed(Look),
        "The statement by post: what its links brought, and what was entered for it",
        || get(statement::posts),
    )
    .asks(TIME)
    .gives::<advise::by_post::Posts>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/statement/amplification",
        Signed(See),
        "How many more visits visits bring, what own posts earned, and the share tree",
        || get(statement::amplification),
    )
    .asks(TIME)
    .gives::<measure::statement::Amplification>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/statement/hours",
        Signed(See),
        "Visits by weekday and hour on the site's wall",
        || get(statement::hours),
    )
    .asks(TIME)
    .gives::<measure::statement::Hours>(),
];
