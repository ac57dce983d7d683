//! Sites: the websites that a workspace looks after.

use std::sync::Arc;

use domain::Random;
use jiff::Timestamp;
use store::{Db, sql};
use url::Url;

use crate::{Fault, Signed, deed};

/// A website.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Site {
    /// Its id.
    pub id: String,
    /// The workspace that it belongs to.
    pub workspace: String,
    /// Where it begins: `https://bakery.example/`.
    pub address: String,
    /// What it is called.
    pub name: String,
    /// UTC microseconds.
    pub created_at: i64,
    /// The folder that somebody handed in, below `folders/` of the data folder; `None` for one on the web.
    pub folder: Option<String>,
}

/// What a person typed as the address of his website, as the address where it begins.
pub fn address(typed: &str) -> Result<Url, Fault> {
    let typed = typed.trim();
    let says = "write the address of your website, such as bakery.example or https://bakery.example/shop/";
    let wrong = || Fault::wrong("address_invalid", says);
    let whole = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let mut url = Url::parse(&whole).map_err(|_| wrong())?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() || whole.len() > 2_000 {
        return Err(wrong());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Fault::wrong("address_invalid", "leave name and password out of the address"));
    }
    // `bakery` alone is no place on the web; `localhost` and numbers are judged where they are asked.
    let host = url.host_str().unwrap_or_default();
    if url.domain().is_some() && !host.contains('.') && host != "localhost" {
        return Err(wrong());
    }
    url.set_fragment(None);
    Ok(url)
}

/// Adds the site that begins at `address`.
pub async fn add(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    address: &Url,
) -> Result<Site, Fault> {
    let site = Site {
        id: random.code(),
        workspace: signed.workspace.clone(),
        address: address.to_string(),
        name: name(address),
        created_at: now.as_microsecond(),
        folder: None,
    };
    Box::pin(insert(db, random, now, signed, site)).await
}

/// Where a site lies that has no address yet: a host that cannot exist (RFC 2606), so that nothing is mistaken for an
/// address.
const NO_ADDRESS: &str = "folder.invalid";
/// So many folders of one name have no address.
const NAMESAKES: usize = 50;

/// Adds the site that lies in the folder `folder`, which was called `called`. `address`: where it will be on the web.
pub async fn add_folder(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    (folder, called): (&str, &str),
    address: Option<&Url>,
) -> Result<Site, Fault> {
    let called: String = called.trim().chars().filter(|sign| !sign.is_control()).take(60).collect();
    let called = if called.is_empty() { "Folder".to_owned() } else { called };
    let made = |address: String, name: String| Site {
        id: random.code(),
        workspace: signed.workspace.clone(),
        address,
        name,
        created_at: now.as_microsecond(),
        folder: Some(folder.to_owned()),
    };
    if let Some(address) = address {
        return Box::pin(insert(db, random, now, signed, made(address.to_string(), name(address)))).await;
    }
    let slug: String =
        called.chars().map(|sign| if sign.is_ascii_alphanumeric() { sign.to_ascii_lowercase() } else { '-' }).collect();
    let slug = slug.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let slug = if slug.is_empty() { "site" } else { &slug };
    let mut added = Err(Fault::Unknown("site"));
    for nth in 1..=NAMESAKES {
        let (host, name) = match nth {
            1 => (slug.to_owned(), called.clone()),
            nth => (format!("{slug}-{nth}"), format!("{called} ({nth})")),
        };
        let site = made(format!("https://{host}.{NO_ADDRESS}/"), name);
        added = Box::pin(insert(db, random, now, signed, site)).await;
        if !matches!(added, Err(Fault::Wrong { code: "site_exists", .. })) {
            break;
        }
    }
    added
}

/// The site `id`, if it is on the web: nobody else can be asked by a clock or a deploy.
pub async fn on_the_web(db: &Db, signed: &Signed, id: &str) -> Result<Site, Fault> {
    let site = by_id(db, signed, id).await?;
    if site.folder.is_some() {
        let says = "this site is a folder that was handed in, which changes by nobody's hand but yours: drop it again, \
                    or add the site's address once it is on the web";
        return Err(Fault::wrong("site_is_folder", says));
    }
    Ok(site)
}

