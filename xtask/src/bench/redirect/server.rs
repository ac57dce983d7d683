//! What is measured: `tidings up`, and nginx with one line.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::measure::scratch;
use crate::program::Program;

/// `tidings up`.
pub(in crate::bench) struct Up {
    child: Child,
    pub(in crate::bench) host: String,
    first: String,
    pub(in crate::bench) cookie: String,
}

impl Up {
    pub(in crate::bench) fn start(program: &str, data: &Path) -> Result<Self> {
        Self::start_with(program, data, &[])
    }

    /// With further arguments.
    pub(in crate::bench) fn start_with(program: &str, data: &Path, more: &[&str]) -> Result<Self> {
        let mut command = Program::new(program)
            .args(["up", "--listen", "127.0.0.1:0", "--allow-private", "127.0.0.1", "--data"])
            .arg(data)
            .args(more)
            .into_command();
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("`tidings up` cannot be started")?;
        let mut lines = BufReader::new(child.stdout.take().context("no pipe")?).lines();
        let link = lines.find_map(|line| Some(line.ok()?.trim().to_owned()).filter(|line| line.starts_with("http://")));
        let parts = link.as_deref().and_then(|link| link.strip_prefix("http://")?.split_once('/'));
        let (host, first) = parts.context("`tidings up` printed no link")?;
        Ok(Self { child, host: host.to_owned(), first: format!("/{first}"), cookie: String::new() })
    }

    pub(in crate::bench) fn come_in(&mut self) -> Result<()> {
        let (head, _) = self.send("GET", &self.first, "text/plain", "")?;
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: tidings"));
        let cookie = cookie.and_then(|cookie| cookie.split_once('=')?.1.split(';').next());
        cookie.context("the link lets nobody in")?.clone_into(&mut self.cookie);
        Ok(())
    }

    /// Status and body of an answer.
    pub(in crate::bench) fn ask(&self, method: &str, path: &str, kind: &str, body: &str) -> Result<(u16, String)> {
        let (head, body) = self.send(method, path, kind, body)?;
        let status =
            head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("an answer without a status")?;
        Ok((status, body))
    }

    fn send(&self, method: &str, path: &str, kind: &str, body: &str) -> Result<(String, String)> {
        let mut stream = TcpStream::connect(&self.host)?;
        // HTTP/1.0: the body comes in one piece, to the end of the connection.
        let head = format!(
            "{method} {path} HTTP/1.0\r\nhost: {}\r\ncookie: tidings-{}={}\r\nx-tidings: bench\r\ncontent-type: {kind}\r\n\
             content-length: {}\r\n\r\n",
            self.host,
            self.host.rsplit(':').next().unwrap_or_default(),
            self.cookie,
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").context("no whole answer")?;
        Ok((head.to_owned(), body.to_owned()))
    }

    /// Arrivals that were kept and lost since the start.
    pub(in crate::bench) fn arrivals(&self) -> Result<(u64, u64)> {
        let (_, text) = self.ask("GET", "/metrics", "text/plain", "")?;
        let number = |state: &str| {
            let name = format!("tidings_arrivals_total{{state=\"{state}\"}} ");
            let number = text.lines().find_map(|line| line.strip_prefix(&name)).and_then(|number| number.parse().ok());
            number.with_context(|| format!("no {name} in the metrics"))
        };
        Ok((number("kept")?, number("lost")?))
    }

    /// The most memory that it held, in bytes.
    pub(in crate::bench) fn most_memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no peak of memory")?;
        let kilobytes: u64 = line.split_ascii_whitespace().next().context("no number")?.parse()?;
        Ok(kilobytes * 1024)
    }

    /// As a machine that loses its power, but for what it has of the disk.
    pub(in crate::bench) fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// nginx, which sends everybody to one address.
pub(in crate::bench) struct Nginx {
    child: Child,
    pub(in crate::bench) host: String,
}

impl Nginx {
    pub(in crate::bench) fn start() -> Result<Self> {
        let says = "access_log off;";
        let location = "location /l/ { return 302 https://bakery.example/pages/of/the/shop/7?sort=price&e=k7q4mxz; }";
        Self::start_with(says, location)
    }

    /// With what it says of its log, and a place that it answers.
    pub(in crate::bench) fn start_with(log: &str, location: &str) -> Result<Self> {
        let folder = scratch("nginx")?;
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)?;
        let host = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let place = folder.display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|of| format!("{of}_temp_path {place}/{of};"))
            .concat();
        let config = format!(
            "daemon off; worker_processes 2; pid {place}/pid; error_log {place}/log;\n\
             events {{ worker_connections 1024; }}\n\
             http {{ {log} keepalive_requests 1000000000; {temporary}\n\
             server {{ listen {host}; {location} }} }}\n"
        );
        fs::write(folder.join("nginx.conf"), config)?;
        let mut command = Program::new("/usr/sbin/nginx")
            .arg("-p")
            .arg(&folder)
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            .into_command();
        let child = command.stderr(Stdio::null()).spawn().context("nginx cannot be started")?;
        let this = Self { child, host };
        let deadline = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(&this.host).is_err() {
            ensure!(Instant::now() < deadline, "nginx does not answer: see {place}/log");
            std::thread::park_timeout(Duration::from_millis(20));
        }
        Ok(this)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its workers go with it only if it is asked to go.
        let _ = Program::new("kill").arg(self.child.id().to_string()).run();
        let _ = self.child.wait();
    }
}
