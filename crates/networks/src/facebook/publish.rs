//! Posts on Facebook Pages, through Graph. The Page knows no key of ours: a lost answer is settled by reading its latest posts
//! for the code in the link. Pictures are uploaded unseen first, and go along with the post; films stand in `films.rs`, comments
//! below a post in `publish/comments.rs`
//! (developers.facebook.com/documentation/pages-api/posts, read 2026-11-26).

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use super::sign_in::SIGN_IN;
use super::{checks, films};
use crate::http::{Http, Request};
use crate::publish::graph::{self, Why, signed, why};
use crate::publish::{
    Account, Acts, Below, COMMENT, Came, Cause, Checking, Comments, Connect, Connected, Draft, Effort, Engagement,
    Field, Finding, Form, Given, Heard, Publish, Receipt, Recipe, Renewed, Secret, Settled, Stands, Taking, With, away,
    fields, lost, plain,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::OwnApp,
        minutes: 60,
        steps: &[
            "At developers.facebook.com make an app of your own for your Page. You need to be an administrator of the Page; for Pages of your own no review is needed.",
            "Put the app into live mode, for which it wants the address of your privacy policy: what an app in development posts, nobody else sees.",
            "Let it use Facebook Login, and sign in here with the app’s ID and secret. Or, where this house is not on the web: in the Graph API Explorer choose the app, add pages_show_list, pages_read_engagement and pages_manage_posts, and for first comments pages_manage_engagement and pages_read_user_engagement, and let it make a token for you.",
            "Open that token in the Access Token Debugger and extend it, or it is over within two hours.",
            "Type your Page’s number and the extended token here. From it we get the Page’s own token, and keep nothing else.",
        ],
        fields: &[
            Field {
                name: "name",
                label: "Page",
                hint: "Its number: on your Page open About, Page transparency",
                usual: None,
                secret: false,
            },
            Field {
                name: "secret",
                label: "Access token",
                hint: "The extended one, or the Page’s own",
                usual: None,
                secret: true,
            },
        ],
        sign_in: Some(&SIGN_IN),
        server: "https://graph.facebook.com",
        evidence: day("https://developers.facebook.com/docs/pages-api/getting-started", "2026-11-26", Grade::Platform),
    },
    // The door gives up after 30 seconds; what is under way at Graph by then is done or dropped well within this.
    price: None,
    recipe: Recipe::ReadBack { quiet: Duration::from_mins(3) },
    comments: Some(COMMENT),
    proved: "Proved against the sandbox; never run against Facebook.",
    acts: &Facebook,
};

#[derive(Debug)]
pub(super) struct Facebook;

pub(super) const NAME: &str = "Facebook";
/// The fields that say what people did with a post, without who they were.
const WITH_ENGAGEMENT: &str =
    "id,reactions.summary(total_count).limit(0),comments.summary(total_count).limit(0),shares";
/// And where they say it.
const ENGAGEMENT: [&str; 4] = ["/reactions/summary/total_count", "/shares/count", "/comments/summary/total_count", ""];
const COMMENTS: Comments = Comments {
    network: NAME,
    words: "message",
    by: ("from", "/from/id"),
    engagement: ("id,like_count,comment_count", ["/like_count", "", "/comment_count", ""]),
    shown: |id| Some(format!("https://www.facebook.com/{id}")),
};
/// Posts that are read back.
const LATEST: &str = "100";

