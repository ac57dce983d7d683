//! Notices: what happened while nobody looked, told once, in the console and to those who want it by mail or webhook.
//!
//! Whoever finds something out raises it in his own transaction ([`raise`]); what ends by itself is [`over`]. Nothing is
//! sent from here: a mail goes into the outbox, a webhook's delivery into the queue. Start at [`Kind`].

pub mod hook;
mod settings;

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::queue::{self, NewJob};
use store::{Db, On, Tx, sql};

pub use settings::{NoticeSettings, Webhook, settings, want_mail, webhook, webhook_end, webhook_set};

use crate::{Fault, Role, Signed, mail};

/// The kind of job that a delivery to a webhook is.
pub const JOB: &str = "webhook";

/// Notices that are listed.
const LISTED: i64 = 200;

/// What a notice tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "NoticeKind")]
pub enum Kind {
    /// An audit came out worse than the one before.
    AuditWorse,
    /// An audit came to nothing.
    AuditFailed,
    /// The start page of a site could not be read twice in a row.
    SiteDown,
    /// It can be read again.
    SiteUp,
    /// Nobody does the work.
    WorkerSilent,
    /// The disk is nearly full.
    DiskFilling,
    /// A site is proved no more.
    ProofLost,
    /// A server refused a mail for good.
    MailRefused,
    /// A webhook took nothing, however often it was tried.
    WebhookFailed,
    /// A post is due that somebody posts by hand.
    PostTurn,
    /// A post was refused, or nothing tells what became of it.
    PostNeedsYou,
    /// A post of ours was taken away.
    PostGone,
    /// A post of ours was changed at its network.
    PostChanged,
    /// A post goes out at another instant than was planned, since the rules of its zone changed.
    PostReplanned,
    /// An account is not let in any more.
    AccountOver,
    /// Four fifths of the month's money are spent or reserved.
    WalletLow,
    /// A post did not go out, since the wallet does not reach.
    WalletEmpty,
    /// A post waits for somebody who says yes to it.
    PostApproval,
    /// Somebody said yes to a post.
    PostApproved,
    /// Somebody said no to a post.
    PostNotApproved,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "NoticeSeverity")]
