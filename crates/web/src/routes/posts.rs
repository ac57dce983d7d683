//! Publishing: accounts, posts and their deliveries.

use ::market::missed::Missed;
use ::market::post::json;
use ::market::post::repeat::Repeat;
use ::market::post::trial::Trial;
use ::people::May::{Decide, Draft, Look, Work};
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{delete, get, head, patch, post, put};
use networks::publish::Medium;

use super::Needs::{InPerson, Nothing, Signed};
use super::{Asks, Route, route};
use crate::api::List;
use crate::api::uploads::as_tus;
use crate::api::{
    accounts, calendar, compose, deliveries, feeds, media, pages, planned, posts, posts_count, posts_sheet,
    posts_trial, prices, slots, uploads, wallet,
};
use crate::public;
use crate::public::hand;

/// Which posts.
const WHICH: &[Asks] = &[
    Asks { name: "from", says: "Those that go out from this instant on", needed: false },
    Asks { name: "to", says: "And before this one", needed: false },
    Asks { name: "drafts", says: "`true`: drafts instead, the newest first", needed: false },
    Asks {
        name: "state",
        says: "Those with a delivery that stands so: names with commas between, `waiting,person`",
        needed: false,
    },
    Asks { name: "after", says: "Where the list goes on: what `next` said", needed: false },
    Asks { name: "limit", says: "At most so many on a page: 1 to 1000", needed: false },
];

/// Which pages.
const PAGES: &[Asks] = &[
    Asks { name: "q", says: "Words that stand in the address or the title, in any order", needed: false },
    Asks { name: "limit", says: "At most so many: 1 to 50; 8", needed: false },
];

/// Which month.
const MONTH: &[Asks] = &[Asks { name: "month", says: "Another month than this one: `2026-10`", needed: false }];

