-- Feeds whose new pages become drafts: crates/advise/src/feed.rs.

CREATE TABLE feed (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    -- An RSS, Atom or JSON feed, or a sitemap.
    address TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    -- UTC microseconds: when somebody looked last, whatever came of it.
    looked_at BIGINT NOT NULL,
    -- Pages of it that became drafts.
    drafted BIGINT NOT NULL,
    -- What is to be known of the last look, for people; NULL: all is well.
    says TEXT,
    UNIQUE (site, address)
);

-- Pages that a feed named, whether they were drafted or were there before it was followed.
CREATE TABLE feed_page (
    feed TEXT NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    -- SHA-256 of the address, in hexadecimal signs.
    page TEXT NOT NULL,
    PRIMARY KEY (feed, page)
);
