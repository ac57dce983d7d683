//! Families of rules: those that are mended in one place of a program's settings.

use super::super::Rule;

/// What is to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// The title of a page.
    Title,
    /// Its description.
    Description,
    /// Its picture.
    Picture,
    /// The text of the picture for those who do not see it.
    PictureText,
    /// What the tags say of the picture.
    PictureTags,
    /// Its address: og:url and canonical.
    Address,
    /// The kind of card and of page.
    Card,
    /// Accounts on networks.
    Accounts,
    /// The name of the site.
    SiteName,
    /// The way in which the template writes its head.
    Template,
    /// Author, dates, product fields, structured data.
    Structured,
    /// What Google is told.
    Google,
    /// Icons.
    Icons,
    /// Share buttons.
    Buttons,
    /// robots.txt.
    Robots,
    /// The server.
    Host,
}

impl Family {
    /// The family of `rule`.
    pub(crate) fn of(rule: &Rule) -> Self {
        match rule.id {
            "og-title-missing" | "title-missing" => Self::Title,
            id if id.starts_with("title-") => Self::Title,
            "og-description-missing" => Self::Description,
            id if id.starts_with("description-") => Self::Description,
            "image-alt-missing" => Self::PictureText,
            "image-size-undeclared" | "image-size-misdeclared" | "image-type-misdeclared" => Self::PictureTags,
            "image-blocked-by-robots" | "robots-blocks-preview-agent" | "ai-block-catches-preview-agent" => {
                Self::Robots
            }
            "image-preview-not-large" => Self::Google,
            id if id != "image-slow" && id.starts_with("image-") || id.starts_with("og-image-") => Self::Picture,
            id if id.starts_with("og-url-") || id.starts_with("canonical-") => Self::Address,
            "twitter-site-missing" | "twitter-creator-missing" | "fediverse-creator-missing" => Self::Accounts,
            "og-type-missing" => Self::Card,
            id if id.starts_with("twitter-card-") => Self::Card,
            "og-site-name-missing" | "site-name-over-253-bytes" => Self::SiteName,
            "article-dates-invalid" | "pinterest-fields-inconsistent" => Self::Structured,
            id if id.starts_with("json-ld-") => Self::Structured,
            "icons-missing" => Self::Icons,
            "share-button-dead-network" | "third-party-share-script" => Self::Buttons,
            "page-blocks-preview-agent"
            | "tags-differ-by-agent"
            | "brotli-forced"
            | "range-mishandled"
            | "content-type-not-html"
            | "redirects-several"
            | "redirect-insecure"
            | "certificate-invalid"
            | "page-slow"
            | "error-page-answers-200"
            | "oembed-broken"
            | "image-slow"
            | "served-as-attachment" => Self::Host,
            _ => Self::Template,
        }
    }

    /// What is done about several kinds of faults of this family at once; `{pages}` stands for their number.
    pub(crate) fn act(self) -> &'static str {
        match self {
            Self::Title => "Give {pages} a better headline",
            Self::Description => "Write a description for {pages}",
            Self::Picture => "Give {pages} a better picture for shared links",
            Self::PictureText => "Say in words what the pictures of {pages} show",
            Self::PictureTags => "Let the tags of {pages} say what their picture is",
            Self::Address => "Let {pages} name one address, whole and with https",
            Self::Card => "Say which kind of card and of page {pages} want",
            Self::Accounts => "Name your accounts on {pages}",
            Self::SiteName => "Name the site on {pages}",
            Self::Template => "Correct the head of {pages} in the template",
            Self::Structured => "Correct what {pages} say of author, date and product",
            Self::Google => "Allow Google large pictures of {pages}",
            Self::Icons => "Give the site its icons",
            Self::Buttons => "Mend the share buttons of {pages}",
            Self::Robots => "Let robots.txt admit those who draw previews",
            Self::Host => "Ask your host to mend how {pages} are served",
        }
    }
}
