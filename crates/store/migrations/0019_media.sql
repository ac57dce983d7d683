-- Pictures that go along with posts: crates/market/src/media. The files lie in the data folder, each under its digest.

CREATE TABLE medium (
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    -- SHA-256 of the file, in hexadecimal signs.
    digest TEXT NOT NULL,
    kind TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (site, digest)
);

-- The pictures of a post, in their order, as JSON.
ALTER TABLE post ADD COLUMN media TEXT NOT NULL DEFAULT '[]';
