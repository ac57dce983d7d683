-- Schedules, deploy hooks and proofs of sites: crates/people/src/watch and crates/optimize/src/kept.

-- How a site is watched. The row is made when somebody looks for it, or within a minute.
CREATE TABLE watch (
    site TEXT PRIMARY KEY REFERENCES site (id) ON DELETE CASCADE,
    -- Rises with each change of the settings: who saves over what he never saw is told so.
    version BIGINT NOT NULL,
    -- What was meant: never, day, week, month; 1 is Monday; 1 to 28; 06:30 by the clock of a zone of IANA.
    every TEXT NOT NULL,
    weekday BIGINT NOT NULL,
    day BIGINT NOT NULL,
    at TEXT NOT NULL,
    zone TEXT NOT NULL,
    -- The instant computed from it.
    next_at BIGINT,
    -- The hash of the deploy hook's secret; its calls since an instant; when it had an audit asked for.
    hook TEXT UNIQUE,
    hook_since BIGINT NOT NULL,
    hook_calls BIGINT NOT NULL,
    hook_asked_at BIGINT,
    -- The id of the audit that is to follow the one under way.
    follow TEXT,
    -- How it was proved that the site is one's own: file, tag, dns; since when; how often it was not found again.
    proof TEXT,
    proved_at BIGINT,
    proof_missed BIGINT NOT NULL
);
CREATE INDEX watch_next ON watch (next_at);

-- When the files of an audit were cleared away.
ALTER TABLE audit ADD COLUMN swept_at BIGINT;
-- It failed since the start page could not be read.
ALTER TABLE audit ADD COLUMN unreached BOOLEAN NOT NULL DEFAULT FALSE;
