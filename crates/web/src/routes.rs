//! Everything that can be asked, with what each needs: the one table. The router is built from it, and so is the test
//! that asks every route in every role.

use axum::http::Method;
use axum::routing::{MethodRouter, delete, get, post, put};
use people::May::{Decide, Look, Work};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use crate::House;
use crate::api::{List, audits, demo, events, me, networks, notices, sheet, sign_in, sites, watched};
pub use crate::door::Needs;
use crate::public::{first, health, hook, metrics, well_known};
use Needs::{Nothing, Signed};

/// A route.
pub struct Route {
    /// Its method.
    pub method: Method,
    /// Its path, with `{names}` for what varies.
    pub path: &'static str,
    /// What it needs.
    pub needs: Needs,
    /// What it does, one line.
    pub says: &'static str,
    /// The JSON that it takes.
    pub(crate) takes: Option<Shape>,
    /// The JSON that it gives.
    pub(crate) gives: Option<Shape>,
    /// What it asks for behind the question mark, and what that is.
    pub(crate) asks: &'static [Asks],
    /// What it gives that is no JSON: `image/*`.
    pub(crate) kind: Option<&'static str>,
    /// The status of an answer that went well.
    pub(crate) status: u16,
    pub(crate) handler: fn() -> MethodRouter<House>,
}

/// Something behind the question mark.
pub(crate) struct Asks {
    pub(crate) name: &'static str,
    pub(crate) says: &'static str,
    pub(crate) needed: bool,
}

/// A page of a list goes on behind another.
const AFTER: &[Asks] = &[Asks { name: "after", says: "Where the list goes on: what `next` said", needed: false }];
/// Two audits.
const BETWEEN: &[Asks] = &[
    Asks { name: "from", says: "The earlier audit", needed: true },
    Asks { name: "to", says: "The later audit", needed: true },
];

/// The schema of a type, written where others can refer to it.
pub(crate) type Shape = fn(&mut SchemaGenerator) -> Schema;

const fn route(
    method: Method,
    path: &'static str,
    needs: Needs,
    says: &'static str,
    handler: fn() -> MethodRouter<House>,
) -> Route {
    Route { method, path, needs, says, takes: None, gives: None, asks: &[], kind: None, status: 204, handler }
}

impl Route {
    /// It takes a `T` as JSON.
    const fn takes<T: JsonSchema>(mut self) -> Self {
        self.takes = Some(SchemaGenerator::subschema_for::<T>);
        self
    }

    /// It gives a `T` as JSON.
    const fn gives<T: JsonSchema>(mut self) -> Self {
        self.gives = Some(SchemaGenerator::subschema_for::<T>);
        self.status(200)
    }

    /// It gives what is no JSON.
    const fn gives_kind(mut self, kind: &'static str) -> Self {
        self.kind = Some(kind);
        self.status(200)
    }

    /// It asks for these behind the question mark.
    const fn asks(mut self, asks: &'static [Asks]) -> Self {
        self.asks = asks;
        self
    }

    /// With this status.
    const fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}

