-- Persons, the rooms that they work in, and how they came in.

CREATE TABLE person (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- In lower case; absent for the first person until he sets a password.
    email TEXT UNIQUE,
    -- argon2id, with its salt and cost.
    password TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE workspace (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- Speaks to the loopback networks alone, and holds no real token.
    sandbox BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE membership (
    workspace TEXT NOT NULL REFERENCES workspace (id),
    person TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (workspace, person)
);

-- The browser holds the secret, the row its hash.
CREATE TABLE session (
    secret TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    workspace TEXT NOT NULL REFERENCES workspace (id),
    agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_person ON session (person);

-- A link that lets one in once: the first start, an invitation, a forgotten password.
CREATE TABLE once_link (
    secret TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (id),
    workspace TEXT NOT NULL REFERENCES workspace (id),
    expires_at BIGINT NOT NULL
);

-- Wrong sign-ins by e-mail and by address of the network, until when they are not heard.
CREATE TABLE refused_sign_in (
    who TEXT PRIMARY KEY,
    times BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

CREATE TABLE site (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL REFERENCES workspace (id),
    -- Where it begins: `https://bakery.example/`.
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- In the bin since then.
    removed_at BIGINT
);
CREATE UNIQUE INDEX site_address ON site (workspace, address) WHERE removed_at IS NULL;

-- Who did what.
CREATE TABLE deed (
    id TEXT PRIMARY KEY,
    workspace TEXT NOT NULL REFERENCES workspace (id),
    person TEXT NOT NULL REFERENCES person (id),
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX deed_workspace ON deed (workspace, at);