async fn insert(db: &Db, random: &Arc<dyn Random>, now: Timestamp, signed: &Signed, site: Site) -> Result<Site, Fault> {
    let (row, random, who) = (site.clone(), Arc::clone(random), signed.clone());
    let added = db.write(move |tx| {
        Box::pin(async move {
            deed::note(&mut *tx, &*random, now, &who, "site added", &row.address).await?;
            let Site { id, workspace, address, name, created_at, folder } = row;
            let add = sql!("site_add").bind(id).bind(workspace).bind(address).bind(name).bind(created_at);
            add.bind(folder).execute(tx).await
        })
    });
    match added.await {
        Err(store::Fault::Taken { .. }) => {
            Err(Fault::wrong("site_exists", format!("{} is among your sites already", site.address)))
        }
        other => other.map(|_| site).map_err(Fault::from),
    }
}

/// The site `id` of the workspace of `signed`, unless it is in the bin. For a client there is his own alone.
pub async fn by_id(db: &Db, signed: &Signed, id: &str) -> Result<Site, Fault> {
    if !signed.sees(id) {
        return Err(Fault::Unknown("site"));
    }
    let found = sql!("site_by_id").bind(signed.workspace.clone()).bind(id).fetch_optional(db).await?;
    found.ok_or(Fault::Unknown("site"))
}

/// All sites of the workspace of `signed`, by name; of a client, his own.
pub async fn all(db: &Db, signed: &Signed) -> Result<Vec<Site>, Fault> {
    let mut all: Vec<Site> = sql!("site_all").bind(signed.workspace.clone()).fetch_all(db).await?;
    all.retain(|site| signed.sees(&site.id));
    Ok(all)
}

/// All sites of the house, whosoever they are: for whoever has its machine.
pub async fn everywhere(db: &Db) -> Result<Vec<Site>, store::Fault> {
    sql!("site_everywhere").fetch_all(db).await
}

/// Puts the site into the bin.
pub async fn remove(db: &Db, random: &Arc<dyn Random>, now: Timestamp, signed: &Signed, id: &str) -> Result<(), Fault> {
    let site = by_id(db, signed, id).await?;
    let (random, who) = (Arc::clone(random), signed.clone());
    db.write(move |tx| {
        Box::pin(async move {
            deed::note(&mut *tx, &*random, now, &who, "site removed", &site.address).await?;
            sql!("site_remove").bind(site.id).bind(now.as_microsecond()).execute(tx).await
        })
    })
    .await?;
    Ok(())
}

/// Takes the site out of the bin.
pub async fn restore(
    db: &Db,
    random: &Arc<dyn Random>,
    now: Timestamp,
    signed: &Signed,
    id: &str,
) -> Result<(), Fault> {
    let (random, who, id) = (Arc::clone(random), signed.clone(), id.to_owned());
    let restored = db.write(move |tx| {
        Box::pin(async move {
            let restored = sql!("site_restore").bind(who.workspace.clone()).bind(id).fetch_optional(&*tx).await?;
            let restored: Option<String> = restored;
            if let Some(address) = &restored {
                deed::note(tx, &*random, now, &who, "site restored", address).await?;
            }
            Ok(restored.is_some())
        })
    });
    match restored.await {
        Ok(false) => Err(Fault::Unknown("site in the bin")),
        Err(store::Fault::Taken { .. }) => {
            Err(Fault::wrong("site_exists", "the same address was added again meanwhile: remove that one first"))
        }
        other => other.map(drop).map_err(Fault::from),
    }
}

/// `bakery.example`, `bakery.example/shop`
fn name(address: &Url) -> String {
    let host = address.host_str().unwrap_or_default();
    let port = address.port().map_or_else(String::new, |port| format!(":{port}"));
    let host = host.strip_prefix("www.").unwrap_or(host);
    format!("{host}{port}{}", address.path().trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_be_typed_as_people_say_it() {
        for (typed, begins, called) in [
            ("bakery.example", "https://bakery.example/", "bakery.example"),
            ("  www.bakery.example/shop/#top ", "https://www.bakery.example/shop/", "bakery.example/shop"),
            ("http://bakery.example:8080", "http://bakery.example:8080/", "bakery.example:8080"),
        ] {
            let url = address(typed).unwrap();
            assert_eq!((url.as_str(), name(&url).as_str()), (begins, called));
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_an_example() {
        for typed in
            ["", "my bakery", "bakery", "ftp://bakery.example", "javascript:alert(1)", "https://a:b@bakery.example"]
        {
            let Err(Fault::Wrong { code, .. }) = address(typed) else { panic!("{typed}") };
            assert_eq!(code, "address_invalid");
        }
    }
}
