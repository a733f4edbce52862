//! The content security policy: the page may use what stands in it, by its hash, and load nothing.

use sha2::{Digest, Sha256};

/// Returns the policy for a page with these styles and this script, each exactly as within its tags.
///
/// What a browser asks for unasked, the icon of the page, is an empty `data:` address.
pub(super) fn policy<'a>(styles: impl Iterator<Item = &'a str>, script: &str) -> String {
    let mut hashes: Vec<String> = styles.map(hash).collect();
    hashes.sort();
    hashes.dedup();
    format!(
        "default-src 'none'; style-src {}; script-src {}; img-src data:; font-src data:; base-uri 'none'; \
         form-action 'none'",
        hashes.join(" "),
        hash(script)
    )
}

/// Returns the contents of each `style` element of a piece of markup.
pub(super) fn styles(markup: &str) -> impl Iterator<Item = &str> {
    markup.split("<style").skip(1).filter_map(|rest| {
        let (_, content) = rest.split_once('>')?;
        content.split_once("</style>").map(|(content, _)| content)
    })
}

/// Returns the hash of a text as the policy writes it.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())))
}

/// Writes bytes in the alphabet of RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_the_standard_has_it() {
        // RFC 4648, section 10.
        for (plain, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), text);
        }
    }

    #[test]
    fn a_script_is_let_in_by_its_hash() {
        // The example of the W3C's Content Security Policy Level 3, section 8.3, computed with openssl.
        let policy = policy(["a{}"].into_iter(), "alert('Hello, world.');");
        assert!(
            policy.contains("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"));
    }

    #[test]
    fn every_style_is_found_whatever_its_tag_holds() {
        let markup = "<svg><style>a{}</style><style type=\"text/css\">b{}</style></svg>";
        assert_eq!(styles(markup).collect::<Vec<_>>(), ["a{}", "b{}"]);
    }
}
