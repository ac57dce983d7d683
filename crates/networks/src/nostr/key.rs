//! Keys: what signs a post, as people have it: `nsec1…` (NIP-19), or the same as 64 hexadecimal signs. Signatures are those of
//! BIP-340.

use std::fmt::Write as _;

use bech32::{Bech32, Hrp};
use secp256k1::{Keypair, schnorr};

/// A key that signs.
pub(super) struct Key(Keypair);

impl Key {
    /// The key that somebody typed.
    pub(super) fn read(typed: &str) -> Option<Self> {
        let bytes = if typed.starts_with("nsec1") { letters(typed, "nsec")? } else { bytes(typed)? };
        Keypair::from_secret_bytes(bytes.try_into().ok()?).ok().map(Self)
    }

    /// It, as it is kept.
    pub(super) fn kept(&self) -> String {
        hex(&self.0.to_secret_bytes())
    }

    /// By which everybody knows who signed.
    pub(super) fn public(&self) -> String {
        hex(&self.0.x_only_public_key().0.to_byte_array())
    }

    /// The signature of these bytes, which is the same each time: what is frozen is sent.
    pub(super) fn signature(&self, digest: &[u8; 32]) -> String {
        hex(&schnorr::sign_with_aux_rand(digest, &self.0, &[0; 32]).to_byte_array())
    }
}

/// `npub1…`, `note1…`: 32 bytes that stand there as hexadecimal signs, as people pass them on (NIP-19).
pub(super) fn shown(kind: &str, of: &str) -> Option<String> {
    bech32::encode::<Bech32>(Hrp::parse(kind).ok()?, &bytes(of)?).ok()
}

/// Bytes as hexadecimal signs.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn letters(typed: &str, kind: &str) -> Option<Vec<u8>> {
    let (read, bytes) = bech32::decode(typed).ok()?;
    (read.as_str() == kind && bytes.len() == 32).then_some(bytes)
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    if hex.len() != 64 || !hex.bytes().all(|sign| sign.is_ascii_hexdigit()) {
        return None;
    }
    (0..32).map(|at| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // The examples of NIP-19.
    const SECRET: &str = "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5";
    const HEX: &str = "67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa";
    const PUBLIC: &str = "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e";

    #[test]
    fn a_key_is_read_in_letters_and_as_hexadecimal_signs() {
        assert_eq!(Key::read(SECRET).unwrap().kept(), HEX);
        assert_eq!(Key::read(HEX).unwrap().public(), Key::read(SECRET).unwrap().public());
        assert_eq!(shown("npub", PUBLIC).unwrap(), "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg");
        // The public one, one that lost a sign, one of zeros, a word.
        let npub = shown("npub", PUBLIC).unwrap();
        for wrong in [&*npub, &SECRET[..62], &"0".repeat(64), "bread", ""] {
            assert!(Key::read(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_signature_is_that_of_the_first_example_of_bip_340() {
        let key = Key::read(&format!("{:0>64}", "3")).unwrap();
        assert_eq!(key.public(), "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9");
        let signature = key.signature(&[0; 32]);
        assert!(
            signature.starts_with("e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca8215"),
            "{signature}"
        );
        assert!(signature.ends_with("25f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0"), "{signature}");
    }
}