pub enum Severity {
    /// Something does not work.
    Error,
    /// Something will not, if nobody looks after it.
    Warning,
    /// Good to know.
    Note,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::AuditWorse,
        Self::AuditFailed,
        Self::SiteDown,
        Self::SiteUp,
        Self::WorkerSilent,
        Self::DiskFilling,
        Self::ProofLost,
        Self::MailRefused,
        Self::WebhookFailed,
        Self::PostTurn,
        Self::PostNeedsYou,
        Self::PostGone,
        Self::PostChanged,
        Self::PostReplanned,
        Self::AccountOver,
        Self::WalletLow,
        Self::WalletEmpty,
        Self::PostApproval,
        Self::PostApproved,
        Self::PostNotApproved,
    ];

    /// As it stands in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::AuditWorse => "audit_worse",
            Self::AuditFailed => "audit_failed",
            Self::SiteDown => "site_down",
            Self::SiteUp => "site_up",
            Self::WorkerSilent => "worker_silent",
            Self::DiskFilling => "disk_filling",
            Self::ProofLost => "proof_lost",
            Self::MailRefused => "mail_refused",
            Self::WebhookFailed => "webhook_failed",
            Self::PostTurn => "post_turn",
            Self::PostNeedsYou => "post_needs_you",
            Self::PostGone => "post_gone",
            Self::PostChanged => "post_changed",
            Self::PostReplanned => "post_replanned",
            Self::AccountOver => "account_over",
            Self::WalletLow => "wallet_low",
            Self::WalletEmpty => "wallet_empty",
            Self::PostApproval => "post_approval",
            Self::PostApproved => "post_approved",
            Self::PostNotApproved => "post_not_approved",
        }
    }

    /// When it is told, in words for whoever chooses.
    pub fn says(self) -> &'static str {
        match self {
            Self::AuditWorse => "An audit came out worse: 2 points or more below the one before, or with more errors",
            Self::AuditFailed => "An audit came to nothing",
            Self::SiteDown => "The start page of a site could not be read twice in a row",
            Self::SiteUp => "A site that was down can be read again",
            Self::WorkerSilent => "Nobody looked for work for two minutes, so no audit runs",
            Self::DiskFilling => "Less than 5 % or less than 1 GB of the disk is free",
            Self::ProofLost => "The proof that a site is yours was not found twice in a row",
            Self::MailRefused => "A mail server refused a mail for good",
            Self::WebhookFailed => "Your webhook took a notice not once in eight tries",
            Self::PostTurn => "A post is due that you post by hand",
            Self::PostNeedsYou => "A network refused a post, or somebody has to look what became of one",
            Self::PostGone => "A post of yours is not there any more",
            Self::PostChanged => "A post of yours was changed at its network",
            Self::PostReplanned => "A time zone changed its rules, and a planned post keeps its time on the wall",
            Self::AccountOver => "An account has to be connected anew before anything can be posted by it",
            Self::WalletLow => "Four fifths of the month’s wallet are spent or reserved",
            Self::WalletEmpty => "A post did not go out, since the wallet does not reach",
            Self::PostApproval => "A post waits for somebody who says yes to it",
            Self::PostApproved => "Somebody said yes to a post that waited for it",
            Self::PostNotApproved => "Somebody said no to a post, and why",
        }
    }

    /// How bad it is.
    pub fn severity(self) -> Severity {
        match self {
            Self::AuditFailed
            | Self::SiteDown
            | Self::WorkerSilent
            | Self::DiskFilling
            | Self::PostNeedsYou
            | Self::AccountOver
            | Self::WalletEmpty => Severity::Error,
            Self::AuditWorse
            | Self::ProofLost
            | Self::MailRefused
            | Self::WebhookFailed
            | Self::PostGone
            | Self::PostChanged
            | Self::PostNotApproved
            | Self::WalletLow => Severity::Warning,
            Self::SiteUp | Self::PostTurn | Self::PostReplanned | Self::PostApproval | Self::PostApproved => {
                Severity::Note
            }
        }
    }
}

impl Severity {
    fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// What it is.
    pub kind: Kind,
    /// Whose it is; `None` for what concerns the whole house.
    pub workspace: Option<String>,
    /// The site.
    pub site: Option<String>,
    /// The matter: of one kind and matter, one notice is open at a time. An audit's id for what happens once, a site's for
    /// what ends.
    pub about: String,
    /// What happened, a sentence.
    pub says: String,
    /// What to do, a sentence.
    pub remedy: String,
}

/// Tells of `event`, unless that is open already; whether it is news.
pub async fn raise(tx: &mut Tx, now: Timestamp, event: Event) -> Result<bool, store::Fault> {
    let Event { kind, workspace, site, about, says, remedy } = event;
    let raised: Option<i64> = sql!("notice_raise")
        .bind(workspace.clone())
        .bind(site)
        .bind(kind.name())
        .bind(kind.severity().name())
        .bind(about)
        .bind(says.clone())
        .bind(remedy.clone())
        .bind(now)
        .fetch_optional(&*tx)
        .await?;
    let Some(id) = raised else { return Ok(false) };
    // A mail that tells of a mail that was refused would be refused next; whose turn it is gets a mail with all that he needs.
    if !matches!(kind, Kind::MailRefused | Kind::PostTurn) {
        let readers: Vec<String> = sql!("notice_readers").bind(workspace.clone()).fetch_all(&*tx).await?;
        for reader in readers {
            let body = format!("{says}.\n\n{remedy}.\n");
            mail::put_for(&mut *tx, workspace.as_deref(), &reader, &says, &body, now).await?;
        }
    }
    if kind != Kind::WebhookFailed {
        let rooms: Vec<String> = sql!("webhook_rooms").bind(workspace).bind(kind.name()).fetch_all(&*tx).await?;
        for room in rooms {
            let payload = serde_json::json!({ "workspace": room, "notice": id });
            queue::enqueue(&mut *tx, NewJob { kind: JOB, payload, due: now, dedup: None, priority: 0 }, now).await?;
        }
    }
    Ok(true)
}

