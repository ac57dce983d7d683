-- Audits of sites. What they read lies in the data folder, `audits/ID`; here stand their state and their sums.

CREATE TABLE audit (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL REFERENCES site (id),
    -- waiting, reading, judging, done, stopped, failed
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    pages BIGINT NOT NULL,
    known BIGINT NOT NULL,
    -- Pages that the sheet has.
    sheet BIGINT NOT NULL,
    -- A host that asks to be left alone, in words.
    waiting TEXT,
    -- Somebody asked it to stop.
    stop BOOLEAN NOT NULL,
    error TEXT,
    -- The sums, once they are known: page x network pairs right today and after the mend, of so many.
    right_today BIGINT,
    right_mended BIGINT,
    pairs BIGINT,
    errors BIGINT,
    warnings BIGINT,
    notes BIGINT,
    -- Against the audit before: pages x rules that are new, and that are gone. Absent where there is none before.
    fresh BIGINT,
    gone BIGINT,
    -- The first thing to do.
    next_says TEXT,
    next_minutes BIGINT,
    -- The result as JSON, as the API tells it.
    result TEXT
);
CREATE INDEX audit_site ON audit (site, asked_at);
-- One at a time for each site.
CREATE UNIQUE INDEX audit_under_way ON audit (site) WHERE ended_at IS NULL;
