//! Accounts: who posts. What lets them in is never told again.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use domain::NetworkId;
use jiff::Timestamp;
use market::account::{self, Stands};
use networks::publish::{Effort, Field, Finding, Given, Price};
use networks::{Evidence, NETWORKS};
use people::Signed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::workspaces::no_stand_ins;
use super::{List, time};
use crate::{House, Problem};

/// Where the server of a network is, in a workspace for trying.
const SERVER_FOR_TRYING: &str = "Empty: its stand-in. Or a server of your own on this machine, as in http://127.0.0.1:3000, where \
    Tidings was started with --allow-private 127.0.0.1";

/// Somebody who posts.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Account {
    id: String,
    network: String,
    /// By which people know it.
    name: String,
    /// Where its server is; null where somebody posts by hand.
    server: Option<String>,
    stands: Stands,
    /// Parts of a thread are posts of their own there; elsewhere they are joined.
    threads: bool,
    /// It writes first comments below its own posts; elsewhere they are left out.
    comments: bool,
    /// Why nothing can be posted, and what to do.
    ill: Option<String>,
    made: Timestamp,
    made_by: String,
}

impl Account {
    fn of(account: account::Account) -> Self {
        Self {
            stands: account.stands(),
            threads: market::post::thread::is_threaded(&account),
            comments: market::post::comment::is_written_by(&account),
            server: Some(account.base).filter(|base| !base.is_empty()),
            id: account.id,
            network: account.network,
            name: account.name,
            ill: account.ill,
            made: time(account.made_at),
            made_by: account.made_by,
        }
    }
}

/// How an account of a network is connected.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AccountWay")]
pub(crate) struct Way {
    network: NetworkId,
    name: &'static str,
    /// Null: nothing is posted there by programs yet; somebody posts by hand, with our help.
    connect: Option<Connect>,
}

/// What connecting takes.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AccountConnect")]
struct Connect {
    effort: Effort,
    minutes: u32,
    /// What the network takes for a post; null where it takes nothing.
    price: Option<Price>,
    /// What to do, in the order of doing.
    steps: &'static [&'static str],
    fields: Vec<Field>,
    /// How it is connected on the network's own page; null where nobody can.
    sign_in: Option<SignIn>,
    /// How a lost answer is settled, so that nothing is posted twice.
    settled: &'static str,
    /// Against what it was proved.
    proved: &'static str,
    evidence: Evidence,
}

/// Connecting on the network's own page.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AccountSignInWay")]
struct SignIn {
    /// What has to be known before.
    fields: Vec<Field>,
    /// What happens there.
    says: &'static str,
}

/// An account that is to be connected.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "NewAccount")]
pub(crate) struct New {
    network: NetworkId,
    /// Somebody posts there himself: what it is called is all that is needed.
    #[serde(default)]
    by_hand: bool,
    /// What it is called, where somebody posts by hand.
    #[serde(default)]
    name: Option<String>,
    /// What the way asks for, by the fields' names.
    #[serde(default)]
    fields: BTreeMap<String, String>,
}

pub(crate) async fn all(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
) -> Result<Json<List<Account>>, Problem> {
    let accounts = account::of_workspace(house.db(), &signed.workspace).await?;
    Ok(Json(List::whole(accounts).map(Account::of)))
}

pub(crate) async fn ways(State(house): State<House>, Extension(signed): Extension<Signed>) -> Json<List<Way>> {
    let lets_in = house.sandbox(&signed).map(|sandbox| sandbox.lets_in);
    let fields = |network: &'static networks::Network, fields: &'static [Field]| {
        let filled = |field: &Field| match lets_in {
            None => *field,
            Some(_) if field.name == "server" => Field { usual: Some(""), hint: SERVER_FOR_TRYING, ..*field },
            Some(lets_in) => Field { usual: lets_in(network.id.as_str(), field.name).or(field.usual), ..*field },
        };
        fields.iter().map(filled).collect::<Vec<_>>()
    };
    let way = |network: &&'static networks::Network| Way {
        network: network.id.clone(),
        name: network.about.name,
        connect: network.publish.map(|publish| Connect {
            effort: publish.connect.effort,
            minutes: publish.connect.minutes,
            price: publish.price,
            steps: publish.connect.steps,
            fields: fields(network, publish.connect.fields),
            // At a stand-in all is filled in, and one press connects.
            sign_in: publish
                .connect
                .sign_in
                .filter(|_| lets_in.is_none())
                .map(|way| SignIn { fields: fields(network, way.fields), says: way.says }),
            settled: publish.recipe.in_words(),
            proved: publish.proved,
            evidence: publish.connect.evidence,
        }),
    };
    let mut ways: Vec<Way> = NETWORKS.iter().map(way).collect();
    // By effort; those by hand alone come last.
    ways.sort_by_key(|way| way.connect.as_ref().map_or((true, None), |it| (false, Some(it.effort))));
    Json(List::whole(ways))
}

pub(crate) async fn connect(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Json(new): Json<New>,
) -> Result<(StatusCode, Json<Account>), Problem> {
    let desk = house.desk();
    let (workspace, by, network) = (&*signed.workspace, &*signed.name, new.network.as_str());
    let account = if new.by_hand {
        account::by_hand(&desk, workspace, by, network, new.name.as_deref().unwrap_or_default()).await?
    } else {
        let (base, given) = at(&house, &signed, network, new.fields)?;
        Box::pin(account::connect(&desk, workspace, by, network, base.as_ref(), &given)).await?
    };
    note(&house, signed, "account connected", account.name.clone()).await?;
    Ok((StatusCode::CREATED, Json(Account::of(account))))
}

/// Where an account of the workspace of `signed` is let in, where that is at a stand-in, and by what.
pub(super) fn at(
    house: &House,
    signed: &Signed,
    network: &str,
    fields: BTreeMap<String, String>,
) -> Result<(Option<Url>, Given), Problem> {
    let (base, fields) = match house.sandbox(signed) {
        Some(_) if !house.has_stand_ins() => return Err(no_stand_ins()),
        Some(sandbox) => (Some(sandbox.of(network, &fields)?), sandbox.filled(network, fields)),
        None => (None, fields),
    };
    Ok((base, Given(fields.into_iter().collect())))
}

/// Looks at an account before a post fails of it.
pub(crate) async fn doctor(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<Json<List<Finding>>, Problem> {
    Ok(Json(List::whole(Box::pin(account::doctor(&house.desk(), &signed.workspace, &id)).await?)))
}

pub(crate) async fn disconnect(
    State(house): State<House>,
    Extension(signed): Extension<Signed>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let account = account::by_id(house.db(), &signed.workspace, &id).await?;
    let (now, workspace) = (house.now(), signed.workspace.clone());
    let gone =
        house.db().write_or(move |tx| Box::pin(async move { account::disconnect(tx, &workspace, &id, now).await }));
    gone.await?;
    note(&house, signed, "account disconnected", account.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn note(house: &House, signed: Signed, what: &'static str, name: String) -> Result<(), Problem> {
    let (random, now) = (house.random().clone(), house.now());
    let noted = house
        .db()
        .write(move |tx| Box::pin(async move { people::note(tx, &*random, now, &signed, what, &name).await }));
    Ok(noted.await?)
}
