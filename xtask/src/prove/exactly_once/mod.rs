//! Exactly once: deliveries through the whole program to networks that count, while everything goes wrong.

mod count;
mod scenarios;
mod trial;
mod wire;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, anyhow};

use super::Asked;
use crate::Verdict;
use crate::audited::tidings;
use crate::postgres::POSTGRES;
use crate::sheet::{Sheet, thousands};
use crate::tools;
use count::Told;
use scenarios::{Ground, SCENARIOS, Scenario};

/// Deliveries in all.
const DELIVERIES: u32 = 12_000;
/// Of these at least so many are to be counted.
const LEAST: usize = 10_000;
/// Trials that run at the same time: each waits more than it works.
const TOGETHER: usize = 5;

/// `prove exactly-once`
pub(super) fn prove(asked: &Asked) -> Verdict {
    tools::need(&POSTGRES, asked.install)?;
    tools::need(&scenarios::FAKETIME, asked.install)?;
    let wanted: Vec<&Scenario> = SCENARIOS
        .iter()
        .filter(|it| {
            !asked.arguments.iter().any(|name| name == "--only") || asked.arguments.iter().any(|name| name == it.name)
        })
        .collect();
    let seed = u64::from(asked.number("--seed", 1)?);
    let deliveries = asked.number("--deliveries", DELIVERIES)? as usize;
    let ground = Ground { program: tidings(asked.checkout)?, deliveries: deliveries.div_ceil(wanted.len().max(1)) };
    let mut sheet = Sheet::new("exactly-once", "Exactly once: what is live at the networks, counted there");
    let told = run(&ground, &wanted, seed)?;

    let mut all = [0; 4];
    for (scenario, told) in wanted.iter().zip(told) {
        let told = told.with_context(|| format!("the trial `{}` broke off", scenario.name))?;
        for why in &told.without {
            sheet.line(&format!("{} · {why}", scenario.says), "an account", "none", false);
        }
        for row in &told.rows {
            for (sum, of_row) in all.iter_mut().zip([row.deliveries, row.doubled, row.lost + row.refused, row.person]) {
                *sum += of_row;
            }
            let refused = if row.refused > 0 { format!(", {} refused", row.refused) } else { String::new() };
            let pictured = if row.pictured > 0 { format!(" ({} with pictures)", row.pictured) } else { String::new() };
            let example = if row.example.is_empty() { String::new() } else { format!(" ({})", row.example) };
            sheet.line(
                &format!("{} · {}", scenario.says, row.network),
                "0 doubled, 0 lost",
                &format!(
                    "{} deliveries: {} live{pictured}, {} doubled, {} lost{refused}, {} for a person{example}; {} kills, {:.0} s",
                    thousands(row.deliveries as u64),
                    thousands(row.live as u64),
                    row.doubled,
                    row.lost,
                    row.person,
                    told.kills,
                    told.seconds
                ),
                row.doubled + row.lost + row.refused == 0,
            );
        }
        for note in told.notes {
            sheet.note(format!("{}: {note}", scenario.says));
        }
    }
    sheet.line(
        "Deliveries in all",
        &format!("≥ {}", thousands(LEAST as u64)),
        &thousands(all[0] as u64),
        all[0] >= LEAST,
    );
    sheet.note(format!(
        "Each trial has `tidings sandbox` twice, the second of which honours no idempotency key, the program on data of its own, two accounts at \
         each network, and a wire between them on which the program is killed: before a request passes, behind it, before its answer passes, \
         and behind that; and at moments of its life that chance chooses. Lost, late and broken answers are commanded of the sandbox. A delivery is \
         known at the network by a word of its text that the program makes no use of. Live, doubled and lost are counted there. Seed {seed} \
         (`--seed {seed}`): chance draws the same numbers again, which meet other moments where the machine is faster or slower."
    ));
    sheet.note(
        "A third of the posts has the picture of its page's card alone, which Instagram and Pinterest take for a post without one, a third has a \
         picture of its own, and a third has two, where the network takes them. Every second has a first comment, which is a delivery of its own \
         and is counted below its post. Stand-ins do not fetch the pictures whose addresses they are told.",
    );
    let [deliveries, doubled, lost, person] = all;
    let last = format!("{deliveries} deliveries, {doubled} doubled, {lost} lost, {person} for a person");
    sheet.note(last.clone());
    let verdict = if asked.arguments.iter().any(|it| it == "--only") {
        Ok(sheet.all_met())
    } else {
        sheet.finish(asked.checkout)
    };
    println!("{last}");
    verdict
}

/// Runs the trials, some at the same time, and tells what each came to, in their order.
fn run(ground: &Ground, wanted: &[&Scenario], seed: u64) -> Result<Vec<Result<Told>>> {
    let (next, told) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..TOGETHER.min(wanted.len()) {
            scope.spawn(|| {
                while let Some((at, scenario)) =
                    Some(next.fetch_add(1, Ordering::SeqCst)).and_then(|at| Some((at, wanted.get(at)?)))
                {
                    println!("       begins: {}", scenario.says);
                    let ended = (scenario.run)(ground, scenario.name, seed + at as u64 * 1_000);
                    println!("       ended: {}", scenario.says);
                    if let Ok(mut told) = told.lock() {
                        told.push((at, ended));
                    }
                }
            });
        }
    });
    let mut told = told.into_inner().map_err(|_| anyhow!("a trial broke"))?;
    told.sort_by_key(|(at, _)| *at);
    Ok(told.into_iter().map(|(_, ended)| ended).collect())
}
