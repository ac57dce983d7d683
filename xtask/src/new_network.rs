//! `cargo xtask new-network NAME`: the folder of a new network, its line in the list, and what to do next.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::program::Program;
use crate::{Checkout, Verdict};

const FOLDERS: &str = "crates/networks/src";
const LIST: &str = "crates/networks/src/lib.rs";

const FILES: &[(&str, &str)] = &[
    ("mod.rs", include_str!("../templates/network/mod.rs.txt")),
    ("preview.rs", include_str!("../templates/network/preview.rs.txt")),
    ("README.md", include_str!("../templates/network/README.md")),
    ("icon.svg", include_str!("../templates/network/icon.svg")),
];

/// Cases that every network has: what stands in the head of a page, and what is known beside the page.
const CASES: &[(&str, &[Tag], &str)] = &[
    ("a-full-page", &[Tag::Title, Tag::Description, Tag::OgTitle, Tag::OgDescription, Tag::OgImage("/cake.jpg")], ""),
    ("title-and-description-stand-in", &[Tag::Title, Tag::Description], ""),
    ("nothing-but-a-picture", &[Tag::OgImage("/cake.jpg")], ""),
    ("a-drawing", &[Tag::Title, Tag::OgTitle, Tag::OgImage("/cake.jpg")], r#""kind": "svg", "declared": "svg""#),
    (
        "a-small-picture",
        &[Tag::Title, Tag::OgTitle, Tag::OgImage("/cake.jpg")],
        r#""kind": "jpeg", "declared": "jpeg", "width": 180, "height": 180"#,
    ),
    (
        "a-heavy-picture",
        &[Tag::Title, Tag::OgTitle, Tag::OgImage("/cake.jpg")],
        r#""kind": "jpeg", "declared": "jpeg", "width": 4000, "height": 2100, "bytes": 9000000"#,
    ),
];

/// What a case's page says.
enum Tag {
    Title,
    Description,
    OgTitle,
    OgDescription,
    OgImage(&'static str),
}

impl Tag {
    fn html(&self) -> String {
        match self {
            Self::Title => "<title>Apple cake – Bakery</title>".to_owned(),
            Self::Description => r#"<meta name="description" content="The recipe for our apple cake.">"#.to_owned(),
            Self::OgTitle => r#"<meta property="og:title" content="Apple cake">"#.to_owned(),
            Self::OgDescription => r#"<meta property="og:description" content="Moist, with cinnamon.">"#.to_owned(),
            Self::OgImage(path) => format!(r#"<meta property="og:image" content="https://bakery.example{path}">"#),
        }
    }
}

/// `cargo xtask new-network NAME`
pub(crate) fn new_network(checkout: &Checkout, arguments: &[String]) -> Verdict {
    let [name] = arguments else { bail!("`cargo xtask new-network NAME`, where NAME is one word: Friendica") };
    let today = Program::new("date").args(["-u", "+%Y-%m-%d"]).text()?;
    let id = write(&checkout.root, name, &today)?;
    println!(
        "{FOLDERS}/{id} is there, and a line for it in {LIST}. Next:\n\
         1. {FOLDERS}/{id}/mod.rs: what it is, each fact with source, day and grade\n\
         2. {FOLDERS}/{id}/preview.rs: what it draws\n\
         3. {FOLDERS}/{id}/icon.svg: its sign, 24 by 24, from simple shapes\n\
         4. {FOLDERS}/{id}/cases: a page for each thing that it does differently; then look at what\n   \
            INSTA_UPDATE=always cargo test -p networks\n   \
            wrote beside them, and keep it where it is right\n\
         5. docs/adding-a-network.md tells more; cargo xtask tidy looks whether all is there"
    );
    Ok(true)
}

/// Writes the folder and the line below `root`; returns the network's id.
fn write(root: &Path, name: &str, today: &str) -> Result<String> {
    let letters = name.chars().all(|c| c.is_ascii_alphanumeric());
    if !letters || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        bail!("`{name}`: a network's name here is letters and digits, and begins with a letter");
    }
    let id = name.to_ascii_lowercase();
    let folder = root.join(FOLDERS).join(&id);
    if folder.exists() {
        bail!("{FOLDERS}/{id} exists already");
    }
    let lib = fs::read_to_string(root.join(LIST)).with_context(|| format!("cannot read {LIST}"))?;
    let lib = listed(&lib, &id)?;
    let shown = name[..1].to_ascii_uppercase() + &name[1..];
    fs::create_dir_all(folder.join("cases"))?;
    for (file, template) in FILES {
        let text = template
            .replace("@NAME@", &shown)
            .replace("@CONST@", &id.to_ascii_uppercase())
            .replace("@TODAY@", today)
            .replace("@LETTER@", &shown[..1]);
        fs::write(folder.join(file), text)?;
    }
    for (case, tags, picture) in CASES {
        let head: Vec<String> = tags.iter().map(|tag| format!("  {}", tag.html())).collect();
        let page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n  <meta charset=\"utf-8\">\n{}\n</head>\n<body>\n  \
             <h1>Apple cake</h1><p>Take four apples, a little butter, and more cinnamon than you think is right.</p>\n\
             </body>\n</html>\n",
            head.join("\n")
        );
        fs::write(folder.join(format!("cases/{case}.html")), page)?;
        if !picture.is_empty() {
            let around =
                format!("{{\n  \"images\": {{\n    \"https://bakery.example/cake.jpg\": {{ {picture} }}\n  }}\n}}\n");
            fs::write(folder.join(format!("cases/{case}.json")), around)?;
        }
    }
    fs::write(root.join(LIST), lib)?;
    Ok(id)
}

/// The list of networks with `id` in its three places: module, id, line.
fn listed(lib: &str, id: &str) -> Result<String> {
    let constant = id.to_ascii_uppercase();
    let lost = |what: &str| format!("{LIST} has no {what} any more: mend xtask/src/new_network.rs");
    let module = format!("mod {id};\n");
    let later = lib
        .match_indices("\nmod ")
        .map(|(at, _)| at + 1)
        .find(|at| &lib[*at..] > module.as_str() && !lib[*at..].starts_with("mod about;"));
    let at = match later {
        Some(at) => at,
        None => lib.find("\n\nuse ").with_context(|| lost("modules"))? + 1,
    };
    let lib = format!("{}{module}{}", &lib[..at], &lib[at..]);

    let list = lib.find("static NETWORKS").with_context(|| lost("NETWORKS"))?;
    let end = list + lib[list..].find("];").with_context(|| lost("end of NETWORKS"))?;
    let lib = format!("{}    &{id}::{constant},\n{}", &lib[..end], &lib[end..]);

    let ids = lib.find("    ids! {").with_context(|| lost("ids"))?;
    let end = ids + lib[ids..].find("\n    }").with_context(|| lost("end of ids"))? + 1;
    Ok(format!("{}        {constant} = \"{id}\",\n{}", &lib[..end], &lib[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::{Tree, faults};

    #[test]
    fn a_new_network_is_tidy() -> Result<()> {
        let root = std::env::temp_dir().join(format!("tidings-new-network-{}", std::process::id()));
        let copy = root.join(LIST);
        fs::create_dir_all(root.join(FOLDERS))?;
        let here = Checkout::find()?.root;
        fs::copy(here.join(LIST), &copy)?;
        // A network that stands there already, so that there is something to stand beside.
        let before = fs::read_to_string(&copy)?;
        assert_eq!(write(&root, "Friendica", "2026-11-22")?, "friendica");
        assert!(write(&root, "Friendica", "2026-11-22").is_err(), "a second time");
        assert!(write(&root, "two words", "2026-11-22").is_err());

        Program::new("git").args(["init", "--quiet"]).within(&root).run()?;
        let found: Vec<String> = faults(&Tree::read(&root)?).iter().map(|(_, fault)| fault.to_string()).collect();
        let of_it: Vec<&String> = found.iter().filter(|fault| fault.contains("friendica")).collect();
        assert!(of_it.is_empty(), "{of_it:?}");

        let after = fs::read_to_string(&copy)?;
        let added: Vec<&str> = after.lines().filter(|line| !before.lines().any(|had| had == *line)).collect();
        assert_eq!(added, ["mod friendica;", "    &friendica::FRIENDICA,", "        FRIENDICA = \"friendica\","]);
        fs::remove_dir_all(&root)?;
        Ok(())
    }
}
