//! Targets: where a link leads, looked at once, when it is minted, so that whatever answers later needs no second look.

use std::net::IpAddr;

use url::{Host, Url};

use crate::Fault;

/// Bytes of a target.
const LONGEST: usize = 2_000;

/// Names that mean this machine or the private network, and nothing on the web.
const PRIVATE: &[&str] = &["localhost", "local", "internal", "arpa", "test", "onion"];

/// An address that a link may lead to. It is made by [`Target::of`] alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target(Url);

/// What a target is held against.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// Where the site begins. A site behind walls, such as the demo's, has links to itself, and to nothing else there.
    pub site: &'a Url,
    /// The addresses of this house, to which a link would lead in a circle.
    pub house: &'a [Url],
    /// Whether anybody on the internet may be sent to an address.
    pub is_public: fn(IpAddr) -> bool,
}

/// The parameters by which other programs count (`utm_source`…): what is to be filled in where the target lacks it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Utm<'a> {
    /// `utm_source`
    pub source: Option<&'a str>,
    /// `utm_medium`
    pub medium: Option<&'a str>,
    /// `utm_campaign`
    pub campaign: Option<&'a str>,
}

impl Target {
    /// What a person typed as a target: a whole address, one without `https://`, or a path of the site.
    pub fn of(typed: &str, ground: &Ground<'_>) -> Result<Self, Fault> {
        let typed = typed.trim();
        if typed.len() > LONGEST {
            let says = format!("the target has {} bytes, and a link leads to one of at most {LONGEST}", typed.len());
            return Err(Fault::wrong("target_too_long", says));
        }
        let says = "write the whole address of a page, such as https://bakery.example/bread, or a path such as /bread";
        let wrong = || Fault::wrong("target_invalid", says);
        let is_path = typed.starts_with('/') && !typed.starts_with("//");
        let url = if is_path {
            ground.site.join(typed)
        } else if typed.contains("://") {
            Url::parse(typed)
        } else {
            Url::parse(&format!("https://{typed}"))
        };
        let url = url.map_err(|_| wrong())?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() || url.as_str().len() > LONGEST {
            return Err(wrong());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Fault::wrong("target_invalid", "leave name and password out of the target"));
        }
        let is_site = is_same_place(&url, ground.site);
        if ground.house.iter().any(|house| is_same_place(&url, house)) && !is_site {
            let says = "this is an address of Tidings itself, so the link would lead in a circle: name the page that it is to lead to";
            return Err(Fault::wrong("target_here", says));
        }
        match url.host() {
            Some(Host::Domain(name)) if ends_in(name, "invalid") => {
                let says =
                    "this site is not on the web yet, so no link can lead to it: add the site's own address first";
                return Err(Fault::wrong("target_nowhere", says));
            }
            _ if is_site => {}
            Some(Host::Domain(name)) => {
                let name = name.trim_end_matches('.');
                if !name.contains('.') || PRIVATE.iter().any(|ending| ends_in(name, ending)) {
                    return Err(private(&url));
                }
            }
            Some(Host::Ipv4(address)) if !(ground.is_public)(address.into()) => return Err(private(&url)),
            Some(Host::Ipv6(address)) if !(ground.is_public)(address.into()) => return Err(private(&url)),
            _ => {}
        }
        Ok(Self(url))
    }

    /// The start of the site itself.
    pub fn home(site: &Url) -> Self {
        Self(site.clone())
    }

    /// With what `utm` says, where the target says nothing. What is there stays as it is, byte for byte.
    #[must_use]
    pub fn with(self, utm: &Utm<'_>) -> Self {
        let mut url = self.0;
        for (name, value) in [("utm_source", utm.source), ("utm_medium", utm.medium), ("utm_campaign", utm.campaign)] {
            let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
            if url.query_pairs().any(|(there, _)| there == name) {
                continue;
            }
            let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            let query = url.query().filter(|query| !query.is_empty());
            let query = query.map_or_else(String::new, |query| format!("{query}&"));
            url.set_query(Some(&format!("{query}{name}={value}")));
        }
        Self(url)
    }

    /// The address.
    pub fn url(&self) -> &Url {
        &self.0
    }
}

fn private(url: &Url) -> Fault {
    let host = url.host_str().unwrap_or_default();
    let says = format!(
        "{host} is not on the web: nobody outside could follow the link; name an address that everybody reaches"
    );
    Fault::wrong("target_private", says)
}

