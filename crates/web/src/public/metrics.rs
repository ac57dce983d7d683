//! Metrics, as Prometheus reads them: for programs on this machine, or with the operator's token.

use std::fmt::Write as _;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use optimize::kept;
use people::{notice, sending};

use crate::visitor::Visitor;
use crate::{House, Problem};

pub(crate) async fn metrics(
    State(house): State<House>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if !may(&house, visitor, &headers) {
        return Err(Problem::not_found("page"));
    }
    let mut text = String::new();
    house.numbers().tell(&mut text);
    let now = house.now();
    let mut family = |name: &str, kind: &str, help: &str, samples: &[(String, f64)]| {
        let _ = writeln!(text, "# HELP tidings_{name} {help}\n# TYPE tidings_{name} {kind}");
        for (labels, value) in samples {
            let _ = writeln!(text, "tidings_{name}{labels} {value}");
        }
    };
    let jobs = store::queue::waiting(house.db(), now).await?;
    let by_kind = |state: &str, many: &dyn Fn(&store::queue::Waiting) -> f64| -> Vec<(String, f64)> {
        jobs.iter().map(|jobs| (format!("{{kind=\"{}\",state=\"{state}\"}}", jobs.kind), many(jobs))).collect()
    };
    let mut states = by_kind("due", &|jobs| jobs.due as f64);
    states.extend(by_kind("running", &|jobs| jobs.running as f64));
    states.extend(by_kind("later", &|jobs| jobs.later as f64));
    family("jobs", "gauge", "Jobs that are not done.", &states);
    let oldest: Vec<(String, f64)> = jobs
        .iter()
        .filter_map(|jobs| {
            let waits = now.duration_since(jobs.oldest?.0).as_secs_f64();
            Some((format!("{{kind=\"{}\"}}", jobs.kind), waits))
        })
        .collect();
    family("job_oldest_seconds", "gauge", "How long the oldest job that is due waits.", &oldest);
    let audits: Vec<(String, f64)> = kept::states(house.db())
        .await?
        .into_iter()
        .map(|(state, many)| (format!("{{state=\"{state}\"}}"), many as f64))
        .collect();
    family("audits", "gauge", "Audits by state.", &audits);
    let one = |value: f64| [(String::new(), value)];
    let counts = house.db().counts();
    family("database_writes_total", "counter", "Writes that were kept since the start.", &one(counts.writes as f64));
    family("database_commits_total", "counter", "Commits that kept them.", &one(counts.commits as f64));
    let (sent, refused) = sending::counts(house.db()).await?;
    let mails = [("{state=\"sent\"}".to_owned(), sent as f64), ("{state=\"refused\"}".to_owned(), refused as f64)];
    family("mails", "gauge", "Mails that a server took, and that were given up.", &mails);
    family("notices_open", "gauge", "Notices of what goes on.", &one(notice::open(house.db()).await? as f64));
    let arrivals = house.arrivals().counts();
    let by_state =
        [("{state=\"kept\"}".to_owned(), arrivals.kept as f64), ("{state=\"lost\"}".to_owned(), arrivals.lost as f64)];
    family("arrivals_total", "counter", "Clicks, visits and unfurls of this process since its start.", &by_state);
    match measure::arrivals::read::unread(house.db(), house.data()).await {
        Ok(bytes) => {
            let says = "Kept of visits, and not in the database yet.";
            family("arrivals_unread_bytes", "gauge", says, &one(bytes as f64));
        }
        Err(fault) => tracing::warn!(%fault, "what is kept of visits cannot be looked at"),
    }
    family("links", "gauge", "Links that this process knows.", &one(house.links().len() as f64));
    family(
        "cards_drawn_total",
        "counter",
        "Pictures of cards that were drawn since the start.",
        &one(house.cards().drawn() as f64),
    );
    if let Some(bytes) = memory() {
        family("memory_bytes", "gauge", "Memory that the process holds.", &one(bytes));
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

/// A program on this machine, unless somebody stands behind it; or whoever shows the token.
fn may(house: &House, Visitor(from): Visitor, headers: &HeaderMap) -> bool {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if let (Some(shown), Some(token)) = (shown.and_then(|shown| shown.strip_prefix("Bearer ")), house.metrics_token()) {
        return people::is_same_secret(shown, token);
    }
    // A proxy on this machine is on loopback as well: what it passes on comes from elsewhere, or says another host.
    let passed_on = ["x-forwarded-for", "forwarded", "via", "x-real-ip"].iter().any(|name| headers.contains_key(*name));
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(name, _)| name);
    from.is_loopback() && !passed_on && matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

/// Resident memory in bytes, where the system tells it.
fn memory() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.split_ascii_whitespace().next()?.parse::<f64>().ok()? * 1024.0)
}
