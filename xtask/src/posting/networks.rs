//! The networks: `tidings sandbox` as a process, and what it says is live.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{ask, wall};
use crate::measure::scratch;
use crate::program::Program;

/// What stands before the mark by which a delivery is known at the network.
pub(crate) const BEFORE_MARK: &str = "Loaf ";

/// A running sandbox.
pub(crate) struct Networks {
    child: Child,
    /// `127.0.0.1:PORT`
    pub(crate) host: String,
}

/// A post of ours that is live.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    pub(crate) network: String,
    /// As the network calls it.
    pub(crate) id: String,
    /// What it answers, or is a comment on.
    pub(crate) below: Option<String>,
    /// The word by which its text names the delivery.
    pub(crate) mark: String,
    /// How many pictures it has.
    pub(crate) pictures: u64,
    /// When it went live.
    pub(crate) at: SystemTime,
}

impl Networks {
    pub(crate) fn start(program: &str, name: &str, arguments: &[String]) -> Result<Self> {
        let mut command =
            Program::new(program).args(["sandbox", "--listen", "127.0.0.1:0"]).args(arguments).into_command();
        let log = File::create(scratch(&format!("{name}-sandbox.log"))?)?;
        let mut child =
            command.stdout(Stdio::piped()).stderr(log).spawn().context("`tidings sandbox` cannot be started")?;
        let mut lines = BufReader::new(child.stdout.take().context("no pipe")?).lines();
        let first = lines.next().context("`tidings sandbox` said nothing")??;
        let host = first.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        // What it prints beside that is read to its end, so that it does not wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, host })
    }

    /// The networks: id, name, what one signs in with.
    pub(crate) fn all(&self) -> Result<Vec<Value>> {
        self.list("/networks.json")
    }

    /// What is live on all of them.
    pub(crate) fn live(&self) -> Result<Vec<Live>> {
        let posts = self.list("/posts.json")?;
        posts.iter().map(|post| live(post).with_context(|| format!("a post that is none of ours: {post}"))).collect()
    }

    /// How often something went live, on all of them.
    pub(crate) fn published(&self) -> Result<u64> {
        Ok(self.all()?.iter().filter_map(|network| network["published"].as_u64()).sum())
    }

    fn list(&self, path: &str) -> Result<Vec<Value>> {
        let (status, _, body) = ask(&self.host, "GET", path, "", "")?;
        ensure!(status == 200, "the sandbox answers {path} with {status}");
        serde_json::from_str(&body).context("the sandbox's JSON")
    }
}

impl Drop for Networks {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn live(post: &Value) -> Option<Live> {
    let texts = [&post["text"], &post["title"]];
    let mark =
        texts.iter().find_map(|text| Some(text.as_str()?.split_once(BEFORE_MARK)?.1.split(' ').next()?.to_owned()))?;
    let word = |name: &str| post[name].as_str().map(str::to_owned);
    Some(Live {
        network: word("network")?,
        id: word("id")?,
        below: word("reply_to"),
        mark,
        pictures: post["media"].as_u64()?,
        at: wall::instant(post["at"].as_str()?)?,
    })
}
