//! A yes before a post goes out: who may give it, and the link by which a client does.

use axum::http::{Method, StatusCode};
use domain::Clock as _;
use jiff::SignedDuration;
use market::deliver::{self, JOB};
use people::Role;
use serde_json::{Value, json};
use store::{Db, queue};

use crate::bed::{Answer, Bed, Member, Pass};

on_both!(
    an_owner_says_yes_and_neither_an_editor_nor_his_program_can,
    a_client_sees_what_changed_and_answers_by_his_link_once,
    versions_say_who_made_what,
);

struct Room {
    owner: String,
    editor: Member,
    site: String,
    post: String,
}

impl Room {
    /// A planned post of an editor, in a workspace that wants a yes.
    async fn of(bed: &Bed) -> Self {
        let (owner, workspace) = bed.somebody(Role::Owner).await;
        let editor = bed.member(&workspace, Role::Editor).await;
        let site = done(bed, &owner, "/api/v1/sites", json!({ "address": "https://bakery.example/" })).await;
        let site = site["id"].as_str().unwrap().to_owned();
        let wanted = bed.ask(Method::PUT, "/api/v1/workspace/approval", Some(&owner), json!({ "wanted": true })).await;
        assert_eq!(wanted.status, StatusCode::NO_CONTENT, "{wanted:?}");
        let account = json!({ "network": "reddit", "by_hand": true, "name": "r/<b>bread" });
        let account = done(bed, &owner, "/api/v1/accounts", account).await;
        let new = json!({
            "text": "Rye <today>", "page": "https://bakery.example/rye", "zone": "UTC",
            "card": { "title": "Rye & butter" }, "accounts": [{ "account": account["id"] }],
        });
        let post = done(bed, &editor.cookie, &format!("/api/v1/sites/{site}/posts"), new).await;
        let room = Self { owner, editor, site, post: post["id"].as_str().unwrap().to_owned() };
        let plan = json!({ "version": post["version"], "wall": "2026-11-25T08:30" });
        let planned = done(bed, &room.editor.cookie, &room.path("/schedule"), plan).await;
        assert_eq!(planned["waits"], true, "{planned}");
        room
    }

    fn path(&self, more: &str) -> String {
        format!("/api/v1/sites/{}/posts/{}{more}", self.site, self.post)
    }

    async fn look(&self, bed: &Bed, more: &str) -> Value {
        bed.ask(Method::GET, &self.path(more), Some(&self.owner), Value::Null).await.json()
    }

    async fn says(&self, bed: &Bed, pass: &Pass, yes: bool) -> Answer {
        let version = self.look(bed, "/approval").await["version"].clone();
        bed.ask_as(Method::POST, &self.path("/approval"), pass, json!({ "version": version, "yes": yes })).await
    }

    /// The end of a link for a client.
    async fn link(&self, bed: &Bed) -> String {
        let made = done(bed, &self.owner, &self.path("/approval/link"), json!({ "name": "Ada", "days": 14 })).await;
        made["link"].as_str().unwrap().split("/approve/").nth(1).unwrap().to_owned()
    }

    async fn changes(&self, bed: &Bed, text: &str) {
        let post = self.look(bed, "").await;
        let new = json!({
            "text": text, "page": post["page"], "zone": "UTC", "card": { "title": "Rye & butter" },
            "version": post["version"], "accounts": [{ "account": post["deliveries"][0]["account"] }],
        });
        let changed = bed.ask(Method::PUT, &self.path(""), Some(&self.editor.cookie), new).await;
        assert_eq!(changed.status, StatusCode::OK, "{changed:?}");
    }
}

async fn done(bed: &Bed, cookie: &str, path: &str, body: Value) -> Value {
    let answer = bed.ask(Method::POST, path, Some(cookie), body).await;
    assert!(answer.status.is_success(), "{path}: {answer:?}");
    answer.json()
}

async fn an_owner_says_yes_and_neither_an_editor_nor_his_program_can(db: Db) {
    let bed = Bed::on(db);
    let room = Room::of(&bed).await;
    let notices = bed.ask(Method::GET, "/api/v1/notices", Some(&room.owner), Value::Null).await.json();
    assert_eq!(
        (&notices["items"][0]["kind"], &notices["items"][0]["post"]),
        (&json!("post_approval"), &json!(room.post))
    );
    let token = json!({ "name": "CI", "scope": "work", "days": 1 });
    let token = done(&bed, &room.owner, "/api/v1/tokens", token).await;
    let program = Pass::Token(token["secret"].as_str().unwrap().to_owned());
    for pass in [Pass::Cookie(room.editor.cookie.clone()), program.clone()] {
        assert_eq!(room.says(&bed, &pass, true).await.status, StatusCode::FORBIDDEN);
        let link =
            bed.ask_as(Method::POST, &room.path("/approval/link"), &pass, json!({ "name": "Me", "days": 1 })).await;
        assert_eq!(link.status, StatusCode::FORBIDDEN);
        let rule = bed.ask_as(Method::PUT, "/api/v1/workspace/approval", &pass, json!({ "wanted": false })).await;
        assert_eq!(rule.status, StatusCode::FORBIDDEN);
    }
    // Publishing it now is no way around.
    let post = room.look(&bed, "").await;
    let now = json!({ "version": post["version"], "wall": null });
    let planned = bed.ask_as(Method::POST, &room.path("/schedule"), &program, now).await;
    assert_eq!((planned.status, &planned.json()["waits"]), (StatusCode::OK, &json!(true)));
    let works = async || {
        while let Some(claim) = queue::claim(&bed.db, &[JOB], bed.clock.now(), market::LEASE).await.unwrap() {
            Box::pin(deliver::deliver(&bed.house.desk(), &claim)).await.unwrap();
        }
    };
    works().await;
    assert_eq!(room.look(&bed, "").await["deliveries"][0]["state"], "planned");
    let stale = json!({ "version": 1, "yes": true });
    let stale = bed.ask(Method::POST, &room.path("/approval"), Some(&room.owner), stale).await;
    assert_eq!(stale.code(), "changed_meanwhile");
    let yes = room.says(&bed, &Pass::Cookie(room.owner.clone()), true).await;
    assert_eq!((yes.status, &yes.json()["waits"]), (StatusCode::OK, &json!(false)));
    works().await;
    assert_eq!(room.look(&bed, "").await["deliveries"][0]["state"], "waiting", "it is somebody's turn now");
    let site = format!("/api/v1/sites/{}/approval", room.site);
    let rule = async || bed.ask(Method::GET, &site, Some(&room.editor.cookie), Value::Null).await.json();
    assert_eq!(rule().await, json!({ "wanted": null, "workspace": true }));
    bed.ask(Method::PUT, &site, Some(&room.owner), json!({ "wanted": false })).await;
    assert_eq!(rule().await, json!({ "wanted": false, "workspace": true }));
}

