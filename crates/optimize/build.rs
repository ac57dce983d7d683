//! Fetches the typefaces of cards with npm, as `fonts/package-lock.json` pins them, and embeds them.
//!
//! It never fails the build for want of Node or of a network: it warns, and a program without typefaces says why it has
//! none where a card is asked for. `TIDINGS_FONTS=skip` asks for that.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

const FONTS: &str = "fonts";

/// A package, what it is for, and the subsets that are taken of it, in the order in which they are asked for a letter.
const PACKAGES: [(&str, &str, &[&str]); 4] = [
    ("inter", "Sans", &["latin", "latin-ext", "cyrillic", "greek", "vietnamese", "cyrillic-ext", "greek-ext"]),
    ("source-serif-4", "Serif", &["latin", "latin-ext", "cyrillic", "greek", "vietnamese", "cyrillic-ext"]),
    ("noto-sans-arabic", "Any", &["arabic"]),
    ("noto-sans-hebrew", "Any", &["hebrew"]),
];

/// Regular and bold.
const WEIGHTS: [u16; 2] = [400, 700];

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=TIDINGS_FONTS");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={FONTS}/package-lock.json");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?);
    let skipped = env::var_os("TIDINGS_FONTS").is_some_and(|value| value == "skip");
    let source = if skipped {
        without("TIDINGS_FONTS=skip was set when it was built")
    } else {
        match install(Path::new(FONTS)).and_then(|()| copied(&Path::new(FONTS).join("node_modules/@fontsource"), &out))
        {
            Ok(source) => source,
            Err(why) => {
                println!("cargo:warning=cards will have no typefaces: {why}");
                // A file that is never there: the next build tries again.
                println!("cargo:rerun-if-changed={}", out.join("typefaces").display());
                without(&why)
            }
        }
    };
    fs::write(out.join("typefaces.rs"), source)
}

/// Installs what the lock file names, where that is not done yet.
fn install(folder: &Path) -> Result<(), String> {
    let written = |path: PathBuf| fs::metadata(path).and_then(|about| about.modified());
    let locked = written(folder.join("package-lock.json"));
    if let (Ok(installed), Ok(locked)) = (written(folder.join("node_modules/.package-lock.json")), locked)
        && installed >= locked
    {
        return Ok(());
    }
    let arguments = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"];
    let ended = Command::new(NPM).args(arguments).current_dir(folder).output().map_err(|fault| {
        format!("{NPM} does not start ({fault}); install Node.js 20.19 or newer, which brings npm, and build again")
    })?;
    if ended.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&ended.stderr);
    let line = told.lines().find(|line| line.to_ascii_lowercase().contains("error")).unwrap_or("it gave no reason");
    Err(format!("`npm ci` failed in crates/optimize/fonts: {}", line.trim()))
}

/// Copies the files that are embedded to `out`, so that they stay though the packages go, and lists them as Rust.
fn copied(packages: &Path, out: &Path) -> Result<String, String> {
    let mut fonts = String::new();
    let mut licences = String::new();
    for (package, family, subsets) in PACKAGES {
        let take = |from: PathBuf, name: String| {
            let to = out.join(name);
            fs::copy(&from, &to).map_err(|fault| format!("{} cannot be copied: {fault}", from.display()))?;
            Ok::<String, String>(to.display().to_string())
        };
        for weight in WEIGHTS {
            for subset in subsets {
                let name = format!("{package}-{subset}-{weight}-normal.woff");
                let file = take(packages.join(package).join("files").join(&name), name.clone())?;
                let _ = writeln!(fonts, "    ({name:?}, Family::{family}, {weight}, include_bytes!({file:?})),");
            }
        }
        let file = take(packages.join(package).join("LICENSE"), format!("{package}-licence.txt"))?;
        let _ = writeln!(licences, "    ({package:?}, include_str!({file:?})),");
    }
    Ok(format!(
        "const WHY_NONE: &str = \"\";\nstatic FILES: &[(&str, Family, u16, &[u8])] = &[\n{fonts}];\nstatic LICENCES: &[(&str, &str)] = &[\n{licences}];\n"
    ))
}

/// No typeface, and why.
fn without(why: &str) -> String {
    format!(
        "const WHY_NONE: &str = {why:?};\nstatic FILES: &[(&str, Family, u16, &[u8])] = &[];\nstatic LICENCES: &[(&str, &str)] = &[];\n"
    )
}
