//! Accounts: where they may be connected, and what is asked before money is spent.

use market::Fault;
use market::account::{self, elsewhere};
use networks::publish::Given;
use sandbox::social::Network;
use store::test_bed::on_both;

use crate::desk::House;

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
fn a_network_that_takes_money_is_not_connected_where_it_would_take_it() {
    on_both(async |bed| {
        let house = House::of(bed).await;
        let given = Given(vec![("secret".to_owned(), "token".to_owned())]);
        let refused = Box::pin(account::connect(&house.desk, "w", "A", "x", None, &given)).await;
        assert!(matches!(refused, Err(Fault::Wrong { code: "paid_by_hand", .. })), "{refused:?}");
        assert_eq!(house.social.asked().len(), 0, "nobody was asked");
    });
}
