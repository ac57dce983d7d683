use domain::{Images, LinkTag, MIB, Page, TagKey, Window};

use crate::preview::place::{ADDRESS, Place, first};
use crate::preview::{Found, Limits, Relative, decoded_again, large_if};
use crate::{Line, Preview, Shape};

const PICTURE: Limits = Limits { network: "Misskey", relative: Relative::ToPage, ..Limits::NONE };
const TITLE: usize = 100;
const DESCRIPTION: usize = 300;

/// Misskey: Open Graph by `property=`, then Twitter, then title and description; the title loses the site's name and is
/// cut at 100, the description at 300; a description that repeats the title is dropped. One picture whose address is none
/// costs the whole card.
pub(crate) fn preview(page: &Page, images: &Images) -> Preview {
    if page.size > 10 * MIB {
        return Preview::nothing("Misskey reads no page of more than 10 MB.");
    }
    let seen = page.whole();
    let picture = picture(seen);
    if picture.is_some_and(|it| page.url.join(it.text.trim()).is_err()) {
        return Preview::nothing("Misskey gives up where the address of the picture is none.");
    }
    let site = site(seen);
    let site = decoded_again(site.trim());
    let title = title(seen, &site);
    let description = raw(seen, "og:description", TagKey::Property)
        .or_else(|| raw(seen, "twitter:description", TagKey::Name))
        .or_else(|| raw(seen, "twitter:description", TagKey::Property))
        .or_else(|| raw(seen, "description", TagKey::Name))
        .map(|it| Line::units(&decoded_again(it.text), DESCRIPTION, "...", it.from))
        .filter(|it| !it.text.is_empty() && it.text != title.whole);
    let large = raw(seen, "twitter:card", TagKey::Name)
        .or_else(|| raw(seen, "twitter:card", TagKey::Property))
        .is_some_and(|it| it.text == "summary_large_image");
    Preview::text(title.line).describe(description).host(site.as_ref()).by(seen.named("fediverse:creator")).pictured(
        page,
        PICTURE.first(page, images, picture),
        |_| large_if(large, Shape::Wide),
    )
}

struct Title {
    line: Line,
    /// As it was before the site's name was taken off.
    whole: String,
}

fn title(seen: Window<'_>, site: &str) -> Title {
    let found = raw(seen, "og:title", TagKey::Property)
        .or_else(|| raw(seen, "twitter:title", TagKey::Name))
        .or_else(|| raw(seen, "twitter:title", TagKey::Property))
        .or_else(|| first(seen, &[Place::Title]));
    let mut line = found.map_or(Line { text: String::new(), cut: false, from: ADDRESS }, |it| {
        Line::units(&decoded_again(it.text), TITLE, "...", it.from)
    });
    let whole = line.text.clone();
    if let Some(shorter) = without_site(&line.text, site) {
        line.text = shorter.to_owned();
    }
    if line.text.is_empty() {
        line = Line { text: site.to_owned(), cut: false, from: ADDRESS };
    }
    Title { line, whole }
}

/// The title without ` - Site`, ` | Site`, `: Site` or `・Site` at its end.
fn without_site<'a>(title: &'a str, site: &str) -> Option<&'a str> {
    let space = |text: &'a str| text.strip_suffix(char::is_whitespace).unwrap_or(text);
    if site.is_empty() {
        return None;
    }
    let rest = title.strip_suffix(site)?;
    let rest = [rest, space(rest)].into_iter().find_map(|rest| rest.strip_suffix(['-', '|', ':', '・']))?;
    let rest = match space(rest) {
        "" => rest,
        shorter => shorter,
    };
    (!rest.is_empty()).then_some(rest)
}

fn site(seen: Window<'_>) -> std::borrow::Cow<'_, str> {
    let named = raw(seen, "og:site_name", TagKey::Property).or_else(|| raw(seen, "application-name", TagKey::Name));
    let url = &seen.page().url;
    match (named, url.host_str().unwrap_or_default(), url.port()) {
        (Some(named), _, _) => named.text.into(),
        (None, host, None) => host.into(),
        (None, host, Some(port)) => format!("{host}:{port}").into(),
    }
}

fn picture(seen: Window<'_>) -> Option<Found<'_>> {
    let link = |rel: &'static str| {
        let link: &LinkTag = seen.links().find(|link| link.rel == rel)?;
        Some(Found { text: link.href.as_str(), from: rel }).filter(|it| !it.text.is_empty())
    };
    raw(seen, "og:image", TagKey::Property)
        .or_else(|| raw(seen, "twitter:image", TagKey::Name))
        .or_else(|| raw(seen, "twitter:image", TagKey::Property))
        .or_else(|| link("image_src"))
        .or_else(|| link("apple-touch-icon"))
        .or_else(|| link("apple-touch-icon image_src"))
}

/// The first tag called `name`, if its content is not empty; white space counts.
fn raw<'a>(seen: Window<'a>, name: &'static str, key: TagKey) -> Option<Found<'a>> {
    let tag = seen.tags().find(|tag| tag.key == key && tag.name == name)?;
    (!tag.content.is_empty()).then_some(Found { text: &tag.content, from: name })
}
