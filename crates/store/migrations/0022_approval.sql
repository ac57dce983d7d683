-- Versions of posts, and the yes of one of them: crates/market/src/post/version.rs, crates/market/src/approval.

-- Posts go out when somebody said yes to them. A site may say otherwise than its workspace; NULL: as that says.
ALTER TABLE workspace ADD COLUMN needs_yes BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE site ADD COLUMN needs_yes BOOLEAN;

-- How a post stood after each change that changed what goes out.
CREATE TABLE post_version (
    post TEXT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    -- The post's version at that time.
    version BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    -- What it was, as JSON, and SHA-256 of that: a yes is for these very words.
    what TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- yes, no; NULL: nobody said anything.
    answer TEXT,
    answered_by TEXT,
    answered_at BIGINT,
    remark TEXT,
    PRIMARY KEY (post, version)
);

-- Threads: the parts below a post, as they were written, and what becomes of one that breaks half-way (go_on, take_back). Each part
-- is carried out as a post of its own, below the first: crates/market/src/post/thread.rs.
ALTER TABLE post ADD COLUMN parts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE post ADD COLUMN on_break TEXT NOT NULL DEFAULT 'go_on';
ALTER TABLE post ADD COLUMN thread_of TEXT REFERENCES post (id) ON DELETE CASCADE;
ALTER TABLE post ADD COLUMN part BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX post_thread ON post (thread_of, part) WHERE thread_of IS NOT NULL;
