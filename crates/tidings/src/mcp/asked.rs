//! What agents ask with: the arguments of each tool. Their descriptions are what the agent reads.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::client::Writing;

/// No arguments.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListAccounts {}

/// What is to be posted.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct DraftPost {
    /// What is written. Leave it out to take what the page suggests.
    #[serde(default)]
    text: Option<String>,
    /// The address of a page that it is drafted from: its text, card and picture.
    #[serde(default)]
    from_page: Option<String>,
    /// The address of a page that it carries as a link, where it is not drafted from it.
    #[serde(default)]
    page: Option<String>,
    /// For which accounts, by name, `network: name` or id; `all` alone for all. May be left out where there is only one.
    #[serde(default)]
    accounts: Vec<String>,
    /// The time zone of its clock, such as Europe/Berlin.
    #[serde(default)]
    zone: Option<String>,
    /// What the same account writes below it when it is live, where its network takes comments. The page's address in it becomes a
    /// link of its own.
    #[serde(default)]
    first_comment: Option<String>,
    /// The name of a campaign that it belongs to.
    #[serde(default)]
    campaign: Option<String>,
    /// The site, by host, address or id. May be left out where there is only one, or the page tells.
    #[serde(default)]
    pub(super) site: Option<String>,
    /// Any text of your own: the same key with the same words is done once within a day, so that you may ask again.
    #[serde(default)]
    pub(super) key: Option<String>,
}

impl DraftPost {
    /// The page that it is about.
    pub(super) fn about(&self) -> Option<&str> {
        self.from_page.as_deref().or(self.page.as_deref())
    }

    pub(super) fn writing(&self) -> Writing {
        Writing {
            // A post without a page needs a text, which may be empty for a while.
            text: self.text.clone().or_else(|| self.from_page.is_none().then(String::new)),
            from_page: self.from_page.clone(),
            page: self.page.clone(),
            accounts: self.accounts.clone(),
            zone: self.zone.clone(),
            pictures: Vec::new(),
            first_comment: self.first_comment.clone(),
            campaign: self.campaign.clone(),
        }
    }
}

/// A post that is tried.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct PreviewPost {
    #[serde(flatten)]
    pub(super) draft: DraftPost,
    /// When it would go out: `2026-11-28T09:00` on its clock, `now`, or `next` for the next free slot. Left out: a draft.
    #[serde(default)]
    pub(super) at: Option<String>,
}

/// A draft that is to go out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SchedulePost {
    /// The post's id.
    pub(super) post: String,
    /// When: `2026-11-28T09:00` on its clock, `now`, or `next` for the next free slot.
    pub(super) at: String,
    /// The site, by host, address or id. May be left out where there is only one.
    #[serde(default)]
    pub(super) site: Option<String>,
    /// Any text of your own: the same key is done once within a day, so that you may ask again.
    #[serde(default)]
    pub(super) key: Option<String>,
}

/// Which posts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListPosts {
    /// How deliveries stand, commas between: planned, sending, live, refused, waiting, person, skipped, gone and others.
    #[serde(default)]
    pub(super) state: Option<String>,
    /// Drafts instead of what is planned or went out.
    #[serde(default)]
    pub(super) drafts: bool,
    /// Where the list goes on: what `next` said.
    #[serde(default)]
    pub(super) after: Option<String>,
    /// The site, by host, address or id. May be left out where there is only one.
    #[serde(default)]
    pub(super) site: Option<String>,
}

/// Which post.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeliveryReceipt {
    /// The post's id.
    pub(super) post: String,
    /// The site, by host, address or id. May be left out where there is only one.
    #[serde(default)]
    pub(super) site: Option<String>,
}
