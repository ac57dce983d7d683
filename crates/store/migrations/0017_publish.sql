-- Publishing: crates/market. What stands outside: crates/ledger/src/presence.rs.

-- An account at a network, or a place to which somebody posts by hand.
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    network TEXT NOT NULL,
    -- Where its server is; empty where one posts by hand.
    base TEXT NOT NULL,
    -- By which the network knows it, and people do.
    identity TEXT NOT NULL,
    name TEXT NOT NULL,
    by_hand BOOLEAN NOT NULL,
    -- Sealed. It goes with the connection, what was posted stays.
    secret TEXT,
    -- Rises with each new secret: who renewed an older one does not overwrite a newer one.
    secret_version BIGINT NOT NULL,
    -- Until when it is good, where the network says so, and until when somebody is renewing it.
    secret_until BIGINT,
    renewing_until BIGINT,
    -- The server's own limits, as JSON.
    limits TEXT NOT NULL,
    -- Why nothing can be posted, for people.
    ill TEXT,
    -- Not before then: the network said so.
    rests_until BIGINT,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    gone_at BIGINT
);
CREATE UNIQUE INDEX account_identity ON account (workspace, network, base, identity) WHERE gone_at IS NULL;

-- What somebody wrote.
CREATE TABLE post (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    -- The page that it carries, without a token, and what its card says, as JSON.
    page TEXT,
    card TEXT NOT NULL,
    campaign TEXT,
    -- When it goes out, as it was meant: the time on the wall and the zone of the wall; and the instant that was computed from
    -- both. NULL: a draft.
    wall TEXT,
    zone TEXT NOT NULL,
    due_at BIGINT,
    -- Rises with each change: who saves over what he never saw is told so.
    version BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX post_site ON post (site, due_at, id);

-- One publication of a post by one account.
CREATE TABLE delivery (
    id TEXT PRIMARY KEY,
    post TEXT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    account TEXT NOT NULL REFERENCES account (id),
    -- What is written for this account alone; NULL: the post's own text.
    text TEXT,
    -- market::deliver::State
    state TEXT NOT NULL,
    due_at BIGINT,
    -- Given when it is scheduled, once: the code in its link, and 32 hexadecimal signs by which networks know it.
    code TEXT,
    key TEXT,
    -- The bytes that are sent, once they are frozen, and what earlier steps gave; JSON.
    frozen TEXT,
    so_far TEXT NOT NULL,
    -- Rises before each step, in a commit of its own, before the first byte of it leaves.
    fence BIGINT NOT NULL,
    sent_at BIGINT,
    tries BIGINT NOT NULL,
    -- The receipt.
    live_id TEXT,
    live_url TEXT,
    live_at BIGINT,
    looked_at BIGINT,
    gone_at BIGINT,
    -- Why it stands where it stands: for programs, and for people.
    cause TEXT,
    says TEXT,
    changed_at BIGINT NOT NULL,
    UNIQUE (post, account)
);
CREATE INDEX delivery_state ON delivery (state, due_at);
CREATE INDEX delivery_code ON delivery (code) WHERE code IS NOT NULL;

-- What of ours stood where, from when until when: channel rules and the statement ask for it.
CREATE TABLE presence (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    network TEXT NOT NULL,
    activity TEXT NOT NULL,
    code TEXT,
    url TEXT,
    from_at BIGINT NOT NULL,
    to_at BIGINT
);
CREATE INDEX presence_site ON presence (site, from_at);
