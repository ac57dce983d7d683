//! Pages: the shop's forty, made from its tables.

use std::fmt::Write;

use advise::demo::{Dress, WornCard};
use serde_json::json;
use url::Url;

use super::faults::{Plant, planted};
use super::goods::{
    BICYCLE, FRONT, FRONT_HEAVY, Good, HOUSE, JOURNAL, LOAF, Picture, RECIPES, SACKS, SHELVES, Shelf, Story,
};

/// What the shop is called on its pages.
const NAME: &str = "Bakery Example";

/// Its account on X, where names have fifteen letters at most: nobody can be called so.
const ON_X: &str = "@bakery_example_shop";

/// A page before it is written.
pub(crate) struct Page {
    /// `/bread/country-loaf`
    pub(crate) path: String,
    kind: Kind,
    title: &'static str,
    says: &'static str,
    picture: Picture,
    /// Below the heading.
    body: String,
}

#[derive(Clone, Copy)]
enum Kind {
    Front,
    List,
    /// With its price in pence.
    Product(u32),
    /// With its day.
    Article(&'static str),
    Plain,
}

/// Where the shop is found.
pub(crate) struct At<'a> {
    /// `http://bakery.localhost:1234`
    pub(crate) base: &'a str,
    /// Where what stands in for the networks begins.
    pub(crate) networks: &'a str,
}

impl At<'_> {
    /// `html` with each link to a network leading to what stands in for it: nothing leaves this machine.
    fn stood_in(&self, html: &str) -> String {
        html.replace("href=\"https://", &format!("href=\"{}/", self.networks))
    }
}

/// The picture that a page names for networks.
struct Shown {
    address: String,
    kind: &'static str,
    alt: String,
}

impl Shown {
    fn of_card(base: &str, card: &WornCard) -> Self {
        Self { address: format!("{base}{}", card_path(card)), kind: card.picture.media_type, alt: card.alt.clone() }
    }
}

/// Where the shop has the picture of a card: on its own site, as one that takes the cards over has.
pub(crate) fn card_path(card: &WornCard) -> String {
    let ending = if card.picture.media_type == "image/jpeg" { "jpg" } else { "png" };
    format!("/cards/{}.{ending}", card.name)
}

/// All of them, in the order of the sitemap.
pub(crate) fn all() -> Vec<Page> {
    let mut pages = vec![front()];
    for shelf in SHELVES {
        pages.push(list(format!("/{}/", shelf.slug), shelf.title, shelf.says, shelf.picture, &goods_of(shelf)));
        pages.extend(shelf.goods.iter().map(|good| product(shelf, good)));
    }
    let journal = stories("journal", JOURNAL);
    pages.push(list("/journal/".to_owned(), "The journal", "What happens around our oven.", BICYCLE, &journal));
    pages.extend(JOURNAL.iter().map(|story| article("journal", story)));
    let recipes = stories("recipes", RECIPES);
    pages.push(list("/recipes/".to_owned(), "Recipes", "What we bake at home, on Mondays.", LOAF, &recipes));
    pages.extend(RECIPES.iter().map(|story| article("recipes", story)));
    pages.extend(HOUSE.iter().map(|&(slug, title, says, picture, text)| Page {
        path: format!("/{slug}"),
        kind: Kind::Plain,
        title,
        says,
        picture,
        body: figure(picture) + &paragraphs(text),
    }));
    pages
}

/// The paths of all pages but the front, those first that are looked at most: what nobody photographed, then what is told.
pub(crate) fn shared() -> Vec<String> {
    let rank = |path: &str| match path {
        path if path.ends_with('/') => 3,
        path if path.starts_with("/pantry/") => 0,
        path if path.starts_with("/recipes/") || path.starts_with("/journal/") => 1,
        _ => 2,
    };
    let mut paths: Vec<String> = all().into_iter().map(|page| page.path).filter(|path| path != "/").collect();
    paths.sort_by_key(|path| rank(path));
    paths
}

