//! Mails and webhooks against servers that answer as they are told; on both engines.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use domain::{Clock, Random, SetClock, SystemRandom};
use jiff::SignedDuration;
use optimize::kept::{self, Workshop};
use optimize::proof::Looker;
use people::notice::{self, Event, Kind};
use people::{Signed, mail, sending};
use store::secret::Key;
use store::{Db, Sql, queue, test_bed};
use tempfile::TempDir;
use tokio::sync::watch;
use web::{Ground, House, PublicAddress};

use super::mail::{MailArgs, Post};
use super::{Shop, errands};

struct Bed {
    shop: Shop,
    clock: Arc<SetClock>,
    signed: Signed,
    _data: TempDir,
    _close: watch::Sender<bool>,
}

impl Bed {
    /// With somebody in a workspace of his own, and a mail server at `port`.
    async fn of(db: &Db, port: Option<u16>) -> Self {
        let data = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at("2026-11-25T08:00:00Z".parse().unwrap()));
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        let looker = Looker::new(&["127.0.0.1".to_owned()], None, Vec::new(), Arc::clone(&random));
        let house = House::new(Ground {
            db: db.clone(),
            clock: clock.clone(),
            random: Arc::clone(&random),
            data: data.path().to_owned(),
            media_at_most: 10_000_000_000,
            address: PublicAddress { outside: None, loopback: true },
            proxies: Vec::new(),
            shop: None,
            mail: port.is_some(),
            looker: looker.clone(),
            doors: networks::http::Doors::new(networks::http::Options::default(), vec!["127.0.0.1".to_owned()]),
            key: Key::of_file(&data.path().join("key"), Arc::clone(&random)).unwrap(),
            sandbox: web::Sandbox::default(),
            metrics_token: None,
        });
        let (close, closing) = watch::channel(false);
        let audits = Workshop {
            db: db.clone(),
            data: data.path().to_owned(),
            clock: clock.clone(),
            random: Arc::clone(&random),
            looker,
            most_pages: kept::MOST_PAGES,
            allow_private: Vec::new(),
            contact: None,
            closing,
            lease: SignedDuration::from_mins(1),
        };
        let now = clock.now();
        let link = people::first::link(db, &random, now).await.unwrap().unwrap();
        let (person, room) = people::first::come_in(db, now, &link).await.unwrap().unwrap();
        let cookie = people::begin(db, &*random, now, &person, &room, "test").await.unwrap();
        let signed = people::signed(db, now, &cookie).await.unwrap().unwrap();
        let (email, password) = ("you@bakery.example", "two days of rest");
        people::sign_in::set_password(db, &random, now, &signed, email, password, None).await.unwrap();
        let signed = people::signed(db, now, &cookie).await.unwrap().unwrap();
        let post = port.and_then(Self::post);
        Self { shop: Shop { audits, house, post }, clock, signed, _data: data, _close: close }
    }

    fn post(port: u16) -> Option<Post> {
        let args = MailArgs {
            mail_server: Some(format!("smtp://127.0.0.1:{port}?tls=none")),
            mail_from: Some("Tidings <tidings@bakery.example>".to_owned()),
        };
        Post::of(&args).unwrap()
    }

    fn db(&self) -> &Db {
        &self.shop.audits.db
    }

    fn later(&self, by: SignedDuration) {
        self.clock.set(self.clock.now() + by);
    }

    /// Does what is due; how many jobs.
    async fn work(&self) -> usize {
        let mut done = 0;
        let kinds = [mail::JOB, notice::JOB];
        while let Some(claim) = queue::claim(self.db(), &kinds, self.clock.now(), self.shop.audits.lease).await.unwrap()
        {
            Box::pin(errands::run(self.shop.clone(), claim)).await.unwrap();
            done += 1;
        }
        done
    }

    async fn put(&self, to: &'static str) -> i64 {
        let now = self.clock.now();
        let put = self.db().write(move |tx| {
            Box::pin(async move { mail::put(tx, to, "Größe ändern", "Hello\n.\nThere it is.\n", now).await })
        });
        put.await.unwrap()
    }

    async fn raise(&self, about: &str) {
        let event = Event {
            kind: Kind::SiteDown,
            workspace: Some(self.signed.workspace.clone()),
            site: None,
            about: about.to_owned(),
            says: format!("{about} cannot be read"),
            remedy: "Look at its server".to_owned(),
        };
        let now = self.clock.now();
        self.db().write(move |tx| Box::pin(async move { notice::raise(tx, now, event).await })).await.unwrap();
    }
}

/// A mail server that answers a recipient as it is told: `code` so many times, then 250.
struct Smtp {
    port: u16,
    took: Arc<Mutex<Vec<String>>>,
}

