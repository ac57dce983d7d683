//! Builds the console with npm and Vite into `OUT_DIR`, and lists its files for `lib.rs`.
//!
//! It never writes a built file into the source tree, and never fails the Rust build for want of Node: it warns, and a
//! plain page that says what to install is embedded in the console's place. `TIDINGS_CONSOLE=skip` asks for that page.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

const APP: &str = "app";

/// The report's scripts and styles, which the console draws with.
const REPORT: &str = "../optimize/src/report/html";

/// What Vite reads, beside the lock file and the report's files.
const SOURCES: [&str; 8] = [
    "src",
    "public",
    "index.html",
    "package.json",
    "svelte.config.js",
    "tsconfig.json",
    "vite.budget.ts",
    "vite.config.ts",
];

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

fn main() -> io::Result<()> {
    watch()?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?);
    let built = out.join("console");
    let skipped = env::var_os("TIDINGS_CONSOLE").is_some_and(|value| value == "skip");
    let made = if skipped { Ok(false) } else { build(Path::new(APP), &built).map(|()| true) };
    let files = match made {
        Ok(true) => listed(&built)?,
        Ok(false) => Vec::new(),
        Err(why) => {
            println!("cargo:warning=the console is not built, a plain page stands in its place: {why}");
            // A file that is never there: the next build tries again.
            println!("cargo:rerun-if-changed={}", out.join("built").display());
            Vec::new()
        }
    };
    fs::write(out.join("files.rs"), source(&built, &files))
}

fn watch() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=TIDINGS_CONSOLE");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={APP}/package-lock.json");
    for name in SOURCES {
        println!("cargo:rerun-if-changed={APP}/{name}");
    }
    for entry in fs::read_dir(REPORT)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "js" || kind == "css") {
            println!("cargo:rerun-if-changed={}", path.display());
        }
    }
    Ok(())
}

/// Installs what the lock file names, where that is not done yet, and lets Vite write into `built`.
fn build(app: &Path, built: &Path) -> Result<(), String> {
    if !is_installed(app) {
        run(app, &["ci", "--omit=dev", "--no-audit", "--no-fund", "--fetch-retries=1"], &[])?;
    }
    let built = built.to_string_lossy();
    run(app, &["run", "--silent", "build"], &[("TIDINGS_CONSOLE_OUT", &built), ("NODE_ENV", "production")])
}

/// Whether npm's own note of what it installed is as new as the lock file.
fn is_installed(app: &Path) -> bool {
    let written = |path: PathBuf| fs::metadata(path).and_then(|about| about.modified());
    match (written(app.join("node_modules/.package-lock.json")), written(app.join("package-lock.json"))) {
        (Ok(installed), Ok(locked)) => installed >= locked,
        _ => false,
    }
}

fn run(app: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Result<(), String> {
    let said = format!("npm {}", arguments[0]);
    let ended =
        Command::new(NPM).args(arguments).envs(settings.iter().copied()).current_dir(app).output().map_err(
            |fault| format!("{NPM} does not start ({fault}); install Node.js 20.19 or newer, which brings npm"),
        )?;
    if ended.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&ended.stderr);
    let line = told.lines().find(|line| line.to_ascii_lowercase().contains("error")).unwrap_or("it gave no reason");
    Err(format!("`{said}` failed in crates/console/app: {}", line.trim()))
}

/// The files that Vite wrote, without their compressed copies, by path.
fn listed(built: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![built.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|kind| kind != "br" && kind != "gz") {
                let name = path.strip_prefix(built).map_err(io::Error::other)?;
                found.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// The list as Rust. Files below `assets/` carry a hash of their content in their name.
fn source(built: &Path, files: &[String]) -> String {
    let mut list = String::from("static FILES: &[Embedded] = &[\n");
    for name in files {
        let path = built.join(name).display().to_string();
        let copy = |ending: &str| {
            let copy = format!("{path}.{ending}");
            if Path::new(&copy).exists() { format!("Some(include_bytes!({copy:?}))") } else { "None".to_owned() }
        };
        let immutable = name.starts_with("assets/");
        let _ = writeln!(
            list,
            "    Embedded {{ path: {name:?}, kind: {:?}, immutable: {immutable}, bytes: include_bytes!({path:?}), brotli: {}, gzip: {} }},",
            kind(name),
            copy("br"),
            copy("gz"),
        );
    }
    list.push_str("];\n");
    list
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" => "application/json",
        _ => "application/octet-stream",
    }
}
