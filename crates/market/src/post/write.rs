//! Writing and changing. Whoever saves over what he never saw is told so; what went out is not changed any more.

use domain::Random;
use jiff::Timestamp;
use networks::publish::Medium;
use store::{Tx, sql};

use super::{Card, LONGEST, MOST_ACCOUNTS, MOST_PICTURES, OnBreak, Part, Post, by_id, thread, version};
use crate::deliver::State;
use crate::{Fault, account, approval, media};

/// What somebody wrote.
#[derive(Clone, Debug, Default)]
pub struct New {
    /// The text for all.
    pub text: String,
    /// The page that it carries, a whole address without a token.
    pub page: Option<String>,
    /// What the page's card says; of its picture the digest counts.
    pub card: Card,
    /// Its pictures, in their order.
    pub media: Vec<Chosen>,
    /// The parts below it, where it is a thread.
    pub parts: Vec<NewPart>,
    /// What becomes of a thread that breaks.
    pub on_break: OnBreak,
    /// What the same account writes below it when it is live, where its network takes comments.
    pub first_comment: Option<String>,
    /// What it belongs to.
    pub campaign: Option<String>,
    /// The zone of its wall, by IANA's name.
    pub zone: String,
    /// For which accounts.
    pub accounts: Vec<Variant>,
}

/// A part of a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPart {
    /// What is written.
    pub text: String,
    /// Its pictures, in their order.
    pub media: Vec<Chosen>,
}

/// A picture that goes along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Its digest.
    pub digest: String,
    /// What is said of it to those who do not see it.
    pub alt: String,
}

/// A post for one account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variant {
    /// The account's id.
    pub account: String,
    /// What is written for it alone.
    pub text: Option<String>,
    /// It goes without the post's link.
    pub bare: bool,
}

/// Whether a text can be kept.
pub(crate) fn can_be_kept(text: &str) -> Result<(), Fault> {
    if text.len() > LONGEST {
        let says = format!("a text has at most {LONGEST} bytes, and this one has {}", text.len());
        return Err(Fault::wrong("text_too_long", says));
    }
    if text.contains('\0') {
        return Err(Fault::wrong("text_invalid", "the text holds a sign that is none (NUL): leave it out"));
    }
    Ok(())
}

impl New {
    /// Its first comment; one without words is none.
    fn said_below(&self) -> Option<&str> {
        self.first_comment.as_deref().map(str::trim).filter(|text| !text.is_empty())
    }

    /// What cannot be kept, whatever it is for. What a network does not take is told beside the text and not refused here:
    /// drafts are too long before they are short.
    fn checked(&self) -> Result<(), Fault> {
        let own = self.accounts.iter().filter_map(|it| it.text.as_deref());
        let below = self.parts.iter().map(|it| &*it.text).chain(self.first_comment.as_deref());
        let mut texts = std::iter::once(&*self.text).chain(own).chain(below);
        texts.try_for_each(can_be_kept)?;
        if self.accounts.len() > MOST_ACCOUNTS {
            return Err(Fault::wrong("accounts_too_many", format!("a post goes to at most {MOST_ACCOUNTS} accounts")));
        }
        if jiff::tz::TimeZone::get(&self.zone).is_err() {
            return Err(Fault::wrong(
                "zone_unknown",
                format!("`{}` is no time zone: write it like Europe/Berlin", self.zone),
            ));
        }
        if self.parts.len() > thread::MOST {
            let says = format!("a thread has at most {} parts below its first", thread::MOST);
            return Err(Fault::wrong("parts_too_many", says));
        }
        let pictures = self.media.len() + self.parts.iter().map(|it| it.media.len()).sum::<usize>();
        if pictures > MOST_PICTURES {
            return Err(Fault::wrong("pictures_too_many", format!("a post has at most {MOST_PICTURES} pictures")));
        }
        let alts = self.parts.iter().flat_map(|it| &it.media).chain(&self.media).map(|it| &it.alt);
        let mut card = [&self.card.title, &self.card.description, &self.card.alt].into_iter().chain(alts);
        if card.any(|text| text.len() > 10_000 || text.contains('\0')) {
            return Err(Fault::wrong(
                "text_too_long",
                "what a card says, or a picture’s description, has at most 10,000 bytes",
            ));
        }
        Ok(())
    }
}

/// Keeps a draft of `site`, which is of `workspace`.
pub async fn write(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    (workspace, site, by): (&str, &str, &str),
    new: &New,
) -> Result<Post, Fault> {
    new.checked()?;
    let (card, pictures) = pictured(&*tx, site, new).await?;
    let parts = parts(&*tx, site, &new.parts).await?;
    let id = random.code();
    sql!("post_add")
        .bind(&*id)
        .bind(site)
        .bind(&*new.text)
        .bind(new.page.as_deref())
        .bind(card)
        .bind(new.campaign.as_deref())
        .bind(&*new.zone)
        .bind(by)
        .bind(now)
        .bind(pictures)
        .bind(parts)
        .bind(new.on_break.name())
        .bind(new.said_below())
        .execute(&mut *tx)
        .await?;
    variants(tx, random, now, workspace, &id, &new.accounts).await?;
    let post = by_id(&*tx, site, &id).await?;
    thread::lay(&mut *tx, random, now, &post).await?;
    if let Some(due) = post.due_at {
        thread::plan(&mut *tx, random, now, (by, &post), due, None).await?;
    }
    version::keep(tx, now, by, &post).await?;
    Ok(post)
}

