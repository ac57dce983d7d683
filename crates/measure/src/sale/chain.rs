//! Chains: from a token up to the link that somebody of us put somewhere, by the parents of tokens and of links.

use store::{On, sql};

/// Steps of one chain. Anybody can write a token's parent, so a chain may lead in a circle.
const STEPS: usize = 20;

/// The code at the top of the chain that begins with the link `code` and what whoever passed it on came with. `number`:
/// that of the site in visits.
pub(super) async fn top(
    on: &(impl On + ?Sized),
    (site, number): (&str, i64),
    code: Option<&str>,
    parent: Option<&str>,
) -> Result<Option<String>, store::Fault> {
    let mut at = code.map(str::to_owned);
    let mut parent = parent.map(str::to_ascii_lowercase);
    for _ in 0..STEPS {
        let Some(above) = parent.take() else { break };
        if is_link(on, site, &above).await? {
            at = Some(above);
            break;
        }
        // A press of a share button: whoever pressed it came with something himself.
        parent = sql!("sale_press_parent").bind(number).bind(above).fetch_optional(on).await?;
    }
    for _ in 0..STEPS {
        let Some(code) = &at else { break };
        let above: Option<Option<String>> =
            sql!("sale_link_parent").bind(site).bind(&**code).fetch_optional(on).await?;
        match above {
            // A code that is no link of the site leads nowhere.
            None => return Ok(None),
            Some(None) => break,
            Some(Some(above)) => at = Some(above),
        }
    }
    Ok(at)
}

async fn is_link(on: &(impl On + ?Sized), site: &str, code: &str) -> Result<bool, store::Fault> {
    let parent: Option<Option<String>> = sql!("sale_link_parent").bind(site).bind(code).fetch_optional(on).await?;
    Ok(parent.is_some())
}
