//! Mail: the outbox is brought to the operator's mail server (SMTP), a mail at a time.
//!
//! A mail stays in the outbox until a server took it or refused it for good, whatever becomes of this process. It is sent
//! twice only where the process dies between the server's last word and our commit; both then carry one Message-ID.
//! What cannot be sent today (4xx, no answer, a wrong password) is tried again with pauses that grow to six hours, for
//! about four days; what is refused (5xx) is told as a notice.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail, ensure};
use jiff::{SignedDuration, Timestamp};
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use lettre::{SmtpTransport, Transport as _};
use people::notice::{self, Event, Kind};
use people::sending::{self, Mail};
use store::Fault;
use store::queue::{self, Claim};
use url::Url;

use super::{Shop, errands};

/// The server may think for so long about each of its answers.
const PATIENCE: Duration = Duration::from_secs(30);
/// After so many tries a mail is given up.
const TRIES: i64 = 22;
/// The longest pause between two tries.
const LONGEST: SignedDuration = SignedDuration::from_hours(6);

/// How mails are sent.
#[derive(clap::Args, Clone)]
pub(crate) struct MailArgs {
    /// The mail server: smtp://user:password@host:587 (STARTTLS), smtps://… (TLS from the start), or
    /// smtp://127.0.0.1:25?tls=none on this machine
    #[arg(long, value_name = "URL", env = "TIDINGS_MAIL_SERVER", hide_env_values = true)]
    pub(crate) mail_server: Option<String>,
    /// Who mails are from: Tidings <tidings@bakery.example>
    #[arg(long, value_name = "ADDRESS", env = "TIDINGS_MAIL_FROM")]
    pub(crate) mail_from: Option<String>,
}

/// Brings mails to the server. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Post {
    server: SmtpTransport,
    from: Arc<Mailbox>,
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sent {
    Taken,
    /// Not now, in the words of the server.
    Later(String),
    /// Never.
    Refused(String),
}

impl Post {
    /// As the operator set it; `None` where he named no server.
    pub(crate) fn of(args: &MailArgs) -> Result<Option<Self>> {
        let Some(server) = &args.mail_server else {
            ensure!(args.mail_from.is_none(), "--mail-from alone sends nothing: name a server with --mail-server");
            return Ok(None);
        };
        let from = args.mail_from.as_ref().context("--mail-server needs --mail-from: who are mails from?")?;
        let from: Mailbox = from.parse::<Mailbox>().ok().with_context(|| {
            format!(
                "--mail-from {from} is no address: write tidings@bakery.example, or Tidings <tidings@bakery.example>"
            )
        })?;
        let server = SmtpTransport::from_url(&address(server)?)
            .ok()
            .context("--mail-server cannot be used: write smtp://user:password@host:587")?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Some(Self { server, from: Arc::new(from) }))
    }

    async fn send(&self, mail: &Mail, now: Timestamp) -> Sent {
        let message = match self.message(mail, now) {
            Ok(message) => message,
            Err(why) => return Sent::Refused(why.to_string()),
        };
        let server = self.server.clone();
        match tokio::task::spawn_blocking(move || server.send(&message)).await {
            Ok(Ok(_)) => Sent::Taken,
            Ok(Err(error)) => became(&error),
            Err(broken) => Sent::Later(broken.to_string()),
        }
    }

    fn message(&self, mail: &Mail, now: Timestamp) -> Result<Message> {
        let home = self.from.email.domain();
        let mut message = Message::builder()
            .from((*self.from).clone())
            .to(mail.recipient.parse::<Mailbox>().context("the address of the mail is none")?)
            .subject(&mail.subject)
            .date(SystemTime::from(now))
            .message_id(Some(format!("<tidings-{}-{}@{home}>", mail.id, mail.created_at)));
        if let Some(off) = &mail.off {
            message = message.header(Off(format!("<{off}>"))).header(AtOnePress);
        }
        Ok(match &mail.html {
            Some(html) => message.multipart(MultiPart::alternative_plain_html(mail.body.clone(), html.clone()))?,
            None => message.body(mail.body.clone())?,
        })
    }
}

/// Where a reader's mail program switches such mails off (RFC 2369, 3.2).
#[derive(Clone)]
struct Off(String);

/// That one press is enough, without a page in between (RFC 8058).
#[derive(Clone)]
struct AtOnePress;

