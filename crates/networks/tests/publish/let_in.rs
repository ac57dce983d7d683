//! Accounts that are let in on their server's own page: what is asked for, what is believed, and what is not.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::SystemRandom;
use networks::NETWORKS;
use networks::http::{Doors, Http, Options, Pace};
use networks::publish::oauth::{self, Asking, Back, Begun, House, Key, SignIn};
use networks::publish::{Account, Acts, Cause, Connected, Given, Renewed};
use sandbox::{Answer, Asked, Running, Site};
use serde_json::{Value, json};
use url::Url;

use crate::now;

const DID: &str = "did:web:bakery.test";

/// A server of Bluesky's kind, as far as it lets people in.
struct Server {
    site: Running,
    doors: Doors,
    base: Url,
    house: House,
}

fn said(status: u16, body: &Value) -> Answer {
    Answer::bytes("application/json", body.to_string()).with_status(status)
}

fn token(access: &str, refresh: &str, kind: &str) -> Value {
    json!({ "access_token": access, "refresh_token": refresh, "token_type": kind, "expires_in": 3600, "sub": DID })
}

impl Server {
    /// One that wants its nonce in a proof first; `change` is what is different about it.
    async fn with(change: impl FnOnce(Site, &str) -> Site) -> Self {
        let site = Site::new().start().await.unwrap();
        let base = site.at("/").trim_end_matches('/').to_owned();
        let at = |path: &str| format!("{base}{path}");
        let document = json!({
            "issuer": base, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
            "pushed_authorization_request_endpoint": at("/par"), "code_challenge_methods_supported": ["S256"],
            "dpop_signing_alg_values_supported": ["ES256"], "authorization_response_iss_parameter_supported": true,
        });
        let wants = said(400, &json!({ "error": "use_dpop_nonce" })).header("DPoP-Nonce", "n1");
        let usual = change(Site::new(), &base)
            .page("/.well-known/oauth-protected-resource", said(200, &json!({ "authorization_servers": [base] })))
            .page("/.well-known/oauth-authorization-server", said(200, &document))
            .page_at_first(1, "/par", wants)
            .page("/par", said(201, &json!({ "request_uri": "urn:7" })).header("DPoP-Nonce", "n2"))
            .page("/token", said(200, &token("a1", "r1", "DPoP")))
            .page("/xrpc/com.atproto.server.getSession", said(200, &json!({ "did": DID, "handle": "bakery.test" })));
        site.becomes(usual);
        let options = Options { pace: Pace::fast(), ..Options::default() };
        let doors = Doors::new(options, vec!["127.0.0.1".to_owned()]);
        let house = House { base: "http://127.0.0.1:7979".to_owned(), key: Key::new(&SystemRandom) };
        Self { base: base.parse().unwrap(), site, doors, house }
    }

    async fn usual() -> Self {
        Self::with(|site, _| site).await
    }

    fn way() -> (&'static SignIn, &'static dyn Acts) {
        let publish = NETWORKS.iter().find(|it| it.id.as_str() == "bluesky").unwrap().publish.unwrap();
        (publish.connect.sign_in.unwrap(), publish.acts)
    }

    async fn begins(&self) -> Result<Begun, Cause> {
        let given = Given(vec![("name".to_owned(), "@bakery.test".to_owned())]);
        let asking = Asking { doors: &self.doors, base: &self.base, given: &given, house: &self.house, now: now() };
        oauth::begin(Self::way().0.acts, asking, &SystemRandom).await
    }

    async fn ends(&self, begun: &Begun) -> Result<Connected, Cause> {
        let iss = Some(self.base.as_str().trim_end_matches('/').to_owned());
        let back = Back { state: begun.state.clone(), code: "c1".to_owned(), iss, ..Back::default() };
        oauth::end(Self::way().0.acts, &self.doors, &begun.started, &back, now()).await
    }

    async fn let_in(&self) -> Result<Account, Cause> {
        self.ends(&self.begins().await?).await.map(|it| it.account)
    }

    fn http(&self) -> Http {
        self.doors.to(&self.base)
    }

    fn asked(&self, path: &str) -> Vec<Asked> {
        self.site.requests().into_iter().filter(|asked| asked.path == path).collect()
    }
}

