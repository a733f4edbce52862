//! From bytes to text: UTF-8, UTF-16, Windows-1252, or UTF-8 with stray bytes among it.

/// Text as UTF-8, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    pub text: Vec<u8>,
    pub encoding: &'static str,
    /// Rows of a text in UTF-8 that hold other bytes too, each read as Windows-1252.
    pub stray: Vec<u32>,
}

impl Decoded {
    fn whole(text: Vec<u8>, encoding: &'static encoding_rs::Encoding) -> Self {
        Self { text, encoding: encoding.name(), stray: Vec::new() }
    }

    /// Tells whether the encoding is no more than what is left: any bytes are Windows-1252.
    pub fn is_guessed(&self) -> bool {
        self.encoding == encoding_rs::WINDOWS_1252.name()
    }

    /// Says what is odd about the bytes; `None` of sound text.
    pub fn describe(&self) -> Option<String> {
        if self.is_guessed() {
            return Some("text that is not UTF-8; read as Windows-1252".to_owned());
        }
        let rows = crate::model::rows_named(&self.stray)?;
        Some(format!("text that is not UTF-8 in {rows}, read as Windows-1252; the rest is UTF-8"))
    }
}

/// Decodes UTF-8, UTF-16 with or without a byte order mark, or else Windows-1252.
///
/// A text that holds letters in UTF-8 stays UTF-8 whatever stray bytes stand among them: only those are read as
/// Windows-1252.
pub(super) fn decoded(bytes: Vec<u8>) -> Decoded {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(&bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        let (text, faulty) = encoding.decode_without_bom_handling(rest);
        if !faulty {
            return Decoded::whole(text.into_owned().into_bytes(), encoding);
        }
        if encoding == encoding_rs::UTF_8 {
            return mixed(rest);
        }
    }
    if let Some(encoding) = two_bytes_a_letter(&bytes) {
        let (text, faulty) = encoding.decode_without_bom_handling(&bytes);
        if !faulty {
            return Decoded::whole(text.into_owned().into_bytes(), encoding);
        }
    }
    if std::str::from_utf8(&bytes).is_ok() {
        return Decoded::whole(bytes, encoding_rs::UTF_8);
    }
    if bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii()) {
        return mixed(&bytes);
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    Decoded::whole(text.into_owned().into_bytes(), encoding_rs::WINDOWS_1252)
}

/// Decodes UTF-8 with stray bytes of Windows-1252 among it.
fn mixed(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut stray: Vec<u32> = Vec::new();
    let (mut row, mut quoted) = (1_u32, false);
    for chunk in bytes.utf8_chunks() {
        for byte in chunk.valid().bytes() {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => row = row.saturating_add(1),
                _ => {}
            }
        }
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            let (read, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
            text.push_str(&read);
            if stray.last() != Some(&row) {
                stray.push(row);
            }
        }
    }
    Decoded { text: text.into_bytes(), encoding: encoding_rs::UTF_8.name(), stray }
}

/// Tells UTF-16 by the NUL in most of its pairs of bytes, always on the same side: no other text has them.
fn two_bytes_a_letter(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let nuls = |side: usize| bytes.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let most = |count: usize| count > bytes.len() / 4;
    match (nuls(0), nuls(1)) {
        (0, after) if most(after) => Some(encoding_rs::UTF_16LE),
        (before, 0) if most(before) => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_byte_does_not_turn_the_rest() {
        let mut bytes = "id,name\nA,Café\nB,\"two\nlines\"\nC,".as_bytes().to_vec();
        bytes.extend(b"Caf\xe9 \xa3\nD,x\n");
        let read = decoded(bytes);
        let text = String::from_utf8(read.text.clone()).unwrap();
        assert_eq!(text, "id,name\nA,Café\nB,\"two\nlines\"\nC,Café £\nD,x\n");
        assert_eq!((read.encoding, read.stray), ("UTF-8", vec![4]));
    }

    #[test]
    fn text_without_a_letter_in_utf8_is_windows_1252_as_a_whole() {
        let read = decoded(b"id,name\nA,Caf\xe9\n".to_vec());
        assert!(read.is_guessed());
        assert_eq!(read.text, "id,name\nA,Café\n".as_bytes());
    }
}
