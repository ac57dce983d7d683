//! Websites that are handed in as folders.

use std::fs;
use std::io::Read;

use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode, header};
use domain::Clock as _;
use futures_util::stream;
use jiff::SignedDuration;
use optimize::kept::{self, JOB, Workshop};
use optimize::proof::Looker;
use people::Role;
use serde_json::{Value, json};
use store::{Db, queue};

use crate::bed::{Answer, Bed};

on_both!(
    a_folder_is_audited_mended_and_handed_in_again,
    what_is_no_folder_is_refused_and_leaves_nothing,
    a_folder_is_asked_for_by_nobody_but_people,
    a_folder_goes_with_its_site,
);

/// A tar as the tar crate writes it, not we.
fn tar(files: &[(&str, &str)]) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    for (name, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_mode(0o644);
        header.set_size(text.len() as u64);
        out.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    out.into_inner().unwrap()
}

const HOME: &str = "<html lang=en><head><title>Home</title></head><body><h1>Bread that is worth getting up for</h1>\
                    <p>Baked at night, sold in the morning, eaten by noon: our rye from the valley.</p></body></html>";

fn site() -> Vec<u8> {
    let long = format!("public/{}/rye.html", "a-folder-with-a-long-name/".repeat(6));
    tar(&[("public/index.html", HOME), (&long, "<title>Rye</title><a href=/>Home</a>"), ("public/robots.txt", "")])
}

async fn send(bed: &Bed, cookie: &str, path: &str, body: Body) -> Answer {
    let request = Request::post(path)
        .header(header::HOST, "127.0.0.1:7979")
        .header("x-tidings", "console")
        .header(header::CONTENT_TYPE, "application/x-tar")
        .header(header::COOKIE, bed.sent(cookie));
    bed.send(request.body(body).unwrap()).await
}

/// Runs the audits that wait.
async fn work(bed: &Bed) {
    let (_close, closing) = tokio::sync::watch::channel(false);
    let shop = Workshop {
        db: bed.db.clone(),
        data: bed.data.path().to_owned(),
        clock: bed.clock.clone(),
        random: bed.random.clone(),
        looker: Looker::new(&[], None, Vec::new(), bed.random.clone()),
        most_pages: kept::MOST_PAGES,
        allow_private: Vec::new(),
        contact: None,
        closing,
        lease: SignedDuration::from_mins(1),
    };
    bed.later(std::time::Duration::from_secs(1));
    while let Some(claim) = queue::claim(&bed.db, &[JOB], bed.clock.now(), shop.lease).await.unwrap() {
        Box::pin(kept::work(&shop, claim)).await.unwrap();
    }
    bed.later(std::time::Duration::from_secs(1));
}

/// What lies in the folders' folder.
fn lying(bed: &Bed) -> usize {
    fs::read_dir(bed.data.path().join("folders")).map_or(0, Iterator::count)
}