/// All routes; whatever else is asked for is the console's.
pub static ROUTES: &[Route] = &[
    route(Method::GET, "/api/v1/me", Signed(Look), "Who asks, and where", || get(me::me)).gives::<me::Me>(),
    route(Method::PUT, "/api/v1/me/password", Signed(Look), "Sets one's e-mail and password", || put(me::set_password))
        .takes::<me::NewPassword>(),
    route(Method::GET, "/api/v1/me/sessions", Signed(Look), "One's own sign-ins", || get(me::sessions))
        .gives::<List<me::Session>>(),
    route(
        Method::POST,
        "/api/v1/me/sessions/end-others",
        Signed(Look),
        "Ends all of one's sign-ins but this one",
        || post(me::end_others),
    ),
    route(Method::POST, "/api/v1/sign-in", Nothing, "Signs in", || post(sign_in::sign_in)).takes::<sign_in::SignIn>(),
    route(Method::POST, "/api/v1/sign-out", Nothing, "Signs out", || post(sign_in::sign_out)),
    route(Method::GET, "/api/v1/networks", Signed(Look), "The networks, as the console draws them", || {
        get(networks::all)
    })
    .gives::<List<networks::Network>>(),
    route(Method::GET, "/api/v1/deeds", Signed(Decide), "Who did what, the last hundred", || get(me::deeds))
        .gives::<List<me::Deed>>(),
    route(Method::GET, "/api/v1/sites", Signed(Look), "All sites, worst first", || get(sites::all))
        .gives::<List<sites::Site>>(),
    route(Method::POST, "/api/v1/sites", Signed(Work), "Adds a site and asks for its first audit", || post(sites::add))
        .takes::<sites::New>()
        .gives::<sites::Site>()
        .status(201),
    route(Method::GET, "/api/v1/sites/{site}", Signed(Look), "A site", || get(sites::one)).gives::<sites::Site>(),
    route(Method::DELETE, "/api/v1/sites/{site}", Signed(Decide), "Puts a site into the bin", || delete(sites::remove)),
    route(Method::POST, "/api/v1/sites/{site}/restore", Signed(Decide), "Takes a site out of the bin", || {
        post(sites::restore)
    }),
    route(Method::GET, "/api/v1/sites/{site}/audits", Signed(Look), "The audits of a site, the newest first", || {
        get(audits::of_site)
    })
    .asks(AFTER)
    .gives::<List<audits::Listed>>(),
    route(Method::POST, "/api/v1/sites/{site}/audits", Signed(Work), "Asks for an audit", || post(audits::ask))
        .gives::<audits::AuditHead>()
        .status(202),
    route(Method::GET, "/api/v1/sites/{site}/difference", Signed(Look), "What changed between two audits", || {
        get(audits::difference)
    })
    .asks(BETWEEN)
    .gives::<optimize::report::Difference>(),
    route(Method::GET, "/api/v1/audits/{audit}", Signed(Look), "An audit with what it found", || get(audits::one))
        .gives::<audits::Audit>(),
    route(Method::POST, "/api/v1/audits/{audit}/stop", Signed(Work), "Stops an audit", || post(audits::stop)),
    route(
        Method::GET,
        "/api/v1/audits/{audit}/events",
        Signed(Look),
        "How an audit goes on, as server-sent events",
        || get(events::of_audit),
    )
    .gives_kind("text/event-stream"),
    route(Method::GET, "/api/v1/audits/{audit}/sheet", Signed(Look), "The contact sheet", || get(sheet::site))
        .gives::<Value>(),
    route(
        Method::GET,
        "/api/v1/audits/{audit}/sheet/index/{n}",
        Signed(Look),
        "A hundred pages of the sheet, in short",
        || get(sheet::index),
    )
    .gives::<Value>(),
    route(Method::GET, "/api/v1/audits/{audit}/sheet/pages/{n}", Signed(Look), "The same hundred, in full", || {
        get(sheet::pages)
    })
    .gives::<Value>(),
    route(Method::GET, "/api/v1/audits/{audit}/pictures/{n}", Signed(Look), "A picture that the audit kept", || {
        get(sheet::picture)
    })
    .gives_kind("image/*"),
    route(Method::GET, "/api/v1/demo", Signed(Look), "The demo's steps", || get(demo::steps)).gives::<demo::Strip>(),
    route(Method::POST, "/api/v1/demo/mend", Signed(Work), "Has the demo's shop mended, and read again", || {
        post(demo::mend)
    })
    .gives::<audits::AuditHead>()
    .status(202),
    route(Method::DELETE, "/api/v1/demo", Signed(Decide), "Throws the demo data away", || delete(demo::remove)),
    route(Method::GET, "/first/{secret}", Nothing, "Lets the first person in, once", || get(first::come_in))
        .status(303),
    route(Method::POST, "/api/v1/server/resume", Signed(Decide), "Goes on after a pause", || post(me::resume)),
    route(Method::GET, "/.well-known/tidings", Nothing, "Which house this is", || get(well_known::instance))
        .status(200),
    route(Method::GET, "/healthz", Nothing, "Whether the process is there", || get(health::alive)).status(200),
    route(Method::GET, "/readyz", Nothing, "Whether it can do its work", || get(health::ready)).status(200),
    route(Method::GET, "/api/v1/sites/{site}/settings", Signed(Look), "How a site is watched", || {
        get(watched::settings)
    })
    .gives::<watched::Settings>(),
    route(Method::PUT, "/api/v1/sites/{site}", Signed(Work), "Calls a site by another name", || put(watched::rename))
        .takes::<watched::NewName>()
        .gives::<watched::Settings>(),
    route(Method::PUT, "/api/v1/sites/{site}/schedule", Signed(Work), "Sets when a site is audited by itself", || {
        put(watched::reschedule)
    })
    .takes::<watched::NewSchedule>()
    .gives::<watched::Settings>(),
    route(Method::POST, "/api/v1/sites/{site}/hook", Signed(Work), "Makes a deploy hook; the one before ends", || {
        post(watched::new_hook)
    })
    .gives::<watched::HookAddress>()
    .status(201),
    route(Method::DELETE, "/api/v1/sites/{site}/hook", Signed(Work), "Ends the deploy hook", || {
        delete(watched::end_hook)
    }),
    route(Method::POST, "/api/v1/sites/{site}/proof", Signed(Work), "Looks whether a site is one's own", || {
        post(watched::prove)
    })
    .takes::<watched::Prove>()
    .gives::<watched::Settings>(),
    route(Method::POST, "/hook/{secret}", Nothing, "Asks for an audit after a deploy", || post(hook::call))
        .gives::<hook::Called>()
        .status(202),
    route(Method::GET, "/api/v1/notices", Signed(Look), "What happened, the newest first", || get(notices::all))
        .gives::<notices::Notices>(),
    route(Method::POST, "/api/v1/notices/seen", Signed(Look), "Notices were seen", || post(notices::see))
        .takes::<notices::Seen>(),
    route(Method::GET, "/api/v1/notice-settings", Signed(Look), "Who hears of notices how", || get(notices::settings))
        .gives::<notices::NoticeSettings>(),
    route(Method::PUT, "/api/v1/notice-settings/mail", Signed(Look), "Notices by mail, or not", || {
        put(notices::want_mail)
    })
    .takes::<notices::WantMail>(),
    route(Method::PUT, "/api/v1/notice-settings/webhook", Signed(Decide), "Has notices sent to an address", || {
        put(notices::set_webhook)
    })
    .takes::<notices::NewWebhook>()
    .gives::<notices::WebhookSecret>(),
    route(Method::DELETE, "/api/v1/notice-settings/webhook", Signed(Decide), "Ends the webhook", || {
        delete(notices::end_webhook)
    }),
    route(Method::POST, "/api/v1/notice-settings/webhook/test", Signed(Decide), "Tries the webhook once", || {
        post(notices::try_webhook)
    })
    .gives::<notices::Tried>(),
    route(Method::GET, "/metrics", Nothing, "Numbers for Prometheus, on loopback or with the operator's token", || {
        get(metrics::metrics)
    })
    .status(200),
];
