//! Composing: a post drafted from a page, and pictures and films that go along.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use people::Role;
use sandbox::{Answer as Page, Site};
use serde_json::{Value, json};
use store::Db;

use crate::bed::{Answer, Bed};

on_both!(
    a_page_becomes_a_post_with_its_card_its_picture_and_what_networks_draw,
    a_page_that_does_not_come_is_told_with_the_reason,
    a_picture_is_taken_by_its_bytes_and_shown_to_its_site_alone,
    a_film_is_taken_as_it_comes_given_back_in_parts_and_told_where_it_does_not_fit,
);

fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![180; (width * height * 3) as usize]).unwrap();
    writer.finish().unwrap();
    file
}

async fn site(bed: &Bed, owner: &str, address: &str) -> String {
    let made = bed.ask(Method::POST, "/api/v1/sites", Some(owner), json!({ "address": address })).await.json();
    format!("/api/v1/sites/{}", made["id"].as_str().unwrap_or_else(|| panic!("{made}")))
}

async fn upload(bed: &Bed, owner: &str, path: &str, file: Vec<u8>) -> Answer {
    let request = Request::post(path)
        .header(header::HOST, "127.0.0.1:7979")
        .header("x-tidings", "console")
        .header(header::CONTENT_TYPE, "image/jpeg")
        .header(header::COOKIE, bed.sent(owner));
    bed.send(request.body(Body::from(file)).unwrap()).await
}

async fn a_page_becomes_a_post_with_its_card_its_picture_and_what_networks_draw(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let shop = Site::new().start().await.unwrap();
    let long = "Baked in the night, of rye and nothing else. ".repeat(8);
    let html = format!(
        "<!doctype html><html lang=de><head><title>Roggenbrot | Bakery</title><meta property=og:title content=Roggenbrot>\
         <meta property=og:description content=\"{long}\"><meta property=og:image content=\"{}\">\
         <meta property=og:image:alt content=\"A loaf\"><script type=\"application/ld+json\">{{\"@type\":\"Product\",\
         \"name\":\"Roggenbrot\",\"offers\":{{\"price\":\"4.50\",\"priceCurrency\":\"EUR\"}}}}</script></head>\
         <body><h1>Roggenbrot</h1></body></html>",
        shop.at("/rye.png")
    );
    let there =
        Site::new().page("/rye", Page::html(html)).page("/rye.png", Page::bytes("image/png", picture(1200, 630)));
    shop.becomes(there.page("/old", Page::redirect(301, "/rye")));
    let home = site(&bed, &owner, &shop.at("/")).await;
    let by_hand = json!({ "network": "bluesky", "by_hand": true, "name": "Us", "fields": {} });
    let account = bed.ask(Method::POST, "/api/v1/accounts", Some(&owner), by_hand).await.json();
    let from = format!("{home}/posts/from-page");
    let draft = bed.ask(Method::POST, &from, Some(&owner), json!({ "page": "/old" })).await.json();
    assert_eq!(draft["page"], shop.at("/rye"), "{draft}");
    assert!(draft["text"].as_str().unwrap().starts_with("Roggenbrot · 4,50 €\n\nBaked in the night"), "{draft}");
    let shorter = draft["own"][0]["text"].as_str().unwrap();
    assert_eq!(draft["own"][0]["account"], account["id"]);
    assert!(shorter.len() < draft["text"].as_str().unwrap().len() && shorter.starts_with("Roggenbrot · 4,50 €"));
    let card = &draft["card"];
    assert_eq!((&card["title"], &card["alt"]), (&json!("Roggenbrot"), &json!("A loaf")));
    assert_eq!((&card["picture"]["width"], &card["picture"]["kind"]), (&json!(1200), &json!("image/png")));
    assert_eq!(draft["pictured"], shop.at("/rye.png"));
    let previews = draft["previews"].as_array().unwrap();
    let bluesky = previews.iter().find(|it| it["network"] == "bluesky").unwrap();
    assert_eq!((&bluesky["ours"], &bluesky["preview"]["title"]["text"]), (&json!(true), &json!("Roggenbrot")));
    // As it is kept, with the picture by its digest.
    let digest = &card["picture"]["digest"];
    let new = json!({
        "text": draft["text"], "page": draft["page"], "zone": "UTC", "accounts": [],
        "card": { "title": card["title"], "picture": digest }, "media": [{ "digest": digest, "alt": "The loaf" }],
    });
    let kept = bed.ask(Method::POST, &format!("{home}/posts"), Some(&owner), new).await.json();
    assert_eq!(
        (&kept["card"]["picture"]["height"], &kept["media"][0]["alt"]),
        (&json!(630), &json!("The loaf")),
        "{kept}"
    );
}

