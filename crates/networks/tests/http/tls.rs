use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use networks::http::{Allow, Failure, Http, Options, Pace, Request};

use crate::url;

/// A server with a certificate for `name` that nobody has signed but itself; answers two visitors.
fn secure(name: &str) -> (SocketAddr, String) {
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let pem = made.cert.pem();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().take(2) {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream.unwrap());
            // A visitor who does not trust the certificate goes away here.
            if stream.read(&mut [0; 1024]).is_ok() {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
            }
        }
    });
    (address, pem)
}

async fn visit(address: SocketAddr, roots: Vec<String>) -> Result<networks::http::Answer, Failure> {
    let options = Options {
        allow: Allow { hosts: vec![format!("localhost:{}", address.port())] },
        pace: Pace::fast(),
        roots,
        ..Options::default()
    };
    Http::new(options).get(Request::new(url(&format!("https://localhost:{}/", address.port())))).await
}

#[tokio::test]
async fn a_certificate_that_nobody_signed_is_named_as_the_fault() {
    let (address, pem) = secure("localhost");
    let came = visit(address, Vec::new()).await;
    assert!(matches!(came, Err(Failure::Certificate(..))), "{came:?}");
    assert_eq!(&visit(address, vec![pem]).await.unwrap().body[..], b"hello");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_not_trusted() {
    let (address, pem) = secure("bakery.example");
    let came = visit(address, vec![pem]).await;
    assert!(matches!(&came, Err(Failure::Certificate(_, why)) if why == "it belongs to another name"), "{came:?}");
}
