//! The vectors that others can use too, and evidence of any bytes.

use std::borrow::Cow;
use std::collections::BTreeSet;

use measure::channel::rules::RULES;
use measure::channel::{Channel, Evidence, Verdict, classify, explain};
use proptest::prelude::*;
use serde_json::Value;

const VECTORS: &str = include_str!("../../../../docs/conformance/channel.jsonl");

/// Name, why, evidence, and what is expected.
fn vectors() -> Vec<(String, String, Value, Value)> {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    VECTORS
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|it| (text(&it, "name"), text(&it, "why"), it["evidence"].clone(), it["expect"].clone()))
        .collect()
}

fn judged(evidence: &Value) -> Verdict {
    let text = evidence.to_string();
    classify(&serde_json::from_str(&text).unwrap())
}

#[test]
fn every_vector_is_judged_as_it_says() {
    let mut wrong = Vec::new();
    for (name, why, evidence, expect) in vectors() {
        let verdict = judged(&evidence);
        let told = serde_json::to_value(&verdict).unwrap();
        let asked = expect.as_object().unwrap();
        if asked.iter().any(|(field, value)| told[field] != *value) {
            wrong.push(format!("{name}: {why}\n  expected {expect}\n  judged   {told}"));
        }
    }
    assert!(wrong.is_empty(), "{} are judged otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_vectors_are_many_each_has_a_reason_and_no_two_ask_the_same() {
    let (mut names, mut asked) = (BTreeSet::new(), BTreeSet::new());
    for (name, why, evidence, expect) in vectors() {
        assert!(names.insert(name.clone()), "{name} stands there twice");
        assert!(asked.insert(evidence.to_string()), "{name} asks what another one asks");
        assert!(why.len() > 15 && !expect["visit"].is_null(), "{name}");
    }
    assert!(names.len() >= 300, "{}", names.len());
}

#[test]
fn every_rule_and_every_channel_is_met_by_a_vector() {
    let verdicts: Vec<Verdict> = vectors().iter().map(|(_, _, evidence, _)| judged(evidence)).collect();
    let met: BTreeSet<&str> = verdicts.iter().map(|verdict| &*verdict.rule).collect();
    let missing: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|id| !met.contains(id)).collect();
    assert!(missing.is_empty(), "no vector meets {missing:?}");
    for channel in Channel::ALL {
        assert!(verdicts.iter().any(|verdict| verdict.channel == Some(*channel)), "{channel:?}");
    }
}

#[test]
fn a_verdict_is_read_back_as_it_was_written() {
    for (name, _, evidence, _) in vectors() {
        let verdict = judged(&evidence);
        let text = serde_json::to_string(&verdict).unwrap();
        assert_eq!(serde_json::from_str::<Verdict>(&text).unwrap(), verdict, "{name}");
    }
}

/// Any text, and pieces that mean something, cut and joined anyhow.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        proptest::collection::vec(any::<u8>(), 0..60).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        proptest::sample::select(vec![
            "https://",
            "android-app://",
            "//",
            "/",
            "?",
            "#",
            "&",
            "=",
            "%",
            "%e",
            "%FF",
            "+",
            ";",
            "&amp;",
            "@",
            ":",
            ".",
            "..",
            "t.co",
            "x.com",
            "google.",
            "utm_source",
            "utm_medium=",
            "fbclid=",
            "Mozilla/5.0 (",
            "compatible;",
            "cubot",
            "Instagram ",
            "-",
            "\u{0}",
            "ü",
            "\u{202e}",
            "localhost",
            "[::1]",
            "xn--",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

fn evidence() -> impl Strategy<Value = Evidence<'static>> {
    let some = || proptest::option::of(hostile().prop_map(Cow::Owned));
    let list = || proptest::collection::vec(hostile().prop_map(Cow::Owned), 0..3).prop_map(Cow::Owned);
    let texts = (hostile(), some(), some(), some(), some(), some());
    (texts, list(), list(), list(), any::<[bool; 6]>()).prop_map(
        |((url, referrer, user_agent, method, purpose, fetch_dest), site, campaigns, ads, flags)| Evidence {
            url: Cow::Owned(url),
            referrer,
            user_agent,
            method: method.filter(|_| flags[0]),
            purpose,
            fetch_dest: fetch_dest.filter(|_| flags[1]),
            site,
            campaigns,
            ads,
            own: false,
            typed: flags[2],
            restored: flags[3],
            blind: flags[4],
            posts_unknown: flags[5],
            ..Evidence::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_in_any_field_get_a_verdict_of_the_table_and_a_reason(evidence in evidence()) {
        let verdict = classify(&evidence);
        let rule = measure::channel::rules::named(&verdict.rule);
        prop_assert_eq!(rule.map(|rule| rule.is), Some(verdict.is));
        prop_assert_eq!(verdict.side, verdict.channel.map(Channel::side));
        prop_assert!(explain(&evidence, &verdict).len() >= 2);
        prop_assert_eq!(classify(&evidence), verdict);
    }
}
