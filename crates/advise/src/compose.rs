//! Compose: a post drafted from a page. The audit reads the page, judges it and draws what each network shows; the market
//! counts the words and keeps the picture. Nothing is written before somebody saves it.
//!
//! Start at [`from_page`].

use bytes::Bytes;
use domain::NetworkId;
use market::account::Account;
use market::post::Card;
use market::{Desk, account, media, post};
use networks::http::Http;
use networks::publish::Medium;
use networks::{NETWORKS, Preview};
use optimize::audit::{Judged, Severity};
use optimize::card::{Texts, of};
use optimize::glance::{self, Glance};
use optimize::report::summary::verdict_in_words;
use url::Url;

/// Faults of a page that are told at once, the first ones first.
const WARNINGS: usize = 6;
/// Signs of a description that is shortened.
const SHORT: usize = 140;

/// A post as the page suggests it.
#[derive(Debug)]
pub struct Draft {
    /// Where the page is, behind whatever leads to it: what is added to an address on the way may be lost.
    pub page: Url,
    /// The text for all.
    pub text: String,
    /// Shorter ones, for accounts that take less: account, text.
    pub own: Vec<(String, String)>,
    /// What its card says.
    pub card: Card,
    /// Where the card's picture is on the page.
    pub pictured: Option<Url>,
    /// What is wrong with what networks will show.
    pub warnings: Vec<String>,
    /// What each network draws of the page.
    pub drawn: Vec<Drawn>,
}

/// What a network draws of a page.
#[derive(Debug)]
pub struct Drawn {
    /// The network.
    pub network: NetworkId,
    /// What people call it.
    pub name: &'static str,
    /// How that comes out, in words.
    pub stands: &'static str,
    /// Whoever posts brings the card, so that the post's own words stand on it.
    pub ours: bool,
    /// It.
    pub preview: Preview,
}

/// Why there is no draft.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    /// The page does not come.
    #[error("{page} cannot be read: {why}")]
    Page {
        /// Where it should be.
        page: Url,
        /// What came instead.
        why: String,
    },
    /// What it takes cannot be kept.
    #[error(transparent)]
    Market(#[from] market::Fault),
}

/// Reads `page` through `http`, and drafts a post of it for all accounts of the workspace. The card's picture is kept for the
/// site; `by` is who asked.
pub async fn from_page(
    desk: &Desk,
    http: &Http,
    (workspace, site, by): (&str, &str, &str),
    page: &Url,
) -> Result<Draft, NotRead> {
    let seen = glance::at(http, page).await.map_err(|why| NotRead::Page { page: page.clone(), why })?;
    let Glance { judged, picture } = seen;
    let mut warnings = wrong_with(&judged);
    let address = picture.as_ref().map(|(address, _)| address.clone());
    let medium = kept(desk, (site, by), &judged, picture, &mut warnings).await?;
    let texts = of::texts(&judged.page);
    let wordings = wordings(&texts);
    let accounts = account::of_workspace(&desk.db, workspace).await.map_err(market::Fault::from)?;
    let place = judged.page.url.clone();
    let own = accounts.iter().filter(|it| it.gone_at.is_none()).filter_map(|it| shorter(it, &wordings, &place));
    let alt = judged.page.whole().meta("og:image:alt").unwrap_or_default().trim().to_owned();
    Ok(Draft {
        own: own.collect(),
        text: wordings.into_iter().next().unwrap_or_default(),
        card: Card { title: texts.title, description: texts.description, alt, picture: medium.clone() },
        pictured: address.filter(|_| medium.is_some()),
        warnings,
        drawn: NETWORKS.iter().zip(judged.today).map(|(network, preview)| drawn(network, preview)).collect(),
        page: place,
    })
}

fn drawn(network: &networks::Network, preview: Preview) -> Drawn {
    Drawn {
        network: network.id.clone(),
        name: network.about.name,
        stands: verdict_in_words(preview.verdict),
        ours: networks::pictures::brings_card(network.id.as_str()),
        preview,
    }
}

