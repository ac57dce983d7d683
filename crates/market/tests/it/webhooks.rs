//! What a webhook hears of deliveries: each turn of them once, in the transaction that makes it.

use market::account;
use market::deliver::{self, Answer};
use sandbox::social::Network;
use serde_json::{Value, json};
use store::queue;
use store::test_bed::on_both;

use crate::desk::{House, run};

/// The messages that wait for a worker, the first one first.
async fn messages(house: &House) -> Vec<Value> {
    let mut all = Vec::new();
    let db = &house.desk.db;
    while let Some(claim) = queue::claim(db, &[people::notice::JOB], house.desk.now(), market::LEASE).await.unwrap() {
        all.push(claim.payload.clone());
        let now = house.desk.now();
        db.write(move |tx| Box::pin(async move { queue::complete(tx, &claim, "told", now).await })).await.unwrap();
    }
    all
}

#[test]
fn a_webhook_hears_what_becomes_of_deliveries_where_somebody_chose_that() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        run(
            &house.desk.db,
            "INSERT INTO webhook (workspace, address, secret, created_at, events) \
             VALUES ('w', 'https://hooks.example/', 'sealed', 0, '[\"delivery_live\",\"delivery_waiting\"]')",
        )
        .await;
        let bluesky = house.account(Network::Bluesky).await;
        let hand = account::by_hand(&house.desk, "w", "A", "reddit", "r/bread").await.unwrap();
        let post = house.due(&[&bluesky, &hand], "Rye").await;
        house.until_over().await;
        let told = messages(&house).await;
        let events: Vec<&str> = told.iter().map(|it| it["event"].as_str().unwrap()).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(events.contains(&"delivery_live") && events.contains(&"delivery_waiting"), "{events:?}");
        let live = told.iter().find(|it| it["event"] == "delivery_live").unwrap();
        assert_eq!((&live["workspace"], &live["data"]["post"]), (&json!("w"), &json!(post.id)));
        assert_eq!((&live["data"]["state"], &live["data"]["network"]), (&json!("live"), &json!("bluesky")));
        assert!(live["data"]["url"].as_str().unwrap().starts_with("http"), "{live}");

        // Whoever posted by hand says so.
        let waiting = told.iter().find(|it| it["event"] == "delivery_waiting").unwrap();
        let (now, id) = (house.desk.now(), waiting["data"]["delivery"].as_str().unwrap().to_owned());
        let there = Answer::Live(Some("https://old.reddit.com/r/bread/1".to_owned()));
        let said = house
            .desk
            .db
            .write_or(move |tx| Box::pin(async move { deliver::answer(tx, now, ("s", &id), &there).await }));
        said.await.unwrap();
        let told = messages(&house).await;
        assert_eq!((told.len(), &told[0]["data"]["url"]), (1, &json!("https://old.reddit.com/r/bread/1")));

        // Who did not choose hears every notice, and nothing of deliveries.
        run(&house.desk.db, "UPDATE webhook SET events = NULL").await;
        house.due(&[&bluesky], "Wheat").await;
        house.until_over().await;
        assert_eq!(messages(&house).await, Vec::<Value>::new());
    });
}