fn front() -> Page {
    let cards: String = SHELVES
        .iter()
        .map(|shelf| card(&format!("/{}/", shelf.slug), Some(shelf.picture), "Shelf", shelf.name, shelf.says))
        .collect();
    let sacks = image(SACKS, 800, 800);
    let body = format!(
        "{}<div class=cards>{cards}</div><h2>Three flours</h2>{sacks}<p>Wheat, rye and spelt, milled eleven miles from \
         here. What they become stands in <a href=/journal/>the journal</a>.</p>",
        figure(FRONT)
    );
    let says = "Bread, cakes and pastries from one oven, baked the same night.";
    Page { path: "/".to_owned(), kind: Kind::Front, title: "Fresh from the oven at six", says, picture: FRONT, body }
}

fn list(path: String, title: &'static str, says: &'static str, picture: Picture, items: &str) -> Page {
    let body = format!("<p class=lead>{}</p><div class=cards>{items}</div>", escaped(says));
    Page { path, kind: Kind::List, title, says, picture, body }
}

fn goods_of(shelf: &Shelf) -> String {
    let card = |good: &Good| {
        let path = format!("/{}/{}", shelf.slug, good.slug);
        let picture = shelf.is_photographed().then_some(good.picture);
        card(&path, picture, &pounds(good.price), good.name, good.says)
    };
    shelf.goods.iter().map(card).collect()
}

fn stories(folder: &str, stories: &[Story]) -> String {
    let card = |story: &Story| {
        card(&format!("/{folder}/{}", story.slug), Some(story.picture), story.day, story.title, story.says)
    };
    stories.iter().map(card).collect()
}

fn product(shelf: &Shelf, good: &'static Good) -> Page {
    let body = format!(
        "{}<p class=lead>{}</p><div class=box><p class=price>{}</p><p>Fetch it at the shop, or have it \
         <a href=/delivery>brought to your door</a>. More from <a href=/{}/>{}</a>.</p></div>",
        if shelf.is_photographed() { figure(good.picture) } else { String::new() },
        escaped(good.says),
        pounds(good.price),
        shelf.slug,
        shelf.title,
    );
    Page {
        path: format!("/{}/{}", shelf.slug, good.slug),
        kind: Kind::Product(good.price),
        title: good.name,
        says: good.says,
        picture: good.picture,
        body,
    }
}

fn article(folder: &str, story: &'static Story) -> Page {
    let body = format!(
        "<p class=lead>{}</p><p class=by>By Ida Example, <time datetime={day}>{day}</time></p>{}{}",
        escaped(story.says),
        figure(story.picture),
        paragraphs(story.text),
        day = story.day,
    );
    Page {
        path: format!("/{folder}/{}", story.slug),
        kind: Kind::Article(story.day),
        title: story.title,
        says: story.says,
        picture: story.picture,
        body,
    }
}

