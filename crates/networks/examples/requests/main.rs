//! What is asked of a network, request by request: `requests`, a line of JSON for each.
//!
//! `cargo xtask prove contracts` holds them against what the networks themselves publish of their interfaces. Everything is
//! asked of the sandbox, and its log is what is told.

use networks::films::Film;
use networks::http::{Allow, Http, Options, Pace};
use networks::publish::{Account, Acts, Blob, Came, Draft, Given, Linked, Medium, With};
use sandbox::social::{Fault, Network, Request, Social};
use serde_json::{Value, json};

type Failed = Box<dyn std::error::Error>;

/// The networks of whose interface something can be had, with what lets an account in.
const ASKED: &[(Network, &[(&str, &str)])] = &[
    (Network::X, &[("secret", "sandbox-shop")]),
    (Network::Telegram, &[("secret", "1:sandbox-shop"), ("channel", "@shop")]),
    (Network::Facebook, &[("name", "shop"), ("secret", "sandbox-shop")]),
    (Network::Instagram, &[("secret", "sandbox-shop")]),
    (Network::Pinterest, &[("secret", "sandbox-shop"), ("board", "bread")]),
];
const ADDRESS: &str = "https://bakery.example/rye?e=k7q4mxz";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failed> {
    for (network, fields) in ASKED {
        let social = Social::new().start().await?;
        let base = social.at(*network).parse()?;
        let http = Http::new(Options { allow: Allow::only(&base), pace: Pace::fast(), ..Options::default() });
        let publish = networks::NETWORKS.iter().find(|it| it.id.as_str() == network.id()).and_then(|it| it.publish);
        let acts = publish.ok_or("a network that takes no posts")?.acts;
        let given = Given(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        let now = jiff::Timestamp::from_second(1_795_780_800)?;
        let connected = acts.connect(&http, &base, &given, now).await.map_err(|cause| cause.says)?;
        // Pictures are looked for until they are ready.
        social.fault(*network, Fault::NotReady(1));
        whole_life(acts, &http, &connected.account, (*network, now)).await?;
        for request in social.asked() {
            println!("{}", told(*network, &request));
        }
    }
    Ok(())
}

/// Posts with everything that a post can have, found again, looked at, taken away; and the account's token renewed.
async fn whole_life(
    acts: &dyn Acts,
    http: &Http,
    account: &Account,
    (network, now): (Network, jiff::Timestamp),
) -> Result<(), Failed> {
    // Of the others' films no document tells that is to be had.
    let with_film = matches!(network, Network::Facebook | Network::Instagram);
    let (film, heavy) = film();
    let films: &[Medium] = if with_film { &[film] } else { &[] };
    let (media, mut blobs): (Vec<Medium>, Vec<Blob>) = ["aa", "bb"].map(picture).into_iter().unzip();
    let link = Linked { address: ADDRESS.to_owned(), title: "Rye".to_owned(), ..Linked::default() };
    blobs.push(heavy);
    let with = With { http, account, blobs: &blobs, token: Some("k7q4mxz"), now, purse: None };
    // The second picture is one of which only the address is known, where the network fetches such.
    let beside = if network == Network::Pinterest { with } else { With { blobs: &blobs[..1], ..with } };
    let mut posts = vec![
        (format!("Rye {ADDRESS}"), &[][..], Some(&link), with),
        ("A loaf".to_owned(), &media[..1], None, with),
        ("Two loaves".to_owned(), &media[..], None, beside),
    ];
    if with_film {
        posts.push((format!("A loaf turns {ADDRESS}"), films, Some(&link), with));
    }
    for (text, media, link, with) in posts {
        let draft = Draft { text: &text, link, media, key: 7, at: now, language: Some("en") };
        let frozen = acts.freeze(&draft, (&account.identity, &account.name));
        let mut so_far = Value::Null;
        loop {
            match acts.advance(with, &frozen, &so_far).await {
                Came::Step(kept) | Came::Pending(kept, _) => so_far = kept,
                Came::Done(receipt) => {
                    acts.settle(with, &frozen, &so_far).await;
                    acts.look(with, &receipt).await;
                    // Not every network lets a program do that.
                    let _ = acts.take_down(with, &receipt).await;
                    break;
                }
                // What a network takes no pictures of, or not so many, is refused before anything leaves.
                Came::Refused(_) => break,
                came => return Err(format!("{text}: {came:?}").into()),
            }
        }
    }
    acts.renew(http, account, now).await;
    Ok(())
}

fn picture(name: &str) -> (Medium, Blob) {
    let medium = Medium {
        digest: name.repeat(32),
        kind: "image/png".to_owned(),
        alt: format!("Loaf {name}"),
        address: Some(format!("https://bakery.example/{name}.png")),
        ..Medium::default()
    };
    let bytes = format!("\u{89}PNG {name}").into_bytes();
    let blob = Blob { digest: medium.digest.clone(), kind: medium.kind.clone(), bytes: bytes.into() };
    (medium, blob)
}

fn film() -> (Medium, Blob) {
    let bytes = sandbox::film::Film { weight: 1_500_000, ..Default::default() }.bytes();
    let medium = Medium {
        digest: "ff".repeat(32),
        kind: "video/mp4".to_owned(),
        bytes: bytes.len() as u64,
        address: Some("https://bakery.example/ff.mp4".to_owned()),
        film: Some(Film { seconds: 3, video: "h264".to_owned(), audio: Some("aac".to_owned()) }),
        ..Medium::default()
    };
    let blob = Blob { digest: medium.digest.clone(), kind: medium.kind.clone(), bytes: bytes.into() };
    (medium, blob)
}

fn told(network: Network, request: &Request) -> Value {
    let files: Vec<&str> = request.files().collect();
    json!({ "network": network.id(), "method": request.method, "path": request.path, "query": request.query,
        "kind": request.header("content-type").and_then(|kind| kind.split(';').next()), "fields": request.fields,
        "files": files, "json": request.json })
}
