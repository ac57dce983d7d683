//! Approval of posts, and their versions.

use ::people::May::{Decide, Look};
use axum::http::Method;
use axum::routing::{get, post, put};

use super::Needs::{InPerson, Nothing, Signed};
use super::{Route, route};
use crate::api::{List, approval, posts};
use crate::public;

pub(super) static ROUTES: &[Route] = &[
    route(
        Method::GET,
        "/api/v1/workspace/approval",
        Signed(Look),
        "Whether posts need a yes before they go out",
        || get(approval::of_workspace),
    )
    .gives::<approval::OfWorkspace>(),
    route(Method::PUT, "/api/v1/workspace/approval", Signed(Decide), "Says whether posts need a yes", || {
        put(approval::keep_workspace)
    })
    .takes::<approval::OfWorkspace>(),
    route(Method::GET, "/api/v1/sites/{site}/approval", Signed(Look), "Whether posts of a site need a yes", || {
        get(approval::of_site)
    })
    .gives::<approval::OfSite>(),
    route(
        Method::PUT,
        "/api/v1/sites/{site}/approval",
        Signed(Decide),
        "Says whether posts of a site need a yes, or leaves it to its workspace",
        || put(approval::keep_site),
    )
    .takes::<approval::NewOfSite>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/posts/{post}/versions",
        Signed(Look),
        "The versions of a post, the newest first: who made each, when, and what changed",
        || get(approval::versions),
    )
    .gives::<List<approval::Kept>>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/posts/{post}/approval",
        Signed(Look),
        "How a post stands with whoever has to say yes, and what changed since the last yes",
        || get(approval::of_post),
    )
    .gives::<approval::Stands>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/posts/{post}/approval",
        Signed(Decide),
        "Says yes or no to the version of a post that was seen",
        || post(approval::answer),
    )
    .takes::<approval::Answer>()
    .gives::<posts::Post>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/posts/{post}/approval/link",
        InPerson(Decide),
        "Makes a link by which a client says yes or no to a post as it stands, until a day",
        || post(approval::make_link),
    )
    .takes::<approval::NewLink>()
    .gives::<approval::Made>()
    .status(201),
    route(
        Method::GET,
        "/approve/{link}",
        Nothing,
        "A post as each network will show it, for who is to say yes",
        || get(public::approval::page),
    )
    .status(200),
    route(Method::POST, "/approve/{link}", Nothing, "Takes what he says", || post(public::approval::say)).status(200),
];
