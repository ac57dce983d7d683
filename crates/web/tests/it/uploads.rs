//! Uploads that go on where they broke off, as a program that knows tus asks.

use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode, header};
use futures_util::stream;
use market::media;
use people::Role;
use sandbox::film::Film;
use serde_json::json;
use store::Db;

use crate::bed::{Answer, Bed};

on_both!(
    an_upload_that_breaks_off_goes_on_and_becomes_what_a_plain_one_does,
    what_does_not_fit_is_refused_before_a_byte_of_it_comes,
    an_upload_is_nobody_elses
);

async fn site(bed: &Bed, owner: &str, address: &str) -> String {
    let added = bed.ask(Method::POST, "/api/v1/sites", Some(owner), json!({ "address": address })).await;
    format!("/api/v1/sites/{}", added.json()["id"].as_str().unwrap())
}

/// Asks with these headers beside the usual ones.
async fn ask(bed: &Bed, who: &str, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "127.0.0.1:7979")
        .header("x-tidings", "test")
        .header("tus-resumable", "1.0.0")
        .header(header::COOKIE, bed.sent(who));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    bed.send(request.body(body).unwrap()).await
}

async fn begin(bed: &Bed, who: &str, home: &str, bytes: u64) -> Answer {
    ask(bed, who, Method::POST, &format!("{home}/uploads"), &[("upload-length", &bytes.to_string())], Body::empty())
        .await
}

async fn send(bed: &Bed, who: &str, path: &str, from: usize, body: Body) -> Answer {
    let headers = [("upload-offset", &*from.to_string()), ("content-type", "application/offset+octet-stream")];
    ask(bed, who, Method::PATCH, path, &headers, body).await
}

fn offset(answer: &Answer) -> &str {
    answer.headers["upload-offset"].to_str().unwrap()
}

async fn an_upload_that_breaks_off_goes_on_and_becomes_what_a_plain_one_does(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let home = site(&bed, &owner, "bakery.example").await;
    let film = Film { weight: 9_000, ..Film::default() }.bytes();
    let begun = begin(&bed, &owner, &home, film.len() as u64).await;
    assert_eq!((begun.status, &begun.headers["tus-resumable"]), (StatusCode::CREATED, &"1.0.0".parse().unwrap()));
    let path = begun.location().to_owned();
    // The line breaks in the middle.
    let pieces = [Ok(Bytes::copy_from_slice(&film[..1_000])), Err(std::io::Error::other("gone"))];
    let broken = send(&bed, &owner, &path, 0, Body::from_stream(stream::iter(pieces))).await;
    assert_eq!((&*broken.code(), offset(&broken)), ("upload_cut_off", "1000"));
    let came = ask(&bed, &owner, Method::HEAD, &path, &[], Body::empty()).await;
    assert_eq!((came.status, offset(&came)), (StatusCode::OK, "1000"));
    assert_eq!(came.headers["upload-length"], &*film.len().to_string());
    assert_eq!(came.headers[header::CACHE_CONTROL], "no-store");
    let wrong = send(&bed, &owner, &path, 900, Body::from(film[900..].to_vec())).await;
    assert_eq!((wrong.status, &*wrong.code(), offset(&wrong)), (StatusCode::CONFLICT, "upload_offset", "1000"));
    let early = ask(&bed, &owner, Method::POST, &path, &[], Body::empty()).await;
    assert_eq!((early.status, &*early.code()), (StatusCode::CONFLICT, "upload_unfinished"));
    let rest = send(&bed, &owner, &path, 1_000, Body::from(film[1_000..].to_vec())).await;
    assert_eq!((rest.status, offset(&rest)), (StatusCode::NO_CONTENT, &*film.len().to_string()), "{rest:?}");
    let taken = ask(&bed, &owner, Method::POST, &path, &[], Body::empty()).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{taken:?}");
    let plain = ask(&bed, &owner, Method::POST, &format!("{home}/media"), &[], Body::from(film)).await;
    assert_eq!(plain.json(), taken.json());
    // The answer was lost, and is asked for again.
    assert_eq!(ask(&bed, &owner, Method::POST, &path, &[], Body::empty()).await.json(), taken.json());
}

