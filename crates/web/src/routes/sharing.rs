//! Sharing: links, the share bar, and the page that asks a visitor for his server.

use ::people::May::{Look, Work};
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{delete, get, post, put};

use super::Needs::{Nothing, Signed};
use super::{AFTER, Asks, Route, route};
use crate::api::{List, cards, links, plugin, share_bar};
use crate::public::{card, feed, hub};

/// Links, looked for, in a list that goes on.
const LINKS: &[Asks] = &[
    Asks { name: "q", says: "A code, or a part of the target, campaign, placement or note", needed: false },
    AFTER[0],
];
/// The size of a picture.
const SIZE: &[Asks] = &[Asks { name: "size", says: "Pixels of a side, 64 to 2048; 512", needed: false }];
/// A share bar to look at.
const LOOKED_AT: &[Asks] = &[
    Asks { name: "bar", says: "The bar as JSON", needed: true },
    Asks { name: "dark", says: "`true` for a dark page", needed: false },
];
/// A card as it would look.
const LOOK: &[Asks] = &[
    Asks { name: "style", says: "How it looks, as JSON", needed: true },
    Asks { name: "page", says: "The page whose card it is; the first that wants one", needed: false },
];
/// A page that is passed on.
const SHARED: &[Asks] = &[
    Asks { name: "to", says: "The network, such as `mastodon`", needed: true },
    Asks { name: "url", says: "The page's address, with its token", needed: true },
    Asks { name: "title", says: "The page's title", needed: false },
];

pub(super) static ROUTES: &[Route] = &[
    route(Method::GET, "/feed/{secret}", Nothing, "What the pages of a site lack, for its plug-in", || get(feed::feed))
        .gives_kind("application/json"),
    route(Method::POST, "/api/v1/sites/{site}/plugin", Signed(Work), "The WordPress plug-in with a new key", || {
        post(plugin::make)
    })
    .gives_kind("application/zip"),
    route(Method::DELETE, "/api/v1/sites/{site}/plugin", Signed(Work), "Ends the keys of all plug-ins", || {
        delete(plugin::end)
    }),
    route(Method::GET, "/card/{name}", Nothing, "The picture of a card", || get(card::picture)).gives_kind("image/*"),
    route(
        Method::GET,
        "/api/v1/sites/{site}/cards",
        Signed(Look),
        "How a site's cards look, and how many pages want one",
        || get(cards::of),
    )
    .gives::<cards::Told>(),
    route(Method::PUT, "/api/v1/sites/{site}/cards", Signed(Work), "Changes how a site's cards look", || {
        put(cards::keep)
    })
    .takes::<optimize::kept::Style>()
    .gives::<cards::Told>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/cards",
        Signed(Work),
        "Makes a card for each page that wants one",
        || post(cards::make),
    )
    .gives::<cards::MadeAll>()
    .status(201),
    route(Method::PUT, "/api/v1/sites/{site}/cards/logo", Signed(Work), "Puts a logo on a site's cards", || {
        put(cards::put_logo).layer(DefaultBodyLimit::max(cards::LOGO))
    })
    .takes_kind("image/*")
    .gives::<cards::Told>(),
    route(Method::DELETE, "/api/v1/sites/{site}/cards/logo", Signed(Work), "Takes the logo off a site's cards", || {
        delete(cards::remove_logo)
    })
    .gives::<cards::Told>(),
    route(Method::GET, "/api/v1/sites/{site}/cards/look", Signed(Look), "A card as it would look", || get(cards::look))
        .asks(LOOK)
        .gives_kind("image/*"),
    route(Method::GET, "/api/v1/sites/{site}/cards/pages", Signed(Look), "The cards of a site, by page", || {
        get(cards::all)
    })
    .asks(AFTER)
    .gives::<List<cards::OfPage>>(),
    route(Method::GET, "/share", Nothing, "Asks a visitor for his server, to share a page there", || get(hub::page))
        .asks(SHARED)
        .status(200),
    route(Method::POST, "/share", Nothing, "Leads him to his server, and has his browser remember it", || {
        post(hub::go)
    })
    .status(303),
    route(Method::GET, "/api/v1/sites/{site}/links", Signed(Look), "The links of a site, the newest first", || {
        get(links::all)
    })
    .asks(LINKS)
    .gives::<List<links::Link>>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/share-bar",
        Signed(Look),
        "The site's share bar, and what it may hold",
        || get(share_bar::of),
    )
    .gives::<share_bar::Told>(),
    route(Method::PUT, "/api/v1/sites/{site}/share-bar", Signed(Work), "Keeps a share bar for the site", || {
        put(share_bar::keep)
    })
    .takes::<optimize::buttons::Bar>()
    .gives::<share_bar::Told>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/share-bar/html",
        Signed(Work),
        "The HTML of a bar for a page; each button's link is minted once",
        || post(share_bar::html),
    )
    .takes::<share_bar::Page>()
    .gives::<share_bar::Drawn>(),
    route(Method::GET, "/api/v1/sites/{site}/share-bar/preview", Signed(Look), "A bar on an empty page", || {
        get(share_bar::preview)
    })
    .asks(LOOKED_AT)
    .gives_kind("text/html"),
    route(Method::POST, "/api/v1/sites/{site}/links", Signed(Work), "Mints a link", || post(links::mint))
        .takes::<links::NewOne>()
        .gives::<links::Link>()
        .status(201),
    route(Method::GET, "/api/v1/sites/{site}/links.csv", Signed(Look), "All links of a site, as CSV", || {
        get(links::written)
    })
    .gives_kind("text/csv"),
    route(
        Method::POST,
        "/api/v1/sites/{site}/links.csv",
        Signed(Work),
        "Mints a link for each row of a sheet: all of them, or none",
        || post(links::mint_all),
    )
    .takes_kind("text/csv")
    .gives::<links::Minted>()
    .status(201),
    route(Method::GET, "/api/v1/sites/{site}/links/{code}", Signed(Look), "A link, with what came by it", || {
        get(links::one)
    })
    .gives::<links::Link>(),
    route(
        Method::PUT,
        "/api/v1/sites/{site}/links/{code}",
        Signed(Work),
        "Changes a link's note and when it runs out",
        || put(links::change),
    )
    .takes::<links::Changed>()
    .gives::<links::Link>(),
    route(Method::POST, "/api/v1/sites/{site}/links/{code}/withdraw", Signed(Work), "Switches a link off", || {
        post(links::withdraw)
    })
    .gives::<links::Link>(),
    route(Method::POST, "/api/v1/sites/{site}/links/{code}/restore", Signed(Work), "Switches a link on again", || {
        post(links::restore)
    })
    .gives::<links::Link>(),
    route(Method::GET, "/api/v1/sites/{site}/links/{code}/qr.svg", Signed(Look), "A link as a QR code, SVG", || {
        get(links::svg)
    })
    .gives_kind("image/svg+xml"),
    route(Method::GET, "/api/v1/sites/{site}/links/{code}/qr.png", Signed(Look), "A link as a QR code, PNG", || {
        get(links::png)
    })
    .asks(SIZE)
    .gives_kind("image/png"),
];
