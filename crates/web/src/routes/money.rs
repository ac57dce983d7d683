//! Money: what it cost (entries, proposed hours, timer, rates, marks), and what it brought (goals, sales).

use ::people::May::{Look, Work};
use axum::http::Method;
use axum::routing::{delete, get, post, put};

use super::Needs::{InPerson, Signed};
use super::{AFTER, Asks, Route, route};
use crate::api::List;
use crate::api::money::{entries, goals, hours, marks, rates, sales, settings};

/// A month.
const MONTH: Asks = Asks { name: "month", says: "A month, such as `2026-11`; the one that it is", needed: false };
/// Entries of a month, in a list that goes on.
const ENTRIES: &[Asks] = &[MONTH, AFTER[0]];
/// Sums of a month.
const SUMS: &[Asks] = &[MONTH];
/// A week.
const WEEK: &[Asks] = &[Asks { name: "week", says: "A day of the week; today", needed: false }];
/// What the rows of a sheet are for.
const OTHERWISE: &[Asks] = &[
    Asks { name: "activity", says: "What rows are for that name no activity of ours", needed: false },
    Asks { name: "side", says: "Or the whole side: `smo`, `smm`", needed: false },
];

pub(super) static ROUTES: &[Route] = &[
    route(
        Method::GET,
        "/api/v1/sites/{site}/measure/money",
        Signed(Look),
        "The price of an hour, the currency, the margin",
        || get(settings::told),
    )
    .gives::<settings::Told>(),
    route(
        Method::PUT,
        "/api/v1/sites/{site}/measure/money",
        Signed(Work),
        "Changes them; hours entered before there was a price get it",
        || put(settings::keep),
    )
    .takes::<settings::Change>()
    .gives::<settings::Told>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/entries",
        Signed(Look),
        "Hours and money of a month, the newest first",
        || get(entries::all),
    )
    .asks(ENTRIES)
    .gives::<List<entries::Entry>>(),
    route(Method::POST, "/api/v1/sites/{site}/entries", Signed(Work), "Enters hours or money", || post(entries::add))
        .takes::<entries::NewOne>()
        .gives::<entries::Entry>()
        .status(201),
    route(
        Method::GET,
        "/api/v1/sites/{site}/entries/sums",
        Signed(Look),
        "What a month cost, with what earlier months brought into it, and what is missing",
        || get(entries::sums),
    )
    .asks(SUMS)
    .gives::<entries::Told>(),
    route(Method::POST, "/api/v1/sites/{site}/entries/{entry}/undo", Signed(Work), "Takes an entry back", || {
        post(entries::undo)
    })
    .gives::<entries::Entry>(),
    route(Method::POST, "/api/v1/sites/{site}/entries/{entry}/redo", Signed(Work), "Puts it in again", || {
        post(entries::redo)
    })
    .gives::<entries::Entry>(),
    route(Method::GET, "/api/v1/sites/{site}/entries.csv", Signed(Look), "All entries of a site, as CSV", || {
        get(entries::written)
    })
    .gives_kind("text/csv"),
    route(
        Method::POST,
        "/api/v1/sites/{site}/entries.csv",
        Signed(Work),
        "Enters each row of a sheet, of one's own or Kimai's: all of them, or none",
        || post(entries::enter_all),
    )
    .asks(OTHERWISE)
    .takes_kind("text/csv")
    .gives::<entries::Kept>()
    .status(201),
    route(
        Method::POST,
        "/api/v1/sites/{site}/at-work",
        InPerson(Work),
        "Says that a screen is in use this minute",
        || post(hours::at_work),
    )
    .takes::<hours::AtWork>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/hours/proposed",
        InPerson(Work),
        "Hours of a week that were seen and that nobody booked",
        || get(hours::proposed),
    )
    .asks(WEEK)
    .gives::<hours::Proposed>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/hours/proposed",
        InPerson(Work),
        "Books them, changed or as they are",
        || post(hours::book),
    )
    .takes::<hours::ToBook>()
    .gives::<hours::Booked>()
    .status(201),
    route(
        Method::POST,
        "/api/v1/sites/{site}/hours/dismissed",
        InPerson(Work),
        "Says that they were no work, or takes that back",
        || post(hours::dismiss),
    )
    .takes::<hours::Dismissed>()
    .gives::<hours::Proposed>(),
    route(Method::GET, "/api/v1/sites/{site}/timer", InPerson(Work), "The timer of whoever asks", || get(hours::runs))
        .gives::<hours::Runs>(),
    route(Method::POST, "/api/v1/sites/{site}/timer", InPerson(Work), "Starts it", || post(hours::start))
        .takes::<hours::Start>()
        .gives::<hours::Runs>()
        .status(201),
    route(
        Method::POST,
        "/api/v1/sites/{site}/timer/stop",
        InPerson(Work),
        "Stops it and enters its time; a forgotten one asks for the true time",
        || post(hours::stop),
    )
    .takes::<hours::Stop>()
    .gives::<hours::Timed>(),
    route(Method::DELETE, "/api/v1/sites/{site}/timer", InPerson(Work), "Throws its time away", || {
        delete(hours::discard)
    }),
    route(Method::GET, "/api/v1/sites/{site}/rates", Signed(Look), "The exchange rates of a site", || get(rates::all))
        .gives::<List<rates::Rate>>(),
    route(Method::PUT, "/api/v1/sites/{site}/rates", Signed(Work), "Enters an exchange rate of a day", || {
        put(rates::put)
    })
    .takes::<rates::NewRate>()
    .gives::<rates::Rate>(),
    route(
        Method::DELETE,
        "/api/v1/sites/{site}/rates/{currency}/{day}",
        Signed(Work),
        "Takes an exchange rate away",
        || delete(rates::remove),
    ),
    route(Method::GET, "/api/v1/sites/{site}/marks", Signed(Look), "Moments at which the site changed", || {
        get(marks::all)
    })
    .gives::<List<marks::Mark>>(),
    route(Method::POST, "/api/v1/sites/{site}/marks", Signed(Work), "Marks such a moment", || post(marks::put))
        .takes::<marks::NewOne>()
        .gives::<marks::Mark>()
        .status(201),
    route(Method::DELETE, "/api/v1/sites/{site}/marks/{mark}", Signed(Work), "Takes a mark away", || {
        delete(marks::remove)
    })
    .gives::<marks::Mark>(),
    route(Method::POST, "/api/v1/sites/{site}/marks/{mark}/restore", Signed(Work), "Puts it back", || {
        post(marks::restore)
    })
    .gives::<marks::Mark>(),
    route(Method::GET, "/api/v1/sites/{site}/goals", Signed(Look), "What is counted as a success", || get(goals::all))
        .gives::<List<goals::Goal>>(),
    route(Method::POST, "/api/v1/sites/{site}/goals", Signed(Work), "Makes a goal", || post(goals::make))
        .takes::<measure::sale::goal::New>()
        .gives::<goals::Goal>()
        .status(201),
    route(
        Method::PUT,
        "/api/v1/sites/{site}/goals/{goal}",
        Signed(Work),
        "Changes a goal; what it counted stays",
        || put(goals::change),
    )
    .takes::<measure::sale::goal::New>()
    .gives::<goals::Goal>(),
    route(
        Method::DELETE,
        "/api/v1/sites/{site}/goals/{goal}",
        Signed(Work),
        "Removes a goal; what it counted stays",
        || delete(goals::remove),
    )
    .gives::<goals::Goal>(),
    route(Method::POST, "/api/v1/sites/{site}/goals/{goal}/restore", Signed(Work), "Puts it back", || {
        post(goals::restore)
    })
    .gives::<goals::Goal>(),
    route(Method::GET, "/api/v1/sites/{site}/sales", Signed(Look), "What was sold, the newest first", || {
        get(sales::all)
    })
    .asks(AFTER)
    .gives::<List<sales::Sale>>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/sales",
        Signed(Work),
        "Tells a sale; told again, it is the same one (200)",
        || post(sales::tell),
    )
    .takes::<sales::NewOne>()
    .gives::<sales::Sale>()
    .status(201),
    route(
        Method::POST,
        "/api/v1/sites/{site}/sales/{order}/refund",
        Signed(Work),
        "Tells that something was paid back, before or after its sale",
        || post(sales::refund),
    )
    .takes::<sales::Back>()
    .gives::<sales::Sale>(),
    route(Method::GET, "/api/v1/sites/{site}/sales.csv", Signed(Look), "All sales of a site, as CSV", || {
        get(sales::written)
    })
    .gives_kind("text/csv"),
    route(
        Method::POST,
        "/api/v1/sites/{site}/sales.csv",
        Signed(Work),
        "Keeps each row of a sheet as a sale: all of them, or none",
        || post(sales::tell_all),
    )
    .takes_kind("text/csv")
    .gives::<entries::Kept>()
    .status(201),
];
