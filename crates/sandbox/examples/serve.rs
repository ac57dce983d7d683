//! Serves a folder on loopback, with a sitemap of its pages: `serve FOLDER [TIMES]`. Prints the address, or as many as it
//! was told to serve it at; ends with its input.

use std::io;

use sandbox::Site;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = arguments.next().ok_or_else(|| io::Error::other("serve FOLDER [TIMES]"))?;
    let times = arguments.next().and_then(|times| times.to_str()?.parse().ok()).unwrap_or(1);
    let runtime = tokio::runtime::Runtime::new()?;
    let mut sites = Vec::new();
    for _ in 0..times {
        let site = runtime.block_on(Site::folder(folder.clone()).sitemap().start())?;
        println!("{}", site.at("/"));
        sites.push(site);
    }
    // Whoever started it holds the other end; a killed one lets go of it too.
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}
