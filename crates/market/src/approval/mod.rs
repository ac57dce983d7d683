//! Approval: a workspace or a site may want that somebody says yes to a post before anything of it goes out.
//!
//! A yes is for one version ([`crate::post::version`]): its text, pictures, time and accounts. It is looked for in the
//! transaction that freezes a delivery, over what is frozen there; whoever changes the post afterwards needs another one.
//! Who may give it is for the caller to say: owners, and whoever was sent a [`Link`]. Start at [`answer`].

mod changes;
mod link;
mod shown;
mod told;

use std::collections::HashMap;

use jiff::Timestamp;
use store::queue;
use store::{On, Tx, sql};

pub use changes::{Change, Piece, Way, between};
pub use link::Link;
pub use shown::Shown;

use crate::Fault;
use crate::account::{self, Account};
use crate::deliver::{Delivery, JOB, State};
use crate::post::thread::root_of;
use crate::post::version::{self, Version, What};
use crate::post::{self, Post, deliveries_of};

/// Bytes of a remark.
const LONGEST: usize = 10_000;

/// Whose a post is, and whether it needs a yes.
#[derive(sqlx::FromRow)]
struct Whose {
    /// The post itself; of a part of a thread the first.
    root: String,
    workspace: String,
    site: String,
    site_name: String,
    room_wants: bool,
    site_wants: Option<bool>,
}

/// What the rules say of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Rules {
    /// What its workspace says.
    pub room_wants: bool,
    /// What it says itself, where it does.
    pub site_wants: Option<bool>,
}

/// For whom a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule<'a> {
    /// All sites of the workspace that say nothing themselves.
    Workspace(bool),
    /// One site; `None`: as its workspace says.
    Site(&'a str, Option<bool>),
}

/// Whether posts of the workspace need a yes.
pub async fn of_workspace(on: &(impl On + ?Sized), workspace: &str) -> Result<bool, store::Fault> {
    let found: Option<(bool,)> = sql!("approval_rule_of_workspace").bind(workspace).fetch_optional(on).await?;
    Ok(found.is_some_and(|(wants,)| wants))
}

/// Whether posts of the site need a yes.
pub async fn of_site(on: &(impl On + ?Sized), site: &str) -> Result<Rules, Fault> {
    sql!("approval_rules").bind(site).fetch_optional(on).await?.ok_or(Fault::Unknown("site"))
}

/// Keeps a rule of `workspace`. What waits for a yes that it does not need any more goes out at its time.
pub async fn keep(tx: &mut Tx, now: Timestamp, workspace: &str, rule: Rule<'_>) -> Result<(), store::Fault> {
    let wants = match rule {
        Rule::Workspace(wants) => {
            sql!("approval_rule_workspace").bind(workspace).bind(wants).execute(&mut *tx).await?;
            Some(wants)
        }
        Rule::Site(site, wants) => {
            sql!("approval_rule_site").bind(site).bind(wants).execute(&mut *tx).await?;
            wants
        }
    };
    if wants != Some(true) {
        sql!("approval_free_jobs").bind(now).bind(JOB).bind(workspace).execute(tx).await?;
    }
    Ok(())
}

/// Whether the post needs a yes before it goes out.
pub(crate) async fn is_wanted(on: &(impl On + ?Sized), post: &str) -> Result<bool, store::Fault> {
    Ok(whose(on, post).await?.is_some_and(|whose| whose.is_wanted()))
}

/// Which of these posts are to go out and lack the yes that they need.
pub async fn waiting(on: &(impl On + ?Sized), posts: &[&str]) -> Result<Vec<String>, store::Fault> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    sql!("approval_waiting").bind_list(posts.iter().copied()).fetch_all(on).await
}

/// How a post stands with whoever has to say yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    /// It needs a yes.
    pub wanted: bool,
    /// The version that a yes would be for.
    pub version: i64,
    /// What was said to it.
    pub said: Option<Version>,
    /// The version to which somebody said yes last.
    pub agreed: Option<i64>,
    /// What changed since then; where nobody ever said yes, nothing.
    pub changes: Vec<Change>,
}

