//! Everything that can be asked, with what each needs: the one table. The router is built from it, and so is the test
//! that asks every route in every role.

use axum::http::Method;
use axum::routing::{MethodRouter, delete, get, post, put};
use people::May::{Decide, Look, Work};

use crate::House;
use crate::api::{audits, events, me, networks, sheet, sign_in, sites};
pub use crate::door::Needs;
use crate::public::{first, health};
use Needs::{Nothing, Signed};

/// A route.
pub struct Route {
    /// Its method.
    pub method: Method,
    /// Its path, with `{names}` for what varies.
    pub path: &'static str,
    /// What it needs.
    pub needs: Needs,
    pub(crate) handler: fn() -> MethodRouter<House>,
}

const fn route(method: Method, path: &'static str, needs: Needs, handler: fn() -> MethodRouter<House>) -> Route {
    Route { method, path, needs, handler }
}

/// All routes; whatever else is asked for is the console's.
pub static ROUTES: &[Route] = &[
    route(Method::GET, "/api/v1/me", Signed(Look), || get(me::me)),
    route(Method::PUT, "/api/v1/me/password", Signed(Look), || put(me::set_password)),
    route(Method::GET, "/api/v1/me/sessions", Signed(Look), || get(me::sessions)),
    route(Method::POST, "/api/v1/me/sessions/end-others", Signed(Look), || post(me::end_others)),
    route(Method::POST, "/api/v1/sign-in", Nothing, || post(sign_in::sign_in)),
    route(Method::POST, "/api/v1/sign-out", Nothing, || post(sign_in::sign_out)),
    route(Method::GET, "/api/v1/networks", Signed(Look), || get(networks::all)),
    route(Method::GET, "/api/v1/deeds", Signed(Decide), || get(me::deeds)),
    route(Method::GET, "/api/v1/sites", Signed(Look), || get(sites::all)),
    route(Method::POST, "/api/v1/sites", Signed(Work), || post(sites::add)),
    route(Method::GET, "/api/v1/sites/{site}", Signed(Look), || get(sites::one)),
    route(Method::DELETE, "/api/v1/sites/{site}", Signed(Decide), || delete(sites::remove)),
    route(Method::POST, "/api/v1/sites/{site}/restore", Signed(Decide), || post(sites::restore)),
    route(Method::GET, "/api/v1/sites/{site}/audits", Signed(Look), || get(audits::of_site)),
    route(Method::POST, "/api/v1/sites/{site}/audits", Signed(Work), || post(audits::ask)),
    route(Method::GET, "/api/v1/sites/{site}/difference", Signed(Look), || get(audits::difference)),
    route(Method::GET, "/api/v1/audits/{audit}", Signed(Look), || get(audits::one)),
    route(Method::POST, "/api/v1/audits/{audit}/stop", Signed(Work), || post(audits::stop)),
    route(Method::GET, "/api/v1/audits/{audit}/events", Signed(Look), || get(events::of_audit)),
    route(Method::GET, "/api/v1/audits/{audit}/sheet", Signed(Look), || get(sheet::site)),
    route(Method::GET, "/api/v1/audits/{audit}/sheet/index/{n}", Signed(Look), || get(sheet::index)),
    route(Method::GET, "/api/v1/audits/{audit}/sheet/pages/{n}", Signed(Look), || get(sheet::pages)),
    route(Method::GET, "/api/v1/audits/{audit}/pictures/{n}", Signed(Look), || get(sheet::picture)),
    route(Method::GET, "/first/{secret}", Nothing, || get(first::come_in)),
    route(Method::GET, "/healthz", Nothing, || get(health::alive)),
    route(Method::GET, "/readyz", Nothing, || get(health::ready)),
];
