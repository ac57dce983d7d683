//! What a rule looks at: one page, what was seen around it, and the tags that nearly every rule asks for.

use std::collections::BTreeMap;

use domain::{Fetched, ImageFacts, Images, LinkTag, Page, Tag};
use url::Url;

use super::{Found, Needs, Seen, SeenBy, Site};

/// One page with everything that was seen around it.
#[derive(Debug)]
pub struct Look<'a> {
    /// The page.
    pub page: &'a Page,
    /// What its tags say.
    pub says: Says<'a>,
    /// How the server answered; `None` for a file.
    pub fetched: Option<&'a Fetched>,
    /// The pictures that were looked at.
    pub images: &'a Images,
    /// The site.
    pub site: &'a Site,
    /// What preview agents got.
    pub seen_by: &'a SeenBy,
    /// The page after its scripts ran.
    pub rendered: Option<&'a Page>,
    /// The page at the audit before.
    pub before: Option<&'a Page>,
    /// The pictures at the audit before.
    pub images_before: &'a Images,
    unseen: &'a BTreeMap<Needs, String>,
}

/// The tags that networks read, gathered in one pass over the page: the first of each name that is not blank.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "each is the tag of that name")]
pub struct Says<'a> {
    pub og_title: Option<&'a Tag>,
    pub og_description: Option<&'a Tag>,
    pub og_type: Option<&'a Tag>,
    pub og_url: Option<&'a Tag>,
    pub og_site_name: Option<&'a Tag>,
    pub og_locale: Option<&'a Tag>,
    pub twitter_card: Option<&'a Tag>,
    pub twitter_title: Option<&'a Tag>,
    pub twitter_description: Option<&'a Tag>,
    pub description: Option<&'a Tag>,
    pub canonical: Option<&'a LinkTag>,
    /// The canonical address, made absolute.
    pub canonical_url: Option<Url>,
    /// Every `og:image` that is not blank; where there is none, `og:image:url` or `og:image:secure_url`.
    pub images: Vec<Shown<'a>>,
    /// `twitter:image` or `twitter:image:src`.
    pub twitter_image: Option<Shown<'a>>,
}

/// A picture that a tag names.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// The tag.
    pub tag: &'a Tag,
    /// Its address, made absolute; `None` where it is none.
    pub url: Option<Url>,
}

impl<'a> Look<'a> {
    /// Looks at `page`, of which `seen` was seen.
    pub fn at(page: &'a Page, seen: &'a Seen) -> Self {
        Self {
            page,
            says: Says::of(page),
            fetched: page.fetched.as_ref(),
            images: &seen.images,
            site: &seen.site,
            seen_by: &seen.seen_by,
            rendered: if seen.rendered.is_empty() { None } else { seen.rendered.get(page.url.as_str()) },
            before: if seen.before.is_empty() { None } else { seen.before.get(page.url.as_str()) },
            images_before: &seen.images_before,
            unseen: &seen.unseen,
        }
    }

    /// Whether what `needs` names was looked at for this page at all.
    pub fn has(&self, needs: Needs) -> bool {
        let there = match needs {
            Needs::Bytes | Needs::Images | Needs::Agents | Needs::Site => true,
            Needs::Http => self.fetched.is_some(),
            Needs::Render => self.rendered.is_some(),
            Needs::History => self.before.is_some(),
        };
        there && (self.unseen.is_empty() || !self.unseen.contains_key(&needs))
    }

