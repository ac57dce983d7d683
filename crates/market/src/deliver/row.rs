//! Rows: a delivery as it stands, and the three ways in which it moves. Each demands the fence that was read, so that of two
//! who act on one delivery one changes nothing.

use jiff::Timestamp;
use networks::publish::{Engagement, Receipt};
use serde_json::Value;
use store::{On, Tx, sql};

use super::State;
use crate::post::{self, Post};

/// A delivery as its row has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Delivery {
    /// Its id.
    pub id: String,
    /// The post.
    pub post: String,
    /// The account.
    pub account: String,
    /// What is written for this account alone.
    pub text: Option<String>,
    /// It goes without the post's link.
    pub bare: bool,
    state: String,
    /// When it goes out, in UTC microseconds.
    pub due_at: Option<i64>,
    /// The code in its link.
    pub code: Option<String>,
    pub(crate) key: Option<String>,
    frozen: Option<String>,
    so_far: String,
    pub(crate) fence: i64,
    /// When the last step left, in UTC microseconds.
    pub sent_at: Option<i64>,
    /// Steps that left.
    pub tries: i64,
    live_id: Option<String>,
    live_url: Option<String>,
    /// Since when it is live, in UTC microseconds.
    pub live_at: Option<i64>,
    /// When somebody looked at it last.
    pub looked_at: Option<i64>,
    /// How often somebody did.
    pub(crate) looks: i64,
    likes: Option<i64>,
    reposts: Option<i64>,
    replies: Option<i64>,
    views: Option<i64>,
    /// Since when it is gone.
    pub gone_at: Option<i64>,
    /// When it was corrected here last, since it is live.
    pub corrected_at: Option<i64>,
    /// How the network called the state in which somebody saw it last.
    pub(crate) mark: Option<String>,
    /// Why it stands where it stands, for programs.
    pub cause: Option<String>,
    /// The same for people.
    pub says: Option<String>,
    /// UTC microseconds.
    pub changed_at: i64,
}

impl Delivery {
    /// How it stands.
    pub fn state(&self) -> State {
        State::named(&self.state)
    }

    /// Its receipt.
    pub fn receipt(&self) -> Option<Receipt> {
        Some(Receipt { id: self.live_id.clone()?, url: self.live_url.clone() })
    }

    /// Whether it went out from here, so that its receipt is the network's own; what somebody posted by hand has none.
    pub fn is_ours(&self) -> bool {
        let by_hand = |id: &str| id.is_empty() || super::BY_HAND.contains(&id) || id.starts_with("http");
        self.live_id.as_deref().is_some_and(|id| !by_hand(id))
    }

    /// What people did with it until somebody looked last, as far as the network tells.
    pub fn engagement(&self) -> Engagement {
        let count = |known: Option<i64>| known.and_then(|it| u64::try_from(it).ok());
        Engagement {
            likes: count(self.likes),
            reposts: count(self.reposts),
            replies: count(self.replies),
            views: count(self.views),
        }
    }

    /// The page that it carries.
    pub fn page<'p>(&self, post: &'p Post) -> Option<&'p str> {
        post.page.as_deref().filter(|_| !self.bare)
    }

    /// What stands outside at the end, or is to stand there: its text, with the post's page by its own link, or without.
    /// `joined` with the parts of its thread below it.
    pub fn whole(&self, post: &Post, joined: bool) -> String {
        let said = self.text.as_deref().unwrap_or(&post.text);
        let said = if joined { post.joined(said) } else { said.to_owned() };
        post::whole(&said, post.page.as_deref(), self.bare, self.code.as_deref())
    }

    /// The code by which it is known again at the network; none where its link was left out.
    pub(super) fn token(&self) -> Option<&str> {
        self.code.as_deref().filter(|_| !self.bare)
    }

    pub(super) fn frozen(&self) -> Option<Value> {
        self.frozen.as_deref().and_then(|text| text.parse().ok())
    }

    pub(super) fn so_far(&self) -> Value {
        self.so_far.parse().unwrap_or_default()
    }

    pub(super) fn number(&self) -> u128 {
        self.key.as_deref().and_then(|key| u128::from_str_radix(key, 16).ok()).unwrap_or(0)
    }
}

/// The delivery `id`.
pub async fn find(on: &(impl On + ?Sized), id: &str) -> Result<Option<Delivery>, store::Fault> {
    sql!("delivery_by_id").bind(id).fetch_optional(on).await
}

/// A step will leave: committed before its first byte does. The new fence; `None` where somebody else moved it.
pub(super) async fn fence(
    tx: &mut Tx,
    it: &Delivery,
    (frozen, so_far): (&Value, &Value),
    now: Timestamp,
) -> Result<Option<i64>, store::Fault> {
    let moved = sql!("delivery_fence")
        .bind(&*it.id)
        .bind(it.fence)
        .bind(frozen.to_string())
        .bind(so_far.to_string())
        .bind(State::Sending.name())
        .bind(now)
        .execute(tx)
        .await?;
    Ok((moved == 1).then_some(it.fence + 1))
}

/// Where it stands now, and why.
#[derive(Clone, Debug)]
pub(super) struct Moved {
    pub(super) state: State,
    pub(super) so_far: Option<Value>,
    pub(super) cause: Option<String>,
    pub(super) says: Option<String>,
}

impl Moved {
    pub(super) fn to(state: State) -> Self {
        Self { state, so_far: None, cause: None, says: None }
    }

    pub(super) fn because(state: State, cause: &str, says: impl Into<String>) -> Self {
        Self { cause: Some(cause.to_owned()), says: Some(says.into()), ..Self::to(state) }
    }
}

/// It stands elsewhere. False where somebody else moved it.
pub(super) async fn moves(
    tx: &mut Tx,
    (id, fence): (&str, i64),
    to: &Moved,
    now: Timestamp,
) -> Result<bool, store::Fault> {
    let moved = sql!("delivery_move")
        .bind(id)
        .bind(fence)
        .bind(to.state.name())
        .bind(to.so_far.as_ref().map(Value::to_string))
        .bind(to.cause.as_deref())
        .bind(to.says.as_deref())
        .bind(now)
        .execute(tx)
        .await?;
    Ok(moved == 1)
}

/// It is live. False where somebody else moved it.
pub(super) async fn is_live(
    tx: &mut Tx,
    (id, fence): (&str, i64),
    receipt: &Receipt,
    now: Timestamp,
) -> Result<bool, store::Fault> {
    let moved = sql!("delivery_live")
        .bind(id)
        .bind(fence)
        .bind(State::Live.name())
        .bind(&*receipt.id)
        .bind(receipt.url.as_deref())
        .bind(now)
        .execute(tx)
        .await?;
    Ok(moved == 1)
}