/// How `post` stands with whoever has to say yes. `name`: what accounts are called.
pub async fn of_post(
    on: &(impl On + ?Sized),
    post: &Post,
    name: &(dyn Fn(&str) -> String + Sync),
) -> Result<Stands, Fault> {
    let whose = whose(on, &post.id).await?.ok_or(Fault::Unknown("post"))?;
    let what = version::now(on, post).await?;
    // A post of before there were versions has none.
    let newest = version::newest(on, &post.id).await?.filter(|it| it.digest == what.digest());
    let agreed = version::agreed(on, &post.id).await?;
    let changes = agreed.as_ref().map(|it| between(&it.what(), &what, name)).unwrap_or_default();
    Ok(Stands {
        wanted: whose.is_wanted(),
        version: newest.as_ref().map_or(post.version, |it| it.version),
        agreed: agreed.map(|it| it.version),
        said: newest.filter(|it| it.is_yes().is_some()),
        changes,
    })
}

/// What accounts are called.
pub fn called(accounts: &[Account]) -> impl Fn(&str) -> String + Sync {
    let names: HashMap<String, String> = accounts.iter().map(|it| (it.id.clone(), it.name.clone())).collect();
    move |id| names.get(id).cloned().unwrap_or_else(|| "an account that is gone".to_owned())
}

/// What somebody sees who opened a [`Link`].
#[derive(Clone, Debug)]
pub struct Opened {
    /// The workspace's id.
    pub workspace: String,
    /// What the site is called.
    pub site_name: String,
    /// The post.
    pub post: Post,
    /// How it stands with whoever has to say yes.
    pub stands: Stands,
    /// What each account will show.
    pub shown: Vec<Shown>,
    /// It went out, by some account at least.
    pub went_out: bool,
}

/// What `link` shows.
pub async fn open(on: &(impl On + ?Sized), link: &Link) -> Result<Opened, Fault> {
    let post = post::by_id(on, &link.site, &link.post).await?;
    let whose = whose(on, &post.id).await?.ok_or(Fault::Unknown("post"))?;
    let accounts = account::of_workspace(on, &whose.workspace).await?;
    let deliveries = deliveries_of(on, &[&post.id]).await?;
    let of = |it: &Delivery| accounts.iter().find(|account| account.id == it.account).cloned();
    let shown = deliveries.iter().filter_map(|it| Some(Shown::of(&post, it, &of(it)?)));
    Ok(Opened {
        workspace: whose.workspace,
        site_name: whose.site_name,
        stands: of_post(on, &post, &called(&accounts)).await?,
        shown: shown.collect(),
        went_out: deliveries.iter().any(|it| matches!(it.state(), State::Live | State::Gone)),
        post,
    })
}

/// What somebody says to a version of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// It may go out.
    pub yes: bool,
    /// Why, or what is to be changed.
    pub remark: Option<String>,
    /// Who says it.
    pub by: String,
}

/// Keeps what somebody says to `version` of the post `id` of `site`. [`Fault::Changed`] where that is not how it stands now.
pub async fn answer(
    tx: &mut Tx,
    now: Timestamp,
    (site, id): (&str, &str),
    version: i64,
    said: &Said,
) -> Result<Post, Fault> {
    let remark = said.remark.as_deref().map(str::trim).filter(|remark| !remark.is_empty());
    if remark.is_some_and(|remark| remark.len() > LONGEST || remark.contains('\0')) {
        return Err(Fault::wrong("text_too_long", format!("a remark has at most {LONGEST} bytes")));
    }
    let held: Option<Post> = sql!("post_hold").bind(id).fetch_optional(&*tx).await?;
    let post = held.filter(|post| post.site == site).ok_or(Fault::Unknown("post"))?;
    let newest = version::keep(&mut *tx, now, &post.made_by, &post).await?;
    if newest.version != version {
        return Err(Fault::Changed("post"));
    }
    let answer = if said.yes { "yes" } else { "no" };
    let keeps = sql!("version_answer").bind(id).bind(version).bind(answer).bind(&*said.by);
    keeps.bind(now).bind(remark).execute(&mut *tx).await?;
    if let Some(whose) = whose(&*tx, id).await? {
        told::is_answered(&mut *tx, now, (&post, &whose), &Said { remark: remark.map(str::to_owned), ..said.clone() })
            .await?;
    }
    if said.yes {
        for it in
            deliveries_of(&*tx, &[id]).await?.iter().filter(|it| matches!(it.state(), State::Planned | State::Prepared))
        {
            let due = it.due_at.and_then(|at| Timestamp::from_microsecond(at).ok()).unwrap_or(now);
            queue::hasten(&mut *tx, JOB, &it.id, due.max(now)).await?;
        }
        sql!("approval_freed").bind(id).bind(now).execute(tx).await?;
    }
    Ok(post)
}

