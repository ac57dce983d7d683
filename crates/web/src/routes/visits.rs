//! Single visits: listed, explained, who is here now, judged again, erased.

use ::people::May::{Decide, Look, See, Work};
use axum::http::Method;
use axum::routing::{delete, get, post};

use super::Needs::Signed;
use super::{AFTER, Asks, Route, route};
use crate::api::{List, kept_visits};

const FROM: Asks =
    Asks { name: "from", says: "The first day, `2026-10-01`; 30 days before the last one", needed: false };
const TO: Asks = Asks { name: "to", says: "The last day; today", needed: false };
/// Which visits.
const FILTERS: &[Asks] = &[
    FROM,
    TO,
    Asks { name: "side", says: "Whose doing: `smo`, `smm`, `other`, `unknown`", needed: false },
    Asks { name: "channel", says: "A channel, such as `share_button`", needed: false },
    Asks { name: "confidence", says: "How sure, such as `proven`", needed: false },
    Asks { name: "network", says: "A network's id", needed: false },
    Asks { name: "page", says: "The first page's path", needed: false },
    Asks { name: "code", says: "The code of a link", needed: false },
    Asks { name: "campaign", says: "The campaign of the links", needed: false },
    AFTER[0],
];
/// Different visitors by days.
const UNIQUES: &[Asks] = &[
    FROM,
    TO,
    Asks { name: "of", says: "`all`, `side:smo`, `channel:post`; all", needed: false },
    Asks { name: "by", says: "`day`; a sum over several days is refused", needed: false },
];
/// Until when is erased.
const BEFORE: &[Asks] = &[Asks { name: "before", says: "The first day that stays", needed: true }];

pub(super) static ROUTES: &[Route] = &[
    route(
        Method::GET,
        "/api/v1/sites/{site}/visits",
        Signed(Look),
        "Single visits of a site, the newest first",
        || get(kept_visits::all),
    )
    .asks(FILTERS)
    .gives::<List<kept_visits::Visit>>(),
    route(
        Method::DELETE,
        "/api/v1/sites/{site}/visits",
        Signed(Decide),
        "Erases what was measured of a site before a day: visits and sums",
        || delete(kept_visits::erase),
    )
    .asks(BEFORE)
    .gives::<kept_visits::Erased>(),
    route(Method::GET, "/api/v1/sites/{site}/visits/live", Signed(Look), "Who is on a site now", || {
        get(kept_visits::live)
    })
    .gives::<kept_visits::Live>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/visits/uniques",
        Signed(See),
        "Different visitors of each day; no sum of them is one of people",
        || get(kept_visits::uniques),
    )
    .asks(UNIQUES)
    .gives::<kept_visits::Uniques>(),
    route(
        Method::GET,
        "/api/v1/sites/{site}/visits/{visit}",
        Signed(Look),
        "A visit with its evidence, and why it was counted as it was",
        || get(kept_visits::one),
    )
    .gives::<kept_visits::Whole>(),
    route(
        Method::POST,
        "/api/v1/sites/{site}/replay",
        Signed(Work),
        "Judges visits again from their evidence: shows the difference, or has it applied",
        || post(kept_visits::replay),
    )
    .takes::<kept_visits::Replay>()
    .gives::<kept_visits::Replayed>(),
];
