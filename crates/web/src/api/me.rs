//! Who asks: himself, his password, his sign-ins, what was done in his workspace.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Extension, Json};
use jiff::Timestamp;
use people::{May, Signed, service};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::workspaces::Workspace;
use super::{List, time};
use crate::door::cookie;
use crate::faults::{Fault, faults};
use crate::{House, Problem};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Me {
    person: Person,
    workspace: Workspace,
    /// All that he belongs to, by name.
    workspaces: Vec<Workspace>,
    /// A client's one site.
    site: Option<String>,
    server: Server,
}

#[derive(Serialize, JsonSchema)]
struct Person {
    id: String,
    name: String,
    email: Option<String>,
    has_password: bool,
}

#[derive(Serialize, JsonSchema)]
struct Server {
    version: &'static str,
    /// Null: at home, on this machine alone.
    public_address: Option<String>,
    /// It was looked at, and leads here.
    public_address_stands: bool,
    /// This workspace shows demo data.
    demo: bool,
    /// Nothing is begun by itself.
    paused: Option<Paused>,
    /// Whether whoever asks set this installation up, so that what concerns the machine is his.
    operator: bool,
    /// What is wrong with the installation, for owners.
    faults: Vec<Fault>,
    /// Mails can be sent.
    mail: bool,
    /// Workspaces can be made that are for trying.
    stand_ins: bool,
}

#[derive(Serialize, JsonSchema)]
struct Paused {
    since: Timestamp,
    why: String,
}

pub(crate) async fn me(State(house): State<House>, Extension(signed): Extension<Signed>) -> Result<Json<Me>, Problem> {
    let role = signed.role();
    let service = service::service(house.db()).await?;
    let paused = service.and_then(|service| {
        Some(Paused { since: time(service.paused_at?), why: service.paused_why.unwrap_or_default() })
    });
    let faults = if signed.may(May::Decide) { faults(&house) } else { Vec::new() };
    let operator = people::person::is_operator(house.db(), &signed.person).await?;
    let demo = people::demo::of(house.db(), &signed.workspace).await?.is_some();
    let workspaces = people::workspace::all(house.db(), &signed).await?.into_iter();
    let workspaces = workspaces.map(|it| Workspace::of(&house, it)).collect();
    let sandbox = house.is_sandbox(signed.sandbox);
    Ok(Json(Me {
        person: Person { id: signed.person, name: signed.name, email: signed.email, has_password: signed.has_password },
        workspace: Workspace { id: signed.workspace, name: signed.workspace_name, role, sandbox },
        workspaces,
        site: signed.site,
        server: Server {
            version: env!("CARGO_PKG_VERSION"),
            public_address: house.address().outside.as_ref().map(ToString::to_string),
            public_address_stands: house.stands(),
            demo,
            paused,
            operator,
            faults,
            mail: house.can_mail(),
            stand_ins: house.has_stand_ins(),
        },
    }))
}

pub(crate) async fn resume(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<StatusCode, Problem> {
    // Before anything is begun: what fell due meanwhile may be out already.
    if people::person::is_operator(house.db(), &signed.person).await? && service::is_paused(house.db()).await? {
        let now = house.now();
        house.db().write(move |tx| Box::pin(async move { market::deliver::distrust(tx, now).await })).await?;
    }
    service::resume(house.db(), house.random(), house.now(), &signed).await?;
    house.work().notify_waiters();
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Pause {
    /// Why, for those who wonder; empty: that somebody said so.
    #[serde(default)]
    why: String,
}

pub(crate) async fn pause(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(Pause { why }): Json<Pause>,
) -> Result<StatusCode, Problem> {
    service::pause_for(house.db(), house.random(), house.now(), &signed, &why).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Named {
    pub(crate) name: String,
}

pub(crate) async fn rename(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(Named { name }): Json<Named>,
) -> Result<StatusCode, Problem> {
    people::member::rename(house.db(), &signed, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Goodbye {
    /// One's own, once more; empty where one has none.
    password: String,
}

/// Forgets whoever asks.
pub(crate) async fn forget(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(Goodbye { password }): Json<Goodbye>,
) -> Result<StatusCode, Problem> {
    people::member::forget(house.db(), house.random(), house.now(), &signed, &password).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct WorkIn {
    /// Its id.
    workspace: String,
}

/// The session works in another workspace from now on.
pub(crate) async fn work_in(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Json(WorkIn { workspace }): Json<WorkIn>,
) -> Result<StatusCode, Problem> {
    people::work_in(house.db(), &signed, cookie(&house, &headers).unwrap_or_default(), &workspace).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct NewPassword {
    email: String,
    password: String,
    current: Option<String>,
}

pub(crate) async fn set_password(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Json(new): Json<NewPassword>,
) -> Result<StatusCode, Problem> {
    let NewPassword { email, password, current } = new;
    let now = house.now();
    people::sign_in::set_password(house.db(), house.random(), now, &signed, &email, &password, current.as_deref())
        .await?;
    // Whoever else was in with the old one is out.
    people::end_others(house.db(), &signed.person, cookie(&house, &headers).unwrap_or_default()).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Session {
    id: String,
    agent: String,
    created: Timestamp,
    seen: Timestamp,
    this: bool,
}

pub(crate) async fn sessions(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
) -> Result<Json<List<Session>>, Problem> {
    let this = cookie(&house, &headers).unwrap_or_default();
    let all = people::sessions(house.db(), house.now(), &signed.person, this).await?;
    let told = |session: people::Session| Session {
        id: session.id,
        agent: session.agent,
        created: time(session.created_at),
        seen: time(session.seen_at),
        this: session.this,
    };
    Ok(Json(List::whole(all.into_iter().map(told).collect())))
}

pub(crate) async fn end_one(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(session): Path<String>,
) -> Result<StatusCode, Problem> {
    people::end_one(house.db(), &signed.person, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn end_others(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    people::end_others(house.db(), &signed.person, cookie(&house, &headers).unwrap_or_default()).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Deed {
    who: String,
    what: String,
    about: String,
    at: Timestamp,
}

/// The last hundred.
const DEEDS: u32 = 100;

pub(crate) async fn deeds(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<List<Deed>>, Problem> {
    let told = |deed: people::Deed| Deed { who: deed.name, what: deed.what, about: deed.about, at: time(deed.at) };
    let deeds = people::deeds(house.db(), &signed, DEEDS).await?;
    Ok(Json(List::whole(deeds.into_iter().map(told).collect())))
}