    /// The picture that Open Graph readers take: the first `og:image`.
    pub fn picture(&self) -> Option<&Shown<'a>> {
        self.says.images.first()
    }

    /// The picture that X takes: `twitter:image` before `og:image`.
    pub fn picture_on_x(&self) -> Option<&Shown<'a>> {
        self.says.twitter_image.as_ref().or_else(|| self.picture())
    }

    /// What was seen of `shown`, if it is a picture at all. Says *not checked* where it was not looked at.
    pub fn seen(&self, shown: Option<&Shown<'a>>, found: &mut Found) -> Option<(Url, &'a ImageFacts)> {
        let url = shown?.url.as_ref()?;
        let Some(facts) = self.images.of(url) else {
            found.not_checked();
            return None;
        };
        facts.is_picture().then(|| (url.clone(), facts))
    }

    /// The title that a shared link shows on most networks, with the tag's name.
    pub fn shared_title(&self) -> Option<(&'a str, &'static str)> {
        self.says.shared_title(self.page)
    }

    /// The description that a shared link shows on most networks, with the tag's name.
    pub fn shared_description(&self) -> Option<(&'a str, &'static str)> {
        self.says.shared_description()
    }
}

impl<'a> Says<'a> {
    /// The tags of `page`.
    pub fn of(page: &'a Page) -> Self {
        let mut says = Self::default();
        let (mut fallback, mut images) = (None, Vec::new());
        for tag in page.tags_for_networks().filter(|tag| !tag.is_blank()) {
            let slot = match tag.name.as_str() {
                "og:title" => &mut says.og_title,
                "og:description" => &mut says.og_description,
                "og:type" => &mut says.og_type,
                "og:url" => &mut says.og_url,
                "og:site_name" => &mut says.og_site_name,
                "og:locale" => &mut says.og_locale,
                "twitter:card" => &mut says.twitter_card,
                "twitter:title" => &mut says.twitter_title,
                "twitter:description" => &mut says.twitter_description,
                "description" => &mut says.description,
                "og:image" => {
                    // A page that names a thousand pictures is not asked for more than any network would look at.
                    if images.len() < 10 {
                        images.push(tag);
                    }
                    continue;
                }
                "og:image:url" | "og:image:secure_url" => &mut fallback,
                "twitter:image" | "twitter:image:src" => {
                    if says.twitter_image.is_none() {
                        says.twitter_image = Some(Shown { tag, url: page.resolve(&tag.content) });
                    }
                    continue;
                }
                _ => continue,
            };
            slot.get_or_insert(tag);
        }
        if images.is_empty() {
            images.extend(fallback);
        }
        says.images = images.into_iter().map(|tag| Shown { tag, url: page.resolve(&tag.content) }).collect();
        says.canonical = page.links.iter().find(|link| link.is("canonical") && !link.href.trim().is_empty());
        says.canonical_url = says.canonical.and_then(|link| page.resolve(&link.href));
        says
    }

    /// The title that a shared link to `page` shows on most networks, with the tag's name.
    pub fn shared_title(&self, page: &'a Page) -> Option<(&'a str, &'static str)> {
        let tag = |tag: Option<&'a Tag>, name| tag.map(|tag| (tag.content.trim(), name));
        tag(self.og_title, "og:title").or_else(|| tag(self.twitter_title, "twitter:title")).or_else(|| {
            let title = page.title.as_ref()?.text.trim();
            (!title.is_empty()).then_some((title, "title"))
        })
    }

    /// The description that a shared link shows on most networks, with the tag's name.
    pub fn shared_description(&self) -> Option<(&'a str, &'static str)> {
        let tag = |tag: Option<&'a Tag>, name| tag.map(|tag| (tag.content.trim(), name));
        tag(self.og_description, "og:description")
            .or_else(|| tag(self.twitter_description, "twitter:description"))
            .or_else(|| tag(self.description, "description"))
    }
}

impl Shown<'_> {
    /// Whether the address is written whole, with `http:` or `https:`.
    pub fn is_absolute(&self) -> bool {
        is_absolute(&self.tag.content)
    }
}

/// Whether `href` is a whole web address.
pub(super) fn is_absolute(href: &str) -> bool {
    let href = href.trim();
    let scheme = |scheme: &str| href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (scheme("https://") || scheme("http://")) && Url::parse(href).is_ok()
}
