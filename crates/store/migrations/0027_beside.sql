-- What calls took that belong to posts and are not they (reads, removals): crates/ledger/src/wallet/beside.rs.
CREATE TABLE wallet_beside (
    workspace TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
    -- Empty for what belongs to none, as when an account is connected.
    delivery TEXT NOT NULL,
    site TEXT NOT NULL,
    network TEXT NOT NULL,
    -- On the wallet's wall: `2026-11`.
    month TEXT NOT NULL,
    currency TEXT NOT NULL,
    -- Millionths that may still be charged, since nobody knows what came of the call.
    held BIGINT NOT NULL,
    -- Millionths that were.
    spent BIGINT NOT NULL,
    PRIMARY KEY (workspace, delivery, network, month, currency)
);
CREATE INDEX wallet_beside_month ON wallet_beside (workspace, month, currency);
CREATE INDEX wallet_beside_site ON wallet_beside (site, currency);
