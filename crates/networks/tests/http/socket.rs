//! WebSockets through the door: what is no public address is asked by nobody, and whoever opens none is told so.

use std::time::Duration;

use networks::http::{Allow, Failure, Http, Options, Pace};
use sandbox::social::{Fault, Network, Social, Step};
use sandbox::{Answer, Site};

use crate::{door, url};

const MOST: usize = 1 << 16;

#[tokio::test]
async fn a_socket_into_a_private_network_is_not_opened() {
    let site = Site::new().page("/", Answer::html("hello")).start().await.unwrap();
    let http = Http::new(Options::default());
    for address in [site.at("/"), format!("http://localhost:{}/", site.address().port()), "http://[::1]/".to_owned()] {
        let came = http.socket(&url(&address), MOST).await;
        assert!(matches!(came, Err(Failure::Private(_))), "{address} {came:?}");
    }
    assert!(site.requests().is_empty());
}

#[tokio::test]
async fn a_server_that_opens_no_socket_is_told_and_no_redirect_followed() {
    let site = Site::new()
        .page("/", Answer::html("hello"))
        .page("/on", Answer::redirect(302, "/"))
        .page("/silent", Answer::silence())
        .start()
        .await
        .unwrap();
    for (path, status) in [("/", "200"), ("/on", "302"), ("/none", "404")] {
        let came = door(&site).socket(&url(&site.at(path)), MOST).await;
        assert!(matches!(&came, Err(Failure::Broken(_, why)) if why.contains(status)), "{path} {came:?}");
    }
    assert_eq!(site.requests().len(), 3);
    let hasty = Options {
        allow: Allow { hosts: vec![site.address().to_string()] },
        pace: Pace::fast(),
        answer_within: Duration::from_millis(50),
        ..Options::default()
    };
    let came = Http::new(hasty).socket(&url(&site.at("/silent")), MOST).await;
    assert!(matches!(came, Err(Failure::TooSlow(..))), "{came:?}");
}

#[tokio::test]
async fn what_is_said_comes_whole_or_not_at_all() {
    let social = Social::new().start().await.unwrap();
    let relay = url(&social.at(Network::Nostr));
    let http = Http::new(Options { allow: Allow::only(&relay), pace: Pace::fast(), ..Options::default() });
    let mut socket = http.socket(&relay, MOST).await.unwrap();
    for _ in 0..2 {
        socket.say(r#"["REQ","one",{"kinds":[1]}]"#.to_owned()).await.unwrap();
        assert_eq!(socket.hear().await.unwrap(), r#"["EOSE","one"]"#);
    }
    social.fault(Network::Nostr, Fault::Cut(4).on(Step::Read));
    socket.say(r#"["REQ","one",{"kinds":[1]}]"#.to_owned()).await.unwrap();
    assert!(matches!(socket.hear().await, Err(Failure::Broken(..))));
    // A message that is longer than was said is heard by nobody.
    let mut socket = http.socket(&relay, 8).await.unwrap();
    socket.say(r#"["REQ","one",{"kinds":[1]}]"#.to_owned()).await.unwrap();
    assert!(matches!(socket.hear().await, Err(Failure::Broken(..))));
}
