//! The table: people, sites, audits, notices, and the pages that work without scripts.

use ::people::May::{Decide, Look, See, Work};
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{delete, get, post, put};
use schemars::SchemaGenerator;
use serde_json::Value;

use super::Needs::{InPerson, Nothing, Signed};
use super::{AFTER, Asks, Route, Shape, route};
use crate::api::{
    List, audits, bin, client_links, demo, events, export, folders, invitations, logo, me, networks, notices,
    page as one_page, people, sheet, sign_in, sites, tokens, watched, workspaces,
};
use crate::public::sign_in as sign_in_page;
use crate::public::{client, first, forgotten, health, hook, invitation, metrics, page, reset, well_known};

/// Two audits.
const BETWEEN: &[Asks] = &[
    Asks { name: "from", says: "The earlier audit", needed: true },
    Asks { name: "to", says: "The later audit", needed: true },
];

/// A page.
const PAGE: &[Asks] = &[Asks { name: "of", says: "The page's whole address", needed: true }];
/// A page, in a list that goes on.
const PAGE_AFTER: &[Asks] = &[PAGE[0], AFTER[0]];
/// How an audit goes on.
const EVENTS: &[(&str, Shape)] = &[
    ("progress", SchemaGenerator::subschema_for::<events::Progress>),
    ("done", SchemaGenerator::subschema_for::<events::Done>),
];

/// A folder.
const FOLDER: &[Asks] = &[
    Asks { name: "name", says: "What the folder is called", needed: false },
    Asks { name: "base", says: "Where it will be on the web", needed: false },
];

/// Some days.
const DAYS: &[Asks] = &[
    Asks { name: "from", says: "The first day, such as 2026-09-01", needed: false },
    Asks { name: "to", says: "The last day", needed: false },
];

/// What a client's link opens.
const OPENS: &[Asks] = &[
    Asks { name: "show", says: "worth: the statement; else the report", needed: false },
    Asks { name: "from", says: "The first day of the statement", needed: false },
    Asks { name: "to", says: "Its last day", needed: false },
];

