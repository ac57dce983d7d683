//! The paragraph for a site's privacy page, from the settings in force.

use crate::measured::{Measured, Signals};

/// What happens to whoever looks at the site's pages, for them to read.
pub fn paragraph(measured: &Measured) -> String {
    let settings = &measured.settings;
    let storage = if settings.tab_storage {
        "Where you came by a link of ours, the mark of that link is kept in your browser's tab until you close it, so that \
         we can tell what came of it. "
    } else {
        "Nothing is stored in your browser. "
    };
    let signals = match settings.signals {
        Signals::Skip => {
            "If your browser says that you want no tracking (Global Privacy Control, Do Not Track), nothing of your visit is kept."
        }
        Signals::Count => {
            "A wish for no tracking (Global Privacy Control, Do Not Track) changes nothing here, since nothing that is kept leads to you."
        }
    };
    let days = settings.raw_days;
    format!(
        "We count visits to this site with Tidings, a program that we run ourselves; nothing is passed on to others. No \
         cookie is set, and your address is not kept. For each page that you look at we note the time, the page, the site \
         that you came from without what stands behind its question mark, the mark of a link of ours, and what your browser calls \
         itself. So that several pages count as one visit, a number is computed from your address, your browser's name and a \
         secret that is random for each day. The secret is destroyed after the following day; after that nobody can \
         tell from the number who you were, and you are not recognised from one day to the next. {storage}Single \
         visits are deleted after {days} days; what stays are sums, such as “12 visits to this page on Monday”. {signals}"
    )
}