impl Acts for Facebook {
    fn connect<'a>(
        &'a self,
        http: &'a Http,
        base: &'a Url,
        given: &'a Given,
        now: Timestamp,
    ) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let secret = Secret(json!({ "token": given.field("secret") }));
            let mut account = Account { base: base.clone(), identity: String::new(), name: String::new(), secret };
            // Only a Page has a category, and tells a person's token its own.
            let request = graph::look(base, &[given.field("name")], "id,name,category,access_token");
            let said = match graph::ask(http, signed(request, &account), now).await {
                Heard::Yes(said) => said,
                heard => return Err(graph::not_let_in(NAME, heard)),
            };
            let text = |name: &str| said[name].as_str().unwrap_or_default();
            if text("id").is_empty() || text("name").is_empty() {
                return Err(Cause::new("no_network", format!("{base} is not Facebook’s Graph")));
            }
            text("id").clone_into(&mut account.identity);
            text("name").clone_into(&mut account.name);
            if !text("access_token").is_empty() {
                account.secret = Secret(json!({ "token": text("access_token") }));
            }
            Ok(Connected { account, until: None, limits: Value::Null })
        })
    }

    fn renew<'a>(&'a self, _: &'a Http, account: &'a Account, _: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(async move {
            Renewed::Over(Cause::new(
                "not_let_in",
                format!(
                    "Facebook does not take the token of {} any more: make a new one as the guide says, and connect the Page again",
                    account.name
                ),
            ))
        })
    }

    fn freeze(&self, draft: &Draft<'_>, _: (&str, &str)) -> Value {
        // Facebook draws the link's card, or the pictures that go along, and never both.
        let link = draft.link.filter(|_| draft.media.is_empty()).map(|it| &it.address);
        let due = draft.at.as_second();
        match films::frozen(draft.media) {
            Some(film) => json!({ "message": draft.text, "film": film, "due": due }),
            None => json!({
                "message": draft.text, "link": link, "pictures": graph::pictures(draft.media), "due": due,
            }),
        }
    }

    fn comment(&self, draft: &Draft<'_>, _: (&str, &str), below: &Below) -> Option<Value> {
        Some(Comments::frozen(draft, below))
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            if let Some(on) = Comments::on(frozen) {
                return COMMENTS.write(with, frozen, on).await;
            }
            if frozen["film"].is_object() {
                return films::step(with, frozen, so_far).await;
            }
            let photos = so_far["photos"].as_array().map_or(&[][..], Vec::as_slice);
            if let Some(picture) = frozen["pictures"].get(photos.len()) {
                return photo(with, picture, photos).await;
            }
            let mut said = vec![("message".to_owned(), text(frozen, "message").to_owned())];
            said.extend(frozen["link"].as_str().map(|link| ("link".to_owned(), link.to_owned())));
            let attached = photos.iter().enumerate();
            said.extend(
                attached.map(|(n, id)| (format!("attached_media[{n}]"), json!({ "media_fbid": id }).to_string())),
            );
            let request = signed(graph::at(&with.account.base, &[&with.account.identity, "feed"]), with.account);
            let pairs = said.iter().map(|(name, value)| (&**name, &**value));
            match graph::ask(with.http, fields(request, pairs), with.now).await {
                Heard::Yes(said) => match said["id"].as_str() {
                    Some(id) => Came::Done(receipt(id, None)),
                    None => Came::Unknown("Facebook says yes, and not where the post is".to_owned()),
                },
                // The code is in no other post: what stands there already is this one.
                Heard::No(status, said) if why(&said) == Why::Twice && with.token.is_some() => {
                    match latest(with, frozen).await {
                        Ok(Some(receipt)) => Came::Done(receipt),
                        _ => graph::refused(NAME, Heard::No(status, said)),
                    }
                }
                heard => graph::refused(NAME, heard),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            if let Some(on) = Comments::on(frozen) {
                return COMMENTS.find(&with, frozen, on).await;
            }
            match latest(with, frozen).await {
                Ok(Some(receipt)) => Settled::Live(receipt),
                Ok(None) if frozen["film"].is_object() => films::settle(with, frozen, so_far).await,
                Ok(None) => Settled::Nothing,
                Err(Heard::No(_, said)) if why(&said) == Why::LetIn => Settled::LetIn(plain(&said)),
                Err(Heard::No(status, said)) => Settled::Later(format!("Facebook answers {status}: {}", plain(&said))),
                Err(heard) => heard.later(),
            }
        })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move {
            if !is_post(with.account, &receipt.id) {
                return COMMENTS.look(with, &receipt.id).await;
            }
            let request = graph::look(&with.account.base, &[&receipt.id], WITH_ENGAGEMENT);
            match graph::ask(with.http, signed(request, with.account), with.now).await {
                Heard::Yes(said) if said["id"].is_string() => Stands::There(Engagement::at(&said, ENGAGEMENT)),
                Heard::No(_, said) if why(&said) == Why::NotThere => Stands::Gone,
                Heard::No(status, said) => Stands::Unknown(format!("Facebook answers {status}: {}", plain(&said))),
                other => Stands::Unknown(away(other).says),
            }
        })
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        // A post is taken away as a comment is.
        Box::pin(async move { COMMENTS.take_down(with, &receipt.id).await })
    }

    fn corrects(&self) -> bool {
        true
    }

    fn correct<'a>(
        &'a self,
        with: With<'a>,
        receipt: &'a Receipt,
        frozen: &'a Value,
        _: &'a Value,
    ) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            let request = signed(graph::at(&with.account.base, &[&receipt.id]), with.account);
            match graph::ask(with.http, fields(request, [("message", text(frozen, "message"))]), with.now).await {
                Heard::Yes(_) => Ok(()),
                Heard::No(_, said) if why(&said) == Why::NotThere => {
                    Err(Cause::new("gone", "the post is not there any more"))
                }
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("Facebook answers {status}: {}", plain(&said))))
                }
                other => Err(away(other)),
            }
        })
    }

    fn checks<'a>(&'a self, it: Checking<'a>) -> Taking<'a, Vec<Finding>> {
        Box::pin(checks::all(it))
    }
}

