//! Mastodon as its servers behave.

use sandbox::social::Network::Mastodon;
use sandbox::social::{Fault, Running, Social};
use serde_json::json;

use crate::ask::{Ask, PNG, clock, delete, get, pass, post, put};

const TOKEN: &str = "sandbox-shop";

fn status(running: &Running, form: &str) -> Ask {
    post(running, Mastodon, "/api/v1/statuses").bearer(TOKEN).form(form)
}

#[tokio::test]
async fn a_key_makes_one_status_for_an_hour() {
    let clock = clock();
    let running = Social::new().clock(clock.clone()).start().await.unwrap();
    let send = || status(&running, "status=Hello").header("Idempotency-Key", "one");
    let (first, again) = (send().says(200).await, send().says(200).await);
    assert_eq!(first["id"], again["id"]);
    let other = post(&running, Mastodon, "/api/v1/statuses").bearer("sandbox-other").form("status=Hello");
    other.header("Idempotency-Key", "one").says(200).await;
    assert_eq!(running.count(Mastodon), 2);
    pass(&clock, 61);
    assert_ne!(send().says(200).await["id"], first["id"]);
    assert_eq!(running.count(Mastodon), 3);
}

#[tokio::test]
async fn a_server_may_take_no_notice_of_the_key() {
    let running = Social::new().ignores_idempotency().start().await.unwrap();
    for _ in 0..2 {
        status(&running, "status=Hello").header("Idempotency-Key", "one").says(200).await;
    }
    assert_eq!(running.count(Mastodon), 2);
}

#[tokio::test]
async fn addresses_count_23_and_the_server_says_how_much_it_takes() {
    let running = Social::new().start().await.unwrap();
    let limits = get(&running, Mastodon, "/api/v2/instance").says(200).await["configuration"]["statuses"].clone();
    assert_eq!((&limits["max_characters"], &limits["characters_reserved_per_url"]), (&json!(500), &json!(23)));
    let link = format!("https://shop.example/{}", "a".repeat(200));
    status(&running, &format!("status={} {link}", "b".repeat(476))).says(200).await;
    let said = status(&running, &format!("status={} {link}", "b".repeat(477))).says(422).await;
    assert_eq!(said["error"], "Validation failed: Text character limit of 500 exceeded");
    let said = status(&running, "status=").says(422).await;
    assert_eq!(said["error"], "Validation failed: Text can't be blank");
    let running = Social::new().mastodon_characters(1000).start().await.unwrap();
    status(&running, &format!("status={}", "b".repeat(1000))).says(200).await;
}

#[tokio::test]
async fn a_status_comes_back_as_html_with_its_link_shortened() {
    let running = Social::new().start().await.unwrap();
    let input = json!({ "status": "Sale https://www.shop.example/a/very/long/path?e=k3v9xq", "visibility": "public", "language": "en" });
    let said = post(&running, Mastodon, "/api/v1/statuses").bearer(TOKEN).json(&input).says(200).await;
    let content = said["content"].as_str().unwrap();
    assert!(content.contains("<span class=\"ellipsis\">shop.example/a/very/long/path?</span>"), "{content}");
    assert!(content.contains("href=\"https://www.shop.example/a/very/long/path?e=k3v9xq\""), "{content}");
    assert_eq!(running.posts(Mastodon)[0].links, ["https://www.shop.example/a/very/long/path?e=k3v9xq"]);
    let id = said["id"].as_str().unwrap();
    let read = get(&running, Mastodon, &format!("/api/v1/statuses/{id}")).says(200).await;
    assert_eq!(read["url"], said["url"]);
    let edited = put(&running, Mastodon, &format!("/api/v1/statuses/{id}")).bearer(TOKEN).form("status=Mended");
    assert_eq!(edited.says(200).await["content"], "<p>Mended</p>");
    delete(&running, Mastodon, &format!("/api/v1/statuses/{id}")).bearer("sandbox-other").says(404).await;
    let gone = delete(&running, Mastodon, &format!("/api/v1/statuses/{id}")).bearer(TOKEN).says(200).await;
    assert_eq!(gone["text"], "Mended");
    get(&running, Mastodon, &format!("/api/v1/statuses/{id}")).says(404).await;
    assert_eq!((running.count(Mastodon), running.published(Mastodon)), (0, 1));
    assert_eq!(running.complaints(Mastodon), [""; 0]);
}

