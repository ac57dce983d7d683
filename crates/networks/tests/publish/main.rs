//! Posts with pictures, prices and secrets, at the networks of the sandbox. What becomes of lost answers is tested where
//! deliveries are (`market`).
#![expect(clippy::unwrap_used, reason = "these are tests, and the lints look only inside test functions")]

mod let_in;
mod linked;
mod nostr;
mod pictures;
mod pinned;
mod receipts;

use domain::NetworkId;
use jiff::Timestamp;
use networks::Publish;
use networks::http::{Allow, Http, Options, Pace};
use networks::publish::{Account, Blob, Came, Draft, Given, Linked, Medium, Receipt, With};
use sandbox::social::{LEMMY_PASSWORD, Network, Running, Social};
use serde_json::Value;

const LEMMY: &[(&str, &str)] = &[("name", "shop"), ("secret", LEMMY_PASSWORD), ("community", "!bread@feddit.org")];
const PINTEREST: &[(&str, &str)] = &[("secret", "sandbox-shop"), ("board", "Bread")];
const REDDIT: &[(&str, &str)] = &[("secret", "sandbox-shop"), ("community", "r/bread")];
const CODE: &str = "k7q4mxz";
const ADDRESS: &str = "https://bakery.example/rye?e=k7q4mxz";

fn now() -> Timestamp {
    "2026-11-26T12:00:00Z".parse().unwrap()
}

/// An account at a network of the sandbox.
struct Shop {
    social: Running,
    http: Http,
    network: Network,
    publish: &'static Publish,
    account: Account,
}

impl Shop {
    async fn at(network: Network, fields: &[(&str, &str)]) -> Self {
        let clock = std::sync::Arc::new(domain::SetClock::at(now()));
        let social = Social::new().clock(clock).start().await.unwrap();
        let base = social.at(network).parse().unwrap();
        let http = Http::new(Options { allow: Allow::only(&base), pace: Pace::fast(), ..Options::default() });
        let publish = publish(network);
        let given = Given(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        let account = publish.acts.connect(&http, &base, &given, now()).await.unwrap().account;
        Self { social, http, network, publish, account }
    }

    /// One step after another, up to what ends it.
    async fn came(&self, text: &str, media: &[Medium], link: Option<&Linked>, blobs: &[Blob]) -> Came {
        let draft = Draft { text, link, media, key: 7, at: now(), language: None };
        let frozen = self.publish.acts.freeze(&draft, (&self.account.identity, &self.account.name));
        let with = With { http: &self.http, account: &self.account, blobs, token: Some(CODE), now: now(), purse: None };
        let mut so_far = Value::Null;
        loop {
            match self.publish.acts.advance(with, &frozen, &so_far).await {
                Came::Step(kept) | Came::Pending(kept, _) => so_far = kept,
                came => return came,
            }
        }
    }

    async fn goes_out(&self, text: &str, media: &[Medium], link: Option<&Linked>, blobs: &[Blob]) -> Receipt {
        match self.came(text, media, link, blobs).await {
            Came::Done(receipt) => receipt,
            came => panic!("{came:?}"),
        }
    }

    async fn is_refused(&self, text: &str, media: &[Medium], blobs: &[Blob]) -> String {
        match self.came(text, media, None, blobs).await {
            Came::Refused(cause) => cause.code,
            came => panic!("{came:?}"),
        }
    }

    /// What is live, as (text, what is said of its pictures).
    fn live(&self) -> Vec<(String, Vec<Option<String>>)> {
        assert_eq!(self.social.complaints(self.network), Vec::<String>::new());
        let posts = self.social.posts(self.network).into_iter();
        posts.map(|it| (it.text, it.media.into_iter().map(|media| media.alt).collect())).collect()
    }
}

fn publish(network: Network) -> &'static Publish {
    networks::NETWORKS.iter().find(|it| it.id == NetworkId::new(network.id())).unwrap().publish.unwrap()
}

/// Pictures of these descriptions, with their bytes.
fn pictures(alts: &[&str]) -> (Vec<Medium>, Vec<Blob>) {
    let one = |(at, alt): (usize, &&str)| {
        let digest = format!("{at:064x}");
        let bytes = format!("\u{89}PNG picture {at}").into_bytes();
        let medium = Medium {
            digest: digest.clone(),
            kind: "image/png".into(),
            bytes: bytes.len() as u64,
            alt: (*alt).to_owned(),
            ..Medium::default()
        };
        (medium, Blob { digest, kind: "image/png".into(), bytes: bytes.into() })
    };
    alts.iter().enumerate().map(one).unzip()
}
