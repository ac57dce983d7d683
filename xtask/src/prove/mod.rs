//! `cargo xtask prove NAME`: the long proofs. Each fills a [`Sheet`](crate::sheet::Sheet) and keeps it in docs/proofs.

mod api;
mod bots;
mod buttons;
mod console;
mod contracts;
mod counting;
mod demo;
mod exactly_once;
mod first_output;
mod fix;
mod folder_and_web;
mod fuzz;
mod mail;
mod many;
mod measure;
mod memory;
mod oauth;
mod pds;
mod plugin;
mod posting;
mod previews;
mod real;
mod render;
mod report;
mod snippets;
pub(crate) mod told;
mod visitors;

use anyhow::{Result, bail};

pub(crate) use console::app;

use crate::{Checkout, Verdict, tools};

/// A proof.
struct Proof {
    name: &'static str,
    shows: &'static str,
    run: fn(&Asked) -> Verdict,
}

const PROOFS: &[Proof] = &[
    Proof {
        name: "folder-and-web",
        shows: "a folder and the same pages over HTTP give the same findings; an independent script counts the same",
        run: folder_and_web::prove,
    },
    Proof { name: "fix", shows: "`--fix` mends what it promises and changes no other byte", run: fix::prove },
    Proof {
        name: "report",
        shows: "the report in Chromium; [ADDRESS OR FOLDER] for a site of yours",
        run: report::prove,
    },
    Proof {
        name: "console",
        shows: "the console in Chromium: the first journey on the real server, every journey on the mock",
        run: console::prove,
    },
    Proof {
        name: "buttons",
        shows: "the share bar in Chromium, without scripts and with the enhancer",
        run: buttons::prove,
    },
    Proof {
        name: "plugin",
        shows: "the WordPress plug-in on Debian's WordPress; --with FOLDER for another plug-in beside it",
        run: plugin::prove,
    },
    Proof {
        name: "plugin-and-server",
        shows: "the WordPress plug-in and `tidings up` together: audit, plug-in, audits again, the server killed",
        run: plugin::prove_with_server,
    },
    Proof {
        name: "snippets",
        shows: "the snippets of docs/snippets, each built by the program that it is for",
        run: snippets::prove,
    },
    Proof {
        name: "api",
        shows: "schemathesis asks the API what its document allows; --seconds N, 240",
        run: api::prove,
    },
    Proof {
        name: "bots",
        shows: "programs told from people on sets that others publish; FOLDER… are their repositories",
        run: bots::prove,
    },
    Proof {
        name: "counting",
        shows: "texts counted beside twitter-text and Intl.Segmenter; --texts N of each kind, 20,000; --seed N",
        run: counting::prove,
    },
    Proof {
        name: "many",
        shows: "50 sites with 100,000 pages: how soon each screen is answered, and what an idle server holds",
        run: many::prove,
    },
    Proof {
        name: "visitors",
        shows: "visitors of the demo shop in Chromium: what was simulated beside what was measured, row for row",
        run: visitors::prove,
    },
    Proof {
        name: "exactly-once",
        shows: "deliveries while everything goes wrong, counted at the network; --only NAME…, --deliveries N, --seed N",
        run: exactly_once::prove,
    },
    Proof {
        name: "demo",
        shows: "the demo's strip in Chromium, where there is no network but loopback",
        run: demo::prove,
    },
    Proof {
        name: "demo-real",
        shows: "the demo with Bluesky's server, WordPress, a relay and an emulator of Mastodon beside its stand-ins",
        run: real::prove_demo,
    },
    Proof {
        name: "pds",
        shows: "posts with link card, thumbnail and pictures at Bluesky's own server, read back, deleted there, noticed",
        run: pds::prove,
    },
    Proof {
        name: "relay",
        shows: "posts at a real relay of Nostr: read back, sent twice, answers lost, deleted elsewhere",
        run: real::prove_relay,
    },
    Proof {
        name: "wordpress",
        shows: "articles on Debian's WordPress: read back, answers lost, the program killed, binned there",
        run: real::prove_wordpress,
    },
    Proof {
        name: "mastodon",
        shows: "posts at an emulator of Mastodon: pictures, its key, answers lost, limits waited for, deleted there",
        run: real::prove_mastodon,
    },
    Proof {
        name: "contracts",
        shows: "what is asked of X, Telegram, Facebook and Instagram, held against what they publish of their interfaces",
        run: contracts::prove,
    },
    Proof {
        name: "oauth",
        shows: "accounts signed in at oidc-provider and at Bluesky's own server; two workers renew one token",
        run: oauth::prove,
    },
    Proof {
        name: "posting",
        shows: "a post from its page to its first visit in Chromium, and by hand from the mail to a telephone",
        run: posting::prove,
    },
    Proof { name: "render", shows: "`--render` with a real Chromium", run: render::prove },
    Proof {
        name: "previews",
        shows: "our previews beside the programs that fetch for Misskey and Matrix",
        run: previews::prove,
    },
    Proof { name: "fuzz", shows: "readers against made-up bytes; --minutes N for each, 10", run: fuzz::prove },
    Proof { name: "mail", shows: "mails against aiosmtpd, with refusals", run: mail::prove },
    Proof {
        name: "measure",
        shows: "`measure engines`: SQLite and PostgreSQL count the same million visits alike; --visits N",
        run: measure::prove,
    },
    Proof { name: "memory", shows: "memory against the number of pages", run: memory::prove },
    Proof {
        name: "first-output",
        shows: "from a clean clone to the first line that the program prints",
        run: first_output::prove,
    },
];

/// What was asked for.
pub(crate) struct Asked<'a> {
    pub checkout: &'a Checkout,
    /// What follows the name, without `--install`.
    pub arguments: Vec<String>,
    /// Missing tools may be installed.
    pub install: bool,
}

impl<'a> Asked<'a> {
    /// From the words behind `prove NAME` or `bench NAME`.
    pub(crate) fn new(checkout: &'a Checkout, arguments: &[String]) -> Self {
        let mut arguments = arguments.to_vec();
        let install = tools::install_wanted(&mut arguments);
        Self { checkout, arguments, install }
    }

    /// The number behind `--name`.
    pub(crate) fn number(&self, name: &str, otherwise: u32) -> Result<u32> {
        let Some(at) = self.arguments.iter().position(|argument| argument == name) else { return Ok(otherwise) };
        match self.arguments.get(at + 1).map(|value| value.parse()) {
            Some(Ok(number)) => Ok(number),
            _ => bail!("`{name}` is followed by a number"),
        }
    }
}

/// `cargo xtask prove NAME`
pub(crate) fn prove(checkout: &Checkout, arguments: &[String]) -> Verdict {
    let found = arguments.split_first().and_then(|(name, rest)| Some((PROOFS.iter().find(|p| p.name == name)?, rest)));
    let Some((proof, rest)) = found else {
        let list: Vec<String> = PROOFS.iter().map(|proof| format!("  {:<18} {}", proof.name, proof.shows)).collect();
        bail!("`cargo xtask prove NAME`, where NAME is one of\n{}", list.join("\n"));
    };
    (proof.run)(&Asked::new(checkout, rest))
}
