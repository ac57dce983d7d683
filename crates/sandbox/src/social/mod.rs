//! Social: a stand-in for the networks' interfaces for programs that publish.
//!
//! One server on loopback, each network under a path of its own: `/bluesky/xrpc/…`, `/mastodon/api/v1/…`. It keeps what was
//! posted, counts it, refuses what the published contract refuses, and goes wrong on command. It was written from the
//! networks' documents and shares no code with ours that speaks to them: its own reading judges ours. Nothing leaves the
//! machine, and nothing is kept on disk but where somebody says so ([`Social::kept_in`]). Start at [`Social::start`]; [`Running::posts`] says what is live, [`Running::fault`]
//! what goes wrong next.

mod bluesky;
mod discord;
mod fault;
mod graph;
mod journal;
mod lemmy;
mod linkedin;
mod mastodon;
mod network;
mod nostr;
mod page;
mod pinterest;
mod reddit;
mod request;
mod say;
mod serve;
mod shelf;
mod socket;
mod speaks;
mod telegram;
mod tokens;
mod told;
mod wordpress;
mod x;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{Clock, SystemClock};
use tokio::net::TcpSocket;
use tokio::task::AbortHandle;

use fault::Faults;
use journal::Journal;
use speaks::Speaks;

pub use fault::{Commanded, Fault, Step, Trouble, Until};
pub use network::Network;
pub use request::Request;
pub use shelf::{Card, Media, Posted};

/// What every account of Bluesky signs in with; its handle is any name that ends in `.test`.
pub const BLUESKY_PASSWORD: &str = "sand-boxx-pass-word";
/// What every user of WordPress signs in with.
pub const WORDPRESS_PASSWORD: &str = "sand boxx pass word sand boxx";
/// What every user of Lemmy signs in with.
pub const LEMMY_PASSWORD: &str = "sand-boxx-pass";

/// What signs the posts of the account `shop` of Nostr: its four letters, as a number. Any other number is an account of its
/// own.
pub const NOSTR_KEY: &str = "0000000000000000000000000000000000000000000000000000000073686f70";

/// So many may knock at one moment; the usual 128 turns away those who test with hundreds.
const AT_ONCE: u32 = 4096;

/// The networks, before they start.
pub struct Social {
    clock: Arc<dyn Clock>,
    options: Options,
    unlogged: bool,
    kept_in: Option<PathBuf>,
}

/// How the networks differ from what is usual.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    quotas: bool,
    honours_idempotency: bool,
    mastodon_characters: usize,
}

impl Default for Social {
    fn default() -> Self {
        let options = Options { quotas: false, honours_idempotency: true, mastodon_characters: 500 };
        Self { clock: Arc::new(SystemClock), options, unlogged: false, kept_in: None }
    }
}

impl Social {
    /// Networks where nothing was posted, that behave as they are documented.
    pub fn new() -> Self {
        Self::default()
    }

    /// Their hours pass by this clock.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Whoever asks for more than the documented quota is refused. Without this the quotas are told and never enforced.
    pub fn quotas(mut self) -> Self {
        self.options.quotas = true;
        self
    }

    /// Mastodon takes no notice of `Idempotency-Key`, as a server that speaks its API may do (takahe of August 2024 does).
    pub fn ignores_idempotency(mut self) -> Self {
        self.options.honours_idempotency = false;
        self
    }

    /// Mastodon's server takes so many characters instead of 500.
    pub fn mastodon_characters(mut self, most: usize) -> Self {
        self.options.mastodon_characters = most;
        self
    }

    /// Forgets what it was asked, but not what was posted: for one that runs for days.
    pub fn unlogged(mut self) -> Self {
        self.unlogged = true;
        self
    }

    /// What was posted is kept in the file `path`, and is there again when networks start with it.
    pub fn kept_in(mut self, path: impl Into<PathBuf>) -> Self {
        self.kept_in = Some(path.into());
        self
    }

    /// Starts on a free port of 127.0.0.1.
    pub async fn start(self) -> io::Result<Running> {
        self.start_on("127.0.0.1:0").await
    }

    /// Starts on `address`, which is one of loopback.
    pub async fn start_on(self, address: &str) -> io::Result<Running> {
        let mut addresses = tokio::net::lookup_host(address).await?;
        let address = addresses.next().ok_or_else(|| io::Error::other(format!("{address} is no address")))?;
        if !address.ip().is_loopback() {
            return Err(io::Error::other("the sandbox serves loopback alone"));
        }
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        // One that was stopped leaves its port to the next.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        let listener = socket.listen(AT_ONCE)?;
        let address = listener.local_addr()?;
        let places = Network::ALL.map(|network| Mutex::new(Place::of(network, &self.options)));
        let journal = self.kept_in.map(|path| Journal::open(&path)).transpose()?;
        let (journal, kept) = journal.map_or((None, Vec::new()), |(journal, kept)| (Some(journal), kept));
        let served = Arc::new(Served {
            clock: self.clock,
            options: self.options,
            unlogged: self.unlogged,
            journal,
            places,
            log: Mutex::default(),
            late: AtomicUsize::new(0),
        });
        for request in kept {
            served.again(request);
        }
        let task = tokio::spawn(serve::listen(listener, Arc::clone(&served)));
        Ok(Running { address, served, task: task.abort_handle() })
    }
}

