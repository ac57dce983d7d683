//! Signing in: somebody goes to his network's own page and comes back, and the account is connected. What was begun is sealed,
//! belongs to his session, is over after ten minutes, and is taken once.

use jiff::SignedDuration;
use networks::publish::oauth::{self, Asking, Back, House, SignIn, Started};
use networks::publish::{Given, Publish};
use sha2::{Digest as _, Sha256};
use store::sql;
use url::Url;

use super::connect::{asked, connected, paid, place, priced};
use super::{Account, network};
use crate::{Desk, Fault};

/// For so long somebody may take to say yes.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(10);

const NOT_KNOWN: &str =
    "this sign-in is over: it was ended already, more than ten minutes passed, or it never began here; begin it again";
const NOT_YOURS: &str =
    "this sign-in began in another browser, or under another name or workspace: begin it again in this one";

/// Who signs in: in which workspace, in which session, and what he is called.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// The workspace.
    pub workspace: &'a str,
    /// What his browser holds.
    pub session: &'a str,
    /// His name.
    pub name: &'a str,
}

/// A sign-in as its row has it.
#[derive(sqlx::FromRow)]
struct Row {
    workspace: String,
    session: String,
    network: String,
    started: String,
    until: i64,
}

/// Begins: where somebody is to go. `base`: the server of a workspace of the sandbox, which speaks to no other.
pub async fn begin(
    desk: &Desk,
    who: Who<'_>,
    network_id: &str,
    base: Option<&Url>,
    given: &Given,
    house: &House,
) -> Result<Url, Fault> {
    let (publish, way) = way(network_id)?;
    priced(desk, who.workspace, publish).await?;
    asked(way.fields, base, given)?;
    let base = place(publish, base, given)?;
    let now = desk.now();
    let asking = Asking { doors: &desk.doors, base: &base, given, house, now };
    let begun = oauth::begin(way.acts, asking, &*desk.random).await.map_err(Fault::Network)?;
    let state = hashed(&begun.state);
    let plain = serde_json::to_vec(&begun.started).map_err(|_| Fault::Unknown("sign-in"))?;
    let begin = sql!("account_sign_in_begin")
        .bind(&*state)
        .bind(who.workspace)
        .bind(hashed(who.session))
        .bind(network_id)
        .bind(desk.key.seal(&plain, &associated(&state))?)
        .bind(now.checked_add(GOOD_FOR).unwrap_or(now));
    let kept = desk.db.write(move |tx| {
        Box::pin(async move {
            sql!("account_sign_in_forget").bind(now).execute(&mut *tx).await?;
            begin.execute(tx).await
        })
    });
    kept.await?;
    Ok(begun.to)
}

/// Ends: the account of whoever came back.
pub async fn end(desk: &Desk, who: Who<'_>, back: &Back) -> Result<Account, Fault> {
    let state = hashed(&back.state);
    let take = sql!("account_sign_in_take").bind(&*state);
    let taken: Option<Row> = desk.db.write(move |tx| Box::pin(async move { take.fetch_optional(tx).await })).await?;
    let row = taken.filter(|row| desk.now().as_microsecond() < row.until);
    let row = row.ok_or_else(|| Fault::wrong("sign_in_over", NOT_KNOWN))?;
    if row.session != hashed(who.session) || row.workspace != who.workspace {
        return Err(Fault::wrong("sign_in_of_another", NOT_YOURS));
    }
    let (publish, way) = way(&row.network)?;
    let plain = desk.key.open(&row.started, &associated(&state))?;
    let started: Started =
        serde_json::from_slice(store::secret::exposed(&plain)).map_err(|_| Fault::Unknown("sign-in"))?;
    let asks = oauth::end(way.acts, &desk.doors, &started, back, desk.now());
    let came = paid(desk, publish, (who.workspace, &row.network), asks).await?;
    connected(desk, who.workspace, who.name, &row.network, &came).await
}

/// How the network's accounts are let in on its own page.
fn way(network_id: &str) -> Result<(&'static Publish, &'static SignIn), Fault> {
    let publish = network(network_id).and_then(|network| network.publish);
    let way = publish.and_then(|publish| Some((publish, publish.connect.sign_in?)));
    way.ok_or_else(|| {
        Fault::wrong(
            "no_sign_in",
            "nobody signs in there for a program: connect the account in the way that it has, or by hand",
        )
    })
}

fn hashed(secret: &str) -> String {
    Sha256::digest(secret).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// What a sealed sign-in belongs to.
fn associated(state: &str) -> String {
    format!("account_sign_in.started:{state}")
}