async fn a_page_that_does_not_come_is_told_with_the_reason(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let shop = Site::new().page("/", Page::html("<title>Shop</title>")).start().await.unwrap();
    let home = site(&bed, &owner, &shop.at("/")).await;
    let ask = async |page: &str| {
        bed.ask(Method::POST, &format!("{home}/posts/from-page"), Some(&owner), json!({ "page": page })).await
    };
    let missing = ask("/gone").await;
    assert_eq!((missing.status, &*missing.code()), (StatusCode::UNPROCESSABLE_ENTITY, "page_unread"));
    assert!(missing.json()["detail"].as_str().unwrap().contains("there is no page at this address"), "{missing:?}");
    assert_eq!(ask("").await.code(), "address_invalid");
    // What lies behind the operator's walls is not asked.
    assert_eq!(ask("http://10.0.0.1/").await.code(), "page_unread");
    let bare = ask("/").await.json();
    assert_eq!((&bare["card"]["picture"], &bare["text"]), (&Value::Null, &json!("Shop")), "{bare}");
    assert!(!bare["warnings"].as_array().unwrap().is_empty(), "{bare}");
}

async fn a_picture_is_taken_by_its_bytes_and_shown_to_its_site_alone(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let home = site(&bed, &owner, "bakery.example").await;
    let taken = upload(&bed, &owner, &format!("{home}/media"), picture(40, 30)).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{taken:?}");
    let medium = taken.json();
    assert_eq!((&medium["kind"], &medium["width"]), (&json!("image/png"), &json!(40)));
    assert_eq!(medium["film"], Value::Null);
    let film = upload(&bed, &owner, &format!("{home}/media"), b"\0\0\0\x10ftypisom\0\0\0\0".to_vec()).await;
    assert_eq!((film.status, &*film.code()), (StatusCode::UNPROCESSABLE_ENTITY, "film_unusable"));
    let place = format!("{home}/media/{}", medium["digest"].as_str().unwrap());
    let shown = bed.ask(Method::GET, &place, Some(&owner), Value::Null).await;
    assert_eq!((shown.status, &shown.headers[header::CONTENT_TYPE]), (StatusCode::OK, &"image/png".parse().unwrap()));
    assert_eq!(shown.body.len() as u64, medium["bytes"].as_u64().unwrap());
    // Another site of the workspace does not have it.
    let other = site(&bed, &owner, "florist.example").await;
    let elsewhere = place.replace(&home, &other);
    assert_eq!(bed.ask(Method::GET, &elsewhere, Some(&owner), Value::Null).await.status, StatusCode::NOT_FOUND);
    let up = bed.ask(Method::GET, &format!("{home}/media/..%2f..%2fkey"), Some(&owner), Value::Null).await;
    assert_eq!(up.status, StatusCode::NOT_FOUND);
}

async fn a_film_is_taken_as_it_comes_given_back_in_parts_and_told_where_it_does_not_fit(db: Db) {
    let bed = Bed::on(db);
    let (owner, _) = bed.somebody(Role::Owner).await;
    let home = site(&bed, &owner, "bakery.example").await;
    // It says that it is a JPEG.
    let bytes = sandbox::film::Film { millis: 200_000, ..sandbox::film::Film::default() }.bytes();
    let taken = upload(&bed, &owner, &format!("{home}/media"), bytes.clone()).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{taken:?}");
    let film = taken.json();
    assert_eq!((&film["kind"], &film["width"]), (&json!("video/mp4"), &json!(320)));
    assert_eq!(film["film"], json!({ "seconds": 200, "video": "h264", "audio": "aac" }));
    let digest = film["digest"].as_str().unwrap();
    for place in [format!("{home}/media/{digest}"), format!("/media/{digest}")] {
        let ask = async |range: &str| {
            let request = Request::get(&place).header(header::HOST, "127.0.0.1:7979").header(header::RANGE, range);
            bed.send(request.header(header::COOKIE, bed.sent(&owner)).body(Body::empty()).unwrap()).await
        };
        let whole = bed.ask(Method::GET, &place, Some(&owner), Value::Null).await;
        assert_eq!((whole.status, whole.body.len()), (StatusCode::OK, bytes.len()));
        assert_eq!(whole.headers[header::ACCEPT_RANGES], "bytes");
        let part = ask("bytes=4-11").await;
        assert_eq!((part.status, &part.body[..]), (StatusCode::PARTIAL_CONTENT, &b"ftypisom"[..]));
        let said = part.headers[header::CONTENT_RANGE].to_str().unwrap();
        assert_eq!(said, format!("bytes 4-11/{}", bytes.len()));
        assert_eq!(ask("bytes=999999-").await.status, StatusCode::RANGE_NOT_SATISFIABLE);
    }
    // The composer asks for each account whether it goes along.
    let by_hand =
        |network: &str, by_hand: bool| json!({ "network": network, "by_hand": by_hand, "name": "Us", "fields": {} });
    let account = bed.ask(Method::POST, "/api/v1/accounts", Some(&owner), by_hand("bluesky", true)).await.json();
    let asked = json!({ "text": "Rye", "accounts": [account["id"]], "media": [film] });
    let counted = bed.ask(Method::POST, "/api/v1/posts/count", Some(&owner), asked).await.json();
    assert_eq!(counted["items"][0]["media"], Value::Null, "by hand anything goes: {counted}");
}
