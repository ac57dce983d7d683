//! Is it worth it? The statement, and what stands behind its links.

use ::people::May::Look;
use axum::http::Method;
use axum::routing::get;

use super::Needs::Signed;
use super::{Asks, Route, route};
use crate::api::statement;

/// Over which time.
const TIME: &[Asks] = &[
    Asks {
        name: "from",
        says: "The first day on the site's wall, such as 2026-08-24; ninety days before the last",
        needed: false,
    },
    Asks { name: "to", says: "The last day; today", needed: false },
];

pub(super) static ROUTES: &[Route] = &[
    route(
        Method::GET,
        "/api/v1/sites/{site}/statement",
        Signed(Look),
        "What visitors passed on set against what was brought, for a period against the one before",
        || get(statement::one),
    )
    .asks(TIME)
    .gives::<measure::statement::Statement>(),
    route(Method::GET, "/api/v1/sites/{site}/statement/pages", Signed(Look), "The statement by page", || {
        get(statement::pages)
    })
    .asks(TIME)
    .gives::<measure::statement::Pages>(),
    route(Method::GET, "/api/v1/sites/{site}/statement/campaigns", Signed(Look), "The statement by campaign", || {
        get(statement::campaigns)
    })
    .asks(TIME)
    .gives::<measure::statement::Campaigns>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/statement/amplification",
        Signed(Look),
        "How many more visits visits bring, what own posts earned, and the share tree",
        || get(statement::amplification),
    )
    .asks(TIME)
    .gives::<measure::statement::Amplification>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/statement/hours",
        Signed(Look),
        "Visits by weekday and hour on the site's wall",
        || get(statement::hours),
    )
    .asks(TIME)
    .gives::<measure::statement::Hours>(),
];
