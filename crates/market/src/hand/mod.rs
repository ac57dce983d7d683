//! By hand: what somebody gets who posts himself. The text with its link, where to go with it, and a page for his telephone
//! on which he says that it is there.
//!
//! Everything that is needed stands in the mail, so that it serves though this house cannot be reached from where he is.
//! Start at [`Told`]; what he answers goes through [`crate::deliver::answer`], and the first visit by the link says the same.

mod letter;
mod link;

use jiff::Timestamp;
use networks::publish::Medium;
use networks::share::Shared;
use store::{On, Tx, sql};

pub use link::{Link, LinkFault};

use crate::deliver::{self, Delivery, addressed};
use crate::post::{self, Post};
use crate::{Fault, account, approval};

/// What is needed to post something by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The network's name.
    pub network: String,
    /// What the place is called there.
    pub place: String,
    /// The whole text with its link, to be copied.
    pub text: String,
    /// Where its form is, with the link in it where the network takes that; else where the network is.
    pub open: Option<String>,
    /// The post's first picture or film, else the picture of its page: its address.
    pub picture: Option<String>,
    /// It is a film.
    pub is_film: bool,
    /// What the picture shows, for those who do not see it.
    pub alt: String,
}

impl Told {
    /// Of the delivery `it` of `post`, by an account at `network` that is called `place`. `base`: where this house's pictures
    /// are found from where it is read; `None`: nowhere.
    pub fn of(post: &Post, it: &Delivery, network: &str, place: &str, base: Option<&str>) -> Self {
        let about = account::network(network);
        let card = post.card();
        let address = it.page(post).map(|page| addressed(page, it.code.as_deref()));
        let shown = post.media().into_iter().next().or(card.picture);
        let is_film = shown.as_ref().is_some_and(Medium::is_film);
        let alt = shown.as_ref().map(|it| it.alt.clone()).filter(|alt| !alt.is_empty()).unwrap_or(card.alt);
        let picture = shown.zip(base).map(|(it, base)| format!("{base}/media/{}", it.digest));
        let shared = Shared {
            url: address.as_deref().unwrap_or_default(),
            title: if card.title.is_empty() {
                first_line(it.text.as_deref().unwrap_or(&post.text))
            } else {
                &card.title
            },
            // A form takes a picture, and no film.
            picture: picture.as_deref().filter(|_| !is_film),
        };
        // Forms of networks with many servers ask which one it is: whoever posts there knows his.
        let form = about.and_then(|network| network.share.as_ref()).filter(|_| address.is_some());
        Self {
            network: about.map_or(network, |network| network.about.name).to_owned(),
            place: place.to_owned(),
            text: text(post, it, true),
            open: form.and_then(|share| share.link(&shared, None)),
            picture,
            is_film,
            alt,
        }
    }
}

/// The whole text of a delivery, with its link as it is sent; `joined` with the parts of its thread below it.
pub fn text(post: &Post, it: &Delivery, joined: bool) -> String {
    it.whole(post, joined)
}

fn first_line(text: &str) -> &str {
    text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}

/// A delivery that somebody opened by his link, with all that its page shows.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The site's id.
    pub site: String,
    /// What the site is called.
    pub site_name: String,
    /// The post.
    pub post: Post,
    /// The delivery.
    pub delivery: Delivery,
    /// The network's id.
    pub network: String,
    /// What is needed.
    pub told: Told,
    /// Somebody has to say yes to the post first: it was changed since.
    pub held: bool,
}

/// What the link to the delivery `id` shows.
pub async fn open(on: &(impl On + ?Sized), id: &str) -> Result<Opened, Fault> {
    let delivery = deliver::by_id(on, id).await?.ok_or(Fault::Unknown("delivery"))?;
    let about = deliver::about_of(on, id).await?.ok_or(Fault::Unknown("delivery"))?;
    let post = post::by_id(on, &about.site, &delivery.post).await?;
    // It is read on a page of this house.
    let told = Told::of(&post, &delivery, &about.network, &about.place, Some(""));
    let held = approval::lacks(on, &post.id).await?;
    Ok(Opened { site: about.site, site_name: about.site_name, post, delivery, network: about.network, told, held })
}

/// Lets `person` post by hand what of the post no program posts.
pub async fn gets(tx: &mut Tx, post: &str, person: &str) -> Result<(), store::Fault> {
    sql!("post_hands").bind(post).bind(person).execute(tx).await.map(drop)
}

/// It is somebody's turn: a mail to who planned it, and to whoever wants to hear of everything.
pub(crate) async fn turn(
    tx: &mut Tx,
    now: Timestamp,
    (it, about): (&Delivery, &deliver::Whose),
    (base, page): (Option<&str>, Option<&str>),
) -> Result<(), store::Fault> {
    let post: Option<Post> = sql!("post_by_id").bind(&*it.post).fetch_optional(&*tx).await?;
    let Some(post) = post else { return Ok(()) };
    let told = Told::of(&post, it, &about.network, &about.place, base);
    let letter = letter::letter(&told, &about.site_name, page);
    let to = people::notice::hearers(&*tx, &about.workspace, about.hands.as_deref()).await?;
    for to in to {
        people::mail::put_for(&mut *tx, Some(&about.workspace), &to, &letter.subject, &letter.text, now).await?;
    }
    Ok(())
}