fn is_same_place(one: &Url, other: &Url) -> bool {
    one.host() == other.host() && one.port_or_known_default() == other.port_or_known_default()
}

/// Whether `name` is `ending`, or lies below it.
fn ends_in(name: &str, ending: &str) -> bool {
    let name = name.trim_end_matches('.');
    name.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground<'a>(site: &'a Url, house: &'a [Url]) -> Ground<'a> {
        // As the door of the networks has it, in short.
        let is_public = |address: IpAddr| !address.is_loopback() && !address.to_string().starts_with("10.");
        Ground { site, house, is_public }
    }

    fn code(typed: &str, site: &str) -> Result<String, &'static str> {
        let site = Url::parse(site).unwrap();
        let house = [Url::parse("https://tidings.example/").unwrap(), Url::parse("http://127.0.0.1:7979/").unwrap()];
        match Target::of(typed, &ground(&site, &house)) {
            Ok(target) => Ok(target.url().to_string()),
            Err(Fault::Wrong { code, .. }) => Err(code),
            Err(fault) => panic!("{fault}"),
        }
    }

    #[test]
    fn a_target_may_be_typed_as_people_say_it() {
        for (typed, target) in [
            ("https://bakery.example/a?b=1#c", "https://bakery.example/a?b=1#c"),
            (" bakery.example/bread ", "https://bakery.example/bread"),
            ("/bread?x=1", "https://shop.example/bread?x=1"),
            ("http://other.example:8080/", "http://other.example:8080/"),
            ("https://8.8.8.8/", "https://8.8.8.8/"),
        ] {
            assert_eq!(code(typed, "https://shop.example/start/"), Ok(target.to_owned()), "{typed}");
        }
    }

    #[test]
    fn what_nobody_may_be_sent_to_is_refused() {
        for (typed, why) in [
            ("", "target_invalid"),
            ("javascript:alert(1)", "target_invalid"),
            ("data:text/html,x", "target_invalid"),
            ("ftp://bakery.example/", "target_invalid"),
            ("https://a:b@bakery.example/", "target_invalid"),
            ("//", "target_invalid"),
            ("https://localhost/", "target_private"),
            ("http://router.local/", "target_private"),
            ("http://intranet/", "target_private"),
            ("http://127.0.0.1/", "target_private"),
            ("http://2130706433/", "target_private"),
            ("http://0x7f.1/", "target_private"),
            ("http://10.1.2.3:8080/", "target_private"),
            ("https://[::1]/", "target_private"),
            ("https://tidings.example/l/k7q4mxz", "target_here"),
            ("https://TIDINGS.example:443/", "target_here"),
            ("http://127.0.0.1:7979/l/k7q4mxz", "target_here"),
            ("https://folder.invalid/", "target_nowhere"),
        ] {
            assert_eq!(code(typed, "https://shop.example/"), Err(why), "{typed}");
        }
        assert_eq!(
            code(&format!("https://a.example/{}", "x".repeat(2_000)), "https://a.example/"),
            Err("target_too_long")
        );
    }

    #[test]
    fn a_site_behind_walls_has_links_to_itself_and_to_nothing_else_there() {
        assert!(code("/bread", "http://127.0.0.1:8000/").is_ok());
        assert_eq!(code("http://127.0.0.1:9000/", "http://127.0.0.1:8000/"), Err("target_private"));
    }

    #[test]
    fn what_other_programs_count_by_is_filled_in_and_never_written_over() {
        let utm = Utm { source: Some("facebook"), medium: Some("social"), campaign: Some("spring & rye") };
        for (before, after) in [
            (
                "https://a.example/",
                "https://a.example/?utm_source=facebook&utm_medium=social&utm_campaign=spring+%26+rye",
            ),
            (
                "https://a.example/?utm_medium=&b=%20#c",
                "https://a.example/?utm_medium=&b=%20&utm_source=facebook&utm_campaign=spring+%26+rye#c",
            ),
        ] {
            let target = Target(Url::parse(before).unwrap());
            assert_eq!(target.clone().with(&utm).with(&utm).url().as_str(), after);
            assert_eq!(target.with(&Utm::default()).url().as_str(), before);
        }
    }
}
