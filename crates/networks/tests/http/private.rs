use networks::http::{Failure, Http, Options, Request};
use sandbox::{Answer, Site};

use crate::{ask, door, fast, url};

async fn refused(address: &str) -> bool {
    let asked = Http::new(Options::default()).get(Request::new(url(address))).await;
    matches!(asked, Err(Failure::Private(_)))
}

#[tokio::test]
async fn private_addresses_are_refused_in_whatever_way_they_are_written() {
    for address in [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://0/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://①②⑦.0.0.1/",
    ] {
        assert!(refused(address).await, "{address}");
    }
}

#[tokio::test]
async fn a_name_that_resolves_to_a_private_address_is_refused() {
    let site = Site::new().page("/", Answer::html("hello")).start().await.unwrap();
    assert!(refused(&format!("http://localhost:{}/", site.address().port())).await);
    assert!(site.requests().is_empty());
}

#[tokio::test]
async fn a_name_that_the_operator_allowed_is_asked_at_that_port_alone() {
    let site = Site::new().page("/", Answer::html("hello")).start().await.unwrap();
    let other = Site::new().page("/", Answer::html("secret")).start().await.unwrap();
    let mut options = fast(&site);
    options.allow.hosts = vec![format!("LocalHost:{}", site.address().port())];
    let http = Http::new(options);
    let get = |port: u16| http.get(Request::new(url(&format!("http://localhost:{port}/"))));
    assert_eq!(&get(site.address().port()).await.unwrap().body[..], b"hello");
    assert!(matches!(get(other.address().port()).await, Err(Failure::Private(_))));
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn what_lets_in_at_one_server_is_shown_to_no_other() {
    let other = Site::new().page("/", Answer::html("everybody's")).start().await.unwrap();
    let mut site = Site::new().page("/here", Answer::redirect(302, "/there")).page("/there", Answer::html("mine"));
    let ways = [301, 302, 303, 307, 308];
    for status in ways {
        site = site.page(&format!("/{status}"), Answer::redirect(status, &other.at("/")));
    }
    let site = site.start().await.unwrap();
    let mut options = fast(&site);
    options.allow.hosts.push(url(&other.at("/")).authority().to_owned());
    let http = Http::new(options);
    let get = |path: String| Request::new(url(&site.at(&path)));
    for status in ways {
        for secret in ["authorization", "dpop", "cookie"] {
            let came = http.get(get(format!("/{status}")).header(secret, "secret")).await;
            assert!(matches!(came, Err(Failure::Elsewhere(..))), "{status}, {secret}: {came:?}");
        }
    }
    assert!(other.requests().is_empty());
    // At the same server it goes along, and whoever shows nothing is led on.
    assert_eq!(&http.get(get("/here".to_owned()).header("authorization", "secret")).await.unwrap().body[..], b"mine");
    assert_eq!(&http.get(get("/302".to_owned())).await.unwrap().body[..], b"everybody's");
}

#[tokio::test]
async fn a_redirect_into_a_private_network_is_refused_though_its_start_was_allowed() {
    let secret = Site::new().page("/", Answer::html("secret")).start().await.unwrap();
    let site = Site::new()
        .page("/literal", Answer::redirect(302, &secret.at("/")))
        .page("/name", Answer::redirect(302, &format!("http://localhost:{}/", secret.address().port())))
        .page("/file", Answer::redirect(302, "file:///etc/passwd"))
        .start()
        .await
        .unwrap();
    for path in ["/literal", "/name"] {
        assert!(matches!(ask(&site, path).await, Err(Failure::Private(_))), "{path}");
    }
    assert!(matches!(ask(&site, "/file").await, Err(Failure::Scheme(_))));
    assert!(secret.requests().is_empty());
}

#[tokio::test]
async fn a_name_that_nobody_has_is_said_to_be_misspelt() {
    let asked = Http::new(Options::default()).get(Request::new(url("http://nobody.invalid/"))).await;
    assert_eq!(asked.unwrap_err(), Failure::NoSuchHost("nobody.invalid".to_owned()));
}

#[tokio::test]
async fn nothing_is_told_that_was_not_asked_for() {
    let site = Site::new()
        .page("/", Answer::redirect(301, "/next").header("Set-Cookie", "id=1"))
        .page("/next", Answer::html("hello"))
        .start()
        .await
        .unwrap();
    let http = door(&site);
    for _ in 0..2 {
        http.get(Request::new(url(&site.at("/")))).await.unwrap();
    }
    for asked in site.requests() {
        let mut names: Vec<&str> = asked.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
    }
}