async fn a_folder_is_audited_mended_and_handed_in_again(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let ask = async |path: String| bed.ask(Method::GET, &path, Some(&owner), Value::Null).await;
    let added = send(&bed, &owner, "/api/v1/sites/folder?name=public&base=www.bakery.example", site().into()).await;
    assert_eq!(added.status, StatusCode::CREATED, "{added:?}");
    let added = added.json();
    assert_eq!((&added["folder"], &added["address"]), (&json!(true), &json!("https://www.bakery.example/")));
    let (id, first) = (added["id"].as_str().unwrap(), added["audit"]["id"].as_str().unwrap().to_owned());
    let again = format!("/api/v1/sites/{id}/folder");
    assert_eq!(send(&bed, &owner, &again, site().into()).await.code(), "audit_running");
    assert_eq!(lying(&bed), 1, "what was refused does not stay");
    // What a worker left that was killed is no hindrance.
    let left = kept::folder_of(bed.data.path(), &first);
    fs::create_dir_all(left.join("sheet.part")).unwrap();
    fs::write(left.join("pages.jsonl"), "{\"half").unwrap();
    work(&bed).await;
    let audit = ask(format!("/api/v1/audits/{first}")).await.json();
    assert_eq!((&audit["state"], &audit["pages"]), (&json!("done"), &json!(2)), "{audit}");
    let page = ask(format!("/api/v1/audits/{first}/sheet/page?of=https://www.bakery.example/")).await.json();
    assert_eq!((&page["number"], &page["count"]), (&json!(0), &json!(2)), "{page}");

    let mended = ask(format!("/api/v1/audits/{first}/mended")).await;
    assert_eq!(
        (mended.status, &mended.headers["content-type"]),
        (StatusCode::OK, &"application/x-tar".parse().unwrap())
    );
    let mut files = Vec::new();
    for entry in tar::Archive::new(&mended.body[..]).entries().unwrap() {
        let mut entry = entry.unwrap();
        let (name, mut text) = (entry.path().unwrap().to_string_lossy().into_owned(), String::new());
        entry.read_to_string(&mut text).unwrap();
        files.push((format!("public/{name}"), text));
    }
    assert!(files.iter().any(|(name, text)| name == "public/index.html" && text.contains("og:title")), "{files:?}");
    assert_eq!(lying(&bed), 1, "the room in which it was made is gone");

    // Unpacked over the folder, and handed in again.
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let second = send(&bed, &owner, &again, tar(&files).into()).await;
    assert_eq!(second.status, StatusCode::ACCEPTED, "{second:?}");
    let second = second.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(lying(&bed), 1, "the folder before is gone");
    work(&bed).await;
    let difference = ask(format!("/api/v1/sites/{id}/difference?from={first}&to={second}")).await.json();
    assert!(difference["gone"].to_string().contains("og-title-missing"), "{difference}");
    assert_eq!(ask(format!("/api/v1/audits/{second}/mended")).await.code(), "nothing_to_mend");
    let stood = ask(format!("/api/v1/sites/{id}/page?of=https://www.bakery.example/")).await.json();
    assert_eq!(stood["items"].as_array().unwrap().len(), 2);
    assert!(stood["items"][0]["gone"].to_string().contains("og-title-missing"), "{stood}");
    assert_eq!(ask(format!("/api/v1/audits/{first}/mended")).await.code(), "folder_replaced");
    // The folder itself is lost: that is said, and what was there before stays to be looked at.
    fs::remove_dir_all(bed.data.path().join("folders")).unwrap();
    bed.ask(Method::POST, &format!("/api/v1/sites/{id}/audits"), Some(&owner), Value::Null).await;
    work(&bed).await;
    let failed = ask(format!("/api/v1/sites/{id}/audits")).await.json();
    let failed = ask(format!("/api/v1/audits/{}", failed["items"][0]["id"].as_str().unwrap())).await.json();
    assert!(failed["error"].as_str().unwrap().contains("Drop it again"), "{failed}");
}