/// How a sheet is taken.
const SHEET: &[Asks] = &[
    Asks { name: "zone", says: "The zone of lines that name none, by IANA's name", needed: true },
    Asks { name: "trial", says: "`true`: what would become of it, and nothing is kept", needed: false },
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
        Signed(Work),
        "Disconnects an account: its secret is forgotten, what was posted stays",
        || delete(accounts::disconnect),
    ),
    route(Method::GET, "/api/v1/sites/{site}/posts", Signed(Look), "Posts, the first one first", || get(posts::all))
        .asks(WHICH)
        .gives::<List<posts::Post>>(),
    route(Method::POST, "/api/v1/sites/{site}/posts", Signed(Draft), "Keeps a draft", || post(posts::write))
        .takes::<posts::New>()
        .gives::<posts::Post>()
        .status(201),
    route(Method::GET, "/api/v1/sites/{site}/posts.csv", Signed(Look), "All posts of a site, as CSV", || {
        get(posts_sheet::written)
    })
    .gives_kind("text/csv"),
    route(
        Method::POST,
        "/api/v1/sites/{site}/posts.csv",
        Signed(Work),
        "Writes and plans a post for each line of a sheet: all of them, or none",
        || post(posts_sheet::bring_in),
    )
    .asks(SHEET)
    .takes_kind("text/csv")
    .gives::<posts_sheet::Brought>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/posts.json",
        Signed(Look),
        "All posts of a site, as a sheet has them",
        || get(posts_sheet::written_json),
    )
    .gives::<json::Posts>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/posts.json",
        Signed(Work),
        "Writes and plans these posts: all of them, or none",
        || post(posts_sheet::bring_json_in).layer(DefaultBodyLimit::max(posts_sheet::SHEET)),
    )
    .asks(SHEET)
    .takes::<json::Posts>()
    .gives::<posts_sheet::Brought>(),
    route(
        Method::POST,
        "/api/v1/posts/count",
        Signed(Look),
        "How much of what its network takes a text has, with the link in it",
        || post(posts_count::count),
    )
    .takes::<posts_count::ToCount>()
    .gives::<List<posts_count::TextCounted>>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/posts/price",
        Signed(Look),
        "What publishing a post takes from the wallet, with and without its link",
        || post(prices::of_post),
    )
    .takes::<prices::Asked>()
    .gives::<prices::Prices>(),
    route(
        Method::GET,
        "/api/v1/wallet",
        Signed(Look),
        "What may be spent in a month, and what of it is spent, reserved and left",
        || get(wallet::of_month),
    )
    .asks(MONTH)
    .gives::<wallet::Wallet>(),
    route(
        Method::PUT,
        "/api/v1/wallet",
        InPerson(Decide),
        "Approves what may be spent in a month; what is reserved already stays reserved",
        || put(wallet::keep),
    )
    .takes::<wallet::New>()
    .gives::<wallet::Wallet>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/pages",
        Signed(Look),
        "Pages that the newest audit read, to choose one: the most linked first",
        || get(pages::known),
    )
    .asks(PAGES)
    .gives::<List<optimize::report::sheet::Named>>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/posts/from-page",
        Signed(Draft),
        "Drafts a post from a page, with what each network draws of it; nothing is kept but the card's picture",
        || post(compose::from_page),
    )
    .takes::<compose::Wanted>()
    .gives::<compose::Draft>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/posts/dry-run",
        Signed(Draft),
        "What would become of a post, account by account: nothing is kept, and nothing goes out",
        || post(posts_trial::of_new),
    )
    .takes::<posts_trial::ToTry>()
    .gives::<Trial>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/media",
        Signed(Draft),
        "Takes a picture or a film in: the bytes of a JPEG, PNG, WebP or GIF file, or of an MP4, QuickTime or WebM one",
        || post(media::take),
    )
    .takes_kind("*/*")
    .gives::<Medium>()
    .status(201),
    route(
        Method::POST,
        "/api/v1/sites/{site}/uploads",
        Signed(Draft),
        "Begins to take one in that may break off and go on, as tus 1.0 has it: `upload-length` says how many bytes it has, \
         `location` where they go",
        || as_tus(post(uploads::begin)),
    )
    .status(201),
    route(
        Method::HEAD,
        "/api/v1/sites/{site}/uploads/{upload}",
        Signed(Draft),
        "How far an upload of one's own came: `upload-offset` of `upload-length`",
        || as_tus(head(uploads::came)),
    )
    .status(200),
    route(
        Method::PATCH,
        "/api/v1/sites/{site}/uploads/{upload}",
        Signed(Draft),
        "Goes on with it behind `upload-offset`; a refusal says there how far it came",
        || as_tus(patch(uploads::go_on)),
    )
    .takes_kind("application/offset+octet-stream"),
    route(
        Method::POST,
        "/api/v1/sites/{site}/uploads/{upload}",
        Signed(Draft),
        "Takes in what has come whole, as if it had come at once; asked again, it says the same",
        || as_tus(post(uploads::end)),
    )
    .gives::<Medium>()
    .status(201),
    route(Method::DELETE, "/api/v1/sites/{site}/uploads/{upload}", Signed(Draft), "Forgets an upload", || {
        as_tus(delete(uploads::forget))
    }),
    route(
        Method::GET,
        "/api/v1/sites/{site}/media/{digest}",
        Signed(Look),
        "A picture or film of the site's posts",
        || get(media::one),
    )
    .gives_kind("*/*"),
    route(Method::GET, "/api/v1/sites/{site}/posts/{post}", Signed(Look), "A post, and what became of it", || {
        get(posts::one)
    })
    .gives::<posts::Post>(),
    route(
        Method::PUT,
        "/api/v1/sites/{site}/posts/{post}",
        Signed(Draft),
        "Changes a post; what went out stays as it went. Who may only draft changes drafts alone",
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
        "/api/v1/sites/{site}/posts/{post}/dry-run",
        Signed(Draft),
        "What would become of a post if it went out then, or now: nothing is changed, and nothing goes out",
        || post(posts_trial::of_kept),
    )
    .takes::<posts::Plan>()
    .gives::<Trial>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/posts/{post}/move",
        Signed(Work),
        "Lets a planned post go out at another time; what has begun stays",
        || post(planned::move_to),
    )
    .takes::<planned::Move>()
    .gives::<posts::Post>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/posts/{post}/queue",
        Signed(Work),
        "Lets a post go out at the next free slot of its site",
        || post(planned::queue),
    )
    .takes::<posts::Seen>()
    .gives::<posts::Post>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/posts/{post}/repeat",
        Signed(Look),
        "How a post repeats: how often, how many times more, until when",
        || get(planned::repeat),
    )
    .gives::<Repeat>(),
    route(
        Method::PUT,
        "/api/v1/sites/{site}/posts/{post}/repeat",
        Signed(Work),
        "Lets a post go out again when it went live, or no more",
        || put(planned::keep_repeat),
    )
    .takes::<planned::NewRepeat>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/slots",
        Signed(Look),
        "The weekly slots of a site, and the next one that is free",
        || get(slots::all),
    )
    .gives::<slots::Slots>(),
    route(Method::PUT, "/api/v1/sites/{site}/slots", Signed(Work), "Chooses the weekly slots of a site", || {
        put(slots::keep)
    })
    .takes::<slots::New>()
    .gives::<slots::Slots>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/feeds",
        Signed(Look),
        "The feeds whose new pages become drafts of a site",
        || get(feeds::all),
    )
    .gives::<List<feeds::Feed>>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/feeds",
        Signed(Work),
        "Follows a feed or a sitemap: what it names from now on becomes drafts",
        || post(feeds::follow),
    )
    .takes::<feeds::New>()
    .gives::<feeds::Feed>()
    .status(201),
    route(Method::DELETE, "/api/v1/sites/{site}/feeds/{feed}", Signed(Work), "Follows a feed no more", || {
        delete(feeds::end)
    }),
    route(
        Method::GET,
        "/api/v1/workspace/missed",
        Signed(Look),
        "What becomes of posts whose time passed while nobody was at work",
        || get(slots::missed),
    )
    .gives::<Missed>(),
    route(
        Method::PUT,
        "/api/v1/workspace/missed",
        Signed(Decide),
        "Says what becomes of posts whose time passed",
        || put(slots::keep_missed),
    )
    .takes::<Missed>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/calendar",
        Signed(Look),
        "How many links open the calendar of a site's posts",
        || get(calendar::of_site),
    )
    .gives::<calendar::Calendar>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/calendar",
        InPerson(Work),
        "Makes a link by which a calendar program reads a site's posts",
        || post(calendar::make),
    )
    .gives::<calendar::Made>()
    .status(201),
    route(
        Method::DELETE,
        "/api/v1/sites/{site}/calendar",
        InPerson(Work),
        "Ends all links to the calendar of a site's posts",
        || delete(calendar::end),
    ),
    route(Method::GET, "/calendar/{secret}", Nothing, "The posts of a site, for a calendar program", || {
        get(public::calendar::calendar)
    })
    .gives_kind("text/calendar"),
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
        || post(deliveries::answer),
    )
    .takes::<deliveries::Answered>()
    .gives::<posts::Post>(),
    route(
        Method::PUT,
        "/api/v1/sites/{site}/deliveries/{delivery}/text",
        Signed(Work),
        "Corrects what a live post says, at its network",
        || put(deliveries::correct),
    )
    .takes::<deliveries::Corrected>()
    .gives::<posts::Post>(),
    route(
        Method::DELETE,
        "/api/v1/sites/{site}/deliveries/{delivery}",
        Signed(Work),
        "Takes a live post down, with what is below it",
        || delete(deliveries::take_down),
    )
    .gives::<posts::Post>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/deliveries/{delivery}/engagement",
        Signed(Look),
        "How what people did with a delivery grew, as its network told",
        || get(deliveries::engagement),
    )
    .gives::<List<deliveries::Grown>>(),
    route(Method::GET, "/do/{link}", Nothing, "What somebody posts by hand, and where", || get(hand::page)).status(200),
    route(Method::POST, "/do/{link}", Nothing, "Takes what he says of it", || post(hand::say)).status(200),
    route(Method::GET, "/media/{digest}", Nothing, "A picture or film, for networks that fetch it themselves", || {
        get(media::public)
    })
    .gives_kind("*/*"),
    route(Method::GET, "/do.js", Nothing, "Buttons of that page that need a script", || get(hand::script))
        .gives_kind("text/javascript"),
];
