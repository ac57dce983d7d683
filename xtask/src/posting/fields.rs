//! What one types to connect an account: the fields that the program asks for, filled with what the sandbox lets in.

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// What is asked for beside the server, and what neither its name nor its kind tells: one line each.
const OTHERS: &[(&str, &str, &str)] = &[("discord", "secret", "https://discord.com/api/webhooks/NUMBER/sandbox-shop")];

/// The fields of `way` for the account `name`. A secret takes what the sandbox calls a password or a token, in their order,
/// any other field what else is signed in with.
pub(super) fn filled(way: &Value, signs_in: &Value, server: &str, name: &str) -> Result<Value> {
    let network = way["network"].as_str().unwrap_or_default();
    let pairs = signs_in.as_array().context("no way in")?.iter();
    let pairs = pairs.filter_map(|it| Some((it["name"].as_str()?, of(it["value"].as_str()?, name))));
    let (secrets, others): (Vec<_>, Vec<_>) =
        pairs.partition(|(called, _)| ["password", "token", "webhook", "key"].iter().any(|it| called.contains(it)));
    let (mut secrets, mut others) = (secrets.into_iter(), others.into_iter());
    // A house that posts to stand-ins asks for no server, and takes one on this machine.
    let mut filled = json!({ "server": server });
    for field in way["connect"]["fields"].as_array().context("no fields")? {
        let asked = field["name"].as_str().unwrap_or_default();
        let said = OTHERS.iter().find(|(of, called, _)| *of == network && *called == asked);
        let value = match said {
            Some((.., value)) => Some(of(&value.replace("NUMBER", &number(name)), name)),
            None if asked == "server" => continue,
            None if field["secret"] == true => secrets.next().map(|(_, value)| value),
            None => others.next().map(|(_, value)| value),
        };
        match value {
            Some(value) => filled[asked] = value.into(),
            None if field["usual"].is_string() => {}
            None => anyhow::bail!("{network} asks for `{asked}`: say in posting/fields.rs what the sandbox takes"),
        }
    }
    Ok(filled)
}

/// A number of its own for each name: `shop3` has 13.
fn number(name: &str) -> String {
    format!("1{}", name.trim_start_matches(|c: char| !c.is_ascii_digit()))
}

/// What lets `shop` in, for another account.
fn of(value: &str, name: &str) -> String {
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    // A key is a number, which has the name in its last bytes.
    if value.len() == 64 && value.ends_with(&hex("shop")) {
        return format!("{:0>64}", hex(name));
    }
    value.replace("shop", name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_another_for_each_account() {
        let shop = format!("{:0>64}", "73686f70");
        assert_eq!(of(&shop, "shop"), shop);
        assert_eq!(of(&shop, "shop1"), format!("{:0>64}", "73686f7031"));
        assert_eq!(of("sandbox-shop", "shop1"), "sandbox-shop1");
    }

    #[test]
    fn fields_take_what_the_sandbox_lets_in() {
        let field = |name: &str, secret: bool| json!({ "name": name, "secret": secret, "usual": null });
        let way = json!({ "network": "bluesky",
            "connect": { "fields": [field("name", false), field("secret", true), field("server", false)] } });
        let signs_in = json!([{ "name": "handle", "value": "shop.test" }, { "name": "app password", "value": "s-b" }]);
        let filled = filled(&way, &signs_in, "http://127.0.0.1:9/bluesky", "shop3").unwrap();
        assert_eq!(filled, json!({ "name": "shop3.test", "secret": "s-b", "server": "http://127.0.0.1:9/bluesky" }));
    }

    #[test]
    fn each_webhook_has_a_number_of_its_own() {
        let way = json!({ "network": "discord",
            "connect": { "fields": [{ "name": "secret", "secret": true, "usual": null }] } });
        let filled = |name| filled(&way, &json!([]), "", name).unwrap()["secret"].clone();
        assert_eq!(filled("shop0"), "https://discord.com/api/webhooks/10/sandbox-shop0");
        assert_ne!(filled("shop0"), filled("shop1"));
    }

    #[test]
    fn a_field_that_nothing_fills_is_told() {
        let way =
            json!({ "network": "x", "connect": { "fields": [{ "name": "id", "secret": false, "usual": null }] } });
        assert!(filled(&way, &json!([]), "", "shop").unwrap_err().to_string().contains("asks for `id`"));
    }
}
