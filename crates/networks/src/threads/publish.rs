//! Posts on Threads, through its Graph. A container that nobody sees is made first, of a text or with the address of a picture
//! that Threads fetches by itself; it is published once, and says afterwards that it was
//! (developers.facebook.com/docs/threads/posts and /docs/threads/reference/publishing, in a copy, read 2026-11-27).

use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use crate::http::Http;
use crate::publish::container::{self, Containers, and, items, of};
use crate::publish::graph::{self, Why, why};
use crate::publish::{
    Account, Acts, Below, Came, Cause, Connect, Connected, Draft, Effort, Field, Given, Heard, Publish, Receipt,
    Recipe, Renewed, Settled, Stands, Taking, With, away, plain,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::OwnApp,
        minutes: 60,
        steps: &[
            "At developers.facebook.com make an app of your own with the use case Access the Threads API.",
            "Add threads_basic, threads_content_publish and threads_delete to it, and for threads and first comments threads_manage_replies and threads_read_replies. For accounts of your own no review is needed.",
            "In the app’s roles make your account a Threads tester, and accept that in Threads: Settings, Account, Website permissions.",
            "In the use case’s settings let it make a token for your account, and type it here. It is good for sixty days, and renewed when something is posted within that time.",
        ],
        fields: &[Field {
            name: "secret",
            label: "Access token",
            hint: "From the settings of your app’s Threads use case",
            usual: None,
            secret: true,
        }],
        server: "https://graph.threads.net",
        sign_in: None,
        evidence: day(
            "https://developers.facebook.com/docs/threads/get-started, from notes",
            "2026-11-27",
            Grade::Memory,
        ),
    },
    price: None,
    recipe: Recipe::TwoSteps,
    comments: Some(Recipe::TwoSteps),
    proved: "Proved against the sandbox; never run against Threads.",
    acts: &Threads,
};

#[derive(Debug)]
struct Threads;

const NAME: &str = "Threads";
const VERSION: &str = "v1.0";
/// Pictures of one post.
const MOST: usize = 20;

const CONTAINERS: Containers = Containers {
    network: NAME,
    version: VERSION,
    number: "id",
    renews: "th_refresh_token",
    status: ("status", "error_message"),
    publish: "threads_publish",
    posts: ("threads", "text"),
    // Its numbers stand behind a permission of their own, which nobody is asked for.
    engagement: ("id", [""; 4]),
    takes: "JPEG and PNG of at most 8 MB, from 320 to 1,440 pixels wide",
};

/// Answers are listed by themselves.
const REPLIES: Containers = Containers { posts: ("replies", "text"), ..CONTAINERS };

impl Acts for Threads {
    fn connect<'a>(
        &'a self,
        http: &'a Http,
        base: &'a Url,
        given: &'a Given,
        now: Timestamp,
    ) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            CONTAINERS
                .connected(http, base, given, now)
                .await?
                .ok_or_else(|| Cause::new("no_network", format!("{base} does not answer as Threads does")))
        })
    }

    fn renew<'a>(&'a self, http: &'a Http, account: &'a Account, now: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(CONTAINERS.renewed(http, account, now))
    }

    fn freeze(&self, draft: &Draft<'_>, _: (&str, &str)) -> Value {
        // A post of text alone has a card: that of this link, whatever else stands in the text.
        let link = draft.link.filter(|_| draft.media.is_empty()).map(|it| &it.address);
        let film = container::film(draft.media);
        let pictures = graph::pictures(if film.is_some() { &[] } else { draft.media });
        let mut frozen = json!({
            "text": draft.text, "link": link, "pictures": pictures, "due": draft.at.as_second(),
        });
        if let Some(film) = film {
            frozen["film"] = film;
        }
        frozen
    }

    fn below(&self, frozen: &Value, below: &Below) -> Option<Value> {
        let mut frozen = frozen.clone();
        frozen["reply"] = below.parent.clone().into();
        Some(frozen)
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            if let Some(container) = so_far["container"].as_str() {
                return CONTAINERS.show(&with, container, so_far).await;
            }
            if frozen["film"].is_object() {
                let address = text(&frozen["film"], "address");
                if address.is_empty() {
                    return Came::Refused(Cause::new("film_needs_address", NOWHERE));
                }
                let alt = Some(("alt_text", text(&frozen["film"], "alt"))).filter(|(_, alt)| !alt.is_empty());
                let said = [("media_type", "VIDEO"), ("video_url", address), ("text", text(frozen, "text"))];
                return CONTAINERS
                    .make(&with, "threads", said.into_iter().chain(alt), |id| json!({ "container": id }))
                    .await;
            }
            let pictures = frozen["pictures"].as_array().map_or(&[][..], Vec::as_slice);
            if let Some(cause) = unfit(pictures) {
                return Came::Refused(cause);
            }
            let items = items(so_far);
            let image = ("media_type", "IMAGE");
            if let Some(item) = pictures.get(items.len()).filter(|_| pictures.len() > 1) {
                let said = [of(item), vec![image, ("is_carousel_item", "true")]].concat();
                return CONTAINERS.make(&with, "threads", said, |id| and(so_far, id)).await;
            }
            let words = ("text", text(frozen, "text"));
            let children = items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",");
            let said: Vec<(&str, &str)> = match pictures {
                [] => {
                    let link = frozen["link"].as_str().map(|link| ("link_attachment", link));
                    [("media_type", "TEXT"), words].into_iter().chain(link).collect()
                }
                [one] => [of(one), vec![image, words]].concat(),
                _ => vec![("media_type", "CAROUSEL"), ("children", &children), words],
            };
            let reply = frozen["reply"].as_str().map(|above| ("reply_to_id", above));
            let said = said.into_iter().chain(reply);
            CONTAINERS.make(&with, "threads", said, |id| json!({ "container": id })).await
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            let written = (text(frozen, "text"), frozen["due"].as_i64().unwrap_or(i64::MIN));
            match frozen["reply"].as_str() {
                Some(above) => REPLIES.settle(&with, written, Some(above), so_far).await,
                None => CONTAINERS.settle(&with, written, None, so_far).await,
            }
        })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move { CONTAINERS.look(&with, receipt).await })
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let request = CONTAINERS.at(&with, &[&receipt.id]).delete();
            match graph::ask(with.http, request, with.now).await {
                Heard::Yes(_) => Ok(()),
                Heard::No(_, said) if why(&said) == Why::NotThere => Ok(()),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("Threads answers {status}: {}", plain(&said))))
                }
                other => Err(away(other)),
            }
        })
    }
}

/// Why a film cannot be posted where this house has no public address.
const NOWHERE: &str = "Threads fetches films itself, and this one is not on the web: start Tidings with --public-address, or take the film out";

/// Why these pictures cannot be posted, before anything leaves.
fn unfit(pictures: &[Value]) -> Option<Cause> {
    if pictures.iter().any(|it| text(it, "address").is_empty()) {
        let says = "Threads fetches pictures itself, and this one is not on the web: start Tidings with --public-address, or take the picture out";
        return Some(Cause::new("picture_needs_address", says));
    }
    (pictures.len() > MOST).then(|| {
        let says = format!("Threads takes at most {MOST} pictures in one post, and this has {}", pictures.len());
        Cause::new("too_many_pictures", says)
    })
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}
