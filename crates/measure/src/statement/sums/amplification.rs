//! Amplification: how many more visits visits bring, what own posts earned beyond their own visits, and the share tree.
//!
//! A visitor who presses a share button hands out a link that names the press and what he himself came with. Visits by that
//! link make a node below that one; nobody is known by it, only which link begot which.

use std::collections::{HashMap, HashSet};

use domain::{Activity, NetworkId, Side, thousands};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Fault, On, sql};

use super::super::{Period, Visits, rows};
use super::pages::count;
use super::{groups, hours, network_named};
use crate::measured::Measured;

/// Presses that the tree shows.
const PRESSES: i64 = 300;
/// Fewer visits say nothing of how many they bring.
const ENOUGH: u64 = 100;

/// A press, its parent, its network, its visits.
type Press = (String, Option<String>, Option<String>, i64);
/// A code, its activity, network, campaign and note, its visits.
type Link = (String, String, Option<String>, Option<String>, Option<String>, i64);

/// How visits bring visits.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Amplification {
    /// Over which time.
    pub period: Period,
    /// Visits of all kinds.
    pub visits: u64,
    /// Those passed on among them.
    pub passed_on: Visits,
    /// Passed-on visits on each 100 others. None: too few visits.
    pub per_100: Option<Between>,
    /// Passed-on visits that began with a link of ours.
    pub began_ours: u64,
    /// Links of own posts, answers, ads and articles that were made in this time.
    pub own_posts: u64,
    /// Passed-on visits on each of these. None: there are no such links.
    pub earned_per_post: Option<f64>,
    /// All that in words.
    pub says: Vec<String>,
    /// The share tree, the nodes with the most visits.
    pub nodes: Vec<Node>,
    /// Visits by presses that it does not show.
    pub beyond: u64,
}

/// From the least to the most that it can be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Between {
    /// With the visits that are sure.
    pub from: f64,
    /// With those that may be.
    pub to: f64,
}

/// A link, or the press of a share button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ShareNode")]
pub struct Node {
    /// The link's code, or the press.
    pub id: String,
    /// What it descends from. None: it is a root.
    pub parent: Option<String>,
    /// Whether it is a link that we made; else it is a press.
    pub ours: bool,
    /// In words: `own post on Bluesky`, `shared to WhatsApp`.
    pub name: String,
    /// What the link was made for.
    pub activity: Option<Activity>,
    /// The network.
    pub network: Option<NetworkId>,
    /// Visits by it.
    pub visits: u64,
    /// Visits by all that descends from it.
    pub below: u64,
}

/// How visits bring visits.
pub async fn amplification(on: &(impl On + ?Sized), site: &Measured, period: Period) -> Result<Amplification, Fault> {
    let (from, to) = period.numbers();
    let counted = groups(on, site, period).await?;
    let visits: u64 = counted.groups.iter().map(|group| group.visits).sum();
    let passed_on = rows::visits(counted.groups.iter().filter(|group| group.side == Side::Smo));
    let (begins, ends) = hours::seconds(site, period);
    let (own_posts,): (i64,) = sql!("statement_posts")
        .bind(&*site.site)
        .bind(begins.saturating_mul(1_000_000))
        .bind(ends.saturating_mul(1_000_000))
        .fetch_one(on)
        .await?;
    let own_posts = count(own_posts);
    let presses: Vec<Press> =
        sql!("statement_presses").bind(site.number).bind(from).bind(to).bind(PRESSES + 1).fetch_all(on).await?;
    let codes: HashSet<&str> = presses.iter().filter_map(|(_, parent, ..)| parent.as_deref()).collect();
    let links: Vec<Link> = sql!("statement_codes")
        .bind(site.number)
        .bind(from)
        .bind(to)
        .bind(&*site.site)
        .bind_list(codes)
        .fetch_all(on)
        .await?;
    let per_100 = |passed: u64| passed as f64 * 100.0 / (visits.saturating_sub(passed)).max(1) as f64;
    let per_100 = (visits >= ENOUGH).then(|| Between { from: per_100(passed_on.sure), to: per_100(passed_on.up_to) });
    let (nodes, beyond) = tree(presses, links);
    let earned_per_post = (own_posts > 0).then(|| counted.began_ours as f64 / own_posts as f64);
    let mut says = Vec::new();
    match per_100 {
        Some(per) => says.push(format!(
            "Each 100 visits brought {} more, passed on by visitors.",
            match (format!("{:.1}", per.from), format!("{:.1}", per.to)) {
                (from, to) if from == to => to,
                (from, to) => format!("{from}\u{2013}{to}"),
            }
        )),
        None => {
            says.push(format!("Too early: {visits} visits, and {ENOUGH} are needed to say how many more they bring."));
        }
    }
    if let Some(earned) = earned_per_post {
        says.push(format!(
            "{} passed-on visits began with something of yours: {earned:.1} on each of your {} posts, answers, ads and articles of \
             this time.",
            thousands(counted.began_ours),
            thousands(own_posts)
        ));
    }
    Ok(Amplification {
        period,
        visits,
        passed_on,
        per_100,
        began_ours: counted.began_ours,
        own_posts,
        earned_per_post,
        says,
        nodes,
        beyond,
    })
}