/// What a proof says.
fn proof(asked: &Asked) -> Value {
    let claims = asked.header("dpop").unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

#[tokio::test]
async fn the_question_is_left_at_the_server_and_each_proof_has_the_nonce_that_it_gave_last() {
    let server = Server::usual().await;
    let begun = server.begins().await.unwrap();
    let asked: Vec<_> = begun.to.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(asked, ["client_id", "request_uri"], "nothing of the question is seen: {}", begun.to);
    let left = server.asked("/par");
    assert_eq!(left.iter().map(|it| proof(it)["nonce"].clone()).collect::<Vec<_>>(), [Value::Null, json!("n1")]);
    assert_ne!(proof(&left[0])["jti"], proof(&left[1])["jti"]);
    let account = server.ends(&begun).await.unwrap().account;
    assert_eq!((&*account.identity, &*account.name), (DID, "bakery.test"));
    assert_eq!(proof(&server.asked("/token")[0])["nonce"], "n2");
    let session = &server.asked("/xrpc/com.atproto.server.getSession")[0];
    assert_eq!(session.header("authorization"), Some("DPoP a1"));
    assert_eq!(proof(session)["htm"], "GET");
    assert!(proof(session)["ath"].is_string());
}

#[tokio::test]
async fn a_renewed_token_takes_the_place_of_the_old_one_and_what_renews_it_too() {
    let server = Server::with(|site, _| {
        site.page_at_first(1, "/token", said(200, &token("a1", "r1", "DPoP")))
            .page_at_first(1, "/token", said(503, &json!({})))
            .page_at_first(1, "/token", said(200, &token("a2", "r2", "DPoP")))
            .page("/token", said(400, &json!({ "error": "invalid_grant" })))
    })
    .await;
    let mut account = server.let_in().await.unwrap();
    let acts = Server::way().1;
    let renewed = acts.renew(&server.http(), &account, now()).await;
    assert!(matches!(renewed, Renewed::Later(_)), "{renewed:?}");
    let Renewed::Secret(secret, Some(_)) = acts.renew(&server.http(), &account, now()).await else {
        panic!("a new one")
    };
    assert_eq!((secret.text("access"), &secret.0["oauth"]["refresh"]), ("a2", &json!("r2")));
    assert_eq!(secret.0["oauth"]["key"], account.secret.0["oauth"]["key"], "the key stays");
    account.secret = secret;
    let Renewed::Over(cause) = acts.renew(&server.http(), &account, now()).await else { panic!("it is over") };
    assert!(cause.says.contains("sign in there again"), "{}", cause.says);
}

#[tokio::test]
async fn a_token_that_anybody_could_use_is_not_taken() {
    let server = Server::with(|site, _| site.page("/token", said(200, &token("a1", "r1", "Bearer")))).await;
    assert_eq!(server.let_in().await.unwrap_err().code, "no_token");
}

#[tokio::test]
async fn one_who_speaks_for_an_account_that_its_server_does_not_know_is_not_believed() {
    let other = said(200, &json!({ "did": "did:web:other.test", "handle": "other.test" }));
    let server = Server::with(|site, _| site.page("/xrpc/com.atproto.server.getSession", other)).await;
    assert_eq!(server.let_in().await.unwrap_err().code, "other_account");
}

#[tokio::test]
async fn a_document_that_is_anothers_leads_nobody_to_anothers_page() {
    let other = |site: Site, base: &str| {
        let document = json!({
            "issuer": "https://elsewhere.example", "authorization_endpoint": format!("{base}/a"),
            "token_endpoint": format!("{base}/t"),
        });
        site.page("/.well-known/oauth-authorization-server", said(200, &document))
    };
    assert_eq!(Server::with(other).await.begins().await.unwrap_err().code, "other_server");
    let none = |site: Site, _: &str| site.page("/.well-known/oauth-authorization-server", Answer::status(404));
    assert_eq!(Server::with(none).await.begins().await.unwrap_err().code, "no_sign_in");
    let away = |site: Site, _: &str| site.page("/.well-known/oauth-protected-resource", Answer::close());
    assert_eq!(Server::with(away).await.begins().await.unwrap_err().code, "network_away");
}

#[tokio::test]
async fn whoever_answers_is_the_one_that_was_asked() {
    let server = Server::usual().await;
    let begun = server.begins().await.unwrap();
    for iss in [None, Some("https://elsewhere.example".to_owned())] {
        let back = Back { code: "c1".to_owned(), iss, ..Back::default() };
        let ended = oauth::end(Server::way().0.acts, &server.doors, &begun.started, &back, now()).await;
        assert_eq!(ended.unwrap_err().code, "other_server");
    }
    assert_eq!(server.asked("/token").len(), 0, "nobody was given the code");
}