impl Page {
    /// As it is served in `dress`. Mended, it has none of what is planted in it, but for what waits for a card.
    pub(crate) fn html(&self, at: &At<'_>, dress: &Dress) -> String {
        let base = at.base;
        let plant = planted(self).filter(|plant| !dress.mended || plant.waits_for_a_card());
        let picture = match (dress.cards.get(&self.path), plant) {
            (Some(card), _) => Some(Shown::of_card(base, card)),
            (None, Some(Plant::NoPicture)) => None,
            (None, plant) => Some(self.own_picture(base, plant)),
        };
        let title = match plant {
            Some(Plant::OneTitle) => NAME.to_owned(),
            Some(Plant::LongTitle) => {
                format!("{} | buy fresh pastries online, craft bakery near me, best price, order now", self.title)
            }
            _ => self.title.to_owned(),
        };
        let mut head = String::from(
            "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
        );
        let element = if title == NAME { title.clone() } else { format!("{title} - {NAME}") };
        // Writing into a String cannot fail.
        let _ = writeln!(head, "<title>{}</title>", escaped(&element));
        let address = format!("{base}{}", self.path);
        let _ = writeln!(head, "<link rel=\"canonical\" href=\"{address}\">");
        if plant == Some(Plant::LateTags) {
            head.push_str(&theme());
        }
        self.tags(&mut head, base, &title, plant, picture.as_ref());
        self.data(&mut head, base, plant);
        let share = match (&dress.bar, Url::parse(&address)) {
            (Some(bar), Ok(page)) => {
                let picture = picture.as_ref().and_then(|picture| Url::parse(&picture.address).ok());
                bar.html(&page, self.title, picture.as_ref())
            }
            _ => passed_on(&address),
        };
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n{head}<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n\
             <link rel=\"apple-touch-icon\" href=\"/pictures/apple-touch-icon.png\">\n<link rel=\"stylesheet\" href=\"/style.css\">\n{}\
             </head>\n<body>\n{TOP}<main><article class=story>\n<h1>{}</h1>\n{}<div id=share>{}</div></article></main>\n{FOOT}</body>\n</html>\n",
            dress.counts.as_deref().unwrap_or_default(),
            escaped(self.title),
            self.body,
            at.stood_in(&share),
        )
    }

    fn tags(&self, head: &mut String, base: &str, title: &str, plant: Option<Plant>, picture: Option<&Shown>) {
        let mut tag = |key: &str, name: &str, content: &str| {
            let _ = writeln!(head, "<meta {key}=\"{name}\" content=\"{}\">", escaped(content));
        };
        tag("name", "description", self.says);
        tag("name", "robots", "max-image-preview:large");
        tag("name", "theme-color", "#2f5754");
        tag("name", "twitter:card", "summary_large_image");
        tag("name", "twitter:site", ON_X);
        tag("property", "og:site_name", NAME);
        tag("property", "og:locale", "en_GB");
        tag("property", "og:title", title);
        tag("property", "og:description", self.says);
        let host = if plant == Some(Plant::StaleHost) { "https://staging.bakery.example" } else { base };
        tag("property", "og:url", &format!("{host}{}", self.path));
        if let Some(picture) = picture {
            tag("property", "og:image", &picture.address);
            tag("property", "og:image:type", picture.kind);
            tag("property", "og:image:width", "1200");
            tag("property", "og:image:height", "630");
            tag("property", "og:image:alt", &picture.alt);
        }
        match self.kind {
            Kind::Product(price) => {
                tag("property", "og:type", "product");
                tag("property", "product:price:amount", &amount(price));
                tag("property", "product:price:currency", "GBP");
            }
            Kind::Article(day) => {
                tag("property", "og:type", "article");
                tag("property", "article:published_time", &format!("{day}T06:00:00+00:00"));
                tag("property", "article:author", "Ida Example");
                tag("name", "author", "Ida Example");
                tag("name", "twitter:creator", ON_X);
                tag("name", "fediverse:creator", "@ida@social.example");
            }
            Kind::Front | Kind::List | Kind::Plain => tag("property", "og:type", "website"),
        }
    }

    fn own_picture(&self, base: &str, plant: Option<Plant>) -> Shown {
        let file = if plant == Some(Plant::HeavyPicture) { FRONT_HEAVY.file } else { self.picture.file };
        let base = if plant == Some(Plant::HalfAddress) { "" } else { base };
        Shown { address: format!("{base}/pictures/{file}"), kind: "image/jpeg", alt: self.picture.alt.to_owned() }
    }

    /// What it says in JSON-LD.
    fn data(&self, head: &mut String, base: &str, plant: Option<Plant>) {
        let mut data = match self.kind {
            Kind::Product(price) => json!({
                "@type": "Product",
                "name": self.title,
                "description": self.says,
                "offers": { "@type": "Offer", "price": amount(price), "priceCurrency": "GBP" },
            }),
            Kind::Article(day) => json!({
                "@type": "NewsArticle",
                "headline": self.title,
                "description": self.says,
                "datePublished": format!("{day}T06:00:00+00:00"),
                "author": { "@type": "Person", "name": "Ida Example" },
                "publisher": { "@type": "Organization", "name": NAME },
            }),
            Kind::Front | Kind::List | Kind::Plain => return,
        };
        data["@context"] = "https://schema.org".into();
        if plant != Some(Plant::NoPicture) {
            data["image"] = format!("{base}/pictures/{}", self.picture.file).into();
        }
        let _ = writeln!(head, "<script type=\"application/ld+json\">{data}</script>");
    }
}

