//! Serves a folder on loopback, with a sitemap of its pages: `serve FOLDER`. Prints the address; ends with its input.

use std::io;

use sandbox::Site;

fn main() -> io::Result<()> {
    let folder = std::env::args_os().nth(1).ok_or_else(|| io::Error::other("serve FOLDER"))?;
    let runtime = tokio::runtime::Runtime::new()?;
    let site = runtime.block_on(Site::folder(folder).sitemap().start())?;
    println!("{}", site.at("/"));
    // Whoever started it holds the other end; a killed one lets go of it too.
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}
