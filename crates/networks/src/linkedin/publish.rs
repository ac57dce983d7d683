//! Posts on LinkedIn, of a person or of an organization's page. LinkedIn knows no key of ours, and reads a person's posts to no
//! program; but it refuses a text that it has, and names the post. So a lost answer is settled by waiting, sending again, and
//! taking what is named for ours; where a page may be read, by reading first. The same answer comes where the first was
//! deleted: it proves something only after an answer of ours was lost (learn.microsoft.com/linkedin/marketing, read 2026-11-26).

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;

use super::checks;
use super::image;
use super::little::little;
use super::sign_in::SIGN_IN;
use super::{comment, film};
use crate::http::{Http, Request};
use crate::publish::{
    Account, Acts, Below, Came, Cause, Checking, Connect, Connected, Draft, Effort, Engagement, Field, Finding, Given,
    Heard, Publish, Receipt, Recipe, Renewed, Secret, Settled, Stands, Taking, With, ask, ask_for_header, at, carries,
    json as with_json, plain,
};
use crate::{Grade, day};

pub(crate) static PUBLISH: Publish = Publish {
    connect: Connect {
        effort: Effort::OwnApp,
        minutes: 60,
        steps: &[
            "At linkedin.com/developers make an app; it wants a company page that stands behind it.",
            "For yourself add the products Share on LinkedIn and Sign In with LinkedIn using OpenID Connect; both are there at once.",
            "For a page add Community Management API instead, as the only product of an app of its own; LinkedIn looks at it first.",
            "In the app’s Auth, OAuth 2.0 tools, make a token. For yourself: openid, profile, w_member_social. For a page: r_organization_social, w_organization_social, rw_organization_admin.",
            "It is good for two months; then connect the account again.",
        ],
        fields: &[
            Field {
                name: "secret",
                label: "Access token",
                hint: "From your app’s OAuth 2.0 tools",
                usual: None,
                secret: true,
            },
            ORGANIZATION,
        ],
        sign_in: Some(&SIGN_IN),
        server: "https://api.linkedin.com",
        evidence: day(
            "https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api",
            "2026-11-26",
            Grade::Platform,
        ),
    },
    recipe: Recipe::Duplicate,
    comments: Some(comment::RECIPE),
    price: None,
    proved: "Proved against the sandbox; never run against the live network.",
    acts: &LinkedIn,
};

pub(super) const ORGANIZATION: Field = Field {
    name: "organization",
    label: "Page",
    hint: "The number in your page’s address as its administrator, linkedin.com/company/12345678/admin; leave it empty to post as yourself",
    usual: Some(""),
    secret: false,
};

#[derive(Debug)]
pub(super) struct LinkedIn;

/// Each version is in service for a year.
const VERSION: &str = "202611";
/// Where LinkedIn names what it made.
pub(super) const NAMED: &str = "x-restli-id";
/// LinkedIn may not know a copy of what is still under way; the door gives up after 30 seconds.
const QUIET: Duration = Duration::from_mins(2);
/// So often a lost answer is followed by another try.
const TRIES: u64 = 12;
/// A post of ours is no older than its plan, by whatever clock.
const CLOCKS: SignedDuration = SignedDuration::from_mins(1);
/// Who may post for a page.
const ROLES: &[&str] = &["ADMINISTRATOR", "CONTENT_ADMIN", "CONTENT_ADMINISTRATOR", "DIRECT_SPONSORED_CONTENT_POSTER"];

pub(super) fn versioned(request: Request, account: &Account) -> Request {
    request
        .header("authorization", format!("Bearer {}", account.secret.text("token")))
        .header("linkedin-version", VERSION)
        .header("x-restli-protocol-version", "2.0.0")
}

fn post(base: &Url, urn: &str) -> Request {
    at(base, &format!("/rest/posts/{}", urn.replace(':', "%3A")))
}

