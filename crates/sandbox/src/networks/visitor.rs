//! Visitor: somebody who follows a link to a page of this machine. His browser runs no script; what the page's own script
//! would tell of him (docs/measure.md), he tells in its place.

use std::io;

use serde_json::json;

use super::fetch::{self, WITHIN, page, tell};

/// What a page's script is called.
const SCRIPT: &str = "/t.js?k=";

/// Follows `address`, with a browser that calls itself `agent` and says that it comes from `from`. It is over when the page's
/// visit is told; a page that asks nobody to tell is an error.
pub async fn follow(address: &str, from: &str, agent: &str) -> io::Result<()> {
    let followed = async {
        let fetch::Page { address, html, .. } = page(address, agent).await?;
        let (to, key) = script(&html).ok_or_else(|| io::Error::other("the page has no script that tells of visits"))?;
        let body = json!({ "k": key, "u": address, "r": from }).to_string();
        tell(&to, agent, &body).await
    };
    tokio::time::timeout(WITHIN, followed).await.unwrap_or_else(|_| Err(io::Error::other("the page took too long")))
}

/// Where the script of a page tells of visits, and the key that it has.
fn script(html: &str) -> Option<(String, &str)> {
    let (before, behind) = html.split_once(SCRIPT)?;
    let key = behind.split(['"', '&']).next()?;
    let house = before.rsplit('"').next()?;
    Some((format!("{house}/t"), key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Answer, Site};

    #[tokio::test]
    async fn a_visitor_tells_what_the_pages_script_would() {
        let house = Site::new().page("/t", Answer::status(204)).start().await.unwrap();
        let script = format!("<script defer src=\"{}?k=k7\"></script>", house.at("/t.js"));
        let shop = Site::new()
            .any_query()
            .page("/rye", Answer::html(script))
            .page("/bare", Answer::html("<p>Rye"))
            .start()
            .await
            .unwrap();
        let rye = shop.at("/rye?e=abc");
        follow(&rye, "https://bsky.app/", "Browser/1").await.unwrap();
        assert_eq!(house.requests()[0].path, "/t");
        assert!(follow(&shop.at("/bare"), "", "Browser/1").await.is_err());
        assert!(follow("http://192.0.2.1/", "", "Browser/1").await.is_err());
    }
}
