//! What pages, servers and plug-ins say of visits, and how a site is measured. `/t.js`, `/t` and `/t.gif` are answered before
//! the router, in [`crate::front`].

use ::people::May::{Look, Work};
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{get, post, put};

use super::Needs::{Nothing, Signed};
use super::{Route, route};
use crate::api::{measured, visits};
use crate::public::arrivals;

pub(super) static ROUTES: &[Route] = &[
    route(
        Method::POST,
        "/api/v1/visits",
        Signed(Work),
        "Takes in visits that a site's own server saw; answered when they are on the disk",
        || post(visits::take).layer(DefaultBodyLimit::max(visits::BODY)),
    )
    .takes::<visits::Visits>()
    .gives::<visits::Taken>()
    .status(202),
    route(
        Method::POST,
        "/feed/{secret}/arrivals",
        Nothing,
        "Takes in what a site's plug-in tells: visits, previews, orders",
        || post(arrivals::take).layer(DefaultBodyLimit::max(visits::BODY)),
    )
    .takes::<arrivals::Told>()
    .gives::<visits::Taken>()
    .status(202),
    route(
        Method::GET,
        "/api/v1/sites/{site}/measure",
        Signed(Look),
        "How a site is measured, and the line for its pages",
        || get(measured::of),
    )
    .gives::<measured::Told>(),
    route(Method::PUT, "/api/v1/sites/{site}/measure", Signed(Work), "Changes how a site is measured", || {
        put(measured::keep)
    })
    .takes::<measured::Changed>()
    .gives::<measured::Told>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/measure/look",
        Signed(Work),
        "Looks whether the line is on the start page, and why not",
        || post(measured::look),
    )
    .gives::<measured::Look>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/measure/staff",
        Signed(Work),
        "Makes the link for staff anew, whose visits are not counted",
        || post(measured::staff),
    )
    .gives::<measured::Staff>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/measure/privacy",
        Signed(Look),
        "A paragraph for the site's privacy page, from the settings in force",
        || get(measured::privacy),
    )
    .gives::<measured::Privacy>(),
];
