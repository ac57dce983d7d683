//! PostgreSQL, which takes one row in one transaction, as Umami writes a look.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::measure::scratch;
use crate::postgres::Postgres;

/// Umami's table of events as far as a look fills it, and its indexes.
const TABLE: &str = "CREATE TABLE website_event (event_id uuid PRIMARY KEY, website_id uuid NOT NULL, session_id uuid NOT NULL, \
    created_at timestamptz DEFAULT now(), url_path varchar(500) NOT NULL, url_query varchar(500), referrer_domain varchar(500), \
    page_title varchar(500), event_type integer DEFAULT 1);\
    CREATE INDEX a ON website_event (created_at); CREATE INDEX b ON website_event (session_id); \
    CREATE INDEX c ON website_event (website_id); CREATE INDEX d ON website_event (website_id, created_at);";
const ROW: &str = "\\set nth random(1, 997)\n\
    INSERT INTO website_event (event_id, website_id, session_id, url_path, url_query, referrer_domain) VALUES \
    (gen_random_uuid(), '6f1a6f0e-0000-4000-8000-000000000001', gen_random_uuid(), '/pages/' || :nth, 'utm_source=bluesky', 'bsky.app');\n";

/// A cluster with that table.
pub(super) struct Rows(Postgres);

impl Rows {
    pub(super) fn start() -> Result<Self> {
        let this = Self(Postgres::start("bench")?);
        this.0.sql(TABLE)?;
        fs::write(scratch("row.sql")?, ROW)?;
        // Where whoever runs it can read it.
        fs::copy(scratch("row.sql")?, this.file())?;
        Ok(this)
    }

    /// Rows a second.
    pub(super) fn inserts(&self, lasts: Duration) -> Result<f64> {
        let (socket, seconds, row) = (self.0.socket(), lasts.as_secs().to_string(), self.file());
        let arguments = ["--host", &socket, "--username", "postgres", "--no-vacuum", "--client", "32", "--jobs", "2"];
        let more = ["--protocol", "prepared", "--time", &seconds, "--file", &row, "postgres"];
        let said = self.0.text("pgbench", &[&arguments[..], &more[..]].concat())?;
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        rate.with_context(|| said.clone())
    }

    fn file(&self) -> String {
        format!("{}/row.sql", self.0.socket())
    }
}
