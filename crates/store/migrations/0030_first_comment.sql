-- What an account writes below its own post when that is live; carried out as the last part of the post's thread:
-- crates/market/src/post/comment.rs.
ALTER TABLE post ADD COLUMN first_comment TEXT;