pub(super) static ROUTES: &[Route] = &[
    route(Method::GET, "/api/v1/me", Signed(See), "Who asks, and where", || get(me::me)).gives::<me::Me>(),
    route(Method::PUT, "/api/v1/me/password", InPerson(Look), "Sets one's e-mail and password", || {
        put(me::set_password)
    })
    .takes::<me::NewPassword>(),
    route(Method::GET, "/api/v1/me/sessions", InPerson(Look), "One's own sign-ins", || get(me::sessions))
        .gives::<List<me::Session>>(),
    route(
        Method::POST,
        "/api/v1/me/sessions/end-others",
        InPerson(Look),
        "Ends all of one's sign-ins but this one",
        || post(me::end_others),
    ),
    route(Method::POST, "/api/v1/sign-in", Nothing, "Signs in", || post(sign_in::sign_in)).takes::<sign_in::SignIn>(),
    route(Method::POST, "/api/v1/sign-out", Nothing, "Signs out", || post(sign_in::sign_out)),
    route(Method::GET, "/api/v1/networks", Signed(See), "The networks, as the console draws them", || {
        get(networks::all)
    })
    .gives::<List<networks::Network>>(),
    route(Method::GET, "/api/v1/deeds", Signed(Decide), "Who did what, the last hundred", || get(me::deeds))
        .gives::<List<me::Deed>>(),
    route(Method::GET, "/api/v1/sites", Signed(See), "All sites, worst first", || get(sites::all))
        .gives::<List<sites::Site>>(),
    route(Method::POST, "/api/v1/sites", Signed(Work), "Adds a site and asks for its first audit", || post(sites::add))
        .takes::<sites::New>()
        .gives::<sites::Site>()
        .status(201),
    route(
        Method::POST,
        "/api/v1/sites/folder",
        Signed(Work),
        "Adds a site that lies in a folder, sent as a tar, gzipped or not, and asks for its first audit",
        || post(folders::add),
    )
    .asks(FOLDER)
    .gives::<sites::Site>()
    .status(201),
    route(
        Method::POST,
        "/api/v1/sites/{site}/folder",
        Signed(Work),
        "Puts another folder, sent as a tar, in the place of a site's, and asks for an audit",
        || post(folders::replace),
    )
    .gives::<audits::AuditHead>()
    .status(202),
    route(
        Method::GET,
        "/api/v1/audits/{audit}/mended",
        Signed(Look),
        "The pages of a folder that the mend changes, mended, as a tar",
        || get(folders::mended),
    )
    .gives_kind("application/x-tar"),
    route(Method::GET, "/api/v1/sites/{site}", Signed(See), "A site", || get(sites::one)).gives::<sites::Site>(),
    route(Method::DELETE, "/api/v1/sites/{site}", Signed(Decide), "Puts a site into the bin", || delete(sites::remove)),
    route(Method::POST, "/api/v1/sites/{site}/restore", Signed(Decide), "Takes a site out of the bin", || {
        post(sites::restore)
    }),
    route(Method::GET, "/api/v1/sites/{site}/audits", Signed(See), "The audits of a site, the newest first", || {
        get(audits::of_site)
    })
    .asks(AFTER)
    .gives::<List<audits::Listed>>(),
    route(Method::POST, "/api/v1/sites/{site}/audits", Signed(Work), "Asks for an audit", || post(audits::ask))
        .gives::<audits::AuditHead>()
        .status(202),
    route(Method::GET, "/api/v1/sites/{site}/difference", Signed(See), "What changed between two audits", || {
        get(audits::difference)
    })
    .asks(BETWEEN)
    .gives::<optimize::report::Difference>(),
    route(Method::GET, "/api/v1/audits/{audit}", Signed(See), "An audit with what it found", || get(audits::one))
        .gives::<audits::Audit>(),
    route(Method::POST, "/api/v1/audits/{audit}/stop", Signed(Work), "Stops an audit", || post(audits::stop)),
    route(
        Method::GET,
        "/api/v1/audits/{audit}/events",
        Signed(See),
        "How an audit goes on, as server-sent events",
        || get(events::of_audit),
    )
    .tells(EVENTS),
    route(Method::GET, "/api/v1/audits/{audit}/sheet", Signed(See), "The contact sheet", || get(sheet::site))
        .gives::<optimize::report::sheet::Told>(),
    route(
        Method::GET,
        "/api/v1/audits/{audit}/sheet/index/{n}",
        Signed(See),
        "A hundred pages of the sheet, in short",
        || get(sheet::index),
    )
    .gives::<optimize::report::sheet::Index>(),
    route(Method::GET, "/api/v1/audits/{audit}/sheet/pages/{n}", Signed(See), "The same hundred, in full", || {
        get(sheet::pages)
    })
    .gives::<optimize::report::sheet::Rest<'_>>(),
    route(
        Method::GET,
        "/api/v1/audits/{audit}/sheet/page",
        Signed(See),
        "Where a page stands in the sheet, by its address, and its hundred",
        || get(one_page::in_audit),
    )
    .asks(PAGE)
    .gives::<one_page::PageInSheet>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/page",
        Signed(See),
        "How a page stood in the audits of its site, the newest first",
        || get(one_page::in_site),
    )
    .asks(PAGE_AFTER)
    .gives::<List<one_page::PageInAudit>>(),
    route(Method::GET, "/api/v1/audits/{audit}/pictures/{n}", Signed(See), "A picture that the audit kept", || {
        get(sheet::picture)
    })
    .gives_kind("image/*"),
    route(Method::GET, "/api/v1/demo", Signed(Look), "The demo's steps", || get(demo::steps)).gives::<demo::Strip>(),
    route(
        Method::GET,
        "/api/v1/demo/truth",
        Signed(Look),
        "What really happened in the demo's shop before it was opened",
        || get(demo::truth),
    )
    .asks(DAYS)
    .gives::<demo::Told>(),
    route(Method::POST, "/api/v1/demo/mend", Signed(Work), "Has the demo's shop mended, and read again", || {
        post(demo::mend)
    })
    .gives::<audits::AuditHead>()
    .status(202),
    route(
        Method::PUT,
        "/api/v1/demo/cards",
        Signed(Work),
        "Puts the cards onto the demo's shop, and reads it again",
        || put(demo::put_cards),
    )
    .gives::<audits::AuditHead>()
    .status(202),
    route(Method::DELETE, "/api/v1/demo/cards", Signed(Work), "Takes the cards off the demo's shop", || {
        delete(demo::take_cards)
    })
    .gives::<audits::AuditHead>()
    .status(202),
    route(Method::PUT, "/api/v1/demo/bar", Signed(Work), "Puts the share bar onto the demo's shop", || {
        put(demo::put_bar)
    }),
    route(Method::DELETE, "/api/v1/demo/bar", Signed(Work), "Takes the share bar off the demo's shop", || {
        delete(demo::take_bar)
    }),
    route(Method::DELETE, "/api/v1/demo", Signed(Decide), "Throws the demo data away", || delete(demo::remove)),
    route(Method::GET, "/first/{secret}", Nothing, "Lets the first person in, once", || get(first::come_in))
        .status(303),
    route(
        Method::POST,
        "/api/v1/server/pause",
        Signed(Decide),
        "Pauses: nothing is begun and nothing goes out until somebody says go on",
        || post(me::pause),
    )
    .takes::<me::Pause>(),
    route(Method::POST, "/api/v1/server/resume", Signed(Decide), "Goes on after a pause", || post(me::resume)),
    route(Method::GET, "/.well-known/tidings", Nothing, "Which house this is", || get(well_known::instance))
        .status(200),
    route(Method::GET, "/healthz", Nothing, "Whether the process is there", || get(health::alive)).status(200),
    route(Method::GET, "/readyz", Nothing, "Whether it can do its work", || get(health::ready)).status(200),
    route(Method::PUT, "/api/v1/me", InPerson(Look), "Says what one is called", || put(me::rename))
        .takes::<me::Named>(),
    route(Method::DELETE, "/api/v1/me", InPerson(Look), "Forgets oneself", || delete(me::forget))
        .takes::<me::Goodbye>(),
    route(Method::POST, "/api/v1/me/workspace", InPerson(Look), "Works in another workspace from now on", || {
        post(me::work_in)
    })
    .takes::<me::WorkIn>(),
    route(Method::DELETE, "/api/v1/me/sessions/{session}", InPerson(Look), "Ends one of one's sign-ins", || {
        delete(me::end_one)
    }),
    route(Method::POST, "/api/v1/workspaces", InPerson(Decide), "Makes a workspace and works there", || {
        post(workspaces::add)
    })
    .takes::<workspaces::New>()
    .gives::<workspaces::Workspace>()
    .status(201),
    route(Method::PUT, "/api/v1/workspace", Signed(Decide), "Says what the workspace is called", || {
        put(workspaces::rename)
    })
    .takes::<me::Named>(),
    route(Method::DELETE, "/api/v1/workspace", InPerson(Decide), "Puts the workspace into the bin", || {
        delete(workspaces::remove)
    })
    .takes::<me::Named>(),
    route(Method::GET, "/api/v1/workspaces/bin", InPerson(Look), "The workspaces in the bin that one owned", || {
        get(workspaces::bin)
    })
    .gives::<List<workspaces::Binned>>(),
    route(
        Method::POST,
        "/api/v1/workspaces/{workspace}/restore",
        InPerson(Look),
        "Takes a workspace that one owned out of the bin",
        || post(workspaces::restore),
    ),
    route(Method::GET, "/api/v1/workspace/export", Signed(Decide), "All that the workspace keeps", || {
        get(export::workspace)
    })
    .gives::<Value>(),
    route(Method::PUT, "/api/v1/workspace/logo", Signed(Decide), "Sets the logo: the bytes of a picture", || {
        put(logo::put).layer(DefaultBodyLimit::max(logo::READ_AT_MOST))
    })
    .takes_kind("image/*"),
    route(Method::GET, "/api/v1/workspace/logo", Signed(See), "The workspace's logo", || get(logo::logo))
        .gives_kind("image/*"),
    route(Method::DELETE, "/api/v1/workspace/logo", Signed(Decide), "Takes the logo away", || delete(logo::remove)),
    route(Method::GET, "/api/v1/people", Signed(Look), "Who belongs to the workspace", || get(people::all))
        .gives::<List<people::Person>>(),
    route(Method::PUT, "/api/v1/people/{person}", Signed(Decide), "Says what somebody is in the workspace", || {
        put(people::set_role)
    })
    .takes::<people::NewRole>(),
    route(
        Method::DELETE,
        "/api/v1/people/{person}",
        InPerson(Look),
        "Removes somebody from the workspace, as an owner; or oneself",
        || delete(people::remove),
    ),
    route(Method::GET, "/api/v1/invitations", Signed(Decide), "The invitations that wait", || get(invitations::all))
        .gives::<List<invitations::Invitation>>(),
    route(Method::POST, "/api/v1/invitations", Signed(Decide), "Invites somebody", || post(invitations::make))
        .takes::<invitations::New>()
        .gives::<invitations::Made>()
        .status(201),
    route(Method::DELETE, "/api/v1/invitations/{invitation}", Signed(Decide), "Takes an invitation back", || {
        delete(invitations::end)
    }),
    route(Method::GET, "/api/v1/tokens", InPerson(Look), "One's own tokens for programs", || get(tokens::all))
        .gives::<List<tokens::Token>>(),
    route(Method::POST, "/api/v1/tokens", InPerson(Look), "Makes a token", || post(tokens::make))
        .takes::<tokens::New>()
        .gives::<tokens::Made>()
        .status(201),
    route(Method::DELETE, "/api/v1/tokens/{token}", InPerson(Look), "Revokes a token", || delete(tokens::revoke)),
    route(Method::GET, "/api/v1/sites/{site}/client-links", Signed(Work), "The links for clients of a site", || {
        get(client_links::all)
    })
    .gives::<List<client_links::ClientLink>>(),
    route(Method::POST, "/api/v1/sites/{site}/client-links", Signed(Work), "Makes a link for a client", || {
        post(client_links::make)
    })
    .takes::<client_links::New>()
    .gives::<client_links::Made>()
    .status(201),
    route(Method::DELETE, "/api/v1/client-links/{link}", Signed(Work), "Revokes a link for a client", || {
        delete(client_links::revoke)
    }),
    route(Method::GET, "/api/v1/bin", Signed(Decide), "The sites in the bin", || get(bin::all))
        .gives::<List<bin::Binned>>(),
    route(Method::DELETE, "/api/v1/bin/{site}", Signed(Decide), "Deletes a site in the bin for good", || {
        delete(bin::forget)
    }),
    route(Method::GET, "/sign-in", Nothing, "The page to sign in", || get(sign_in_page::page)).status(200),
    route(Method::POST, "/sign-in", Nothing, "Signs in from that page", || post(sign_in_page::sign_in)).status(303),
    route(Method::GET, "/forgotten", Nothing, "The page to ask for a new password", || get(forgotten::page))
        .status(200),
    route(Method::POST, "/forgotten", Nothing, "Sends a link to set a new password", || post(forgotten::ask))
        .status(200),
    route(Method::GET, "/reset/{secret}", Nothing, "The page to set a new password", || get(reset::page)).status(200),
    route(Method::POST, "/reset/{secret}", Nothing, "Sets a new password, once", || post(reset::set)).status(303),
    route(Method::GET, "/invitation/{secret}", Nothing, "The page to join a workspace", || get(invitation::page))
        .status(200),
    route(Method::POST, "/invitation/{secret}", Nothing, "Joins a workspace, once", || post(invitation::join))
        .status(303),
    route(Method::GET, "/client/{secret}", Nothing, "Lets a client see his site", || get(client::come_in))
        .asks(OPENS)
        .status(303),
    route(Method::GET, "/pages.css", Nothing, "How the pages without scripts look", || get(page::style)).status(200),
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
    route(
        Method::PUT,
        "/api/v1/notice-settings/webhook/events",
        Signed(Decide),
        "Chooses what the webhook is told of: notices, and what becomes of deliveries",
        || put(notices::choose_events),
    )
    .takes::<notices::WebhookEvents>(),
    route(
        Method::POST,
        "/api/v1/notice-settings/webhook/secret",
        Signed(Decide),
        "Makes a new secret for the webhook; the one before signs nothing any more",
        || post(notices::renew_secret),
    )
    .gives::<notices::WebhookSecret>(),
    route(Method::POST, "/api/v1/notice-settings/webhook/test", Signed(Decide), "Tries the webhook once", || {
        post(notices::try_webhook)
    })
    .gives::<notices::Tried>(),
    route(Method::GET, "/metrics", Nothing, "Numbers for Prometheus, on loopback or with the operator's token", || {
        get(metrics::metrics)
    })
    .status(200),
];
