//! Passwords: kept as a salted hash alone, from which nobody finds them again.
//!
//! What is kept is `rounds$salt$hash`, so that passwords which were sealed with fewer rounds are
//! still known when there are more.

use std::fmt::Write as _;

use pbkdf2::pbkdf2_hmac_array;
use pbkdf2::sha2::Sha256;
use smol_str::{SmolStr, format_smolstr};

/// How often the hash is taken: as much work as a page does not notice.
const ROUNDS: u32 = 20_000;

/// The form in which a password is kept.
pub(super) fn seal(password: &str, salt: u128) -> SmolStr {
    let hash = hash(password, &format!("{salt:032x}"), ROUNDS);
    format_smolstr!("{ROUNDS}${salt:032x}${hash}")
}

/// Whether that password was sealed so.
pub(super) fn opens(password: &str, sealed: &str) -> bool {
    let mut parts = sealed.splitn(3, '$');
    let (Some(rounds), Some(salt), Some(expected)) = (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let Ok(rounds) = rounds.parse() else {
        return false;
    };
    let found = hash(password, salt, rounds);
    // every byte is looked at, wherever the first difference is
    let differs = found.bytes().zip(expected.bytes());
    found.len() == expected.len() && differs.fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

fn hash(password: &str, salt: &str, rounds: u32) -> String {
    let bytes = pbkdf2_hmac_array::<Sha256, 32>(password.as_bytes(), salt.as_bytes(), rounds);
    bytes.iter().fold(String::new(), |mut text, byte| {
        // writing to a String cannot fail
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{opens, seal};

    #[test]
    fn a_password_opens_what_it_has_sealed_and_no_other() {
        let sealed = seal("moon", 7);
        assert!(!sealed.contains("moon"));
        assert!(opens("moon", &sealed));
        assert!(!opens("Moon", &sealed));
        assert!(!opens("", &sealed));
        assert_ne!(sealed, seal("moon", 8));
        for broken in ["", "moon", "1$2", "x$y$z", "1$$", "20000$07$"] {
            assert!(!opens("moon", broken), "{broken}");
        }
    }
}