impl std::fmt::Debug for Social {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Social").field("options", &self.options).finish_non_exhaustive()
    }
}

/// A network and the faults that wait for it.
struct Place {
    speaks: Box<dyn Speaks>,
    faults: Faults,
}

impl Place {
    fn of(network: Network, options: &Options) -> Self {
        let speaks: Box<dyn Speaks> = match network {
            Network::Bluesky => Box::new(bluesky::Bluesky::new(options)),
            Network::Mastodon => Box::new(mastodon::Mastodon::new(options)),
            Network::WordPress => Box::new(wordpress::WordPress::new()),
            Network::Facebook => Box::new(graph::facebook::Facebook::new()),
            Network::X => Box::new(x::X::new(options)),
            Network::LinkedIn => Box::new(linkedin::LinkedIn::new()),
            Network::Instagram => Box::new(graph::instagram::Instagram::new(options)),
            Network::Telegram => Box::new(telegram::Telegram::default()),
            Network::Discord => Box::new(discord::Discord::new(options)),
            Network::Threads => Box::new(graph::threads::Threads::new(options)),
            Network::Nostr => Box::new(nostr::Nostr::default()),
            Network::Lemmy => Box::new(lemmy::Lemmy::new(options)),
            Network::Pinterest => Box::new(pinterest::Pinterest::new(options)),
            Network::Reddit => Box::new(reddit::Reddit::new(options)),
        };
        Self { speaks, faults: Faults::default() }
    }
}

struct Served {
    clock: Arc<dyn Clock>,
    options: Options,
    unlogged: bool,
    journal: Option<Journal>,
    places: [Mutex<Place>; Network::ALL.len()],
    log: Mutex<Vec<Request>>,
    /// What was accepted and is not done yet.
    late: AtomicUsize,
}

impl Served {
    fn place(&self, network: Network) -> MutexGuard<'_, Place> {
        self.places[network.index()].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does what was done before, at the time at which it was.
    fn again(&self, mut request: Request) {
        let Some(network) = request.network else { return };
        let mut place = self.place(network);
        request.step = place.speaks.step(&request);
        place.speaks.passes(request.at);
        place.speaks.answer(&request, request.at);
    }

    fn posts(&self, network: Network, state: shelf::State) -> Vec<Posted> {
        let mut place = self.place(network);
        place.speaks.passes(self.clock.now());
        place.speaks.shelf().all(state).map(|kept| kept.posted.clone()).collect()
    }
}

/// The networks, until this is dropped.
pub struct Running {
    address: SocketAddr,
    served: Arc<Served>,
    task: AbortHandle,
}

impl Running {
    /// Where they listen.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of `network`, without a slash at its end: `http://127.0.0.1:PORT/mastodon`.
    pub fn at(&self, network: Network) -> String {
        format!("http://{}/{network}", self.address)
    }

    /// What is live on `network`, in the order in which it was first kept.
    pub fn posts(&self, network: Network) -> Vec<Posted> {
        self.served.posts(network, shelf::State::Live)
    }

    /// What `network` keeps and shows to nobody yet.
    pub fn drafts(&self, network: Network) -> Vec<Posted> {
        self.served.posts(network, shelf::State::Draft)
    }

    /// How many posts are live on `network`.
    pub fn count(&self, network: Network) -> usize {
        let mut place = self.served.place(network);
        place.speaks.passes(self.served.clock.now());
        place.speaks.shelf().count()
    }

    /// How often something went live on `network`, what was taken away again included.
    pub fn published(&self, network: Network) -> u64 {
        self.served.place(network).speaks.shelf().published()
    }

    /// What `network` charged so far, in thousandths of a US dollar.
    pub fn charged(&self, network: Network) -> u64 {
        self.served.place(network).speaks.charged()
    }

    /// What was asked so far, in order.
    pub fn asked(&self) -> Vec<Request> {
        self.served.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What `network` would have let pass in silence though its documents know nothing of it: a misspelt field.
    pub fn complaints(&self, network: Network) -> Vec<String> {
        self.served.place(network).speaks.shelf().complaints().to_vec()
    }

    /// The next request to `network` that publishes goes wrong so; a [`Trouble`] says which others, and how many.
    pub fn fault(&self, network: Network, trouble: impl Into<Trouble>) {
        self.served.place(network).faults.add(trouble.into());
    }

    /// From now on nothing goes wrong but what is commanded anew.
    pub fn no_more_faults(&self) {
        for network in Network::ALL {
            self.served.place(network).faults.clear();
        }
    }

    /// Forgets everything: posts, tokens, faults, and what was asked. What is kept in a file stays there.
    pub fn forget(&self) {
        for network in Network::ALL {
            *self.served.place(network) = Place::of(network, &self.served.options);
        }
        self.served.log.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Waits until what was accepted is done: see [`Fault::Late`].
    pub async fn settled(&self) {
        while self.served.late.load(Ordering::SeqCst) > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Running").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}
