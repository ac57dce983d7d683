-- What it cost and what it brought: crates/ledger/src/entry, crates/measure/src/sale, crates/measure/src/statement.

-- A line of the ledger: hours that somebody worked, or money that went out.
CREATE TABLE entry (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    -- The day on the site's wall, since 1970.
    day BIGINT NOT NULL,
    -- One of domain::Activity; of a whole side where none is named: smo, smm.
    activity TEXT,
    side TEXT NOT NULL,
    network TEXT,
    campaign TEXT,
    page TEXT,
    -- hours, fee, ad_spend, tool_share
    kind TEXT NOT NULL,
    -- Of hours: minutes, and the price of one hour then, where there was one.
    minutes BIGINT,
    hour_minor BIGINT,
    -- Of everything else: what went out. Of hours too: the currency of the price.
    minor BIGINT,
    currency TEXT,
    -- Over how many months from its day on it is said to carry; 1: it is of its day alone.
    months BIGINT NOT NULL,
    note TEXT NOT NULL,
    -- hand, timer, proposal, csv
    source TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    -- Taken back since then.
    undone_at BIGINT
);
CREATE INDEX entry_site ON entry (site, day, id);

-- Screens that a person had in use, minute by minute, so that hours can be proposed. Never booked by itself.
CREATE TABLE screen_minute (
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    person TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    -- Minutes since 1970, UTC.
    minute BIGINT NOT NULL,
    -- What was worked at: one of domain::Activity.
    activity TEXT NOT NULL,
    -- The entry that has it; NULL: open. '-': said not to be work.
    entry TEXT,
    -- A minute is worked once, however many screens are open.
    PRIMARY KEY (person, minute)
);
CREATE INDEX screen_minute_site ON screen_minute (site, person, minute);
CREATE INDEX screen_minute_entry ON screen_minute (entry);

-- A clock that runs, one for each person.
CREATE TABLE timer (
    person TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    activity TEXT NOT NULL,
    network TEXT,
    note TEXT NOT NULL,
    begun_at BIGINT NOT NULL
);

-- What one unit of a currency was worth in another from a day on.
CREATE TABLE exchange_rate (
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    currency TEXT NOT NULL,
    -- In which it is worth that: the site's own.
    in_currency TEXT NOT NULL,
    day BIGINT NOT NULL,
    rate DOUBLE PRECISION NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (site, currency, in_currency, day)
);

-- What is counted as a success.
CREATE TABLE goal (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- address, event, call
    kind TEXT NOT NULL,
    -- The beginning of the path, or the event's name.
    matches TEXT NOT NULL,
    -- What one brings, where nobody says it with each.
    minor BIGINT,
    made_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX goal_site ON goal (site);

-- A sale, or another success that was counted.
CREATE TABLE sale (
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    -- By which it is the same one again: the order's, or of a goal the visit's.
    order_id TEXT NOT NULL,
    goal TEXT,
    at BIGINT NOT NULL,
    day BIGINT NOT NULL,
    -- What it brought; 0 where nobody said.
    minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    -- What was paid back of it, as sale_refund has it.
    refunded BIGINT NOT NULL,
    -- goal, event, call, plugin, csv; waiting: it was paid back before anybody said that it was sold.
    source TEXT NOT NULL,
    -- To what it is put down, by the last thing that says something and by the first, of the same day: numbers of
    -- measure::channel, the network's id and the link's code. NULL: nothing is known of the visit.
    -- A visit is named DAY-ID.
    last_visit TEXT,
    last_channel BIGINT,
    last_confidence BIGINT,
    last_network TEXT,
    last_code TEXT,
    first_visit TEXT,
    first_channel BIGINT,
    first_confidence BIGINT,
    first_network TEXT,
    first_code TEXT,
    -- The link from which the last one descends, by the parents of tokens.
    chain_code TEXT,
    PRIMARY KEY (site, order_id)
);
CREATE INDEX sale_day ON sale (site, day, order_id);

-- What was paid back of a sale, each time once.
CREATE TABLE sale_refund (
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    order_id TEXT NOT NULL,
    -- By which the same one is known again.
    refund TEXT NOT NULL,
    at BIGINT NOT NULL,
    minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    PRIMARY KEY (site, order_id, refund)
);

-- Something changed about the site, so that before and after can be compared.
CREATE TABLE mark (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    day BIGINT NOT NULL,
    -- mended, cards, bar, hand
    kind TEXT NOT NULL,
    says TEXT NOT NULL,
    -- The audit that saw it, and how many findings were gone on how many pages.
    audit TEXT,
    findings BIGINT,
    pages BIGINT,
    removed_at BIGINT
);
CREATE INDEX mark_site ON mark (site, day);

-- The past that is made up for the demo: what really happened in it, as JSON.
ALTER TABLE demo ADD COLUMN truth TEXT;

-- Monday's mail: crates/people/src/monday.rs. Who has no row gets it if he owns a workspace.
CREATE TABLE monday (
    person TEXT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    -- What he chose; NULL: nothing yet.
    wants BOOLEAN,
    -- The Monday of the last one, in days since 1970.
    told BIGINT NOT NULL
);
-- The same text as HTML, and where one switches such mails off at one press.
ALTER TABLE mail ADD COLUMN html TEXT;
ALTER TABLE mail ADD COLUMN off TEXT;
