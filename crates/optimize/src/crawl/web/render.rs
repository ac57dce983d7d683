//! A page after its scripts ran, by an outside Chromium.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use domain::Page;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};
use url::Url;

/// A page that is not drawn by then is given up.
const WITHIN: Duration = Duration::from_secs(30);
/// Of what Chromium writes, so much is read.
const LARGEST: u64 = 16 * domain::MIB;

/// The page at `url` as `chromium` has it after running its scripts. `folder` holds Chromium's own files meanwhile.
pub(super) async fn render(chromium: &Path, url: &Url, folder: &Path) -> Result<Page, String> {
    let mut command = Command::new(chromium);
    command
        .args([
            "--headless",
            // Chromium's sandbox cannot be had as root or in most containers, where audits are often run.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-extensions",
            "--mute-audio",
            "--virtual-time-budget=8000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", folder.display()))
        .arg(url.as_str())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    // Chromium is many processes; in a group of their own they can be ended together.
    #[cfg(unix)]
    command.process_group(0);
    let mut child = command.spawn().map_err(|error| format!("{} cannot be started: {error}", chromium.display()))?;
    // The bytes are UTF-8 whatever the page says of itself; a byte order mark tells the reader so.
    let mut body = b"\xEF\xBB\xBF".to_vec();
    let read = async {
        let Some(out) = child.stdout.take() else { return Ok(0) };
        out.take(LARGEST).read_to_end(&mut body).await
    };
    let read = tokio::time::timeout(WITHIN, read).await;
    end(&mut child).await;
    match read {
        Err(_) => Err(format!("{url} was not drawn within {} seconds", WITHIN.as_secs())),
        Ok(Err(error)) => Err(format!("{url}: {error}")),
        Ok(Ok(_)) if body.len() < 10 => Err(format!("{} drew nothing for {url}", chromium.display())),
        Ok(Ok(_)) => Ok(pages::read(&body, pages::Source { url: url.clone(), fetched: None }).page),
    }
}

/// Ends `child` and the processes that it started.
async fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(id) = child.id() {
        let group = format!("-{id}");
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status().await;
    }
    let _ = child.kill().await;
}
