//! Looking links up, one or a page of a list.

use store::{On, sql};

use super::Link;
use crate::Fault;

/// The link `code` of the site, whether it leads anywhere or not.
pub async fn by_code(on: &(impl On + ?Sized), site: &str, code: &str) -> Result<Link, Fault> {
    let link = sql!("link_by_code").bind(site).bind(code.to_ascii_lowercase()).fetch_optional(on).await?;
    link.ok_or(Fault::Unknown("link"))
}

/// So many links of the site, the newest first, behind the one that was made at `behind.0` and has the code `behind.1`.
/// `search`: a code, or a part of the target, the campaign, the placement or the note, in small or capital letters.
pub async fn of_site(
    on: &(impl On + ?Sized),
    site: &str,
    search: &str,
    behind: (i64, &str),
    at_most: u32,
) -> Result<Vec<Link>, Fault> {
    let search = search.trim().to_lowercase();
    let mut like = String::from("%");
    for sign in search.chars() {
        if matches!(sign, '%' | '_' | '\\') {
            like.push('\\');
        }
        like.push(sign);
    }
    like.push('%');
    let (at, code) = behind;
    let links = sql!("link_of_site").bind(site).bind(at).bind(code).bind(search).bind(like).bind(at_most);
    Ok(links.fetch_all(on).await?)
}