#[tokio::test]
async fn an_account_reads_its_own_statuses_back_in_pages() {
    let running = Social::new().start().await.unwrap();
    let mut ids = Vec::new();
    for number in 0..5 {
        let said = status(&running, &format!("status=Number {number}")).says(200).await;
        ids.push(said["id"].as_str().unwrap().to_owned());
    }
    post(&running, Mastodon, "/api/v1/statuses").bearer("sandbox-other").form("status=Other").says(200).await;
    let me = get(&running, Mastodon, "/api/v1/accounts/verify_credentials").bearer(TOKEN).says(200).await;
    assert_eq!(me["acct"], "shop");
    let place = format!("/api/v1/accounts/{}/statuses", me["id"].as_str().unwrap());
    let read = async |query: &str| {
        let heard = get(&running, Mastodon, &format!("{place}?{query}")).bearer(TOKEN).heard().await.unwrap();
        let said = heard.json();
        let found: Vec<String> =
            said.as_array().unwrap().iter().map(|status| status["id"].as_str().unwrap().to_owned()).collect();
        (found, heard.header("link").unwrap_or_default().to_owned())
    };
    let (found, link) = read("limit=2").await;
    assert_eq!(found, [ids[4].as_str(), ids[3].as_str()]);
    assert!(link.contains(&format!("max_id={}", ids[3])), "{link}");
    assert_eq!(read(&format!("limit=2&max_id={}", ids[3])).await.0, [ids[2].as_str(), ids[1].as_str()]);
    assert_eq!(read(&format!("since_id={}", ids[3])).await.0, [ids[4].as_str()]);
    assert_eq!(read(&format!("limit=1&min_id={}", ids[0])).await.0, [ids[1].as_str()]);
}

#[tokio::test]
async fn a_picture_is_uploaded_waited_for_and_attached() {
    let running = Social::new().start().await.unwrap();
    let upload = || {
        let fields = [("description", "A red door")];
        post(&running, Mastodon, "/api/v2/media").bearer(TOKEN).file("file", "door.png", "image/png", PNG, &fields)
    };
    let said = upload().says(200).await;
    assert!(said["url"].is_string());
    running.fault(Mastodon, Fault::NotReady(2));
    let said = upload().says(202).await;
    assert!(said["url"].is_null());
    let id = said["id"].as_str().unwrap().to_owned();
    let attach = || status(&running, &format!("status=Door&media_ids[]={id}"));
    let early = attach().says(422).await;
    assert!(early["error"].as_str().unwrap().contains("not finished processing"));
    for expected in [206, 206, 200] {
        get(&running, Mastodon, &format!("/api/v1/media/{id}")).bearer(TOKEN).says(expected).await;
    }
    attach().says(200).await;
    attach().says(422).await;
    let media = running.posts(Mastodon).remove(0).media.remove(0);
    assert_eq!((media.alt.as_deref(), media.bytes), (Some("A red door"), PNG.len()));
    let wrong = post(&running, Mastodon, "/api/v2/media").bearer(TOKEN).file("file", "a.exe", "text/plain", b"a", &[]);
    wrong.says(422).await;
    status(&running, "status=a&media_ids[]=7").says(422).await;
}

#[tokio::test]
async fn a_program_is_registered_let_in_and_put_out_again() {
    let running = Social::new().start().await.unwrap();
    let form = "client_name=Tidings&redirect_uris=http://127.0.0.1/back&scopes=read write";
    let app = post(&running, Mastodon, "/api/v1/apps").form(form).says(200).await;
    let (id, secret) = (app["client_id"].as_str().unwrap(), app["client_secret"].as_str().unwrap());
    // S256 of RFC 7636, appendix B.
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let ask = format!(
        "/oauth/authorize?response_type=code&client_id={id}&redirect_uri=http://127.0.0.1/back&state=s&code_challenge={challenge}&code_challenge_method=S256"
    );
    let code = async || {
        let page = get(&running, Mastodon, &ask).heard().await.unwrap().text();
        assert!(page.contains("state=s"), "{page}");
        page.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned()
    };
    let exchange = |code: &str, verifier: &str, secret: &str| {
        post(&running, Mastodon, "/oauth/token").form(&format!(
            "grant_type=authorization_code&client_id={id}&client_secret={secret}&redirect_uri=http://127.0.0.1/back&code={code}&code_verifier={verifier}"
        ))
    };
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let said = exchange(&code().await, "wrong", secret).says(400).await;
    assert_eq!(said["error"], "invalid_grant");
    exchange(&code().await, verifier, "wrong").says(401).await;
    let good = code().await;
    let token = exchange(&good, verifier, secret).says(200).await["access_token"].as_str().unwrap().to_owned();
    exchange(&good, verifier, secret).says(400).await;
    let me = || get(&running, Mastodon, "/api/v1/accounts/verify_credentials").bearer(&token);
    assert_eq!(me().says(200).await["username"], "shop");
    post(&running, Mastodon, "/oauth/revoke").form(&format!("token={token}")).says(200).await;
    assert_eq!(me().says(401).await["error"], "The access token was revoked");
    let nobody = get(&running, Mastodon, "/api/v1/accounts/verify_credentials").bearer("stranger").says(401).await;
    assert_eq!(nobody["error"], "The access token is invalid");
}

#[tokio::test]
async fn what_is_scheduled_goes_live_at_its_time() {
    let clock = clock();
    let running = Social::new().clock(clock.clone()).start().await.unwrap();
    status(&running, "status=Soon&scheduled_at=2026-11-26T09:04:00Z").says(422).await;
    status(&running, "status=Later&scheduled_at=2026-11-26T10:00:00Z").says(200).await;
    assert_eq!((running.count(Mastodon), running.drafts(Mastodon).len()), (0, 1));
    pass(&clock, 60);
    assert_eq!((running.count(Mastodon), running.published(Mastodon)), (1, 1));
}
