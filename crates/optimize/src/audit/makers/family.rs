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
}
