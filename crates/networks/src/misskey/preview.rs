use domain::{Images, LinkTag, MIB, Page, TagKey, Window};

use crate::preview::place::{ADDRESS, Place, first};
use crate::preview::{Found, Limits, Relative, cut_at_units, decoded_again, host, large_if};
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
        .map(|it| (cut_at_units(&decoded_again(it.text), DESCRIPTION, "..."), it.from))
        .filter(|((text, _), _)| !text.is_empty() && *text != title.whole)
        .map(|((text, cut), from)| Line { cut, ..Line::whole(&text, from) });
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
    let (from, (whole, cut)) = found
        .map_or((ADDRESS, (String::new(), false)), |it| (it.from, cut_at_units(&decoded_again(it.text), TITLE, "...")));
    let line = match without_site(&whole, site).unwrap_or(&whole) {
        "" => Line::whole(site, ADDRESS),
        text => Line { cut, ..Line::whole(text, from) },
    };
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
        (None, _, _) if !seen.page().has_address() => host(seen.page()).into(),
        (None, name, None) => name.into(),
        (None, name, Some(port)) => format!("{name}:{port}").into(),
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