impl Header for Off {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

impl Header for AtOnePress {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

/// The server's address in the words of the library that speaks to it.
fn address(typed: &str) -> Result<String> {
    // The password in it is told to nobody.
    let wrong = || "--mail-server is no address: write smtp://user:password@host:587".to_owned();
    let mut url = Url::parse(typed).map_err(|_| anyhow::anyhow!(wrong()))?;
    ensure!(url.has_host(), wrong());
    let asked = url.query().map(str::to_owned);
    match (url.scheme(), asked.as_deref()) {
        ("smtps", None) => url.set_query(None),
        ("smtp", None) => url.set_query(Some("tls=required")),
        ("smtp", Some("tls=none")) => {
            let host = url.host_str().unwrap_or_default();
            ensure!(
                matches!(host, "localhost" | "127.0.0.1" | "[::1]"),
                "--mail-server with tls=none is for a server on this machine alone: others could read along"
            );
            url.set_query(None);
        }
        _ => bail!(wrong()),
    }
    Ok(url.to_string())
}

/// What an error means for the mail.
fn became(error: &lettre::transport::smtp::Error) -> Sent {
    let words: String =
        error.to_string().chars().map(|sign| if sign.is_control() { ' ' } else { sign }).take(300).collect();
    let code = error.status().map(u16::from);
    match code {
        // What it says to us and not to this mail: the password is wrong, TLS is wanted (RFC 4954, 6).
        Some(530 | 534 | 535 | 538 | 454) => Sent::Later(words),
        _ if error.is_permanent() => Sent::Refused(words),
        _ => Sent::Later(words),
    }
}

/// Sends the mail of `claim`.
pub(crate) async fn run(shop: &Shop, claim: Claim) -> Result<(), Fault> {
    let db = &shop.audits.db;
    let found = match claim.payload.as_i64() {
        Some(id) => sending::to_send(db, id).await?,
        None => None,
    };
    let Some(mail) = found else {
        let now = shop.audits.clock.now();
        return db.write(move |tx| Box::pin(async move { queue::complete(tx, &claim, "gone", now).await })).await;
    };
    let sent = match &shop.post {
        Some(post) => match errands::held(shop, &claim, post.send(&mail, shop.audits.clock.now())).await? {
            Some(sent) => sent,
            None => return Ok(()),
        },
        None => Sent::Later("no mail server is set: start Tidings with --mail-server".to_owned()),
    };
    let sent = match sent {
        Sent::Later(why) if mail.attempts + 1 >= TRIES => Sent::Refused(format!("given up: {why}")),
        sent => sent,
    };
    let now = shop.audits.clock.now();
    // Neither the address nor the text: a log is read by more people than a mail.
    match &sent {
        Sent::Taken => tracing::info!(mail = mail.id, "a mail was sent"),
        Sent::Later(_) => tracing::warn!(mail = mail.id, tries = mail.attempts + 1, "a mail was not taken yet"),
        Sent::Refused(_) => tracing::warn!(mail = mail.id, "a mail was refused"),
    }
    db.write(move |tx| {
        Box::pin(async move {
            match sent {
                Sent::Taken => {
                    sending::sent(&mut *tx, now, mail.id).await?;
                    queue::complete(tx, &claim, "sent", now).await
                }
                Sent::Later(why) => {
                    sending::not_sent(&mut *tx, now, mail.id, &why, false).await?;
                    let due = now.saturating_add(pause(mail.attempts)).unwrap_or(now);
                    queue::put_back(tx, &claim, due, "not taken").await
                }
                Sent::Refused(why) => {
                    sending::not_sent(&mut *tx, now, mail.id, &why, true).await?;
                    notice::raise(&mut *tx, now, refused(&mail, &why)).await?;
                    queue::complete(tx, &claim, "refused", now).await
                }
            }
        })
    })
    .await
}

/// One, two, four minutes and so on after the first, second, third try.
fn pause(tries: i64) -> SignedDuration {
    let minutes = 1_i64.checked_shl(u32::try_from(tries).unwrap_or(u32::MAX)).unwrap_or(i64::MAX);
    SignedDuration::from_mins(minutes.clamp(1, LONGEST.as_mins()))
}

fn refused(mail: &Mail, why: &str) -> Event {
    Event {
        kind: Kind::MailRefused,
        workspace: mail.workspace.clone(),
        site: None,
        about: format!("mail {}", mail.id),
        says: format!("A mail to {} was not delivered", mail.recipient),
        remedy: format!("See whether the address is right. The mail server said: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_spoken_to_over_tls_unless_it_is_on_this_machine() {
        for (typed, meant) in [
            ("smtp://me:pa%3Ass@mail.bakery.example:587", "smtp://me:pa%3Ass@mail.bakery.example:587?tls=required"),
            ("smtps://mail.bakery.example", "smtps://mail.bakery.example"),
            ("smtp://127.0.0.1:2525?tls=none", "smtp://127.0.0.1:2525"),
        ] {
            assert_eq!(address(typed).unwrap(), meant);
        }
        for typed in ["mail.bakery.example", "http://x.example", "smtp://x.example?tls=none", "smtp://?tls=none", ""] {
            assert!(address(typed).is_err(), "{typed}");
        }
        let secret = address("smtp://me:hunter2@x.example?tls=opportunistic").unwrap_err();
        assert!(!format!("{secret:#}").contains("hunter2"));
    }

    #[test]
    fn pauses_grow_to_six_hours_and_days_pass_before_a_mail_is_given_up() {
        assert_eq!(pause(0), SignedDuration::from_mins(1));
        assert_eq!(pause(3), SignedDuration::from_mins(8));
        assert_eq!(pause(i64::MAX), LONGEST);
        let whole: SignedDuration = (0..TRIES).map(pause).fold(SignedDuration::ZERO, |sum, pause| sum + pause);
        assert!(whole > SignedDuration::from_hours(72) && whole < SignedDuration::from_hours(120), "{whole}");
    }
}