impl Smtp {
    fn start(refuses: &[(&'static str, &'static str, usize)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let took = Arc::new(Mutex::new(Vec::new()));
        let refuses = Mutex::new(refuses.to_vec());
        let kept = Arc::clone(&took);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { break };
                // Whoever hangs up in the middle is of no interest.
                let _ = Self::talk(&stream, &refuses, &kept);
            }
        });
        Self { port, took }
    }

    fn talk(
        stream: &TcpStream,
        refuses: &Mutex<Vec<(&str, &str, usize)>>,
        took: &Mutex<Vec<String>>,
    ) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream).lines();
        let say = |line: &str| (&mut &*stream).write_all(format!("{line}\r\n").as_bytes());
        say("220 scripted")?;
        while let Some(line) = lines.next() {
            let line = line?;
            match line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
                "EHLO" => say("250 scripted")?,
                "RCPT" => {
                    let mut refuses = refuses.lock().unwrap();
                    let found = refuses.iter_mut().find(|(to, _, left)| line.contains(to) && *left > 0);
                    match found {
                        Some((_, answer, left)) => {
                            *left -= 1;
                            say(answer)?;
                        }
                        None => say("250 ok")?,
                    }
                }
                "DATA" => {
                    say("354 go on")?;
                    let mut text = String::new();
                    for line in lines.by_ref() {
                        let line = line?;
                        if line == "." {
                            break;
                        }
                        text.push_str(&line);
                        text.push('\n');
                    }
                    took.lock().unwrap().push(text);
                    say("250 taken")?;
                }
                "QUIT" => {
                    say("221 bye")?;
                    return Ok(());
                }
                _ => say("250 ok")?,
            }
        }
        Ok(())
    }

    fn took(&self) -> Vec<String> {
        self.took.lock().unwrap().clone()
    }
}

/// A receiver of webhooks that answers with these statuses in turn, the last for ever: heads and bodies.
struct Receiver {
    address: String,
    took: Arc<Mutex<Vec<(String, String)>>>,
}

impl Receiver {
    fn start(statuses: &'static [u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/hooks/its-own-secret", listener.local_addr().unwrap());
        let took = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&took);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { break };
                let mut bytes = Vec::new();
                let mut chunk = [0; 4096];
                let end = loop {
                    let n = stream.read(&mut chunk).unwrap_or(0);
                    bytes.extend_from_slice(&chunk[..n]);
                    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n");
                    let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
                    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                    match head {
                        Some(end) if bytes.len() >= end + 4 + length.unwrap_or(0) => break end,
                        _ if n == 0 => break bytes.len().saturating_sub(4),
                        _ => {}
                    }
                };
                let mut kept = kept.lock().unwrap();
                let status = statuses[kept.len().min(statuses.len() - 1)];
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                kept.push((text(&bytes[..end]), text(bytes.get(end + 4..).unwrap_or_default())));
                let answer =
                    format!("HTTP/1.1 {status} X\r\nlocation: /\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Self { address, took }
    }

    fn took(&self) -> Vec<(String, String)> {
        self.took.lock().unwrap().clone()
    }
}

fn header(head: &str, name: &str) -> String {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:"))).unwrap();
    line.split_once(':').unwrap().1.trim().to_owned()
}

#[test]
fn a_mail_is_sent_and_its_text_kept_no_longer() {
    test_bed::on_both(async |it| {
        let smtp = Smtp::start(&[]);
        let bed = Box::pin(Bed::of(&it.db, Some(smtp.port))).await;
        let id = bed.put("reader@bakery.example").await;
        assert_eq!(bed.work().await, 1);
        let took = smtp.took();
        assert_eq!(took.len(), 1);
        let mail = &took[0];
        for line in ["From: Tidings <tidings@bakery.example>", "To: reader@bakery.example", "There it is."] {
            assert!(mail.contains(line), "{line}\n{mail}");
        }
        assert!(mail.contains("Subject: =?utf-8?") && mail.contains("\n..\n"), "{mail}");
        assert_eq!(header(mail, "date"), "Wed, 25 Nov 2026 08:00:00 +0000");
        assert!(sending::to_send(&it.db, id).await.unwrap().is_none());
        assert_eq!(sending::counts(&it.db).await.unwrap(), (1, 0));
        assert_eq!(bed.work().await, 0);
    });
}