/// Uploads the next picture, unseen.
async fn photo(with: With<'_>, picture: &Value, before: &[Value]) -> Came {
    let request = signed(graph::at(&with.account.base, &[&with.account.identity, "photos"]), with.account);
    let mut said = vec![("published", "false")];
    let alt = text(picture, "alt");
    if !alt.is_empty() {
        said.push(("alt_text_custom", alt));
    }
    let file = with.blobs.iter().find(|it| it.digest == text(picture, "digest"));
    let request = match (file, picture["address"].as_str()) {
        (Some(file), _) => {
            let form = said.into_iter().fold(Form::default(), |form, (name, value)| form.text(name, value));
            form.file("source", file).on(request)
        }
        (None, Some(address)) => fields(request, said.into_iter().chain([("url", address)])),
        (None, None) => return Came::Refused(lost()),
    };
    match graph::ask(with.http, request, with.now).await {
        Heard::Yes(said) if said["id"].is_string() => {
            let photos: Vec<&Value> = before.iter().chain([&said["id"]]).collect();
            Came::Step(json!({ "photos": photos }))
        }
        // One that is there twice is seen by nobody.
        Heard::Unknown(why) => Came::NotSent(why),
        Heard::Yes(_) => Came::NotSent("Facebook says yes, and not what the picture is called".to_owned()),
        heard => graph::refused(NAME, heard),
    }
}

/// What was frozen, among the Page's latest posts.
pub(super) async fn latest(with: With<'_>, frozen: &Value) -> Result<Option<Receipt>, Heard> {
    let path = [&*with.account.identity, "published_posts"];
    let mut request: Request = graph::look(&with.account.base, &path, "id,message,created_time,permalink_url");
    request.url.query_pairs_mut().append_pair("limit", LATEST);
    let said = match graph::ask(with.http, signed(request, with.account), with.now).await {
        Heard::Yes(said) => said,
        heard => return Err(heard),
    };
    let Some(posts) = said["data"].as_array() else {
        return Err(Heard::Unknown("Facebook’s answer was not understood".to_owned()));
    };
    let written = (text(frozen, "message"), frozen["due"].as_i64().unwrap_or(i64::MIN));
    let ours = posts.iter().find(|it| graph::is_ours(text(it, "message"), &it["created_time"], written, with.token));
    Ok(ours.and_then(|it| Some(receipt(it["id"].as_str()?, it["permalink_url"].as_str()))))
}

pub(super) fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// A post's id begins with its Page's, and a comment's with its post's.
fn is_post(account: &Account, id: &str) -> bool {
    id.strip_prefix(&*account.identity).is_some_and(|rest| rest.starts_with('_'))
}

/// `PAGE_POST` is shown under its own number.
pub(super) fn receipt(id: &str, url: Option<&str>) -> Receipt {
    let url = url.map_or_else(|| format!("https://www.facebook.com/{id}"), str::to_owned);
    Receipt { id: id.to_owned(), url: Some(url) }
}
