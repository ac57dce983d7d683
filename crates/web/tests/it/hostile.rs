//! Bad input is normal input: it is refused with a reason, and costs little.

use std::io::Read as _;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use people::Role;
use serde_json::{Value, json};
use store::Db;

use crate::bed::{Bed, PASSWORD};

on_both!(
    what_cannot_be_read_is_a_problem_with_a_stable_code,
    forged_cookies_and_tokens_stand_for_nobody,
    thousands_of_wrong_passwords_are_not_even_looked_at
);

async fn what_cannot_be_read_is_a_problem_with_a_stable_code(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let ask = async |method: Method, path: &str, kind: &str, body: Vec<u8>| {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:7979")
            .header("x-tidings", "console")
            .header(header::CONTENT_TYPE, kind)
            .header(header::COOKIE, bed.sent(&owner));
        bed.send(request.body(Body::from(body)).unwrap()).await
    };
    let huge = format!("{{\"address\":\"{}\"}}", "x".repeat(1 << 20)).into_bytes();
    let deep = "[".repeat(30_000).into_bytes();
    let (sites, json) = ("/api/v1/sites", "application/json");
    for (method, path, kind, body, status, code) in [
        (Method::POST, sites, json, b"{".to_vec(), 400, "request_unusable"),
        (Method::POST, sites, json, vec![0xFF, 0xFE, 0], 400, "request_unusable"),
        (Method::POST, sites, json, deep, 422, "body_unusable"),
        (Method::POST, sites, json, Vec::new(), 400, "request_unusable"),
        (Method::POST, sites, json, b"[]".to_vec(), 422, "body_unusable"),
        (Method::POST, sites, json, b"{\"address\":7}".to_vec(), 422, "body_unusable"),
        (Method::POST, sites, "text/plain", b"{}".to_vec(), 415, "json_expected"),
        (Method::POST, sites, json, huge, 413, "too_large"),
        (Method::PATCH, sites, json, b"{}".to_vec(), 405, "method_not_allowed"),
        (Method::GET, "/api/v1/audits/7/pictures/minus", json, Vec::new(), 400, "request_unusable"),
        (Method::GET, "/api/v1/sites/7/difference", json, Vec::new(), 400, "request_unusable"),
    ] {
        let answer = ask(method.clone(), path, kind, body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{method} {path}: {answer:?}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
    }
    // A browser takes compressed answers: the reason is to be read there too.
    let request = Request::post(sites)
        .header(header::HOST, "127.0.0.1:7979")
        .header("x-tidings", "console")
        .header(header::CONTENT_TYPE, json)
        .header(header::ACCEPT_ENCODING, "gzip")
        .header(header::COOKIE, bed.sent(&owner));
    let packed = bed.send(request.body(Body::from("{")).unwrap()).await;
    let mut told = String::new();
    flate2::read::GzDecoder::new(&packed.body[..]).read_to_string(&mut told).unwrap();
    assert!(told.contains("Failed to parse the request body as JSON"), "{told}");
    let names = ["\u{0}", "a\u{202E}b\u{1b}[31m", &"ü".repeat(10_000)];
    for name in names {
        let refused = ask(Method::PUT, "/api/v1/me", json, json!({ "name": name }).to_string().into_bytes()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");
    }
}

async fn forged_cookies_and_tokens_stand_for_nobody(db: Db) {
    let bed = Bed::on(db);
    let (owner, workspace) = bed.somebody(Role::Owner).await;
    let shortened = &owner[..owner.len() - 1];
    let doubled = format!("{owner}{owner}");
    let upper = owner.to_uppercase();
    for forged in ["", "0", "' OR 1=1 --", shortened, &doubled, &upper, &workspace, &"x".repeat(5_000)] {
        let answer = bed.ask(Method::GET, "/api/v1/me", Some(forged), Value::Null).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNAUTHORIZED, "not_signed_in"), "{forged}");
        let request = Request::get("/api/v1/me")
            .header(header::HOST, "127.0.0.1:7979")
            .header(header::AUTHORIZATION, format!("Bearer tdg_{forged}"));
        let answer = bed.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNAUTHORIZED, "token_invalid"), "{forged}");
    }
}

async fn thousands_of_wrong_passwords_are_not_even_looked_at(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    bed.sets_password(&owner, "jo@bakery.example").await;
    let guess = |n: usize| {
        let body = json!({ "email": "jo@bakery.example", "password": format!("guess number {n}") });
        bed.ask(Method::POST, "/api/v1/sign-in", None, body)
    };
    // All at once: those that come before the first is judged are counted as well.
    let answers = futures_util::future::join_all((0..2_000).map(guess)).await;
    let heard = answers.iter().filter(|answer| answer.code() == "sign_in_wrong").count();
    let waiting = answers.iter().filter(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS).count();
    assert_eq!((heard, waiting), (5, 1_995));
    let right = json!({ "email": "jo@bakery.example", "password": PASSWORD });
    let right = bed.ask(Method::POST, "/api/v1/sign-in", None, right).await;
    assert_eq!(right.code(), "too_many_tries", "the right one waits too");
    assert_eq!(bed.ask(Method::GET, "/api/v1/me", Some(&owner), Value::Null).await.status, StatusCode::OK);
}