#[test]
fn what_is_not_taken_now_is_tried_again_and_what_is_refused_is_told() {
    test_bed::on_both(async |it| {
        let smtp = Smtp::start(&[
            ("gone@", "550 5.1.1 no such mailbox", usize::MAX),
            ("busy@", "451 4.7.1 come back later", 2),
        ]);
        let bed = Box::pin(Bed::of(&it.db, Some(smtp.port))).await;
        let gone = bed.put("gone@bakery.example").await;
        let busy = bed.put("busy@bakery.example").await;
        assert_eq!(bed.work().await, 2);
        assert!(notice::is_open(&it.db, Kind::MailRefused, &format!("mail {gone}")).await.unwrap());
        assert!(sending::to_send(&it.db, gone).await.unwrap().is_none(), "for good");
        assert_eq!(bed.work().await, 0, "not before its time");
        bed.later(SignedDuration::from_mins(1));
        assert_eq!(bed.work().await, 1);
        assert_eq!(sending::to_send(&it.db, busy).await.unwrap().unwrap().attempts, 2);
        bed.later(SignedDuration::from_mins(2));
        assert_eq!(bed.work().await, 1);
        assert_eq!((smtp.took().len(), sending::counts(&it.db).await.unwrap()), (1, (1, 1)));
    });
}

#[test]
fn a_mail_outlives_a_server_that_is_away_and_a_worker_that_dies() {
    test_bed::on_both(async |it| {
        // Nobody listens there.
        let port = { TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port() };
        let mut bed = Box::pin(Bed::of(&it.db, Some(port))).await;
        let id = bed.put("reader@bakery.example").await;
        assert_eq!(bed.work().await, 1);
        let waits = sending::to_send(&it.db, id).await.unwrap().unwrap();
        assert!(waits.body.contains("There it is."), "{waits:?}");
        let smtp = Smtp::start(&[]);
        bed = Bed { shop: Shop { post: Bed::post(smtp.port), ..bed.shop.clone() }, ..bed };
        bed.later(SignedDuration::from_mins(1));
        // A worker took the job and died, before or after the server's last word.
        let lost = queue::claim(&it.db, &[mail::JOB], bed.clock.now(), bed.shop.audits.lease).await.unwrap();
        assert!(lost.is_some());
        assert_eq!(bed.work().await, 0, "it is another's for a minute");
        bed.later(SignedDuration::from_mins(1));
        assert_eq!(bed.work().await, 1);
        assert_eq!(smtp.took().len(), 1);
        // Without a server a mail waits too.
        let bed = Bed { shop: Shop { post: None, ..bed.shop.clone() }, ..bed };
        let id = bed.put("reader@bakery.example").await;
        assert_eq!(bed.work().await, 1);
        assert!(sending::to_send(&it.db, id).await.unwrap().is_some());
    });
}

#[test]
fn a_notice_goes_by_mail_and_signed_webhook_and_is_tried_again_as_the_same_message() {
    test_bed::on_both(async |it| {
        let smtp = Smtp::start(&[]);
        let receiver = Receiver::start(&[500, 302, 204]);
        let bed = Box::pin(Bed::of(&it.db, Some(smtp.port))).await;
        let (db, house, now) = (&it.db, &bed.shop.house, bed.clock.now());
        notice::want_mail(db, &bed.signed, true).await.unwrap();
        let secret =
            notice::webhook_set(db, house.key(), house.random(), now, &bed.signed, &receiver.address).await.unwrap();
        assert!(secret.starts_with("whsec_"));
        bed.raise("bakery.example").await;
        bed.raise("bakery.example").await;
        assert_eq!(bed.work().await, 2, "one mail, one message");
        assert!(smtp.took()[0].contains("Subject: bakery.example cannot be read"), "{:?}", smtp.took());
        for pause in [10, 60] {
            bed.later(SignedDuration::from_secs(pause));
            assert_eq!(bed.work().await, 1);
        }
        let took = receiver.took();
        assert_eq!(took.len(), 3);
        assert!(took[0].0.starts_with("POST /hooks/its-own-secret "));
        let ids: Vec<String> = took.iter().map(|(head, _)| header(head, "webhook-id")).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        let signatures: Vec<String> = took.iter().map(|(head, _)| header(head, "webhook-signature")).collect();
        assert!(signatures.iter().all(|it| it.starts_with("v1,")) && signatures[0] != signatures[1], "{signatures:?}");
        let body: serde_json::Value = serde_json::from_str(&took[2].1).unwrap();
        assert_eq!((&body["type"], &body["data"]["severity"]), (&"site_down".into(), &"error".into()));
        let tries = notice::hook::tries(db, &bed.signed.workspace).await.unwrap();
        let faults: Vec<_> = tries.iter().map(|it| it.fault.as_deref().unwrap_or("taken")).collect();
        assert!(
            matches!(faults[..], ["taken", redirect, broken] if redirect.contains("302") && broken.contains("500")),
            "{faults:?}"
        );
        assert!(tries.iter().all(|it| it.message == ids[0] && it.event == "site_down"), "{tries:?}");
        bed.later(SignedDuration::from_hours(24));
        assert_eq!(bed.work().await, 0, "it is done");
        // What became of a delivery is told where somebody chose that, and a notice that he did not choose is not.
        let chosen = Some(vec!["delivery_live".to_owned()]);
        notice::hook::choose(db, house.random(), bed.clock.now(), &bed.signed, chosen).await.unwrap();
        let (now, workspace) = (bed.clock.now(), bed.signed.workspace.clone());
        let told = db.write(move |tx| {
            Box::pin(async move {
                for event in ["delivery_live", "delivery_gone"] {
                    let data = serde_json::json!({ "url": "https://x.example/1" });
                    notice::hook::tell(&mut *tx, now, &workspace, (event, "d1"), data).await?;
                }
                Ok::<_, store::Fault>(())
            })
        });
        told.await.unwrap();
        bed.raise("shop.example").await;
        assert_eq!(bed.work().await, 2, "one mail of the notice, one message of the delivery");
        let (head, body) = receiver.took().pop().unwrap();
        let id = format!("delivery_live-d1-{}", now.as_microsecond());
        assert_eq!(header(&head, "webhook-id"), id);
        assert!(body.contains("\"type\":\"delivery_live\"") && body.contains("https://x.example/1"), "{body}");
    });
}

