//! Web: what the outside asks over HTTP, translated into calls of the other crates and back.
//!
//! It decides nothing about pages, people or audits, holds no state of its own, and opens no socket: it is handed a
//! [`House`] and hands back a router. Start at [`routes::all`], everything that can be asked, with what
//! each needs; `api/` has a file for each resource, `public/` what works without JavaScript.

mod api;
mod door;
mod faults;
mod front;
mod house;
mod numbers;
mod once;
pub mod openapi;
mod problem;
mod public;
pub mod routes;
mod visitor;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};

pub use api::demo::dress_shop;
pub use front::Front;
pub use house::{DemoShop, Ground, House, OwnStandIns, PublicAddress, Sandbox, Settling, Standing};
pub use problem::Problem;

/// The largest body that is read, where a route asks for no other.
const BODY_AT_MOST: usize = 64 * 1024;

/// Everything that can be asked of `house`.
pub fn router(house: House) -> Router {
    let mut router = Router::new();
    for route in routes::all() {
        let once = from_fn_with_state(house.clone(), once::once);
        let guard = from_fn_with_state((house.clone(), route.needs), door::guard);
        router = router.route(route.path, (route.handler)().layer(once).layer(guard));
    }
    router
        .fallback(public::console::file)
        .layer(DefaultBodyLimit::max(BODY_AT_MOST))
        .layer(from_fn(door::refusals))
        // Answers of the API; streams, pictures, films and what is compressed already are left as they are.
        .layer(
            CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::const_new("video/"))),
        )
        .layer(from_fn_with_state(house.clone(), door::every_answer))
        .layer(from_fn_with_state(house.clone(), numbers::counted))
        .with_state(house)
}
