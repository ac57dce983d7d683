-- What may be spent in a month, and what is: crates/ledger/src/wallet.

-- What a workspace approved for each month.
CREATE TABLE wallet (
    workspace TEXT PRIMARY KEY REFERENCES workspace (id) ON DELETE CASCADE,
    -- Millionths of one of the currency.
    micros BIGINT NOT NULL,
    currency TEXT NOT NULL,
    -- On whose wall months begin.
    zone TEXT NOT NULL,
    -- Rises with each change: who saves over what he never saw is told so.
    version BIGINT NOT NULL,
    -- Rises before anything is taken, so that two never take the same money.
    turn BIGINT NOT NULL,
    -- The month in which it was told that little is left: `2026-11`.
    told TEXT,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- What a delivery takes from it: once, however often it is tried. It stays when the delivery or its site goes, since what was
-- spent was spent.
CREATE TABLE reservation (
    delivery TEXT PRIMARY KEY,
    workspace TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    site TEXT NOT NULL,
    post TEXT NOT NULL,
    network TEXT NOT NULL,
    -- That in which a step of it left last, on the wallet's wall: `2026-11`.
    month TEXT NOT NULL,
    micros BIGINT NOT NULL,
    currency TEXT NOT NULL,
    -- ledger::wallet::State
    state TEXT NOT NULL,
    reserved_at BIGINT NOT NULL,
    settled_at BIGINT,
    -- The entry that it became.
    entry TEXT
);
CREATE INDEX reservation_month ON reservation (workspace, month, reserved_at);
CREATE INDEX reservation_site ON reservation (site, currency, state);

-- Whether a delivery goes without the post's link.
ALTER TABLE delivery ADD COLUMN bare BOOLEAN NOT NULL DEFAULT FALSE;