#[test]
fn a_webhook_that_takes_nothing_in_eight_tries_is_told_once_in_the_console() {
    test_bed::on_both(async |it| {
        let receiver = Receiver::start(&[503]);
        let bed = Box::pin(Bed::of(&it.db, None)).await;
        let (db, house, now) = (&it.db, &bed.shop.house, bed.clock.now());
        notice::webhook_set(db, house.key(), house.random(), now, &bed.signed, &receiver.address).await.unwrap();
        bed.raise("bakery.example").await;
        bed.raise("shop.example").await;
        for _ in 0..12 {
            bed.work().await;
            bed.later(SignedDuration::from_hours(7));
        }
        assert_eq!(receiver.took().len(), 16);
        let failed = notice::is_open(db, Kind::WebhookFailed, &bed.signed.workspace).await.unwrap();
        assert!(failed);
        let (notices, _) = notice::all(db, &bed.signed).await.unwrap();
        let told = notices.iter().filter(|notice| notice.kind == "webhook_failed").count();
        assert_eq!(told, 1);
        assert!(notices.iter().all(|notice| !notice.remedy.contains("its-own-secret")), "{notices:?}");
    });
}

#[test]
fn mondays_mail_goes_out_once_on_a_monday_morning_on_the_sites_wall() {
    test_bed::on_both(async |bed| {
        let smtp = Smtp::start(&[]);
        let bed = Box::pin(Bed::of(&bed.db, Some(smtp.port))).await;
        let (db, room) = (bed.db(), bed.signed.workspace.clone());
        let filled = db.write(move |tx| {
            Box::pin(async move {
                let site = "INSERT INTO site (id, workspace, address, name, created_at) VALUES ('s', $1, 'https://s.example/', 'Bakery', 0)";
                Sql::new("site", site).bind(room).execute(tx).await
            })
        });
        filled.await.unwrap();
        let site = measure::measured::of(db, &bed.shop.audits.random, "s").await.unwrap();
        let mails = async |at: &str| {
            bed.clock.set(at.parse().unwrap());
            super::monday::go(bed.shop.clone()).await.unwrap();
            bed.work().await;
            smtp.took.lock().unwrap().len()
        };
        assert_eq!(mails("2026-11-23T08:00:00Z").await, 0, "nothing was counted");
        let filled = db.write(move |tx| {
            Box::pin(async move {
                let zone = "UPDATE measured SET zone = 'America/New_York'";
                Sql::new("zone", zone).execute(&mut *tx).await?;
                let day = domain::number_of("2026-11-18".parse().unwrap());
                let visits = "INSERT INTO visit_day VALUES ($1, $2, 1, 1, 0, 41, 41, 0)";
                Sql::new("visits", visits).bind(site.number).bind(day).execute(tx).await
            })
        });
        filled.await.unwrap();
        assert_eq!(mails("2026-11-23T11:59:00Z").await, 0, "it is before seven in New York");
        assert_eq!(mails("2026-11-23T12:00:00Z").await, 1);
        assert_eq!(mails("2026-11-23T18:00:00Z").await, 1, "once");
        assert_eq!(mails("2026-11-24T18:00:00Z").await, 1, "on Mondays alone");
        let took = smtp.took.lock().unwrap().clone();
        assert!(took[0].contains("multipart/alternative") && took[0].contains("text/html"), "{}", took[0]);
        assert_eq!(mails("2026-11-30T18:00:00Z").await, 1, "nothing was counted in the week before");
    });
}
