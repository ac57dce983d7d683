//! A site that is watched: its settings, its schedule, its deploy hook, and the proof that it is one's own.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::{Extension, Json};
use jiff::Timestamp;
use optimize::proof::{self, Places};
use people::watch::{self, How, Schedule, Watch};
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::once::ToldOnce;
use crate::{House, Problem};

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SiteSettings")]
pub(crate) struct Settings {
    name: String,
    /// Rises with each change; whoever saves sends the one that he saw.
    version: i64,
    schedule: Schedule,
    /// When it is audited next by itself.
    next: Option<Timestamp>,
    /// Whether it has a deploy hook.
    hook: bool,
    proof: Proof,
}

#[derive(Serialize, JsonSchema)]
struct Proof {
    /// Since when the site is proved to be one's own.
    proved: Option<Timestamp>,
    how: Option<How>,
    /// What is to stand in one of these places.
    token: String,
    file: FileProof,
    /// For the head of the start page.
    tag: String,
    /// None where the site has no name of its own.
    dns: Option<DnsProof>,
}

/// A file that holds the token and nothing else.
#[derive(Serialize, JsonSchema)]
struct FileProof {
    address: String,
    content: String,
}

/// A text (TXT) in the name service.
#[derive(Serialize, JsonSchema)]
struct DnsProof {
    name: String,
    value: String,
}

impl Settings {
    fn of(watch: Watch) -> Self {
        let Places { token, file, tag, name } = match Url::parse(&watch.address) {
            Ok(address) => proof::places(&address, &watch.site),
            // Only an address that can be parsed is ever kept.
            Err(_) => Places { token: watch.site, file: String::new(), tag: String::new(), name: None },
        };
        let proof = Proof {
            proved: watch.proved,
            how: watch.proof,
            file: FileProof { address: file, content: token.clone() },
            tag,
            dns: name.map(|name| DnsProof { name, value: token.clone() }),
            token,
        };
        let Watch { name, version, schedule, next, hook, .. } = watch;
        Self { name, version, schedule, next, hook, proof }
    }
}

pub(crate) async fn settings(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<Settings>, Problem> {
    Ok(Json(Settings::of(watch::of(house.db(), house.now(), &signed, &site).await?)))
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct NewName {
    name: String,
    version: i64,
}

pub(crate) async fn rename(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(NewName { name, version }): Json<NewName>,
) -> Result<Json<Settings>, Problem> {
    let (db, random, now) = (house.db(), house.random(), house.now());
    Ok(Json(Settings::of(watch::rename(db, random, now, &signed, (&site, version), &name).await?)))
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct NewSchedule {
    #[serde(flatten)]
    schedule: Schedule,
    version: i64,
}

pub(crate) async fn reschedule(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(NewSchedule { schedule, version }): Json<NewSchedule>,
) -> Result<Json<Settings>, Problem> {
    let (db, random, now) = (house.db(), house.random(), house.now());
    Ok(Json(Settings::of(watch::reschedule(db, random, now, &signed, (&site, version), schedule).await?)))
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct HookAddress {
    /// Told this once: whoever has it may ask for audits of this site, and nothing else.
    address: String,
}

pub(crate) async fn new_hook(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    headers: HeaderMap,
) -> Result<(StatusCode, Extension<ToldOnce>, Json<HookAddress>), Problem> {
    let secret = Box::pin(watch::new_hook(house.db(), house.random(), house.now(), &signed, &site)).await?;
    // At home a hook is for programs on this machine: they reach it where the browser does.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1:7979");
    let home = house.address().outside.as_ref().map_or_else(|| format!("http://{host}/"), Url::to_string);
    Ok((StatusCode::CREATED, Extension(ToldOnce), Json(HookAddress { address: format!("{home}hook/{secret}") })))
}

pub(crate) async fn end_hook(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<StatusCode, Problem> {
    Box::pin(watch::end_hook(house.db(), house.random(), house.now(), &signed, &site)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Prove {
    how: How,
}

pub(crate) async fn prove(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
    Json(Prove { how }): Json<Prove>,
) -> Result<Json<Settings>, Problem> {
    let missing = |found: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "proof_missing", found);
    site::on_the_web(house.db(), &signed, &site).await?;
    let watch = watch::of(house.db(), house.now(), &signed, &site).await?;
    let address = Url::parse(&watch.address).map_err(|_| missing(format!("{} is no address", watch.address)))?;
    house.looker().look(&address, &watch.site, how).await.map_err(missing)?;
    let kept = watch::keep_proof(house.db(), house.random(), house.now(), &signed, &site, how).await?;
    Ok(Json(Settings::of(kept)))
}
