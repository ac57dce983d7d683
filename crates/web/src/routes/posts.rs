//! Publishing: accounts, posts and their deliveries.

use ::people::May::{Look, Work};
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{delete, get, post, put};
use networks::publish::Medium;

use super::Needs::{InPerson, Nothing, Signed};
use super::{Asks, Route, route};
use crate::api::List;
use crate::api::{accounts, compose, media, posts};
use crate::public::hand;

/// Which posts.
const WHICH: &[Asks] = &[
    Asks { name: "from", says: "Those that go out from this instant on", needed: false },
    Asks { name: "to", says: "And before this one", needed: false },
    Asks { name: "drafts", says: "`true`: drafts instead, the newest first", needed: false },
];

pub(super) static ROUTES: &[Route] = &[
    route(Method::GET, "/api/v1/accounts", Signed(Look), "Who posts, those that are disconnected last", || {
        get(accounts::all)
    })
    .gives::<List<accounts::Account>>(),
    route(
        Method::GET,
        "/api/v1/accounts/ways",
        Signed(Look),
        "How accounts of each network are connected, the least effort first",
        || get(accounts::ways),
    )
    .gives::<List<accounts::Way>>(),
    route(Method::POST, "/api/v1/accounts", InPerson(Work), "Connects an account, or adds one by hand", || {
        post(accounts::connect)
    })
    .takes::<accounts::New>()
    .gives::<accounts::Account>()
    .status(201),
    route(
        Method::DELETE,
        "/api/v1/accounts/{account}",
        InPerson(Work),
        "Disconnects an account: its secret is forgotten, what was posted stays",
        || delete(accounts::disconnect),
    ),
    route(Method::GET, "/api/v1/sites/{site}/posts", Signed(Look), "Posts, the first one first", || get(posts::all))
        .asks(WHICH)
        .gives::<List<posts::Post>>(),
    route(Method::POST, "/api/v1/sites/{site}/posts", Signed(Work), "Keeps a draft", || post(posts::write))
        .takes::<posts::New>()
        .gives::<posts::Post>()
        .status(201),
    route(
        Method::POST,
        "/api/v1/posts/count",
        Signed(Look),
        "How much of what its network takes a text has, with the link in it",
        || post(posts::count),
    )
    .takes::<posts::ToCount>()
    .gives::<List<posts::TextCounted>>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/posts/from-page",
        Signed(Work),
        "Drafts a post from a page, with what each network draws of it; nothing is kept but the card's picture",
        || post(compose::from_page),
    )
    .takes::<compose::Wanted>()
    .gives::<compose::Draft>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/media",
        Signed(Work),
        "Takes a picture in: the bytes of a JPEG, PNG, WebP or GIF file",
        || post(media::take).layer(DefaultBodyLimit::max(media::READ_AT_MOST)),
    )
    .takes_kind("image/*")
    .gives::<Medium>()
    .status(201),
    route(Method::GET, "/api/v1/sites/{site}/media/{digest}", Signed(Look), "A picture of the site's posts", || {
        get(media::one)
    })
    .gives_kind("image/*"),
    route(Method::GET, "/api/v1/sites/{site}/posts/{post}", Signed(Look), "A post, and what became of it", || {
        get(posts::one)
    })
    .gives::<posts::Post>(),
    route(
        Method::PUT,
        "/api/v1/sites/{site}/posts/{post}",
        Signed(Work),
        "Changes a post; what went out stays as it went",
        || put(posts::change),
    )
    .takes::<posts::New>()
    .gives::<posts::Post>(),
    route(
        Method::DELETE,
        "/api/v1/sites/{site}/posts/{post}",
        Signed(Work),
        "Throws a post away of which nothing went out",
        || delete(posts::remove),
    ),
    route(
        Method::POST,
        "/api/v1/sites/{site}/posts/{post}/schedule",
        Signed(Work),
        "Lets a post go out, then or now",
        || post(posts::schedule),
    )
    .takes::<posts::Plan>()
    .gives::<posts::Post>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/posts/{post}/unschedule",
        Signed(Work),
        "Takes a post back to the drafts",
        || post(posts::unschedule),
    )
    .takes::<posts::Seen>()
    .gives::<posts::Post>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/deliveries/{delivery}",
        Signed(Work),
        "What somebody says of a delivery: it is there, it is not, not this one",
        || post(posts::answer),
    )
    .takes::<posts::Answered>()
    .gives::<posts::Post>(),
    route(Method::GET, "/do/{link}", Nothing, "What somebody posts by hand, and where", || get(hand::page)).status(200),
    route(Method::POST, "/do/{link}", Nothing, "Takes what he says of it", || post(hand::say)).status(200),
    route(Method::GET, "/media/{digest}", Nothing, "A picture, for networks that fetch it themselves", || {
        get(media::public)
    })
    .gives_kind("image/*"),
    route(Method::GET, "/do.js", Nothing, "Buttons of that page that need a script", || get(hand::script))
        .gives_kind("text/javascript"),
];
