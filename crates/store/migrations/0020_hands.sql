-- Posting by hand: crates/market/src/hand.

-- Who planned it last, and so posts by hand what no program posts: a person's id.
ALTER TABLE post ADD COLUMN hands TEXT;

-- How often a live delivery was looked at: later looks are further apart.
ALTER TABLE delivery ADD COLUMN looks BIGINT NOT NULL DEFAULT 0;
