//! Settings: what a service is told, as options, as environment variables and in one TOML file, all of one list.

use std::net::SocketAddr;

use ipnet::IpNet;
use url::Url;

use super::log::LogArgs;
use super::mail::MailArgs;
use super::place::PlaceArgs;
use crate::config::ConfigArgs;

/// What every service is told.
#[derive(clap::Args, Clone)]
pub(crate) struct Settings {
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    #[command(flatten)]
    pub(crate) place: PlaceArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) listening: ListeningArgs,
    #[command(flatten)]
    pub(crate) mail: MailArgs,
    #[command(flatten)]
    pub(crate) log: LogArgs,
    #[command(flatten)]
    pub(crate) metrics: MetricsArgs,
    /// Gigabytes that the pictures and films of one site may take
    #[arg(long, value_name = "GB", env = "TIDINGS_MEDIA_AT_MOST", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) media_at_most: u32,
    /// Posts go to the stand-ins of `tidings sandbox` at this address on this machine, and to no network
    #[arg(long, value_name = "URL", env = "TIDINGS_SANDBOX", value_parser = sandbox)]
    pub(crate) sandbox: Option<Url>,
    /// Seconds after which a job of a worker that gives no sign of life goes to another one
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..), hide = true)]
    pub(crate) lease: u16,
}

/// How sites are read.
#[derive(clap::Args, Clone)]
pub(crate) struct ReadingArgs {
    /// A host on this machine or in the private network whose site may be audited (repeatable)
    #[arg(long, value_name = "HOST", env = "TIDINGS_ALLOW_PRIVATE", value_delimiter = ',')]
    pub(crate) allow_private: Vec<String>,
    /// Where you can be reached, told to the sites that are read: an address or e-mail
    #[arg(long, value_name = "CONTACT", env = "TIDINGS_CONTACT")]
    pub(crate) contact: Option<String>,
}

/// Who may see the numbers.
#[derive(clap::Args, Clone)]
pub(crate) struct MetricsArgs {
    /// What a program on another machine shows (as bearer) to read /metrics; on this machine it needs nothing
    #[arg(long, value_name = "TOKEN", env = "TIDINGS_METRICS_TOKEN", hide_env_values = true)]
    pub(crate) metrics_token: Option<String>,
}

/// Where it listens, and where it is found.
#[derive(clap::Args, Clone)]
pub(crate) struct ListeningArgs {
    /// Address and port that it listens on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7979", env = "TIDINGS_LISTEN")]
    pub(crate) listen: SocketAddr,
    /// Where the outside finds it: https://tidings.bakery.example/
    #[arg(long, value_name = "URL", env = "TIDINGS_PUBLIC_ADDRESS", value_parser = public_address)]
    pub(crate) public_address: Option<Url>,
    /// A proxy in front, by its address or network, that is believed about who asks: 127.0.0.1/32 (repeatable)
    #[arg(long, value_name = "CIDR", env = "TIDINGS_TRUST_PROXY", value_delimiter = ',', value_parser = network)]
    pub(crate) trust_proxy: Vec<IpNet>,
}

fn public_address(typed: &str) -> Result<Url, String> {
    let wrong = || "it looks like https://tidings.bakery.example/".to_owned();
    let mut url = Url::parse(typed).map_err(|_| wrong())?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !url.username().is_empty() {
        return Err(wrong());
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(
            "Tidings needs a host of its own, such as https://tidings.bakery.example/: leave the path out".into()
        );
    }
    url.set_path("/");
    Ok(url)
}

fn sandbox(typed: &str) -> Result<Url, String> {
    let url = Url::parse(typed).ok().filter(|url| url.scheme() == "http");
    url.filter(|url| url.host().is_some_and(|host| is_loopback(&host)))
        .ok_or_else(|| "it is what `tidings sandbox` prints, such as http://127.0.0.1:7980/".to_owned())
}

fn is_loopback(host: &url::Host<&str>) -> bool {
    match host {
        url::Host::Domain(name) => *name == "localhost",
        url::Host::Ipv4(address) => address.is_loopback(),
        url::Host::Ipv6(address) => address.is_loopback(),
    }
}

fn network(typed: &str) -> Result<IpNet, String> {
    let address = || typed.parse::<std::net::IpAddr>().map(IpNet::from);
    typed.parse().or_else(|_| address()).map_err(|_| "it looks like 127.0.0.1/32 or 10.0.0.0/8".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_a_host_and_nothing_more() {
        assert_eq!(
            public_address("https://tidings.bakery.example").unwrap().as_str(),
            "https://tidings.bakery.example/"
        );
        for typed in ["tidings.bakery.example", "ftp://x.example", "https://x.example/tidings/", "https://a@x.example/"]
        {
            assert!(public_address(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_sandbox_is_on_this_machine() {
        assert_eq!(sandbox("http://127.0.0.1:7980").unwrap().as_str(), "http://127.0.0.1:7980/");
        for typed in ["https://bsky.social/", "http://10.0.0.1/", "127.0.0.1:7980"] {
            assert!(sandbox(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        assert_eq!(network("127.0.0.1").unwrap().to_string(), "127.0.0.1/32");
        assert_eq!(network("10.0.0.0/8").unwrap().to_string(), "10.0.0.0/8");
        assert!(network("localhost").is_err());
    }
}
