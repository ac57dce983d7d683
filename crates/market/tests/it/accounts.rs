//! Accounts: where they may be connected, and what is asked before money is spent.

use market::Fault;
use market::account::{self, elsewhere};
use networks::publish::Given;
use sandbox::social::Network;
use store::test_bed::on_both;

use crate::desk::{House, run};

#[test]
fn a_house_for_trying_knows_which_accounts_are_at_real_networks() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        house.account(Network::Bluesky).await;
        account::by_hand(&house.desk, "w", "A", "reddit", "r/bread").await.unwrap();
        assert_eq!(elsewhere(&bed.db, "http://127.0.0.1").await.unwrap(), 0);
        assert_eq!(elsewhere(&bed.db, "http://127.0.0.2").await.unwrap(), 1);
    });
}

#[test]
fn a_network_that_takes_money_is_connected_where_somebody_said_how_much_may_be_spent() {
    on_both(async |bed| {
        let mut house = House::of(bed).await;
        let base = house.social.at(Network::X).parse().unwrap();
        let given = Given(vec![("secret".to_owned(), "sandbox-shop".to_owned())]);
        for without in ["UPDATE wallet SET micros = 0", "DELETE FROM wallet"] {
            run(&house.desk.db, without).await;
            let refused = Box::pin(account::connect(&house.desk, "w", "A", "x", Some(&base), &given)).await;
            assert!(matches!(refused, Err(Fault::Wrong { code: "wallet_none", .. })), "{refused:?}");
        }
        assert_eq!(house.social.asked().len(), 0, "nobody was asked");
        // Stand-ins charge nothing.
        house.desk.charged = false;
        Box::pin(account::connect(&house.desk, "w", "A", "x", Some(&base), &given)).await.unwrap();
    });
}