/// The styles of a theme, as a page builder writes them into each page: 36 KB.
fn theme() -> String {
    let mut styles = String::from("<style>\n");
    for step in 0.. {
        if styles.len() > 36 * 1024 {
            break;
        }
        let _ =
            writeln!(styles, ".theme-block-{step}-inner{{margin:0 0 {step}px;padding:{step}px 0;line-height:1.65}}");
    }
    styles + "</style>\n"
}

/// robots.txt of the shop at `base`.
pub(crate) fn robots(base: &str, mended: bool) -> String {
    let shut_out = if mended { "" } else { "User-agent: Twitterbot\nDisallow: /recipes/\n\n" };
    format!("{shut_out}User-agent: *\nDisallow: /basket\n\nSitemap: {base}/sitemap.xml\n")
}

/// The sitemap of the shop at `base`.
pub(crate) fn sitemap(base: &str, pages: &[Page]) -> String {
    let mut text =
        String::from("<?xml version=\"1.0\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for page in pages {
        let _ = writeln!(text, "<url><loc>{base}{}</loc></url>", page.path);
    }
    text + "</urlset>\n"
}

const TOP: &str = "<header class=top><div class=wrap><a class=brand href=/><img src=/pictures/apple-touch-icon.png alt=\"\" width=44 height=44>Bakery Example</a>\
    <nav aria-label=Main><a href=/bread/>Bread</a> <a href=/cakes/>Cakes</a> <a href=/pastries/>Pastries</a> <a href=/pantry/>Pantry</a> \
    <a href=/gifts/>Gifts</a> <a href=/journal/>Journal</a> <a href=/recipes/>Recipes</a></nav></div></header>\n";

const FOOT: &str = "<footer class=foot><div class=wrap><div><h2>Come by</h2><p>1 Example Street<br>Exampleton<br><a href=/visit>Opening hours</a></p></div>\
    <div><h2>Say hello</h2><p><a href=/contact>Write to us</a><br><a href=/about>Who we are</a></p></div>\
    <div><h2>Good to know</h2><p><a href=/delivery>Delivery</a><br><a href=/gifts/voucher>Vouchers</a></p></div>\
    <p class=demo>Demo data that comes with Tidings. The bakery, its people, goods and prices are invented, and some of its pages are wrong on purpose.</p>\
    </div></footer>\n";

fn card(path: &str, picture: Option<Picture>, over: &str, name: &str, says: &str) -> String {
    format!(
        "<a class=card href={path}>{}<div><small>{over}</small><h2>{}</h2><p>{}</p></div></a>\n",
        picture.map_or_else(String::new, |picture| image(picture, 1200, 630)),
        escaped(name),
        escaped(says)
    )
}

fn figure(picture: Picture) -> String {
    format!("<figure>{}</figure>\n", image(picture, 1200, 630))
}

fn image(picture: Picture, width: u32, height: u32) -> String {
    format!("<img src=\"/pictures/{}\" alt=\"{}\" width={width} height={height}>", picture.file, escaped(picture.alt))
}

fn paragraphs(text: &[&str]) -> String {
    text.iter().flat_map(|text| ["<p>".to_owned(), escaped(text), "</p>\n".to_owned()]).collect()
}

/// The links that pass a page on, as the shop's theme has them: nobody will know what comes of them.
fn passed_on(address: &str) -> String {
    let address: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
    format!(
        "<p class=share><b>Pass it on:</b> <a href=\"https://www.facebook.com/sharer/sharer.php?u={address}\">Facebook</a> \
         <a href=\"https://wa.me/?text={address}\">WhatsApp</a> \
         <a href=\"https://bsky.app/intent/compose?text={address}\">Bluesky</a></p>\n"
    )
}

/// `5.20`
fn amount(pence: u32) -> String {
    format!("{}.{:02}", pence / 100, pence % 100)
}

fn pounds(pence: u32) -> String {
    format!("£{}", amount(pence))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
