//! How a site is measured: its settings, the line for its pages, whether that is there, the link for staff, and what to say
//! on its privacy page.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::{Extension, Json};
use jiff::Timestamp;
use measure::collect::{self, Seen, Standing};
use measure::measured::{self, Measured, Settings};
use networks::http::Request;
use people::{Signed, site};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::time;
use crate::once::ToldOnce;
use crate::{House, Problem};

/// Bytes of a start page that are looked at.
const START_PAGE: u64 = 512 * 1024;

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Measure")]
pub(crate) struct Told {
    /// Rises with each change; whoever saves sends the one that he saw.
    version: i64,
    settings: Settings,
    /// By which the site's pages name it. It is no secret.
    key: String,
    /// For each page's head.
    snippet: String,
    /// For sites that lead a path of their own address here: the same line, and what the web server is told.
    proxied: Proxied,
    /// What last came from its pages; null: nothing yet.
    heard: Option<Heard>,
    /// Whether there is a link for staff.
    staff: bool,
    /// The paragraph for the site's privacy page.
    privacy: String,
}

#[derive(Serialize, JsonSchema)]
struct Proxied {
    snippet: String,
    nginx: String,
    caddy: String,
    apache: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MeasureHeard")]
struct Heard {
    at: Timestamp,
    /// `beacon`, `pixel`, `server`, `plugin`, `log`.
    by: String,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "MeasureChanged")]
pub(crate) struct Changed {
    version: i64,
    settings: Settings,
}

/// What a look at the start page came to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MeasureLook")]
pub(crate) struct Look {
    standing: Standing,
    heard: Option<Heard>,
}

/// The link for staff. It is told once.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MeasureStaff")]
pub(crate) struct Staff {
    /// Opened once in each browser of the own people.
    link: String,
    /// Opened where somebody wants to be counted again.
    off: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MeasurePrivacy")]
pub(crate) struct Privacy {
    paragraph: String,
}

impl Told {
    fn of(house: &House, headers: &HeaderMap, measured: &Measured) -> Self {
        let base = house.base(headers);
        Self {
            version: measured.version,
            settings: measured.settings.clone(),
            key: measured.key.clone(),
            snippet: collect::snippet(&base, &measured.key),
            proxied: Proxied {
                snippet: collect::snippet("/tidings", &measured.key),
                nginx: format!(
                    "location /tidings/ {{\n    proxy_pass {base}/;\n    proxy_set_header X-Forwarded-For $remote_addr;\n}}"
                ),
                caddy: format!(
                    "handle_path /tidings/* {{\n    reverse_proxy {base} {{\n        header_up Host {{upstream_hostport}}\n    }}\n}}"
                ),
                apache: format!("ProxyPass \"/tidings/\" \"{base}/\""),
            },
            heard: heard(measured),
            staff: measured.staff.is_some(),
            privacy: collect::paragraph(measured),
        }
    }
}

fn heard(measured: &Measured) -> Option<Heard> {
    measured.heard.as_ref().map(|(at, by)| Heard { at: time(*at), by: by.clone() })
}

async fn measured_of(house: &House, signed: &Signed, id: &str) -> Result<Measured, Problem> {
    let site = site::by_id(house.db(), signed, id).await?;
    let measured = measured::of(house.db(), house.random(), &site.id).await?;
    if house.measured().by_key(&measured.key).is_none() {
        // Its script may be asked for in the next moment.
        house.measured().refresh(house.db()).await?;
    }
    Ok(measured)
}

pub(crate) async fn of(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path(site): Path<String>,
) -> Result<Json<Told>, Problem> {
    let measured = measured_of(&house, &signed, &site).await?;
    Ok(Json(Told::of(&house, &headers, &measured)))
}

pub(crate) async fn keep(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path(site): Path<String>,
    Json(changed): Json<Changed>,
) -> Result<Json<Told>, Problem> {
    let measured = measured_of(&house, &signed, &site).await?;
    let (id, Changed { version, settings }) = (measured.site, changed);
    // Words from a refusal come back through the write as a value: nothing of it failed.
    let kept = house.db().write(move |tx| {
        Box::pin(async move {
            match measured::keep(tx, &id, version, &settings).await {
                Ok(()) => Ok(None),
                Err(measured::Refused::Store(fault)) => Err(fault),
                Err(refused) => Ok(Some(refused)),
            }
        })
    });
    if let Some(refused) = kept.await? {
        return Err(refused.into());
    }
    house.measured().refresh(house.db()).await?;
    of(State(house), Extension(signed), headers, Path(site)).await
}

/// Looks at the start page.
pub(crate) async fn look(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    headers: HeaderMap,
    Path(site): Path<String>,
) -> Result<Json<Look>, Problem> {
    let measured = measured_of(&house, &signed, &site).await?;
    let base = house.base(&headers);
    let is_at_home = |url: &Url| matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    // A site on this machine is looked at from this machine.
    let reachable = house.stands() || Url::parse(&measured.address).is_ok_and(|url| is_at_home(&url));
    let seen = start_page(&house, &measured).await;
    Ok(Json(Look { standing: collect::judge(&measured, &seen, &base, reachable), heard: heard(&measured) }))
}

async fn start_page(house: &House, measured: &Measured) -> Seen {
    let fault = |says: String| Seen { fault: Some(says), ..Seen::default() };
    let Ok(address) = Url::parse(&measured.address) else { return fault("it has no address".to_owned()) };
    match house.looker().door(&address).get(Request::new(address.clone()).at_most(START_PAGE)).await {
        Err(failure) => fault(failure.to_string()),
        Ok(answer) => Seen {
            fault: None,
            status: answer.status,
            html: String::from_utf8_lossy(&answer.body).into_owned(),
            policies: answer
                .headers
                .iter()
                .filter(|(name, _)| name == "content-security-policy")
                .map(|(_, value)| value.clone())
                .collect(),
        },
    }
}

/// Makes the link for staff anew: the one before marks nobody any more.
pub(crate) async fn staff(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<(Extension<ToldOnce>, Json<Staff>), Problem> {
    let measured = measured_of(&house, &signed, &site).await?;
    let (link, hash) = collect::new_staff(&measured, &**house.random());
    measured::set_staff(house.db(), &measured.site, &hash).await?;
    house.measured().refresh(house.db()).await?;
    let off = format!("{}?{}=off", measured.address, collect::OWN);
    Ok((Extension(ToldOnce), Json(Staff { link, off })))
}

pub(crate) async fn privacy(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(site): Path<String>,
) -> Result<Json<Privacy>, Problem> {
    let measured = measured_of(&house, &signed, &site).await?;
    Ok(Json(Privacy { paragraph: collect::paragraph(&measured) }))
}