impl Acts for LinkedIn {
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
            let typed = given.field("organization");
            (account.identity, account.name) = match number(typed) {
                Some(page) => organization(http, &account, page, now).await?,
                None if typed.is_empty() => person(http, &account, now).await?,
                None => {
                    let says = format!(
                        "`{typed}` is no page: type the number in its address, linkedin.com/company/12345678/admin"
                    );
                    return Err(Cause::new("page_unknown", says));
                }
            };
            Ok(Connected { account, until: None, limits: Value::Null })
        })
    }

    fn renew<'a>(&'a self, _: &'a Http, _: &'a Account, _: Timestamp) -> Taking<'a, Renewed> {
        Box::pin(async move {
            let says = "LinkedIn does not take the token any more: it is good for two months, so make a new one in your app’s OAuth 2.0 tools, and connect the account again";
            Renewed::Over(Cause::new("not_let_in", says))
        })
    }

    fn freeze(&self, draft: &Draft<'_>, (identity, _): (&str, &str)) -> Value {
        let mut post = json!({
            "author": identity, "commentary": little(draft.text), "visibility": "PUBLIC",
            "distribution": { "feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": [] },
            "lifecycleState": "PUBLISHED", "isReshareDisabledByAuthor": false,
        });
        if let Some(link) = draft.link.filter(|_| draft.media.is_empty()) {
            // LinkedIn reads no page for a program, and wants a title.
            let host = || link.address.parse::<Url>().ok().and_then(|url| url.host_str().map(str::to_owned));
            let title = Some(link.title.trim()).filter(|title| !title.is_empty()).map(str::to_owned).or_else(host);
            let mut article = json!({ "source": link.address, "title": title });
            if !link.description.is_empty() {
                article["description"] = json!(link.description);
            }
            post["content"] = json!({ "article": article });
        }
        let since = draft.at.checked_sub(CLOCKS).unwrap_or(draft.at).as_millisecond();
        let mut frozen = json!({ "post": post, "images": image::frozen(draft), "since": since });
        let film = film::frozen(draft);
        if film.is_object() {
            frozen["film"] = film;
        }
        frozen
    }

    fn comment(&self, draft: &Draft<'_>, (identity, _): (&str, &str), below: &Below) -> Option<Value> {
        Some(comment::frozen(draft, identity, below))
    }

    fn advance<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Came> {
        Box::pin(async move {
            if let Some(comment) = comment::of(frozen) {
                return comment::write(with, comment).await;
            }
            let unheard = so_far["unheard"].as_u64().unwrap_or(0);
            if unheard > 0 && so_far["waited"] != true {
                let mut kept = so_far.clone();
                kept["waited"] = json!(true);
                return Came::Pending(kept, QUIET);
            }
            if let Some(came) = image::step(&with, frozen, so_far).await {
                return came;
            }
            if let Some(came) = film::step(&with, frozen, so_far).await {
                return came;
            }
            let body = film::shown(image::shown(frozen["post"].clone(), frozen, so_far), frozen, so_far);
            let request = with_json(versioned(at(&with.account.base, "/rest/posts"), with.account), &body);
            match ask_for_header(with.http, request, NAMED, "", with.now).await {
                Heard::Yes(said) => match said["id"].as_str() {
                    Some(urn) => Came::Done(receipt(urn)),
                    None => Came::Unknown("LinkedIn says yes, and not where the post is".to_owned()),
                },
                Heard::No(422, said) if is_copy(&said) => match copy_of(&said) {
                    // What carries our code is ours.
                    Some(urn) if unheard > 0 && with.token.is_some() => Came::Done(receipt(&urn)),
                    Some(urn) if unheard > 0 => Came::Unknown(format!("LinkedIn has the same text already, as {urn}")),
                    urn => Came::Refused(Cause::new(
                        "duplicate",
                        format!(
                            "LinkedIn has the same text already{}, even where that was deleted: change the text, or say that it is there",
                            urn.map(|urn| format!(", as {urn}")).unwrap_or_default()
                        ),
                    )),
                },
                heard => refused(heard),
            }
        })
    }

    fn settle<'a>(&'a self, with: With<'a>, frozen: &'a Value, so_far: &'a Value) -> Taking<'a, Settled> {
        Box::pin(async move {
            if let Some(comment) = comment::of(frozen) {
                return comment::find(&with, comment).await;
            }
            if is_page(with.account) {
                match latest(&with, frozen).await {
                    Settled::Nothing => {}
                    settled => return settled,
                }
            }
            let unheard = so_far["unheard"].as_u64().unwrap_or(0);
            if unheard > 0 && with.token.is_none() {
                let says = "LinkedIn’s answers were lost, and the post carries no code by which it is known: look there, and say so here";
                return Settled::NobodyKnows(says.to_owned());
            }
            if unheard >= TRIES {
                let says = format!("LinkedIn’s answer was lost {unheard} times: look there, and say so here");
                return Settled::NobodyKnows(says);
            }
            let mut kept = if so_far.is_object() { so_far.clone() } else { json!({}) };
            kept["unheard"] = json!(unheard + 1);
            kept["waited"] = json!(false);
            Settled::At(kept)
        })
    }

    fn look<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Stands> {
        Box::pin(async move {
            if let Some(stands) = comment::look(&with, receipt).await {
                return stands;
            }
            let request = versioned(post(&with.account.base, &receipt.id), with.account);
            match ask(with.http, request, "", with.now).await {
                Heard::Yes(_) => Stands::There(Engagement::default()),
                Heard::No(404 | 410, _) => Stands::Gone,
                Heard::No(403, _) => Stands::Unknown("LinkedIn shows this account’s posts to no program".to_owned()),
                Heard::No(status, said) => Stands::Unknown(format!("LinkedIn answers {status}: {}", plain(&said))),
                other => Stands::Unknown(other.why()),
            }
        })
    }

    fn take_down<'a>(&'a self, with: With<'a>, receipt: &'a Receipt) -> Taking<'a, Result<(), Cause>> {
        Box::pin(async move {
            if let Some(taken) = comment::take_down(&with, receipt).await {
                return taken;
            }
            let request = versioned(post(&with.account.base, &receipt.id).delete(), with.account);
            match ask(with.http, request, "", with.now).await {
                Heard::Yes(_) | Heard::No(404 | 410, _) => Ok(()),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("LinkedIn answers {status}: {}", plain(&said))))
                }
                other => Err(crate::publish::away(other)),
            }
        })
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
            let patch = json!({ "patch": { "$set": { "commentary": frozen["post"]["commentary"] } } });
            let request = versioned(post(&with.account.base, &receipt.id), with.account);
            let request = with_json(request, &patch).header("x-restli-method", "PARTIAL_UPDATE");
            match ask(with.http, request, "", with.now).await {
                Heard::Yes(_) => Ok(()),
                Heard::No(404 | 410, _) => Err(Cause::new("gone", "the post is not there any more")),
                Heard::No(status, said) => {
                    Err(Cause::new("refused", format!("LinkedIn answers {status}: {}", plain(&said))))
                }
                other => Err(crate::publish::away(other)),
            }
        })
    }

    fn checks<'a>(&'a self, it: Checking<'a>) -> Taking<'a, Vec<Finding>> {
        Box::pin(checks::all(it))
    }
}

