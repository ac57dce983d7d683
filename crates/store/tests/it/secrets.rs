//! The secret box: opens with its key for its row, and otherwise says so.

use std::path::Path;
use std::sync::Arc;

use domain::SystemRandom;
use secrecy::ExposeSecret as _;
use store::Fault;
use store::secret::Key;

fn key(path: &Path) -> Result<Key, Fault> {
    Key::of_file(path, Arc::new(SystemRandom))
}

#[test]
fn what_was_sealed_opens_with_its_key_for_its_row_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let sealed = key(&path).unwrap().seal(b"hush", "account.token 7").unwrap();
    let again = key(&path).unwrap();
    assert_eq!(again.open(&sealed, "account.token 7").unwrap().expose_secret(), b"hush");
    assert!(matches!(again.open(&sealed, "account.token 8"), Err(Fault::Sealed)));
    let other = key(&folder.path().join("other")).unwrap();
    assert!(matches!(other.open(&sealed, "account.token 7"), Err(Fault::Sealed)));
}

#[test]
fn what_was_cut_or_changed_does_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let key = key(&folder.path().join("key")).unwrap();
    let sealed = key.seal(b"hush", "a").unwrap();
    for end in 0..sealed.len() {
        assert!(matches!(key.open(&sealed[..end], "a"), Err(Fault::Sealed)), "{end}");
    }
    for at in 0..sealed.len() {
        let mut changed = sealed.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(matches!(key.open(&changed, "a"), Err(Fault::Sealed)), "{at}");
    }
    assert!(matches!(key.open("no base64: ä", "a"), Err(Fault::Sealed)));
}

#[test]
fn the_same_value_is_sealed_differently_each_time_and_nothing_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let key = key(&folder.path().join("key")).unwrap();
    assert_ne!(key.seal(b"hush", "a").unwrap(), key.seal(b"hush", "a").unwrap());
    assert_eq!(format!("{key:?}"), "Key");
    let opened = key.open(&key.seal(b"hush", "a").unwrap(), "a").unwrap();
    assert!(!format!("{opened:?}").contains("104, 117"));
}

#[test]
fn a_key_gives_another_one_for_each_purpose_and_always_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let one = key(&path).unwrap().derived("a");
    assert_eq!(key(&path).unwrap().derived("a"), one);
    assert_ne!(key(&path).unwrap().derived("b"), one);
    assert_ne!(key(&folder.path().join("other")).unwrap().derived("a"), one);
}

#[test]
fn a_key_file_of_the_wrong_length_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    key(&path).unwrap();
    std::fs::write(&path, "short").unwrap();
    let fault = key(&path).unwrap_err();
    assert!(fault.to_string().contains("it has 5 bytes, a key has 32"), "{fault}");
    assert_eq!(std::fs::read(&path).unwrap(), b"short");
    let fault = key(&folder.path().join("none/key")).unwrap_err();
    assert!(fault.to_string().contains("its folder must be there"), "{fault}");
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_can_read_is_refused() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    key(&path).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    std::fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
    let fault = key(&path).unwrap_err();
    assert!(fault.to_string().contains("(mode 0640)") && fault.to_string().contains("chmod 600"), "{fault}");
}
