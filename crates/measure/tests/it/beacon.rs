//! The beacon's weight, as browsers get it.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// At most one kibibyte by brotli, which Node compresses: the house itself needs no such thing.
#[test]
fn the_script_weighs_a_kibibyte_at_most() {
    let script = measure::collect::script_of_plugin();
    let weigh = "process.stdin.resume();let b=[];process.stdin.on('data',d=>b.push(d)).on('end',()=>console.log(require('zlib').brotliCompressSync(Buffer.concat(b)).length))";
    let mut node =
        Command::new("node").args(["-e", weigh]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    node.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let said = node.wait_with_output().unwrap();
    let bytes: usize = String::from_utf8(said.stdout).unwrap().trim().parse().unwrap();
    assert!(bytes <= 1_024, "{bytes} bytes of {}", script.len());
}