/// Who the token is of: what LinkedIn calls him, and what people do.
pub(super) async fn person(http: &Http, account: &Account, now: Timestamp) -> Result<(String, String), Cause> {
    let said = let_in(ask(http, versioned(at(&account.base, "/v2/userinfo"), account), "", now).await)?;
    match said["sub"].as_str() {
        Some(id) => Ok((format!("urn:li:person:{id}"), said["name"].as_str().unwrap_or("LinkedIn").to_owned())),
        None => Err(Cause::new("no_network", format!("{} does not answer as LinkedIn does", account.base))),
    }
}

/// The page of that number, if the token may post for it.
pub(super) async fn organization(
    http: &Http,
    account: &Account,
    page: &str,
    now: Timestamp,
) -> Result<(String, String), Cause> {
    let mut request = versioned(at(&account.base, "/rest/organizationAcls"), account);
    request.url.query_pairs_mut().append_pair("q", "roleAssignee").append_pair("count", "100");
    let said = let_in(ask(http, request, "", now).await)?;
    let urn = format!("urn:li:organization:{page}");
    let mut roles = said["elements"].as_array().into_iter().flatten();
    let may_post = roles.any(|it| {
        ["organization", "organizationTarget"].iter().any(|name| it[*name] == *urn)
            && it["state"] == "APPROVED"
            && it["role"].as_str().is_some_and(|role| ROLES.contains(&role))
    });
    if !may_post {
        let says = format!("whoever made this token may not post for page {page}: he has to be an administrator of it");
        return Err(Cause::new("not_allowed", says));
    }
    let request = versioned(at(&account.base, &format!("/rest/organizations/{page}")), account);
    let name = match ask(http, request, "", now).await {
        Heard::Yes(said) => said["localizedName"].as_str().map(str::to_owned),
        _ => None,
    };
    Ok((urn, name.unwrap_or_else(|| format!("Page {page}"))))
}

fn let_in(heard: Heard) -> Result<Value, Cause> {
    match heard {
        Heard::Yes(said) => Ok(said),
        Heard::No(401, said) => {
            let says = format!("LinkedIn does not take this token ({}): make a new one", plain(&said));
            Err(Cause::new("not_let_in", says))
        }
        Heard::No(403, said) => Err(Cause::new(
            "not_allowed",
            format!("this token may not say whose it is ({}): make one with the scopes that stand above", plain(&said)),
        )),
        Heard::No(426, _) => Err(too_old()),
        Heard::No(..) => Err(Cause::new("no_network", "what stands there does not answer as LinkedIn does")),
        other => Err(crate::publish::away(other)),
    }
}

