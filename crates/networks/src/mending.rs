//! After a mend: which networks still hold the old preview, for how long, and what refreshes it.
//!
//! Nothing is fetched: the links lead to the networks' own tools, for a person to press. Start at [`after`].

use schemars::JsonSchema;
use serde::Serialize;
use url::Url;

use crate::share::encoded;
use crate::{Evidence, Network, previewing};

/// What one network still shows after a page was mended, and how to change that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Refresh {
    /// The network.
    pub network: domain::NetworkId,
    /// Its name.
    pub name: &'static str,
    /// How long it holds the old preview, in words.
    pub how_long: &'static str,
    /// The network's own tool with the page's address filled in, where there is one.
    pub link: Option<Url>,
    /// What to do. One sentence.
    pub how: &'static str,
    /// Where that is known from, and when it was read.
    pub evidence: Evidence,
}

/// What each network that draws previews still holds of the page at `url`, in the order of [`previewing`].
pub fn after(url: &Url) -> Vec<Refresh> {
    previewing().iter().map(|network| network.refresh(url)).collect()
}

impl Network {
    /// How long the network holds its preview of the page at `url`, and what makes it read the page again.
    pub fn refresh(&self, url: &Url) -> Refresh {
        let kept = &self.about.kept;
        Refresh {
            network: self.id.clone(),
            name: self.about.name,
            how_long: kept.how_long,
            link: kept.refresh.and_then(|tool| Url::parse(&tool.replace("{url}", &encoded(url.as_str()))).ok()),
            how: kept.how,
            evidence: kept.evidence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{id, network};

    #[test]
    fn the_refresh_link_carries_the_whole_address_of_the_page() {
        let page = Url::parse("https://bakery.example/cakes?kind=apple&size=2#top").unwrap();
        let link = network(&id::FACEBOOK).unwrap().refresh(&page).link.unwrap();
        let carried: Vec<String> = link.query_pairs().map(|(_, value)| value.into_owned()).collect();
        assert_eq!(carried, [page.as_str()]);
    }

    #[test]
    fn every_network_says_what_to_do_after_a_mend() {
        let page = Url::parse("https://bakery.example/").unwrap();
        let all = after(&page);
        assert_eq!(all.len(), previewing().len());
        assert!(all.iter().all(|it| it.how.ends_with('.') && !it.how_long.is_empty()));
        assert!(all.iter().filter(|it| it.link.is_some()).count() >= 4);
    }
}
