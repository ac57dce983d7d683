-- What the service knows of itself: crates/people/src/service.rs. One row.
CREATE TABLE service (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    -- Told at an address of its own, so that a house finds out whether the public address leads to it. Made anew where
    -- data was restored or copied, since two houses would else take each other for themselves.
    instance TEXT NOT NULL,
    -- Where the database lies. Another place: the data was copied.
    place TEXT NOT NULL,
    -- The last sign of life. A clock behind it is wrong.
    noted_at BIGINT NOT NULL,
    -- Since when nothing is begun by itself, and why.
    paused_at BIGINT,
    paused_why TEXT
);
