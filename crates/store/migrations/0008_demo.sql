-- The demo: which workspace shows it, with which site. It goes when somebody wants his own site instead.
-- It refers to both by id alone: where one of them is gone for good, the row means nothing, and holds nobody up.
CREATE TABLE demo (
    workspace TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    -- The shop serves its mended pages since then.
    mended_at BIGINT
);
