//! Amounts, lists and names as the report writes them.

use std::time::Duration;

pub use domain::thousands;
use domain::{Maker, NetworkId, Plugin, Product};
use networks::previewing;

/// `Facebook, WhatsApp and 9 more`; `all 18 networks` where none is named.
pub fn networks_in_words(networks: &[NetworkId]) -> String {
    let names: Vec<String> = networks.iter().map(network_name).collect();
    match names.as_slice() {
        [] => format!("all {} networks", previewing().len()),
        names if names.len() > 3 && names.len() == previewing().len() => format!("all {} networks", previewing().len()),
        [_] | [_, _] | [_, _, _] => list(&names),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
    }
}

/// As the network writes itself; its id where it is not in the list.
pub fn network_name(id: &NetworkId) -> String {
    networks::network(id).map_or_else(|| id.to_string(), |network| network.about.name.to_owned())
}

/// `WordPress 6.4 with Yoast SEO`.
pub fn maker_in_words(maker: &Maker) -> String {
    let mut told = match maker.product {
        Product::WordPress => "WordPress",
        Product::Shopify => "Shopify",
        Product::Wix => "Wix",
        Product::Squarespace => "Squarespace",
        Product::Ghost => "Ghost",
        Product::Hugo => "Hugo",
        Product::Jekyll => "Jekyll",
        Product::Astro => "Astro",
        Product::Next => "Next.js",
    }
    .to_owned();
    if let Some(version) = &maker.version {
        told = format!("{told} {version}");
    }
    let plugin = maker.plugin.map(|plugin| match plugin {
        Plugin::Yoast => "Yoast SEO",
        Plugin::RankMath => "Rank Math",
        Plugin::AllInOneSeo => "All in One SEO",
        Plugin::Jetpack => "Jetpack",
    });
    let shop = (maker.shop && maker.product == Product::WordPress).then_some("WooCommerce");
    let with: Vec<String> = [shop, plugin].into_iter().flatten().map(str::to_owned).collect();
    if with.is_empty() { told } else { format!("{told} with {}", list(&with)) }
}

/// `a, b and c`.
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `1 page`, `1,316 pages`, `2 addresses`.
pub fn count(n: u64, word: &str) -> String {
    let ending = match (n, word.ends_with('s')) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{} {word}{ending}", thousands(n))
}

/// `0.4 s`, `12 s`, `3 min`, `2 h 5 min`.
pub fn span(took: Duration) -> String {
    let seconds = took.as_secs_f64();
    match took.as_secs() {
        0..10 if seconds < 9.95 => format!("{:.1} s", seconds.max(0.1)),
        0..90 => format!("{:.0} s", seconds.round()),
        90..5_400 => format!("{} min", (seconds / 60.0).round() as u64),
        whole => minutes(u32::try_from(whole / 60).unwrap_or(u32::MAX)),
    }
}

/// `10 min`, `2 h`, `2 h 5 min`.
pub fn minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

/// What a mend may take: `about 25 min`; a working day is told as one.
pub fn estimate(of: u32) -> String {
    match of {
        0 => "no time".to_owned(),
        480.. => "a day or more".to_owned(),
        of => format!("about {}", minutes(of)),
    }
}

/// `one` to `ten`, then figures.
pub fn in_words(n: usize) -> String {
    const WORDS: [&str; 11] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(n).map_or_else(|| thousands(n as u64), |word| (*word).to_owned())
}

/// With a capital at the front.
pub fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_read_as_people_write_them() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([1, 2].map(|n| count(n, "address")), ["1 address", "2 addresses"]);
        assert_eq!(
            [0.04, 9.96, 61.0, 100.0, 7_500.0].map(|s| span(Duration::from_secs_f64(s))),
            ["0.1 s", "10 s", "61 s", "2 min", "2 h 5 min"]
        );
        assert_eq!([5, 60, 125].map(minutes), ["5 min", "1 h", "2 h 5 min"]);
        assert_eq!([5, 135, 480].map(estimate), ["about 5 min", "about 2 h 15 min", "a day or more"]);
    }

    #[test]
    fn a_maker_is_called_as_it_calls_itself() {
        let mut maker = Maker { product: Product::WordPress, version: None, plugin: None, shop: false };
        assert_eq!(maker_in_words(&maker), "WordPress");
        maker = Maker { version: Some("6.9".to_owned()), plugin: Some(Plugin::Yoast), shop: true, ..maker };
        assert_eq!(maker_in_words(&maker), "WordPress 6.9 with WooCommerce and Yoast SEO");
        assert_eq!(
            maker_in_words(&Maker { product: Product::Shopify, version: None, plugin: None, shop: true }),
            "Shopify"
        );
    }

    #[test]
    fn many_networks_are_counted_after_the_second() {
        let ids = ["aa", "bb", "cc", "dd"].map(NetworkId::new);
        assert_eq!(networks_in_words(&ids), "aa, bb and 2 more");
        assert_eq!(networks_in_words(&ids[..3]), "aa, bb and cc");
        assert_eq!(networks_in_words(&[]), format!("all {} networks", previewing().len()));
    }
}
