//! `tidings buttons`: the HTML of a share bar for a page.

use std::io::{self, Write};

use anyhow::{Result, bail, ensure};
use clap::ValueEnum;
use domain::NetworkId;
use optimize::buttons::{self, Bar, Colours, Face, Of, Placement, Scripted, Size};
use url::Url;

use super::exit;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The page's address, as visitors know it
    address: String,

    /// The page's title, which goes with the link
    #[arg(long, default_value = "")]
    title: String,

    /// The address of the page's picture; Pinterest needs it
    #[arg(long)]
    picture: Option<Url>,

    /// Networks, in their order: `--networks whatsapp,facebook,x`
    #[arg(long, value_delimiter = ',')]
    networks: Vec<String>,

    /// What a button says
    #[arg(long, default_value = "both")]
    face: FaceArg,

    /// How large it is: 44 or 56 px
    #[arg(long, default_value = "usual")]
    size: SizeArg,

    /// Each network's own colours, the text colour of the page, or white on near black
    #[arg(long, default_value = "networks")]
    colours: ColoursArg,

    /// In the text, at the side of wide windows, or at the bottom of narrow ones
    #[arg(long, default_value = "text")]
    placement: PlacementArg,

    /// What screen readers call the bar
    #[arg(long, default_value = "Share this page")]
    called: String,

    /// The address of a share hub, which asks visitors for their Mastodon, Misskey or Lemmy server
    #[arg(long)]
    hub: Option<Url>,

    /// Adds the small script that copies the link and opens the device's share sheet
    #[arg(long)]
    script: bool,
}

macro_rules! choices { ($($arg:ident is $kind:ident { $($name:ident),* $(,)? })*) => { $(
    #[derive(Clone, Copy, ValueEnum)]
    enum $arg { $($name),* }

    impl From<$arg> for $kind {
        fn from(arg: $arg) -> Self {
            match arg { $($arg::$name => Self::$name),* }
        }
    }
)* } }

choices! {
    FaceArg is Face { Icons, Both, Names }
    SizeArg is Size { Usual, Large }
    ColoursArg is Colours { Networks, Page, Dark }
    PlacementArg is Placement { Text, Side, Bottom }
}

pub(crate) fn run(args: &Args) -> Result<u8> {
    let url = people::site::address(&args.address)?;
    let mut bar = Bar {
        face: args.face.into(),
        size: args.size.into(),
        colours: args.colours.into(),
        placement: args.placement.into(),
        called: args.called.clone(),
        scripted: args.script.then(Scripted::default),
        ..Bar::default()
    };
    if !args.networks.is_empty() {
        bar.networks = args.networks.iter().map(|name| known(name)).collect::<Result<_>>()?;
    }
    let drawn = bar.html(&Of {
        url: &url,
        title: &args.title,
        picture: args.picture.as_ref(),
        hub: args.hub.as_ref(),
        short: None,
        code: &|_| None,
        copied: None,
    });
    let mut told = io::stderr().lock();
    for left in &drawn.left_out {
        writeln!(told, "No button for {}: {}.", left.network, left.why)?;
    }
    ensure!(drawn.left_out.len() < bar.networks.len(), "no button is left");
    let mut out = io::stdout().lock();
    out.write_all(drawn.html.as_bytes())?;
    if args.script {
        writeln!(out, "<script>{}</script>", buttons::script())?;
    }
    Ok(exit::CLEAN)
}

fn known(name: &str) -> Result<NetworkId> {
    let found = networks::NETWORKS.iter().find(|network| {
        network.id.as_str().eq_ignore_ascii_case(name.trim()) || network.about.name.eq_ignore_ascii_case(name.trim())
    });
    let shared = || {
        let shared = networks::NETWORKS.iter().filter(|network| network.share.is_some());
        shared.map(|network| network.id.as_str()).collect::<Vec<_>>().join(", ")
    };
    match found {
        Some(network) if network.share.is_some() => Ok(network.id.clone()),
        Some(network) => {
            bail!("nothing can be shared to {} by a link; to these it can: {}", network.about.name, shared())
        }
        None => bail!("there is no network {name}; these are: {}", shared()),
    }
}
