//! Accounts at stand-ins, which come and go with the house that brings them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use people::notice::{self, Kind};
use store::{Tx, sql};
use url::Url;

use super::{Account, network};
use crate::Fault;

/// Stand-ins for networks on this machine, to which posts go and to nobody else.
#[derive(Clone, Debug)]
pub struct StandIns {
    /// Where they are: each under its id.
    pub base: Url,
    /// What lets an account in there, by the network's id and the field's name.
    pub lets_in: fn(&str, &str) -> Option<&'static str>,
}

impl StandIns {
    /// Where that of `network` is: where all of them are, or where somebody says, as long as that is on the same machine. The door
    /// leads to no other port than theirs, unless the operator allowed that too.
    pub fn of(&self, network: &str, fields: &BTreeMap<String, String>) -> Result<Url, Fault> {
        let typed = fields.get("server").map_or("", |typed| typed.trim());
        if typed.is_empty() {
            return self.base.join(network).map_err(|_| Fault::Unknown("server"));
        }
        let named = Url::parse(typed).ok().filter(|url| url.host() == self.base.host());
        named.ok_or_else(|| {
            let host = self.base.host_str().unwrap_or_default();
            let says = format!(
                "here posts go to stand-ins, and to no server elsewhere: leave it empty, or name one of your own that begins with \
                 http://{host}"
            );
            Fault::wrong("server_elsewhere", says)
        })
    }

    /// The fields, and what lets in there where nothing was typed.
    pub fn filled(&self, id: &str, mut fields: BTreeMap<String, String>) -> BTreeMap<String, String> {
        let publish = network(id).and_then(|network| network.publish);
        for field in publish.map_or(&[][..], |publish| publish.connect.fields) {
            let typed = fields.get(field.name).is_some_and(|typed| !typed.trim().is_empty());
            if let Some(known) = (self.lets_in)(id, field.name).filter(|_| !typed) {
                fields.insert(field.name.to_owned(), known.to_owned());
            }
        }
        fields
    }

    /// Whether they have `account`; what is posted by hand in a house for trying is posted to them as well.
    pub fn have(&self, account: &Account) -> bool {
        account.by_hand || account.base.starts_with(self.base.as_str())
    }

    /// Where they show `what`: a post by its id there, or a network by its own.
    pub fn shows(&self, what: Option<&str>) -> Url {
        let mut page = self.base.clone();
        page.set_fragment(what);
        page
    }
}

/// The stand-ins of `workspace` that were found below `from` are found below `to`.
pub async fn moved(tx: &mut Tx, workspace: &str, from: &str, to: &str) -> Result<(), store::Fault> {
    sql!("account_move").bind(workspace).bind(from).bind(to).execute(tx).await.map(drop)
}

/// The stand-ins below `base` are no more: accounts of `workspace` there are gone for good. One by which something of a site
/// that stays was to go out is disconnected, and stays with it.
pub async fn closed(tx: &mut Tx, workspace: &str, base: &str, now: Timestamp) -> Result<(), store::Fault> {
    let there: Vec<(String, bool)> = sql!("account_of_base").bind(workspace).bind(base).fetch_all(&*tx).await?;
    for (id, is_used) in there {
        notice::over(&mut *tx, now, Kind::AccountOver, &id).await?;
        if is_used {
            sql!("account_disconnect").bind(&*id).bind(workspace).bind(now).execute(&mut *tx).await?;
        } else {
            sql!("account_remove").bind(&*id).execute(&mut *tx).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_names_a_stand_in_and_no_server_elsewhere() {
        let them = StandIns { base: "http://127.0.0.1:7980/".parse().unwrap(), lets_in: |_, _| None };
        let at = |server: &str| {
            let fields = BTreeMap::from([("server".to_owned(), server.to_owned())]);
            them.of("mastodon", &fields).map(String::from).map_err(|fault| fault.to_string())
        };
        assert_eq!(at("").unwrap(), "http://127.0.0.1:7980/mastodon");
        assert_eq!(at(" http://127.0.0.1:7980/lemmy ").unwrap(), "http://127.0.0.1:7980/lemmy");
        for elsewhere in ["http://localhost:7980/", "https://mastodon.social/", "mastodon.social"] {
            assert!(at(elsewhere).unwrap_err().contains("http://127.0.0.1"), "{elsewhere}");
        }
        assert_eq!(them.shows(Some("17")).as_str(), "http://127.0.0.1:7980/#17");
    }
}
