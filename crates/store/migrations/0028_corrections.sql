-- Live posts that were corrected here, and how the network calls the state in which somebody saw them last.
ALTER TABLE delivery ADD COLUMN corrected_at BIGINT;
ALTER TABLE delivery ADD COLUMN mark TEXT;
