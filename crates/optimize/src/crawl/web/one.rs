//! One page alone, read now, and what the pictures are that it names.

use std::time::Duration;

use domain::{Images, KIB, MIB, Page};
use networks::http::{Http, Request};
use tokio::time::timeout;
use url::Url;

use super::fetch::{answers, read as as_page};
use super::pictures::{Seen, Turns, look};
use crate::crawl::pictures::named_by;

/// What is read of the page.
const AT_MOST: u64 = 16 * MIB + KIB;
/// Pictures that are looked at.
const PICTURES: usize = 6;
/// For so long: somebody waits.
const WITHIN: Duration = Duration::from_secs(8);
/// The heaviest picture that is fetched.
const PICTURE_AT_MOST: u64 = 20 * MIB;

/// Reads the page at `url` through `http`, and looks at the pictures that some network may show for it, as far as they
/// come while somebody waits. Why not, in words, where the page does not come.
pub(crate) async fn one(http: &Http, url: &Url) -> Result<(Page, Images), String> {
    let request = Request::new(url.clone()).at_most(AT_MOST);
    let answer = http.get(request).await.map_err(|failure| failure.to_string())?;
    if !(200..300).contains(&answer.status) {
        return Err(answers(answer.status));
    }
    let page = as_page(&answer).page;
    drop(answer);
    let (mut images, turns) = (Images::default(), Turns::default());
    let looking = async {
        for picture in named_by(&page).into_iter().take(PICTURES) {
            if let Seen::Facts(facts, _) = look(http, &picture, false, &turns).await {
                images.insert(&picture, facts);
            }
        }
    };
    // What was not looked at by then is not checked.
    let _ = timeout(WITHIN, looking).await;
    Ok((page, images))
}

/// The picture at `url`, whole; `None` where it does not come, or is too heavy.
pub(crate) async fn picture(http: &Http, url: &Url) -> Option<bytes::Bytes> {
    let request = Request::new(url.clone()).at_most(PICTURE_AT_MOST).header("accept", "image/*,*/*;q=0.5");
    let answer = http.get(request).await.ok()?;
    ((200..300).contains(&answer.status) && !answer.more && !answer.cut_off).then_some(answer.body)
}