/// The e-mails of `person`, if he is still of `workspace`, and of those who want its notices by mail.
pub async fn hearers(
    on: &(impl On + ?Sized),
    workspace: &str,
    person: Option<&str>,
) -> Result<Vec<String>, store::Fault> {
    sql!("notice_hearers").bind(workspace).bind(person).fetch_all(on).await
}

/// What `kind` told of `about` is over; whether it was open.
pub async fn over(tx: &mut Tx, now: Timestamp, kind: Kind, about: &str) -> Result<bool, store::Fault> {
    Ok(sql!("notice_over").bind(kind.name()).bind(about).bind(now).execute(tx).await? > 0)
}

/// Whether `kind` is open of `about`.
pub async fn is_open(db: &Db, kind: Kind, about: &str) -> Result<bool, store::Fault> {
    let open: Option<i64> = sql!("notice_open").bind(kind.name()).bind(about).fetch_optional(db).await?;
    Ok(open.is_some())
}

/// A notice, as somebody sees it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Notice {
    /// The newer, the higher.
    pub id: i64,
    /// When, in UTC microseconds.
    pub at: i64,
    /// Its kind's name.
    pub kind: String,
    /// Its severity's name.
    pub severity: String,
    /// What happened.
    pub says: String,
    /// What to do.
    pub remedy: String,
    /// The site's id.
    pub site: Option<String>,
    /// The site's name.
    pub site_name: Option<String>,
    /// The matter.
    pub about: String,
    /// Since when it is over.
    pub over_at: Option<i64>,
}

/// The notices that `signed` may see, the newest first, and the newest of them that he saw.
pub async fn all(db: &Db, signed: &Signed) -> Result<(Vec<Notice>, i64), Fault> {
    let notices = sql!("notice_all")
        .bind(signed.workspace.clone())
        .bind(signed.role() == Role::Owner)
        .bind(LISTED)
        .fetch_all(db)
        .await?;
    let seen: Option<i64> =
        sql!("notice_seen").bind(signed.person.clone()).bind(signed.workspace.clone()).fetch_optional(db).await?;
    Ok((notices, seen.unwrap_or(0)))
}

/// The notice `id`, for its delivery.
pub async fn by_id(db: &Db, id: i64) -> Result<Option<Notice>, store::Fault> {
    sql!("notice_by_id").bind(id).fetch_optional(db).await
}

/// `signed` saw all up to `id`.
pub async fn see(db: &Db, signed: &Signed, id: i64) -> Result<(), Fault> {
    let (person, workspace) = (signed.person.clone(), signed.workspace.clone());
    db.write(move |tx| {
        Box::pin(async move { sql!("notice_see").bind(person).bind(workspace).bind(id).execute(tx).await })
    })
    .await?;
    Ok(())
}

/// Forgets what happened before `before` and is over or happened once; how many.
pub async fn forget(tx: &mut Tx, before: Timestamp) -> Result<u64, store::Fault> {
    sql!("notice_forget").bind(before).execute(tx).await
}

/// How many notices are open, for the metrics.
pub async fn open(db: &Db) -> Result<i64, store::Fault> {
    sql!("notice_open_count").fetch_one(db).await
}

/// A worker looks for jobs; those that did not for a day are forgotten.
pub async fn worker_looks(tx: &mut Tx, now: Timestamp, worker: &str) -> Result<(), store::Fault> {
    sql!("worker_looks").bind(worker).bind(now).execute(&mut *tx).await?;
    sql!("worker_forget").bind(now - SignedDuration::from_hours(24)).execute(tx).await?;
    Ok(())
}

/// When any worker looked for jobs last.
pub async fn worker_looked(db: &Db) -> Result<Option<Timestamp>, store::Fault> {
    let at: Option<Option<i64>> = sql!("worker_looked").fetch_optional(db).await?;
    Ok(at.flatten().and_then(|at| Timestamp::from_microsecond(at).ok()))
}
