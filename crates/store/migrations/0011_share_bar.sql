-- The share bar that a site's owner put together: crates/optimize/src/buttons/kept.rs.
CREATE TABLE share_bar (
    site TEXT PRIMARY KEY REFERENCES site (id) ON DELETE CASCADE,
    -- optimize::buttons::Bar as JSON.
    bar TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