/// The page's own latest posts, where the token may read them.
async fn latest(with: &With<'_>, frozen: &Value) -> Settled {
    let mut request =
        versioned(at(&with.account.base, "/rest/posts"), with.account).header("x-restli-method", "FINDER");
    request
        .url
        .query_pairs_mut()
        .append_pair("q", "author")
        .append_pair("author", &with.account.identity)
        .append_pair("count", "100")
        .append_pair("sortBy", "CREATED");
    let said = match ask(with.http, request, "", with.now).await {
        Heard::Yes(said) => said,
        Heard::No(401, said) => return Settled::LetIn(plain(&said)),
        // It may not: then a copy tells.
        Heard::No(403, _) => return Settled::Nothing,
        Heard::No(status, said) => return Settled::Later(format!("LinkedIn answers {status}: {}", plain(&said))),
        other => return other.later(),
    };
    let Some(posts) = said["elements"].as_array() else {
        return Settled::Later("LinkedIn’s answer was not understood".to_owned());
    };
    let is_it = |post: &&Value| match with.token {
        Some(token) => [post.get("commentary"), post.pointer("/content/article/source")]
            .iter()
            .flatten()
            .any(|text| text.as_str().is_some_and(|text| carries(text, token))),
        None => {
            post["commentary"] == frozen["post"]["commentary"] && post["createdAt"].as_i64() >= frozen["since"].as_i64()
        }
    };
    match posts.iter().find(is_it).and_then(|post| post["id"].as_str()) {
        Some(urn) => Settled::Live(receipt(urn)),
        None => Settled::Nothing,
    }
}

pub(super) fn refused(heard: Heard) -> Came {
    match heard {
        Heard::No(401, said) => Came::LetIn(plain(&said)),
        Heard::No(403, said) => Came::Refused(Cause::new(
            "not_allowed",
            format!("The token may not post ({}): make one with the scopes that connecting asks for", plain(&said)),
        )),
        Heard::No(426, _) => Came::Refused(too_old()),
        Heard::No(_, said) => {
            Came::Refused(Cause::new("refused", format!("LinkedIn does not take the post: {}", plain(&said))))
        }
        other => other.other(),
    }
}

fn too_old() -> Cause {
    let says = format!("LinkedIn has taken version {VERSION} of its interface out of service: update Tidings");
    Cause::new("too_old", says)
}

fn is_page(account: &Account) -> bool {
    account.identity.starts_with("urn:li:organization:")
}

/// The number of a page, in whatever was typed.
fn number(typed: &str) -> Option<&str> {
    typed.split(|sign: char| !sign.is_ascii_digit()).max_by_key(|digits| digits.len()).filter(|it| !it.is_empty())
}

fn is_copy(said: &Value) -> bool {
    let mut inputs = said.pointer("/errorDetails/inputErrors").and_then(Value::as_array).into_iter().flatten();
    inputs.any(|it| it["code"] == "DUPLICATE_POST") || plain(said).to_lowercase().contains("duplicate")
}

/// The post that a copy was refused for.
fn copy_of(said: &Value) -> Option<String> {
    let says = said["message"].as_str()?;
    let urn = &says[says.find("urn:li:")?..];
    let end = urn.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != ':').unwrap_or(urn.len());
    Some(urn[..end].trim_end_matches(':').to_owned())
}

fn receipt(urn: &str) -> Receipt {
    Receipt { id: urn.to_owned(), url: Some(format!("https://www.linkedin.com/feed/update/{urn}/")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_number_however_it_was_typed() {
        assert_eq!(number("12345678"), Some("12345678"));
        assert_eq!(number("urn:li:organization:12345678"), Some("12345678"));
        assert_eq!(number("https://www.linkedin.com/company/12345678/admin/dashboard/"), Some("12345678"));
        assert_eq!(number("bakery"), None);
        assert_eq!(number(""), None);
    }

    #[test]
    fn a_copy_names_the_post_that_is_there() {
        let said = json!({ "status": 422, "message": "Content is a duplicate of urn:li:share:7400000000000000001." });
        assert!(is_copy(&said));
        assert_eq!(copy_of(&said).as_deref(), Some("urn:li:share:7400000000000000001"));
        assert!(!is_copy(&json!({ "status": 422, "message": "ERROR :: /visibility :: value is not allowed" })));
        assert_eq!(copy_of(&json!({ "message": "Duplicate post is detected" })), None);
    }
}
