//! Whether a page says anything before its scripts have run.

use super::body::Body;
use super::collect::Collected;

/// Scripts are there and text is next to none: one script beside a short text is usual, a page that is nothing but
/// scripts is not.
pub(crate) fn needs_script(found: &Collected, body: &Body) -> bool {
    let scripts = found.scripts.len() + found.inline_scripts as usize;
    body.letters < 50 && !found.scripts.is_empty() || body.letters < 200 && scripts >= 3
}
