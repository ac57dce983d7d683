-- Keys with which plug-ins read the feed of a site: crates/people/src/feed.rs.
CREATE TABLE feed_key (
    hash TEXT PRIMARY KEY,
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    made_at BIGINT NOT NULL
);
CREATE INDEX feed_key_site ON feed_key (site);
