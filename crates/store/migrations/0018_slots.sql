-- When posts go out by themselves: crates/market/src/slot, crates/market/src/missed.rs, crates/people/src/calendar.rs.

-- The weekly slots of a site, on the wall of a zone.
CREATE TABLE slots (
    site TEXT PRIMARY KEY REFERENCES site (id) ON DELETE CASCADE,
    zone TEXT NOT NULL,
    -- Weekdays and times, as JSON.
    times TEXT NOT NULL,
    -- Rises with each change: who saves over what he never saw is told so.
    version BIGINT NOT NULL,
    -- Rises before a slot is taken, so that two posts never take the same one.
    turn BIGINT NOT NULL
);

-- What becomes of posts whose time passed while nobody was at work. Who has no row is asked after two hours.
CREATE TABLE missed (
    workspace TEXT PRIMARY KEY REFERENCES workspace (id) ON DELETE CASCADE,
    -- So late they go out nevertheless.
    within_minutes BIGINT NOT NULL,
    -- And later: ask, skip.
    otherwise TEXT NOT NULL
);

-- Posts that go out again: the newest copy has the row.
CREATE TABLE repeat (
    post TEXT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
    every_days BIGINT NOT NULL,
    -- So many copies more.
    copies BIGINT NOT NULL,
    -- And not after this day on the wall.
    until TEXT
);

-- Links by which a calendar program reads what a site has planned.
CREATE TABLE calendar_key (
    hash TEXT PRIMARY KEY,
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    made_at BIGINT NOT NULL
);
CREATE INDEX calendar_key_site ON calendar_key (site);
