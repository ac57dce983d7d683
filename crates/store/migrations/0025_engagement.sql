-- What people did with a post of ours, as its network tells: crates/market/src/deliver/look.rs.

-- The latest, beside the delivery. NULL: the network does not tell, or nobody asked yet.
ALTER TABLE delivery ADD COLUMN likes BIGINT;
ALTER TABLE delivery ADD COLUMN reposts BIGINT;
ALTER TABLE delivery ADD COLUMN replies BIGINT;
ALTER TABLE delivery ADD COLUMN views BIGINT;

-- And how it grew: one row for each look at which a number was another.
CREATE TABLE engagement (
    delivery TEXT NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
    -- UTC microseconds.
    seen_at BIGINT NOT NULL,
    likes BIGINT,
    reposts BIGINT,
    replies BIGINT,
    views BIGINT,
    PRIMARY KEY (delivery, seen_at)
);

-- Visits by one link, whatever the day.
CREATE INDEX link_day_code ON link_day (code);
