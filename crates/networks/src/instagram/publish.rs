//! Posts on Instagram, through its Graph. A container that nobody sees is made first, with the address of a picture that
//! Instagram fetches by itself; when it is ready it is published, once, and says afterwards that it was
//! (developers.facebook.com/docs/instagram-platform/content-publishing and /reference/ig-container, read 2026-11-26).

use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use super::checks;
use crate::http::Http;
use crate::publish::container::{self, Containers, and, items, of};
use crate::publish::graph;
use crate::publish::{
    Account, Acts, Below, COMMENT, Came, Cause, Checking, Comments, Connect, Connected, Draft, Effort, Field, Finding,
    Given, Publish, Receipt, Recipe, Renewed, Settled, Stands, Taking, With,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::OwnApp,
        minutes: 60,
        steps: &[
            "In the Instagram app make the account a professional one: Settings, Account type and tools. It costs nothing, and programs can post to no other.",
            "At developers.facebook.com make an app of your own, and add Instagram to it, with Instagram’s own login.",
            "In the app’s Instagram settings let it make a token for your account. It needs instagram_business_basic and instagram_business_content_publish, and for first comments instagram_business_manage_comments; for accounts of your own no review is needed.",
            "Copy the token and type it here. It is good for sixty days, and renewed when something is posted within that time.",
            "Every post needs a picture that stands on the web: Instagram fetches it from there.",
        ],
        fields: &[Field {
            name: "secret",
            label: "Access token",
            hint: "From your app’s Instagram settings",
            usual: None,
            secret: true,
        }],
        sign_in: None,
        server: "https://graph.instagram.com",
        evidence: day(
            "https://developers.facebook.com/docs/instagram-platform/content-publishing",
            "2026-11-26",
            Grade::Platform,
        ),
    },
    price: None,
    recipe: Recipe::TwoSteps,
    comments: Some(COMMENT),
    proved: "Proved against the sandbox; never run against Instagram.",
    acts: &Instagram,
};

#[derive(Debug)]
struct Instagram;

pub(super) const NAME: &str = "Instagram";
/// Pictures of one post.
const MOST: usize = 10;

const CONTAINERS: Containers = Containers {
    network: NAME,
    version: graph::VERSION,
    number: "user_id",
    renews: "ig_refresh_token",
    status: ("status_code", "status"),
    publish: "media_publish",
    posts: ("media", "caption"),
    engagement: ("id,like_count,comments_count", ["/like_count", "", "/comments_count", ""]),
    takes: "JPEG from 4:5 to 1.91:1, of at most 8 MB",
};

const COMMENTS: Comments = Comments {
    network: NAME,
    words: "text",
    by: ("username", "/username"),
    engagement: ("id,like_count", ["/like_count", "", "", ""]),
    // A comment has no address of its own.
    shown: |_| None,
};

impl Acts for Instagram {
    fn connect<'a>(
        &'a self,
        http: &'a Http,
        base: &'a Url,
        given: &'a Given,
        now: Timestamp,
    ) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            CONTAINERS.connected(http, base, given, now).await?.ok_or_else(|| {
                let says =
                    "This token is of no professional account of Instagram: make the account one, and the token anew";
                Cause::new("no_account", says)
            })
        })
    }

    fn renew<'a>(&'a self, http: &'a Http, account: &'a Account, now: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(CONTAINERS.renewed(http, account, now))
    }

    fn freeze(&self, draft: &Draft<'_>, _: (&str, &str)) -> Value {
        if let Some(film) = container::film(draft.media) {
            return json!({ "caption": draft.text, "film": film, "due": draft.at.as_second() });
        }
        let card = draft.link.and_then(|link| link.picture.as_ref()).filter(|_| draft.media.is_empty());
        let pictures = graph::pictures(draft.media.iter().chain(card));
        json!({ "caption": draft.text, "pictures": pictures, "due": draft.at.as_second() })
    }

    fn comment(&self, draft: &Draft<'_>, _: (&str, &str), below: &Below) -> Option<Value> {
        Some(Comments::frozen(draft, below))
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            if let Some(on) = Comments::on(frozen) {
                return COMMENTS.write(with, frozen, on).await;
            }
            if let Some(container) = so_far["container"].as_str() {
                return CONTAINERS.show(&with, container, so_far).await;
            }
            if frozen["film"].is_object() {
                let address = text(&frozen["film"], "address");
                if address.is_empty() {
                    return Came::Refused(Cause::new("film_needs_address", NOWHERE));
                }
                let said = [
                    ("media_type", "REELS"),
                    ("video_url", address),
                    ("share_to_feed", "true"),
                    ("caption", text(frozen, "caption")),
                ];
                return CONTAINERS.make(&with, "media", said, |id| json!({ "container": id })).await;
            }
            let pictures = frozen["pictures"].as_array().map_or(&[][..], Vec::as_slice);
            if let Some(cause) = unfit(pictures) {
                return Came::Refused(cause);
            }
            let items = items(so_far);
            if let Some(item) = pictures.get(items.len()).filter(|_| pictures.len() > 1) {
                let said = [of(item), vec![("is_carousel_item", "true")]].concat();
                return CONTAINERS.make(&with, "media", said, |id| and(so_far, id)).await;
            }
            let caption = ("caption", text(frozen, "caption"));
            let children = items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",");
            let said = match pictures {
                [one] => [of(one), vec![caption]].concat(),
                _ => vec![("media_type", "CAROUSEL"), ("children", &children), caption],
            };
            CONTAINERS.make(&with, "media", said, |id| json!({ "container": id })).await
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            if let Some(on) = Comments::on(frozen) {
                return COMMENTS.find(&with, frozen, on).await;
            }
            let written = (text(frozen, "caption"), frozen["due"].as_i64().unwrap_or(i64::MIN));
            CONTAINERS.settle(&with, written, None, so_far).await
        })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move {
            match comment(receipt) {
                Some(id) => COMMENTS.look(with, id).await,
                None => CONTAINERS.look(&with, receipt).await,
            }
        })
    }

    fn takes_down(&self, receipt: &Receipt) -> bool {
        comment(receipt).is_some()
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            if let Some(id) = comment(receipt) {
                return COMMENTS.take_down(with, id).await;
            }
            let says = "Instagram lets no program take a post away: open it in the app, and delete it there";
            Err(Cause::new("by_hand", says))
        })
    }

    fn checks<'a>(&'a self, it: Checking<'a>) -> Taking<'a, Vec<Finding>> {
        Box::pin(checks::all(it))
    }
}

/// Why a film cannot be posted where this house has no public address.
const NOWHERE: &str =
    "Instagram fetches films itself, and this one is not on the web: start Tidings with --public-address";
/// The number of a comment, whose receipt tells that of its post before it.
fn comment(receipt: &Receipt) -> Option<&str> {
    receipt.id.split_once('_').map(|(_, id)| id)
}

/// Why these pictures cannot be posted, before anything leaves.
fn unfit(pictures: &[Value]) -> Option<Cause> {
    if pictures.is_empty() {
        let says =
            "Instagram takes no post without a picture: put one into the post, or choose a page whose card has one";
        return Some(Cause::new("picture_needed", says));
    }
    if pictures.iter().any(|it| text(it, "address").is_empty()) {
        let says = "Instagram fetches pictures itself, and this one is not on the web: start Tidings with --public-address, or choose a page whose card has a picture";
        return Some(Cause::new("picture_needed", says));
    }
    (pictures.len() > MOST).then(|| {
        let says = format!("Instagram takes at most {MOST} pictures in one post, and this has {}", pictures.len());
        Cause::new("too_many_pictures", says)
    })
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}