async fn what_does_not_fit_is_refused_before_a_byte_of_it_comes(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let home = site(&bed, &owner, "bakery.example").await;
    let large = begin(&bed, &owner, &home, media::FILM_AT_MOST + 1).await;
    assert_eq!((large.status, &*large.code()), (StatusCode::PAYLOAD_TOO_LARGE, "upload_too_large"));
    let path = begin(&bed, &owner, &home, 4).await.location().to_owned();
    let longer = send(&bed, &owner, &path, 0, Body::from("12345")).await;
    assert_eq!(
        (longer.status, &*longer.code(), offset(&longer)),
        (StatusCode::PAYLOAD_TOO_LARGE, "upload_longer", "0")
    );
    let plain = [("upload-offset", "0"), ("content-type", "text/plain")];
    let plain = ask(&bed, &owner, Method::PATCH, &path, &plain, Body::from("1")).await;
    assert_eq!((plain.status, &*plain.code()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "pieces_expected"));
    let unsaid = ask(&bed, &owner, Method::POST, &format!("{home}/uploads"), &[], Body::empty()).await;
    assert_eq!((unsaid.status, &*unsaid.code()), (StatusCode::BAD_REQUEST, "number_missing"));
    let version = Request::post(format!("{home}/uploads"))
        .header(header::HOST, "127.0.0.1:7979")
        .header("x-tidings", "test")
        .header("tus-resumable", "0.2.2")
        .header(header::COOKIE, bed.sent(&owner));
    let version = bed.send(version.body(Body::empty()).unwrap()).await;
    assert_eq!((version.status, &*version.code()), (StatusCode::PRECONDITION_FAILED, "tus_version"));
    assert_eq!(version.headers["tus-version"], "1.0.0");
    // The bed's sites have room for 150 MB.
    assert_eq!(begin(&bed, &owner, &home, media::FILM_AT_MOST).await.status, StatusCode::CREATED);
    let full = begin(&bed, &owner, &home, media::FILM_AT_MOST).await;
    assert_eq!((full.status, &*full.code()), (StatusCode::INSUFFICIENT_STORAGE, "media_full"));
    let other = site(&bed, &owner, "florist.example").await;
    assert_eq!(begin(&bed, &owner, &other, media::FILM_AT_MOST).await.status, StatusCode::CREATED);
    let plain = [("content-length", "150000001")];
    let plain = ask(&bed, &owner, Method::POST, &format!("{home}/media"), &plain, Body::from("not read")).await;
    assert_eq!((plain.status, &*plain.code()), (StatusCode::INSUFFICIENT_STORAGE, "media_full"));
}

async fn an_upload_is_nobody_elses(db: Db) {
    let bed = Bed::on(db);
    let (owner, workspace) = bed.somebody(Role::Owner).await;
    let home = site(&bed, &owner, "bakery.example").await;
    let path = begin(&bed, &owner, &home, 4).await.location().to_owned();
    let beside = bed.member(&workspace, Role::Editor).await.cookie;
    let (stranger, _) = bed.somebody(Role::Owner).await;
    for who in [&beside, &stranger] {
        for method in [Method::HEAD, Method::POST, Method::DELETE] {
            let told = ask(&bed, who, method.clone(), &path, &[], Body::empty()).await;
            assert_eq!(told.status, StatusCode::NOT_FOUND, "{method}: {told:?}");
        }
        assert_eq!(send(&bed, who, &path, 0, Body::from("1")).await.status, StatusCode::NOT_FOUND);
    }
    let other = site(&bed, &owner, "florist.example").await;
    let elsewhere = ask(&bed, &owner, Method::HEAD, &path.replace(&home, &other), &[], Body::empty()).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    assert_eq!(ask(&bed, &owner, Method::DELETE, &path, &[], Body::empty()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ask(&bed, &owner, Method::HEAD, &path, &[], Body::empty()).await.status, StatusCode::NOT_FOUND);
}
