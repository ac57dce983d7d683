//! Prices: what a delivery takes from the wallet, known before anybody presses.

use domain::Micros;
use jiff::Timestamp;
use ledger::wallet::{self, Wallet};
use networks::NETWORKS;
use networks::publish::{Medium, Price, Publish};
use people::notice::{self, Kind};
use serde_json::Value;
use store::{On, Tx, sql};

use crate::Fault;
use crate::account::Account;
use crate::deliver::Delivery;
use crate::post::{self, Post};

/// What `account`'s network takes for a post that says `whole`, its link in it, with so many pictures that are described;
/// `None` where it takes nothing.
pub fn of(account: &Account, whole: &str, described: usize) -> Option<Micros> {
    account.publish().and_then(|publish| charged(publish.price?, whole, described))
}

/// What a delivery takes that is not frozen yet; `None` where nothing.
pub(crate) fn of_delivery(account: &Account, post: &Post, it: &Delivery) -> Option<Micros> {
    let joins = !post::thread::is_threaded(account);
    let media = if joins { post.all_media() } else { post.media() };
    of(account, &it.whole(post, joins), described(&media))
}

/// What those very bytes take, whatever became of the post since they were frozen; `None` where nothing.
pub(crate) fn of_frozen(publish: &Publish, frozen: &Value) -> Option<Micros> {
    let price = publish.price?;
    // Of what a network's folder does not tell, the most is taken.
    let (text, described) = publish.acts.charged_for(frozen).unwrap_or(("https://", 0));
    charged(price, text, described)
}

fn charged(price: Price, whole: &str, described: usize) -> Option<Micros> {
    let micros = i64::try_from(price.of(whole, described)).unwrap_or(i64::MAX);
    Some(Micros::new(micros, price.currency.parse().ok()?))
}

fn described(media: &[Medium]) -> usize {
    media.iter().filter(|it| !it.is_film() && !it.alt.trim().is_empty()).count()
}

/// What somebody is about to publish, as far as its price goes.
#[derive(Clone, Copy, Debug)]
pub struct Written<'w> {
    /// What the account says.
    pub text: &'w str,
    /// The page that it carries.
    pub page: Option<&'w str>,
    /// Pictures that are described.
    pub described: usize,
    /// The parts below it: what each says, and its pictures that are described.
    pub parts: &'w [(&'w str, usize)],
    /// Its first comment.
    pub comment: Option<&'w str>,
}

/// What all of it takes by `account`, the post with its link or `bare` of it: parts and a first comment are charged as posts of
/// their own where they are such, each by itself. `None` where nothing.
pub fn of_written(account: &Account, it: &Written<'_>, bare: bool) -> Option<Micros> {
    let post = if post::thread::is_threaded(account) {
        of_text(account, it.text, it.page, bare, it.described)
    } else {
        let text = post::joined(std::iter::once(it.text).chain(it.parts.iter().map(|(text, _)| *text)));
        let described = it.parts.iter().fold(it.described, |sum, (_, described)| sum + described);
        of_text(account, &text, it.page, bare, described)
    };
    let comment = it.comment.and_then(|text| of_comment(account, text, it.page));
    Some(both(both(post?, of_parts(account, it.parts)), comment))
}

/// What the parts below a post take; `None` where nothing, or they are joined to it.
fn of_parts(account: &Account, parts: &[(&str, usize)]) -> Option<Micros> {
    let each = parts.iter().filter(|_| post::thread::is_threaded(account));
    each.filter_map(|(text, described)| of(account, text, *described)).reduce(|sum, price| both(sum, Some(price)))
}

/// What the parts of `post` take.
pub(crate) fn of_thread(account: &Account, post: &Post) -> Option<Micros> {
    let parts = post.parts();
    let parts: Vec<_> = parts.iter().map(|part| (&*part.text, described(&part.media))).collect();
    of_parts(account, &parts)
}

/// The same before it is kept: `text` with the link to `page`, or `bare` of it.
pub fn of_text(account: &Account, text: &str, page: Option<&str>, bare: bool, described: usize) -> Option<Micros> {
    of(account, &post::whole(text, page, bare, Some(post::SAMPLE)), described)
}

/// What the first comment `text` below a post that carries `page` takes; `None` where nothing, or the account writes none.
pub(crate) fn of_comment(account: &Account, text: &str, page: Option<&str>) -> Option<Micros> {
    let page = page.filter(|page| post::comment::carries(text, page));
    let writes = post::comment::is_written_by(account) && !text.trim().is_empty();
    of_text(account, text, page, false, 0).filter(|_| writes)
}

/// Two prices of one account as one.
pub(crate) fn both(one: Micros, other: Option<Micros>) -> Micros {
    Micros::new(one.micros.saturating_add(other.map_or(0, |other| other.micros)), one.currency)
}

/// Approves what `new` says, in the name of `by`; what was told of little being left is over where more is left now.
pub async fn approve(
    tx: &mut Tx,
    now: Timestamp,
    (workspace, by): (&str, &str),
    new: &wallet::New,
) -> Result<(), Fault> {
    wallet::keep(&mut *tx, now, (workspace, by), new).await?;
    let Some(wallet) = wallet::of(&*tx, workspace).await? else { return Ok(()) };
    let sums = wallet::sums(&*tx, workspace, &wallet, &wallet.month(now)).await?;
    if !sums.is_little_left() {
        notice::over(tx, now, Kind::WalletLow, workspace).await?;
    }
    Ok(())
}

/// What a month holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// Which: `2026-11`.
    pub month: String,
    /// What became of its money so far.
    pub sums: wallet::Sums,
    /// What those that are planned in it will take, in the same currency.
    pub planned: Micros,
}

/// A planned delivery, as far as its price goes.
#[derive(sqlx::FromRow)]
struct Planned {
    network: String,
    text: String,
    page: Option<String>,
    bare: bool,
    media: String,
}

/// The month of `at`, with what is planned in it by others than the post `but`.
pub async fn month(
    on: &(impl On + ?Sized),
    workspace: &str,
    wallet: &Wallet,
    at: Timestamp,
    but: &str,
) -> Result<Month, store::Fault> {
    let month = wallet.month(at);
    let sums = wallet::sums(on, workspace, wallet, &month).await?;
    let priced = || NETWORKS.iter().filter_map(|network| Some((network.id.as_str(), network.publish?.price?)));
    let (from, to) = wallet.span(&month).unwrap_or_default();
    let planned: Vec<Planned> = sql!("price_planned")
        .bind(workspace)
        .bind_list(priced().map(|(id, _)| id))
        .bind(from)
        .bind(to)
        .bind(but)
        .fetch_all(on)
        .await?;
    let each = planned.iter().filter_map(|it| {
        let (_, price) = priced().find(|(id, _)| *id == it.network)?;
        let whole = post::whole(&it.text, it.page.as_deref(), it.bare, Some(post::SAMPLE));
        let media: Vec<Medium> = serde_json::from_str(&it.media).unwrap_or_default();
        charged(price, &whole, described(&media)).filter(|price| price.currency == sums.approved.currency)
    });
    let micros = each.fold(0, |sum: i64, price| sum.saturating_add(price.micros));
    Ok(Month { month, sums, planned: Micros::new(micros, sums.approved.currency) })
}
