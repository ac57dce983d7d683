-- Signing in at a network's own page: crates/market/src/account/sign_in.rs.

-- A sign-in that somebody began. It is good once, for some minutes.
CREATE TABLE account_sign_in (
    -- The hash of what names it in the address by which he comes back.
    state TEXT PRIMARY KEY,
    workspace TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    -- The hash of the session in which it began: nobody else ends it.
    session TEXT NOT NULL,
    network TEXT NOT NULL,
    -- What has to be known then, sealed.
    started TEXT NOT NULL,
    -- UTC microseconds.
    until BIGINT NOT NULL
);