/// Changes a post of which `version` was seen. Accounts whose delivery was begun keep it, whatever is said.
pub async fn change(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    (workspace, site, by): (&str, &str, &str),
    (id, version): (&str, i64),
    new: &New,
) -> Result<Post, Fault> {
    new.checked()?;
    by_id(&*tx, site, id).await?;
    let (card, pictures) = pictured(&*tx, site, new).await?;
    let parts = parts(&*tx, site, &new.parts).await?;
    let changed = sql!("post_change")
        .bind(id)
        .bind(version)
        .bind(&*new.text)
        .bind(new.page.as_deref())
        .bind(card)
        .bind(new.campaign.as_deref())
        .bind(&*new.zone)
        .bind(now)
        .bind(pictures)
        .bind(parts)
        .bind(new.on_break.name())
        .bind(new.said_below())
        .execute(&mut *tx)
        .await?;
    if changed == 0 {
        return Err(Fault::Changed("post"));
    }
    let wanted: Vec<&str> = new.accounts.iter().map(|it| &*it.account).collect();
    sql!("delivery_leave_out").bind(id).bind_list(wanted).execute(&mut *tx).await?;
    variants(tx, random, now, workspace, id, &new.accounts).await?;
    let post = by_id(&*tx, site, id).await?;
    thread::lay(&mut *tx, random, now, &post).await?;
    if let Some(due) = post.due_at {
        thread::plan(&mut *tx, random, now, (by, &post), due, None).await?;
    }
    version::keep(tx, now, by, &post).await?;
    Ok(post)
}

async fn variants(
    tx: &mut Tx,
    random: &dyn Random,
    now: Timestamp,
    workspace: &str,
    post: &str,
    variants: &[Variant],
) -> Result<(), Fault> {
    for variant in variants {
        let account = account::by_id(&*tx, workspace, &variant.account).await?;
        if account.gone_at.is_some() {
            let says = format!("{} is disconnected: connect it again, or leave it out", account.name);
            return Err(Fault::wrong("account_gone", says));
        }
        let text = variant.text.as_deref().filter(|text| !text.trim().is_empty());
        sql!("delivery_put")
            .bind(random.code())
            .bind(post)
            .bind(&*variant.account)
            .bind(text)
            .bind(State::Draft.name())
            .bind(now)
            .bind(variant.bare)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// Throws a post away of which nothing went out. What went out is not thrown away: it stands outside.
pub async fn remove(tx: &mut Tx, now: Timestamp, (site, id): (&str, &str)) -> Result<(), Fault> {
    by_id(&*tx, site, id).await?;
    let begun: i64 = sql!("delivery_begun").bind(id).fetch_one(&*tx).await?;
    if begun > 0 {
        let says = "parts of this post went out, or may have: it stays, with what became of them";
        return Err(Fault::wrong("post_went_out", says));
    }
    approval::is_over(&mut *tx, now, id).await?;
    sql!("post_remove").bind(id).execute(tx).await?;
    Ok(())
}

/// Card and pictures as the row has them, with what is known of each picture.
async fn pictured(tx: &Tx, site: &str, new: &New) -> Result<(String, String), Fault> {
    let mut card = new.card.clone();
    if let Some(picture) = &card.picture {
        let picture = media::known(tx, site, &picture.digest).await?;
        if picture.is_film() {
            return Err(Fault::wrong(
                "picture_unusable",
                "a card shows a picture, and this is a film: choose a picture",
            ));
        }
        card.picture = Some(picture);
    }
    let pictures = known(tx, site, &new.media).await?;
    let card = serde_json::to_string(&card).unwrap_or_else(|_| "{}".to_owned());
    Ok((card, serde_json::to_string(&pictures).unwrap_or_else(|_| "[]".to_owned())))
}

/// Parts as the row has them.
async fn parts(tx: &Tx, site: &str, new: &[NewPart]) -> Result<String, Fault> {
    let mut parts = Vec::with_capacity(new.len());
    for part in new {
        parts.push(Part { text: part.text.clone(), media: known(tx, site, &part.media).await? });
    }
    Ok(serde_json::to_string(&parts).unwrap_or_else(|_| "[]".to_owned()))
}

async fn known(tx: &Tx, site: &str, chosen: &[Chosen]) -> Result<Vec<Medium>, Fault> {
    let mut pictures = Vec::with_capacity(chosen.len());
    for Chosen { digest, alt } in chosen {
        pictures.push(Medium { alt: alt.trim().to_owned(), ..media::known(tx, site, digest).await? });
    }
    Ok(pictures)
}