async fn what_is_no_folder_is_refused_and_leaves_nothing(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let whole = site();
    let evil = {
        // The tar crate writes no such name.
        let mut evil = tar(&[("aa/index.html", HOME)]);
        evil[0..2].copy_from_slice(b"..");
        let sum: u64 = (0..512).map(|at| if (148..156).contains(&at) { 32 } else { u64::from(evil[at]) }).sum();
        evil[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        evil
    };
    for (what, body, status, code) in [
        ("nothing", Vec::new(), 422, "archive_unusable"),
        ("JSON", b"{}".to_vec(), 422, "archive_unusable"),
        ("a zip", b"PK\x03\x04 and so on".to_vec(), 422, "archive_unusable"),
        ("the half of one", whole[..whole.len() / 2].to_vec(), 422, "archive_cut_off"),
        ("one that leads out", evil, 422, "archive_name"),
        ("no page", tar(&[("notes.txt", "no page")]), 422, "folder_without_pages"),
        ("the same name twice", tar(&[("a.html", HOME), ("a.html", HOME)]), 422, "archive_twice"),
    ] {
        let answer = send(&bed, &owner, "/api/v1/sites/folder", body.into()).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{what}: {answer:?}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert_eq!(lying(&bed), 0, "{what}");
    }
    // Whoever sends hangs up in the middle.
    let parts: Vec<Result<Bytes, std::io::Error>> =
        vec![Ok(Bytes::from(whole[..700].to_vec())), Err(std::io::Error::other("gone"))];
    let broken = send(&bed, &owner, "/api/v1/sites/folder", Body::from_stream(stream::iter(parts))).await;
    assert_eq!(broken.code(), "archive_cut_off");
    assert_eq!(lying(&bed), 0);
    // It says at once that it is too large, whatever it holds.
    let huge = Request::post("/api/v1/sites/folder")
        .header(header::HOST, "127.0.0.1:7979")
        .header("x-tidings", "console")
        .header(header::CONTENT_LENGTH, (2_u64 << 30).to_string())
        .header(header::COOKIE, bed.sent(&owner));
    let huge = bed.send(huge.body(Body::empty()).unwrap()).await;
    assert_eq!((huge.status, huge.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "folder_too_large"));
    let wrong = send(&bed, &owner, "/api/v1/sites/folder?base=my+bakery", whole.into()).await;
    assert_eq!(wrong.code(), "address_invalid");
    assert_eq!(bed.ask(Method::GET, "/api/v1/sites", Some(&owner), Value::Null).await.json()["items"], json!([]));
}

async fn a_folder_is_asked_for_by_nobody_but_people(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let mut names = Vec::new();
    for name in ["Meine%20Seite", "Meine%20Seite", ""] {
        let added = send(&bed, &owner, &format!("/api/v1/sites/folder?name={name}"), site().into()).await;
        assert_eq!(added.status, StatusCode::CREATED, "{added:?}");
        let added = added.json();
        names.push((added["name"].as_str().unwrap().to_owned(), added["address"].as_str().unwrap().to_owned()));
    }
    let told: Vec<(&str, &str)> = names.iter().map(|(name, address)| (name.as_str(), address.as_str())).collect();
    assert_eq!(
        told,
        [
            ("Meine Seite", "https://meine-seite.folder.invalid/"),
            ("Meine Seite (2)", "https://meine-seite-2.folder.invalid/"),
            ("Folder", "https://folder.folder.invalid/"),
        ]
    );
    work(&bed).await;
    let sites = bed.ask(Method::GET, "/api/v1/sites", Some(&owner), Value::Null).await.json();
    let id = sites["items"][0]["id"].as_str().unwrap();
    let schedule = json!({ "every": "day", "weekday": 1, "day": 1, "at": "06:30", "zone": "UTC", "version": 1 });
    for (method, part, body) in [
        (Method::PUT, "schedule", schedule),
        (Method::POST, "hook", Value::Null),
        (Method::POST, "proof", json!({ "how": "dns" })),
    ] {
        let answer = bed.ask(method, &format!("/api/v1/sites/{id}/{part}"), Some(&owner), body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "site_is_folder"), "{part}: {answer:?}");
    }
    for weeks in 0..3 {
        let now = bed.clock.now() + SignedDuration::from_hours(24 * 14 * weeks);
        assert_eq!(kept::scheduled(&bed.db, &bed.random, now).await.unwrap(), 0, "a clock asks for no folder");
    }
    let web = bed.ask(Method::POST, "/api/v1/sites", Some(&owner), json!({ "address": "bakery.example" })).await.json();
    let path = format!("/api/v1/sites/{}/folder", web["id"].as_str().unwrap());
    assert_eq!(send(&bed, &owner, &path, site().into()).await.code(), "site_on_the_web");
    let path = format!("/api/v1/audits/{}/mended", web["audit"]["id"].as_str().unwrap());
    assert_eq!(bed.ask(Method::GET, &path, Some(&owner), Value::Null).await.code(), "site_on_the_web");
}

async fn a_folder_goes_with_its_site(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let added = send(&bed, &owner, "/api/v1/sites/folder?name=public", site().into()).await.json();
    work(&bed).await;
    // What a killed upload left is swept away once it is a day old; what belongs to a site stays, however old.
    let folders = bed.data.path().join("folders");
    let orphan = folders.join("orphan.part");
    fs::create_dir_all(orphan.join("a")).unwrap();
    fs::write(folders.join("orphan.archive"), "half").unwrap();
    fs::create_dir_all(folders.join("new.part")).unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(&folders).unwrap().flatten().filter(|entry| entry.file_name() != "new.part") {
        fs::File::open(entry.path()).unwrap().set_modified(long_ago).unwrap();
    }
    kept::sweep(&bed.db, bed.data.path(), bed.clock.now()).await.unwrap();
    assert_eq!(lying(&bed), 2, "the site's, and the one that comes in just now");

    let id = added["id"].as_str().unwrap();
    let gone = bed.ask(Method::DELETE, &format!("/api/v1/sites/{id}"), Some(&owner), Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(lying(&bed), 2, "from the bin it can come back");
    let gone = bed.ask(Method::DELETE, &format!("/api/v1/bin/{id}"), Some(&owner), Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    let claim =
        queue::claim(&bed.db, &[kept::CLEAR], bed.clock.now(), SignedDuration::from_mins(1)).await.unwrap().unwrap();
    let ids: Vec<String> = serde_json::from_value(claim.payload).unwrap();
    for id in ids {
        kept::clear(bed.data.path(), &id).unwrap();
    }
    assert_eq!(lying(&bed), 1);
}
