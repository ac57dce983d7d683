//! How long one verdict takes, over views as a log has them.

use std::hint::black_box;
use std::time::Instant;

use domain::{Activity, NetworkId};
use measure::channel::{Evidence, Minted, classify};

const CHROME: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/18.6 Mobile/15E148 Safari/604.1";
const INSTAGRAM: &str = "Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP3A.240617.008; wv) AppleWebKit/537.36 (KHTML, like \
                         Gecko) Version/4.0 Chrome/142.0.7444.142 Mobile Safari/537.36 Instagram 406.0.0.58.159 Android";
const GOOGLEBOT: &str = "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) \
                         Chrome/142.0.7444.142 Mobile Safari/537.36 (compatible; Googlebot/2.1; \
                         +http://www.google.com/bot.html)";

const VIEWS: &[(&str, &str, &str)] = &[
    ("https://shop.example/", "", CHROME),
    ("https://shop.example/cakes/apple-cake-with-cinnamon", "https://www.google.com/", CHROME),
    ("https://shop.example/cakes/apple", "https://shop.example/cakes", SAFARI),
    ("https://shop.example/cakes/apple?fbclid=IwAR0abcdefghijklmnop", "https://l.facebook.com/", SAFARI),
    ("https://shop.example/?utm_source=newsletter&utm_medium=Email&utm_campaign=Spring%202026", "", CHROME),
    ("https://shop.example/bread/rye", "", INSTAGRAM),
    ("https://shop.example/bread/rye?e=k3v9xqp", "https://old.reddit.com/r/bread/comments/1", CHROME),
    ("https://shop.example/bread?gclid=EAIaIQob", "https://www.google.co.uk/", CHROME),
    ("https://shop.example/bread", "https://blog.baker.example/2026/11/where-to-buy", SAFARI),
    ("https://shop.example/robots", "-", GOOGLEBOT),
];

/// Nanoseconds for one verdict, the best of ten runs: what another program on the machine took is not its doing.
pub(crate) fn nanoseconds() -> f64 {
    let site = ["shop.example".into()];
    let views: Vec<Evidence<'_>> = VIEWS
        .iter()
        .map(|(url, referrer, agent)| Evidence {
            url: (*url).into(),
            referrer: Some((*referrer).into()),
            user_agent: Some((*agent).into()),
            site: (&site[..]).into(),
            token: url.contains("?e=").then(|| Minted {
                code: "k3v9xqp".into(),
                activity: Activity::Post,
                network: Some(NetworkId::new("x")),
                parent: None,
            }),
            ..Evidence::default()
        })
        .collect();
    let rounds = 20_000;
    let run = || {
        let begin = Instant::now();
        for view in views.iter().cycle().take(rounds * views.len()) {
            black_box(classify(black_box(view)));
        }
        begin.elapsed().as_secs_f64() * 1e9 / (rounds * views.len()) as f64
    };
    (0..10).map(|_| run()).fold(f64::MAX, f64::min)
}
