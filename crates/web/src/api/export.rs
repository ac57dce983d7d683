//! Export: all that the workspace keeps, as one JSON document that is sent while it is read, a part at a time.

use std::collections::VecDeque;
use std::io;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::Timestamp;
use optimize::kept::{self, Whole};
use people::{Signed, export};
use serde::Serialize;
use serde_json::value::RawValue;

use super::audits::Listed;
use super::time;
use crate::{House, Problem};

#[derive(Serialize)]
struct Audit {
    #[serde(flatten)]
    listed: Listed,
    site: String,
    asked: Timestamp,
    error: Option<String>,
    fresh: Option<i64>,
    gone: Option<i64>,
    /// As `optimize` wrote it.
    result: Option<Box<RawValue>>,
}

impl Audit {
    fn of(Whole { kept, result }: Whole) -> Result<Self, serde_json::Error> {
        Ok(Self {
            site: kept.head.site.clone(),
            asked: time(kept.head.asked_at),
            error: kept.head.error.clone(),
            fresh: kept.fresh,
            gone: kept.gone,
            result: result.map(RawValue::from_string).transpose()?,
            listed: Listed::of(kept),
        })
    }
}

/// What is written next.
enum Next {
    Deeds(Option<export::Deed>),
    Audits(VecDeque<String>, bool),
    Nothing,
}

/// Somebody who takes his data along.
struct Writer {
    house: House,
    workspace: String,
    next: Next,
}

pub(crate) async fn workspace(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Problem> {
    let rooms = export::rooms(house.db(), house.random(), house.now(), &signed).await?;
    let rooms = serde_json::to_string(&rooms)?;
    // The object goes on with what is read later.
    let rooms = rooms.trim_start_matches('{').trim_end_matches('}');
    let begin = format!("{{\"exported\":\"{}\",{rooms},\"deeds\":[", house.now());
    let writer = Writer { house, workspace: signed.workspace, next: Next::Deeds(None) };
    let rest = stream::try_unfold(writer, |mut writer| async move {
        let part = writer.part().await.map_err(|fault| {
            // The document ends in its middle, so that nobody takes it for whole.
            tracing::error!(fault = fault.says(), "an export broke off");
            io::Error::other("the export broke off")
        })?;
        Ok(part.map(|part| (part, writer)))
    });
    let all = futures_util::StreamExt::chain(stream::iter([Ok::<_, io::Error>(begin)]), rest);
    let name = format!("attachment; filename=\"{}\"", file_name(&signed.workspace_name));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, HeaderValue::try_from(name).unwrap_or(HeaderValue::from_static("attachment"))),
    ];
    Ok((headers, Body::from_stream(all)).into_response())
}

impl Writer {
    /// The next part of the document; `None` at its end.
    async fn part(&mut self) -> Result<Option<String>, Problem> {
        match std::mem::replace(&mut self.next, Next::Nothing) {
            Next::Deeds(last) => {
                let deeds = export::deeds_after(self.house.db(), &self.workspace, last.as_ref()).await?;
                let mut part = String::new();
                for (n, deed) in deeds.iter().enumerate() {
                    part += if n == 0 && last.is_none() { "" } else { "," };
                    part += &serde_json::to_string(deed)?;
                }
                if let Some(last) = deeds.into_iter().next_back() {
                    self.next = Next::Deeds(Some(last));
                } else {
                    let ids = kept::of_workspace(self.house.db(), &self.workspace).await?;
                    self.next = Next::Audits(ids.into(), true);
                    part += "],\"audits\":[";
                }
                Ok(Some(part))
            }
            Next::Audits(mut ids, first) => {
                let Some(id) = ids.pop_front() else { return Ok(Some("]}\n".to_owned())) };
                let Some(whole) = kept::whole(self.house.db(), &id).await? else {
                    // Gone meanwhile.
                    self.next = Next::Audits(ids, first);
                    return Ok(Some(String::new()));
                };
                self.next = Next::Audits(ids, false);
                let audit = serde_json::to_string(&Audit::of(whole)?)?;
                Ok(Some(if first { audit } else { format!(",{audit}") }))
            }
            Next::Nothing => Ok(None),
        }
    }
}

/// `tidings-corner-bakery.json`
fn file_name(workspace: &str) -> String {
    let slug: String = workspace
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() { sign.to_ascii_lowercase() } else { '-' })
        .collect();
    format!("tidings-{}.json", slug.trim_matches('-'))
}
