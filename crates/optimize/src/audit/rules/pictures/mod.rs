//! Pictures: whether they can be had, their size, weight and format, and what the tags say of them.

pub(super) mod declared;
pub(super) mod form;
pub(super) mod reach;
pub(super) mod size;
pub(super) mod weight;

use domain::ImageFacts;
use url::Url;

use crate::audit::{Found, Look, Shown};

/// The picture that Open Graph readers take, as it was seen.
fn shared<'a>(look: &Look<'a>, found: &mut Found) -> Option<(Url, &'a ImageFacts)> {
    look.seen(look.picture(), found)
}

/// The picture that X takes, as it was seen.
fn shared_on_x<'a>(look: &Look<'a>, found: &mut Found) -> Option<(Url, &'a ImageFacts)> {
    look.seen(look.picture_on_x(), found)
}

/// The pictures that networks take: Open Graph's first, and X's where it is another.
fn all<'look, 'page>(look: &'look Look<'page>) -> impl Iterator<Item = &'look Shown<'page>> {
    let first = look.picture();
    let own = look.says.twitter_image.as_ref();
    let own = own.filter(|own| first.is_none_or(|first| first.url != own.url));
    first.into_iter().chain(own)
}

/// The size of the shared picture, where its bytes tell it.
fn size_of(look: &Look, found: &mut Found) -> Option<(Url, u32, u32)> {
    let (url, facts) = shared(look, found)?;
    sized(url, facts, found)
}

/// `facts` with their size; *not checked* where the header tells none (an SVG without one).
fn sized(url: Url, facts: &ImageFacts, found: &mut Found) -> Option<(Url, u32, u32)> {
    let Some((width, height)) = facts.size() else {
        found.not_checked();
        return None;
    };
    Some((url, width, height))
}

/// The weight of `facts` in bytes; *not checked* where the server did not say.
fn weighed(url: Url, facts: &ImageFacts, found: &mut Found) -> Option<(Url, u64)> {
    let Some(bytes) = facts.bytes else {
        found.not_checked();
        return None;
    };
    Some((url, bytes))
}
