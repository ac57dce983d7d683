//! `--render` with a real Chromium: what only scripts write is told as such.

use std::fs;

use super::Asked;
use super::report::CHROMIUM;
use crate::Verdict;
use crate::audited::{audit, pages_of_rules};
use crate::measure::scratch;
use crate::served::Served;
use crate::sheet::Sheet;
use crate::tools;

/// One page says what it is in its bytes, the other by a script that runs a moment after the page was loaded.
const SAYS: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rye</title>
<meta property="og:title" content="Rye bread"></head><body><a href="/scripted.html">more</a></body></html>"#;
const SCRIPTED: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Loading</title></head>
<body><div id="app"></div><script>
setTimeout(() => {
  document.title = "Wheat bread";
  document.head.insertAdjacentHTML("beforeend", '<meta property="og:title" content="Wheat bread">');
  document.getElementById("app").innerHTML = "<h1>Wheat bread</h1>";
}, 20);
</script></body></html>"#;

pub(super) fn prove(asked: &Asked) -> Verdict {
    tools::need(&CHROMIUM, asked.install)?;
    let mut sheet = Sheet::new("render", "Pages that only scripts write, in a real Chromium");
    let folder = scratch("scripted")?;
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("index.html"), SAYS)?;
    fs::write(folder.join("scripted.html"), SCRIPTED)?;
    let served = Served::start(asked.checkout, &folder)?;
    let rules = |more: &[&str]| {
        let mut arguments = vec![served.address.as_str(), "--fast", "--no-agents"];
        arguments.extend(more);
        audit(asked.checkout, &arguments).map(|told| pages_of_rules(&told))
    };
    let (plain, rendered) = (rules(&[])?, rules(&["--render", "chromium"])?);
    let pages = |rules: &std::collections::BTreeMap<String, u64>, rule: &str| {
        rules.get(rule).copied().unwrap_or_default().to_string()
    };
    sheet.equal("tags-only-by-script, with --render", "1", &pages(&rendered, "tags-only-by-script"));
    sheet.equal("raw-and-rendered-differ, without --render", "0", &pages(&plain, "raw-and-rendered-differ"));
    sheet.equal("og-title-missing in the bytes, with --render", "1", &pages(&rendered, "og-title-missing"));
    sheet.finish(asked.checkout)
}