/// What people see that is wrong, the gravest first.
fn wrong_with(judged: &Judged) -> Vec<String> {
    let mut seen: Vec<_> = judged.findings.iter().filter(|it| it.severity > Severity::Note).collect();
    seen.sort_by_key(|it| std::cmp::Reverse(it.severity));
    let mut told: Vec<String> = Vec::new();
    for says in seen.into_iter().map(optimize::audit::Finding::says) {
        if !told.contains(&says) {
            told.push(says);
        }
    }
    told.truncate(WARNINGS);
    told
}

/// The picture that networks draw, kept; what is wrong with it is told.
async fn kept(
    desk: &Desk,
    whose: (&str, &str),
    judged: &Judged,
    picture: Option<(Url, Bytes)>,
    warnings: &mut Vec<String>,
) -> Result<Option<Medium>, market::Fault> {
    let Some((_, bytes)) = picture else {
        if judged.today.iter().any(|preview| preview.picture.is_some()) {
            warnings.push("The card’s picture does not come, so a card that you bring has none".to_owned());
        }
        return Ok(None);
    };
    match media::keep(desk, whose, bytes).await {
        Ok(medium) => Ok(Some(medium)),
        Err(market::Fault::Wrong { says, .. }) => {
            warnings.push(format!("The card’s picture cannot be brought along: {says}"));
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

/// The page in words, the fullest first.
fn wordings(texts: &Texts) -> Vec<String> {
    let about = [&texts.title, &texts.price, &texts.date, &texts.place];
    let head = about.into_iter().filter(|it| !it.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ");
    let with = |more: &str| if more.is_empty() { head.clone() } else { format!("{head}\n\n{more}") };
    let mut all =
        vec![with(&texts.description), with(&shortened(&texts.description)), head.clone(), texts.title.clone()];
    all.dedup();
    all
}

/// The first sentences that are short together, else the first words.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(SHORT) else { return text.to_owned() };
    let begin = &text[..end];
    let sentence = begin.char_indices().rfind(|(_, sign)| matches!(sign, '.' | '!' | '?' | '。'));
    if let Some((at, sign)) = sentence.filter(|(at, _)| *at > SHORT / 3) {
        return begin[..at + sign.len_utf8()].to_owned();
    }
    let words = begin.rfind(char::is_whitespace).map_or(begin, |at| &begin[..at]);
    format!("{}…", words.trim_end_matches([',', ';', ':', ' ']))
}

/// The fullest text that `account` takes, where that is not the one for all.
fn shorter(account: &Account, wordings: &[String], page: &Url) -> Option<(String, String)> {
    let fits =
        |text: &&String| post::counted(account, text, Some(page.as_str()), false).iter().all(|it| it.over.is_none());
    let first = wordings.first()?;
    let fitting = wordings.iter().find(fits)?;
    (fitting != first).then(|| (account.id.clone(), fitting.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(description: &str) -> Texts {
        Texts {
            title: "Rye bread".to_owned(),
            description: description.to_owned(),
            price: "4,50 €".to_owned(),
            ..Texts::default()
        }
    }

    #[test]
    fn a_page_is_put_into_words_with_what_it_costs_and_then_into_fewer() {
        let long = "Baked in the night. ".repeat(12);
        let all = wordings(&texts(long.trim()));
        assert_eq!(all.len(), 4);
        assert!(all[0].starts_with("Rye bread · 4,50 €\n\nBaked in the night. "), "{all:?}");
        assert!(all[1].ends_with("night.") && all[1].len() < all[0].len(), "{all:?}");
        assert_eq!(&all[2..], ["Rye bread · 4,50 €", "Rye bread"]);
        assert_eq!(wordings(&texts("Warm.")).len(), 3);
        assert_eq!(wordings(&Texts { price: String::new(), ..texts("") }), ["Rye bread"]);
    }

    #[test]
    fn what_has_no_short_sentence_is_cut_between_words() {
        let short = shortened(&"leaven and flour, ".repeat(20));
        assert!(short.ends_with('…') && short.chars().count() <= SHORT + 1, "{short}");
        assert!(!short.ends_with(",…"), "{short}");
        assert_eq!(shortened("Warm."), "Warm.");
    }
}