async fn a_client_sees_what_changed_and_answers_by_his_link_once(db: Db) {
    let bed = Bed::on(db);
    let room = Room::of(&bed).await;
    let end = room.link(&bed).await;
    let path = format!("/approve/{end}");
    let shown = bed.page(&path, None).await;
    let html = shown.text();
    assert_eq!(shown.status, StatusCode::OK, "{html}");
    for part in ["Rye &lt;today&gt;", "r/&lt;b&gt;bread", "Rye &amp; butter", "2026-11-25 at 08:30 (UTC)", "?e="] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("What changed since"), "nobody said yes before: {html}");
    let bare = bed.form(&path, None, &[("said", "no"), ("remark", " ")]).await;
    assert!(bare.text().contains("Write what is to be changed"), "{}", bare.text());
    let no = bed.form(&path, None, &[("said", "no"), ("remark", "Say <tomorrow>")]).await;
    assert!(no.text().contains("It does not go out like this"), "{}", no.text());
    let told = room.look(&bed, "/approval").await;
    let said = &told["said"];
    assert_eq!((&said["yes"], &said["by"], &said["remark"]), (&json!(false), &json!("Ada"), &json!("Say <tomorrow>")));
    assert!(bed.page(&path, None).await.text().contains("Ada said no"));
    let again = bed.form(&path, None, &[("said", "yes")]).await;
    assert!(again.text().contains("It was said: no"), "{}", again.text());

    room.changes(&bed, "Rye <tomorrow>").await;
    let over = bed.page(&path, None).await;
    assert_eq!((over.status, over.text().contains("was changed since")), (StatusCode::GONE, true));
    assert_eq!(room.says(&bed, &Pass::Cookie(room.owner.clone()), true).await.status, StatusCode::OK);
    room.changes(&bed, "Rye <at noon>").await;
    let path = format!("/approve/{}", room.link(&bed).await);
    let html = bed.page(&path, None).await.text();
    assert!(html.contains("What changed since the last yes"), "{html}");
    assert!(html.contains("<del>&lt;tomorrow&gt;</del><ins>&lt;at noon&gt;</ins>"), "{html}");
    let yes = bed.form(&path, None, &[("said", "yes"), ("remark", "")]).await;
    assert!(yes.text().contains("just as you saw it"), "{}", yes.text());
    assert_eq!(room.look(&bed, "").await["waits"], false);

    assert_eq!(bed.page(&path[..path.len() - 4], None).await.status, StatusCode::GONE);
    bed.clock.set(bed.clock.now() + SignedDuration::from_hours(15 * 24));
    let late = bed.page(&path, None).await;
    assert_eq!((late.status, late.text().contains("This link is over")), (StatusCode::GONE, true));
    let kept = bed.ask(Method::GET, "/api/v1/deeds", Some(&room.owner), Value::Null).await.text();
    assert!(!kept.contains(&end), "the link is kept nowhere");
}

async fn versions_say_who_made_what(db: Db) {
    let bed = Bed::on(db);
    let room = Room::of(&bed).await;
    room.changes(&bed, "Rye <tomorrow>").await;
    room.changes(&bed, "Rye <tomorrow>").await;
    let versions = room.look(&bed, "/versions").await;
    let says = |at: usize| versions["items"][at]["changes"][0]["says"].clone();
    assert_eq!(versions["items"].as_array().unwrap().len(), 3, "{versions}");
    assert_eq!((says(0), says(2)), (json!("The text was changed"), Value::Null));
    assert_eq!(says(1), "It goes out on 25 November 2026 at 08:30 (UTC); it had no time before");
    assert_eq!(versions["items"][2]["what"]["text"], "Rye <today>");
    for (name, days, code) in [("", 7, "name_invalid"), ("Ada", 0, "days_invalid"), ("Ada", 31, "days_invalid")] {
        let body = json!({ "name": name, "days": days });
        let refused = bed.ask(Method::POST, &room.path("/approval/link"), Some(&room.owner), body).await;
        assert_eq!(refused.code(), code);
    }
}
