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

-- Answers to writes that named an Idempotency-Key, for who asks the same again: crates/people/src/answered.rs.
CREATE TABLE answered (
    person TEXT NOT NULL REFERENCES person (id),
    key TEXT NOT NULL,
    -- A hash of what was asked: one key is for one request.
    request TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    -- Absent while it is being answered.
    status BIGINT,
    -- JSON; absent where the answer has none, or holds a secret that is told once.
    body TEXT,
    PRIMARY KEY (person, key)
);
CREATE INDEX answered_at ON answered (asked_at);