fn tree(presses: Vec<Press>, links: Vec<Link>) -> (Vec<Node>, u64) {
    let mut nodes: Vec<Node> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (code, activity, network, campaign, note, visits) in links {
        let activity: Option<Activity> = activity.parse().ok();
        let network = network.map(network_named);
        let what = activity.map_or("link", Activity::in_words);
        let place = network.as_ref().map(|it| format!(" on {}", crate::channel::place_name(it))).unwrap_or_default();
        let called = note.or(campaign).map(|called| format!(": {called}")).unwrap_or_default();
        places.insert(code.clone(), nodes.len());
        nodes.push(Node {
            id: code,
            parent: None,
            ours: activity.is_some_and(|activity| activity.side() == Side::Smm),
            name: format!("{what}{place}{called}"),
            activity,
            network,
            visits: count(visits),
            below: 0,
        });
    }
    let mut beyond = 0;
    for (at, (press, parent, network, visits)) in presses.into_iter().enumerate() {
        // The one more that was asked for says that there are more; what they bring is not known without reading them.
        if at >= PRESSES as usize {
            beyond += count(visits);
            continue;
        }
        let network = network.map(network_named);
        if let Some(node) = places.get(&press).and_then(|at| nodes.get_mut(*at)) {
            node.visits += count(visits);
            continue;
        }
        let name = network.as_ref().map_or_else(
            || "shared".to_owned(),
            |network| format!("came from {}", crate::channel::place_name(network)),
        );
        places.insert(press.clone(), nodes.len());
        nodes.push(Node {
            id: press,
            parent,
            ours: false,
            name,
            activity: None,
            network,
            visits: count(visits),
            below: 0,
        });
    }
    // What descends from what is not there is a root. A forged token may name itself as its own ancestor, so the way up ends.
    for node in &mut nodes {
        if node.parent.as_ref().is_some_and(|parent| !places.contains_key(parent) || *parent == node.id) {
            node.parent = None;
        }
    }
    for at in 0..nodes.len() {
        let (visits, mut here, mut seen) = (nodes[at].visits, at, HashSet::from([at]));
        let above = |node: &Node| node.parent.as_ref().and_then(|parent| places.get(parent).copied());
        while let Some(up) = above(&nodes[here]).filter(|up| seen.insert(*up)) {
            nodes[up].below += visits;
            here = up;
        }
    }
    nodes.sort_by(|a, b| (b.visits + b.below).cmp(&(a.visits + a.below)).then_with(|| a.id.cmp(&b.id)));
    (nodes, beyond)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(id: &str, parent: Option<&str>, visits: i64) -> Press {
        (id.to_owned(), parent.map(str::to_owned), Some("whatsapp".to_owned()), visits)
    }

    #[test]
    fn visits_of_what_descends_are_counted_for_all_above_it() {
        let links = vec![("c1".to_owned(), "post".to_owned(), Some("bluesky".to_owned()), None, None, 10)];
        let (nodes, beyond) =
            tree(vec![press("s1", Some("c1"), 4), press("s2", Some("s1"), 3), press("s3", None, 2)], links);
        let told: Vec<_> =
            nodes.iter().map(|node| (&*node.id, node.parent.as_deref(), node.visits, node.below)).collect();
        assert_eq!(told, [("c1", None, 10, 7), ("s1", Some("c1"), 4, 3), ("s2", Some("s1"), 3, 0), ("s3", None, 2, 0)]);
        assert_eq!((nodes[0].name.as_str(), nodes[0].ours, beyond), ("post on Bluesky", true, 0));
    }

    #[test]
    fn forged_parents_make_no_endless_tree() {
        let (nodes, _) =
            tree(vec![press("a", Some("b"), 1), press("b", Some("a"), 1), press("c", Some("c"), 1)], Vec::new());
        assert_eq!(nodes.len(), 3);
        assert_eq!(nodes.iter().map(|node| node.below).sum::<u64>(), 2);
    }
}
