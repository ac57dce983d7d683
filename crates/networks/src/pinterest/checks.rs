//! What Pinterest says of an account: whether its token is good, and whether its board is still there for others to see.

use serde_json::Value;

use super::publish::{numbers, of, person};
use crate::publish::{Checking, Finding, Heard, Topic, ask};

pub(super) async fn all(it: Checking<'_>) -> Vec<Finding> {
    let let_in = match person(it.http, it.account, it.now).await {
        Ok((_, name)) => Finding::fine(Topic::LetIn, format!("Pinterest lets {name} in.")),
        Err(cause) if cause.code == "network_away" => Finding::unknown(Topic::LetIn, cause.says),
        Err(cause) => {
            Finding::wrong(Topic::LetIn, format!("{}.", cause.says), "Connect the account again.").at("/accounts")
        }
    };
    let path = format!("/v5/boards/{}", numbers(&it.account.identity).1);
    let board = match ask(it.http, of(it.account, &path), "", it.now).await {
        Heard::Yes(said) => board(&said),
        Heard::No(404, _) => Finding::wrong(
            Topic::Role,
            "The board is not there any more.",
            "Connect the account again, with another board.",
        ),
        heard => Finding::of(Topic::Role, heard, "Connect the account again."),
    };
    // It tells nobody beforehand.
    let mode = Finding::unknown(
        Topic::Mode,
        "Pinterest does not say whether your app is still on trial; then it makes no pins, and says so with the first.",
    );
    vec![let_in, board, mode]
}

fn board(said: &Value) -> Finding {
    let Some(name) = said["name"].as_str() else {
        return Finding::unknown(Topic::Role, "Pinterest does not say how the board is.");
    };
    if said["privacy"] == "SECRET" {
        let says = format!("The board {name} is secret: nobody else sees what is on it.");
        return Finding::wrong(
            Topic::Role,
            says,
            "Show it to all in its settings on Pinterest, or choose another one.",
        );
    }
    Finding::fine(Topic::Role, format!("Pins appear on the board {name}."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::publish::Health;

    #[test]
    fn a_board_that_nobody_sees_is_told() {
        let of = |privacy: &str| board(&json!({ "name": "Bread", "privacy": privacy })).health;
        assert_eq!([of("PUBLIC"), of("SECRET")], [Health::Fine, Health::Wrong]);
        assert_eq!(board(&json!({})).health, Health::Unknown);
    }
}