/// Asks whoever may say yes, where something of the post is to go out and lacks the one that it needs; where that is over, it is over. `same`:
/// the version of before, to which nothing was changed.
pub(crate) async fn asks(tx: &mut Tx, now: Timestamp, post: &Post, same: Option<&Version>) -> Result<(), Fault> {
    let Some(whose) = whose(&*tx, &post.id).await? else { return Ok(()) };
    let deliveries = deliveries_of(&*tx, &[&post.id]).await?;
    let waits = whose.is_wanted()
        && deliveries.iter().any(|it| matches!(it.state(), State::Planned | State::Waiting))
        && same.and_then(Version::is_yes) != Some(true);
    if same.is_none() || !waits {
        told::is_over(&mut *tx, now, &post.id).await?;
    }
    // Who said no to this very version waits for another one.
    if waits && same.and_then(Version::is_yes) != Some(false) {
        told::is_asked(tx, now, post, &whose).await?;
    }
    Ok(())
}

/// Nobody is asked about the post any more.
pub(crate) async fn is_over(tx: &mut Tx, now: Timestamp, post: &str) -> Result<(), store::Fault> {
    told::is_over(tx, now, post).await
}

/// Whether the post lacks the yes that it needs.
pub(crate) async fn lacks(on: &(impl On + ?Sized), post: &str) -> Result<bool, Fault> {
    match whose(on, post).await? {
        Some(whose) if whose.is_wanted() => Ok(is_open(on, &whose.root).await?),
        _ => Ok(false),
    }
}

/// Whether it still lacks it, which nobody changes before the transaction ends. Whoever may give it hears that somebody waits:
/// the rule may be younger than the plan.
pub(crate) async fn still_lacks(tx: &mut Tx, now: Timestamp, post: &str) -> Result<bool, store::Fault> {
    let Some(whose) = whose(&*tx, post).await? else { return Ok(false) };
    let held: Option<Post> = sql!("post_hold").bind(&*whose.root).fetch_optional(&*tx).await?;
    let Some(post) = held else { return Ok(false) };
    if !whose.is_wanted() || !is_open(&*tx, &post.id).await? {
        return Ok(false);
    }
    let newest = version::newest(&*tx, &post.id).await?;
    if newest.is_none_or(|it| it.is_yes() != Some(false)) {
        told::is_asked(tx, now, &post, &whose).await?;
    }
    Ok(true)
}

/// Whether the delivery `it` of `post` may freeze as both were read: nobody changed it since, and it has the yes that it
/// needs. Nobody changes it before the transaction ends.
pub(crate) async fn may_freeze(tx: &mut Tx, post: &Post, it: &Delivery) -> Result<bool, store::Fault> {
    let held: Option<(i64, Option<String>, bool, Option<bool>)> =
        sql!("approval_hold").bind(&*it.id).fetch_optional(&*tx).await?;
    let Some((version, text, room_wants, site_wants)) = held else { return Ok(false) };
    if version != post.version || text != it.text {
        return Ok(false);
    }
    Ok(!site_wants.unwrap_or(room_wants) || !is_open(&*tx, root_of(post)).await?)
}

/// Whether nobody said yes to the post as it stands.
pub(crate) async fn is_open(on: &(impl On + ?Sized), post: &str) -> Result<bool, store::Fault> {
    let now: Option<Post> = sql!("post_by_id").bind(post).fetch_optional(on).await?;
    let Some(now) = now else { return Ok(true) };
    let what: What = version::now(on, &now).await?;
    let newest = version::newest(on, post).await?;
    Ok(!newest.is_some_and(|it| it.is_yes() == Some(true) && it.digest == what.digest()))
}

impl Whose {
    fn is_wanted(&self) -> bool {
        self.site_wants.unwrap_or(self.room_wants)
    }
}

async fn whose(on: &(impl On + ?Sized), post: &str) -> Result<Option<Whose>, store::Fault> {
    sql!("approval_of_post").bind(post).fetch_optional(on).await
}
