//! Signing in at Facebook, with an app of one's own. What comes back lets in for two hours; it is exchanged for what lasts two
//! months, and for that the Page gives a token of its own, which does not end by itself
//! (developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived, read 2026-11-27).

use jiff::Timestamp;
use serde_json::{Value, json};

use super::publish::{Facebook, NAME};
use crate::http::{Doors, Http};
use crate::publish::graph::{self, signed};
use crate::publish::oauth::{Asking, CLIENT, CLIENT_SECRET, Grant, LetIn, OwnApp, Shows, SignIn, SignsIn};
use crate::publish::{Account, Acts as _, Cause, Connected, Field, Given, Heard, Secret, Taking, fields};

pub(super) static SIGN_IN: SignIn = SignIn {
    fields: &[CLIENT, CLIENT_SECRET, PAGE],
    says: "Facebook asks which Pages your app may post to. Among the app’s redirect addresses (Facebook Login, Settings) it needs the one of this house with /oauth/back behind it. The Page’s token that we get does not end by itself.",
    acts: &ForAPage,
    document: None,
};

const PAGE: Field = Field {
    name: "name",
    label: "Page",
    hint: "Its number, if you may post for more than one: on your Page open About, Page transparency",
    usual: Some("one Page, and leave this empty"),
    secret: false,
};

static APP: OwnApp = OwnApp {
    authorize: "https://www.facebook.com/v25.0/dialog/oauth",
    token: "https://graph.facebook.com/v25.0/oauth/access_token",
    server: "https://graph.facebook.com",
    scope: |_| "pages_show_list,pages_read_engagement,pages_manage_posts,pages_manage_engagement,pages_read_user_engagement",
    more: &[],
    challenges: false,
    in_header: false,
    acts: &Facebook,
};

/// Lets somebody in, and then his Page.
#[derive(Debug)]
struct ForAPage;

impl SignsIn for ForAPage {
    fn asks<'a>(&'a self, asking: Asking<'a>) -> Taking<'a, Result<Grant, Cause>> {
        APP.asks(asking)
    }

    fn came<'a>(&'a self, doors: &'a Doors, it: &'a LetIn, now: Timestamp) -> Taking<'a, Result<Connected, Cause>> {
        Box::pin(async move {
            let (base, http) = (&it.grant.base, doors.to(&it.grant.base));
            let person = Account {
                base: base.clone(),
                identity: String::new(),
                name: String::new(),
                secret: Secret(json!({ "token": lasting(&http, it, now).await? })),
            };
            let wanted = it.grant.kept.iter().find(|(name, _)| name == "name").map_or("", |(_, value)| value.trim());
            let page = if wanted.is_empty() { only_page(&http, &person, now).await? } else { wanted.to_owned() };
            let given =
                Given(vec![("name".to_owned(), page), ("secret".to_owned(), person.secret.text("token").to_owned())]);
            Facebook.connect(&http, base, &given, now).await
        })
    }
}

/// The token that lasts, for the one that came.
async fn lasting(http: &Http, it: &LetIn, now: Timestamp) -> Result<String, Cause> {
    let secret = match &it.grant.client.shows {
        Shows::Secret(secret) => secret,
        _ => "",
    };
    let said = [
        ("grant_type", "fb_exchange_token"),
        ("client_id", &*it.grant.client.id),
        ("client_secret", secret),
        ("fb_exchange_token", &*it.tokens.access),
    ];
    let request = fields(graph::at(&it.grant.base, &["oauth", "access_token"]), said);
    match graph::ask(http, request, now).await {
        Heard::Yes(said) => match said["access_token"].as_str() {
            Some(token) => Ok(token.to_owned()),
            None => Err(Cause::new("no_token", "Facebook says yes, and gives no token: try again")),
        },
        heard => Err(graph::not_let_in(NAME, heard)),
    }
}

/// The only Page for which this person may post.
async fn only_page(http: &Http, person: &Account, now: Timestamp) -> Result<String, Cause> {
    let request = graph::look(&person.base, &["me", "accounts"], "id,name");
    let said = match graph::ask(http, signed(request, person), now).await {
        Heard::Yes(said) => said,
        heard => return Err(graph::not_let_in(NAME, heard)),
    };
    let pages = said["data"].as_array().map_or(&[][..], Vec::as_slice);
    let text = |page: &Value, name: &str| page[name].as_str().unwrap_or_default().to_owned();
    match pages {
        [page] if page["id"].is_string() => Ok(text(page, "id")),
        [] => Err(Cause::new(
            "no_account",
            "Facebook names no Page for which you may post: choose one on its page when you sign in, or ask its owner to let you",
        )),
        many => {
            let named: Vec<String> =
                many.iter().take(20).map(|page| format!("{} ({})", text(page, "name"), text(page, "id"))).collect();
            let says =
                format!("you may post for more than one Page: type the number of one of them: {}", named.join(", "));
            Err(Cause::new("account_unclear", says))
        }
    }
}
