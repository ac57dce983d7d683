//! Mail against a real server (aiosmtpd): a notice goes out by mail, is refused, and is tried again.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::Asked;
use crate::Verdict;
use crate::audited::tidings;
use crate::measure::scratch;
use crate::peers::Peers;
use crate::program::Program;
use crate::sheet::Sheet;

/// What is waited for at most: a mail that is greylisted is tried again after a minute.
const PATIENCE: Duration = Duration::from_mins(3);
const PASSWORD: &str = "two days of rest";

pub(super) fn prove(asked: &Asked) -> Verdict {
    let mut sheet = Sheet::new("mail", "Mail against aiosmtpd");
    let (mut server, port, said) = server(&Peers::mail(asked.checkout, asked.install)?)?;
    let mut up = Up::start(&tidings(asked.checkout)?, port)?;
    let mut current = None;
    // Nobody listens there, so an audit of it fails, and that is told.
    let mut port_of_site = 1;
    let mut notice_for = |up: &mut Up, email: &str| -> Result<()> {
        let password = json!({ "email": email, "password": PASSWORD, "current": current });
        up.ask("PUT", "/me/password", &password)?;
        current = Some(PASSWORD);
        up.ask("PUT", "/notice-settings/mail", &json!({ "mail": true }))?;
        port_of_site += 1;
        up.ask("POST", "/sites", &json!({ "address": format!("http://127.0.0.1:{port_of_site}/") }))?;
        Ok(())
    };

    notice_for(&mut up, "reader@bakery.example")?;
    let taken = next(&said)?;
    let text = taken["text"].as_str().unwrap_or_default();
    let right = taken["to"] == json!(["reader@bakery.example"]) && taken["from"] == "tidings@bakery.example";
    sheet.line("A notice by mail", "taken at once, from and to whom it is", &taken["to"].to_string(), right);
    let subject = text.lines().find(|line| line.starts_with("Subject:")).unwrap_or_default();
    sheet.line("Its subject", "says what happened", subject, subject.contains("came to nothing"));

    notice_for(&mut up, "busy@bakery.example")?;
    let later = next(&said)?;
    sheet.line("451 for a recipient", "is told", &later["later"].to_string(), later["later"].is_string());
    let began = Instant::now();
    let taken = next(&said)?;
    let waited = began.elapsed().as_secs_f64();
    let right = taken["to"] == json!(["busy@bakery.example"]) && waited >= 50.0;
    sheet.line("Tried again", "taken after a minute", &format!("{} after {waited:.0} s", taken["to"]), right);

    notice_for(&mut up, "gone@bakery.example")?;
    let refused = up.until_notice("mail_refused", &said)?;
    let says = format!("{}. {}", refused["says"], refused["remedy"]);
    sheet.line("550 for a recipient", "a notice with the server's words", &says, says.contains("no such mailbox"));
    let numbers = up.numbers()?;
    for (state, many) in [("sent", 2), ("refused", 1)] {
        let line = format!("tidings_mails{{state=\"{state}\"}} {many}");
        sheet.line(&format!("Mails {state}"), &many.to_string(), &line, numbers.contains(&line));
    }
    sheet.note(
        "aiosmtpd 1.4.6 on loopback, told by the recipient's name what to answer; `tidings up` with --mail-server.",
    );
    let _ = server.kill();
    let _ = server.wait();
    sheet.finish(asked.checkout)
}

/// The mail server, its port, and what it says of each mail.
fn server(peers: &Peers) -> Result<(Child, u16, Receiver<Value>)> {
    let line = peers.mail_line("mail_server.py");
    let mut command = Program::new(&line[0]).args(&line[1..]).into_command();
    let mut server =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("the mail server does not start")?;
    let mut lines = BufReader::new(server.stdout.take().context("no pipe")?).lines();
    let port = lines.next().context("the mail server said nothing")??.trim().parse()?;
    let (say, said) = channel();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            if let Ok(told) = serde_json::from_str(&line)
                && say.send(told).is_err()
            {
                break;
            }
        }
    });
    Ok((server, port, said))
}

fn next(said: &Receiver<Value>) -> Result<Value> {
    said.recv_timeout(PATIENCE).context("the mail server heard of no mail")
}

/// A running `tidings up` with the mail server, and somebody who is signed in.
struct Up {
    host: String,
    cookie: String,
    program: Child,
}

impl Up {
    fn start(program: &str, port: u16) -> Result<Self> {
        let data = scratch("mail")?;
        let _ = std::fs::remove_dir_all(&data);
        let mut command = Program::new(program)
            .args(["up", "--listen", "127.0.0.1:0", "--allow-private", "127.0.0.1"])
            .args(["--mail-server", &format!("smtp://127.0.0.1:{port}?tls=none")])
            .args(["--mail-from", "Tidings <tidings@bakery.example>", "--data"])
            .arg(&data)
            .into_command();
        let mut program = command.stdout(Stdio::piped()).spawn().context("`tidings up` cannot be started")?;
        let mut lines = BufReader::new(program.stdout.take().context("no pipe")?).lines();
        let link = lines.find_map(|line| Some(line.ok()?.trim().strip_prefix("http://")?.to_owned()));
        let mut up = Self { host: String::new(), cookie: String::new(), program };
        let link = link.context("`tidings up` printed no link")?;
        let (host, path) = link.split_once('/').context("a link has a path")?;
        host.clone_into(&mut up.host);
        let (head, _) = up.send("GET", &format!("/{path}"), "")?;
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        let cookie = cookie.and_then(|line| line.split(';').next()).context("the link let nobody in")?;
        cookie.clone_into(&mut up.cookie);
        Ok(up)
    }

    fn send(&self, method: &str, path: &str, body: &str) -> Result<(String, String)> {
        let mut stream = TcpStream::connect(&self.host)?;
        let question = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncookie: {}\r\nx-tidings: proof\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.host,
            self.cookie,
            body.len()
        );
        stream.write_all(question.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
        Ok((head.to_owned(), body.to_owned()))
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let (head, body) = self.send(method, &format!("/api/v1{path}"), &body.to_string())?;
        ensure!(head.split(' ').nth(1).is_some_and(|status| status.starts_with('2')), "{method} {path}: {head} {body}");
        Ok(serde_json::from_str(&body).unwrap_or(Value::Null))
    }

    /// The first notice of `kind`; looked for again whenever the mail server has something to say, or a moment went by.
    fn until_notice(&self, kind: &str, said: &Receiver<Value>) -> Result<Value> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let notices = self.ask("GET", "/notices", &Value::Null)?;
            let found = notices["items"].as_array().and_then(|all| all.iter().find(|notice| notice["kind"] == kind));
            if let Some(found) = found {
                return Ok(found.clone());
            }
            let _ = said.recv_timeout(Duration::from_millis(200));
        }
        bail!("no notice {kind} came")
    }

    fn numbers(&self) -> Result<String> {
        Ok(self.send("GET", "/metrics", "")?.1)
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
