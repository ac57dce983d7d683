-- Cards: crates/optimize/src/kept/cards.rs.

-- What a site's cards have in common, as somebody chose it.
CREATE TABLE card_brand (
    site TEXT PRIMARY KEY REFERENCES site (id) ON DELETE CASCADE,
    -- optimize::kept::Style as JSON.
    style TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- The logos of a site, those that older cards name among them.
CREATE TABLE card_logo (
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    -- SHA-256 in hex.
    hash TEXT NOT NULL,
    bytes /*sqlite: BLOB */ /*postgres: BYTEA */ NOT NULL,
    PRIMARY KEY (site, hash)
);

-- The card of a page. One that another took the place of stays for a while, since the page may still name it.
CREATE TABLE card (
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    page TEXT NOT NULL,
    -- What names the picture.
    address TEXT NOT NULL,
    -- optimize::card::Recipe as JSON.
    recipe TEXT NOT NULL,
    title TEXT NOT NULL,
    alt TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    replaced_at BIGINT,
    PRIMARY KEY (site, page, address)
);
CREATE INDEX card_address ON card (address);
