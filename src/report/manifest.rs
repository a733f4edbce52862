//! `manifest.json`: what a report was made from, by which program, and what it holds.

use std::{fs, path::Path};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{OutputFile, ReportError};

/// The manifest's name in a report folder.
pub const MANIFEST: &str = "manifest.json";

/// The mark by which a manifest is known to be ours; a later layout gets a later number.
const FORMAT: &str = "terrier report 1";

/// What a report was made from and what it holds; hashes are BLAKE3 in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Name and version.
    pub program: String,
    /// Of the program file.
    pub program_hash: String,
    /// `restricted` or `public`; [`IMPORT`] of a snapshot that was imported.
    pub edition: String,
    /// The estate's name.
    pub estate: String,
    /// Words that every page and picture carries; `None` without any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// ISO date of the snapshot.
    pub as_of: String,
    /// Lines of `findings.csv` that are warnings; `None` of an import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warnings: Option<usize>,
    /// The same of notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<usize>,
    /// The name in the policy file.
    pub policy_name: String,
    /// Of the policy compiled in.
    pub policy_default_hash: String,
    /// `None` when nothing is laid over the default policy.
    pub policy_overlay_hash: Option<String>,
    /// `None` when the paper is worded as the program does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording_hash: Option<String>,
    /// `None` when the paper is put in the Word file that comes with the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_hash: Option<String>,
    /// `short` when the paper has no appendices; `None` when it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper_length: Option<String>,
    /// File of the snapshot and its hash, which is empty in the public edition, as in the next.
    #[serde(with = "pairs")]
    pub inputs: Vec<(String, String)>,
    /// File of the snapshot before, which the paper tells the change since, and its hash.
    #[serde(default, with = "pairs", skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<(String, String)>,
    /// `None` when nothing was drawn at random.
    pub seed: Option<u64>,
    /// File that is not in the report, and why.
    #[serde(with = "pairs")]
    pub absent: Vec<(String, String)>,
    /// File of the report and its hash; filled when the report is written.
    #[serde(with = "pairs")]
    pub outputs: Vec<(String, String)>,
    /// Tables that later imports added to a snapshot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub additions: Vec<Addition>,
}

/// Tables that an import added to a snapshot that was there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Addition {
    /// The mapping and the files that came in, with their hashes.
    #[serde(with = "pairs")]
    pub inputs: Vec<(String, String)>,
    /// The tables, by their names in the schema.
    pub tables: Vec<String>,
    /// File it wrote and its hash: the tables, and what stands beside them.
    #[serde(with = "pairs")]
    pub outputs: Vec<(String, String)>,
}

/// What the mapping's name begins with among the inputs of an import.
const MAPPING: &str = "mapping ";

/// Returns the entry of a mapping among the inputs of an import.
#[must_use]
pub fn mapping_input(name: &str, hash: String) -> (String, String) {
    (format!("{MAPPING}{name}"), hash)
}

/// Returns the mapping that stands among the inputs of an import, and the hash of its text.
#[must_use]
pub fn mapping_of(inputs: &[(String, String)]) -> Option<(&str, &str)> {
    inputs.iter().find_map(|(name, hash)| Some((name.strip_prefix(MAPPING)?, hash.as_str())))
}

/// Tells whether two imports were made by one mapping: of one name, in whatever folder, or of one text.
#[must_use]
pub fn same_mapping(one: &[(String, String)], other: &[(String, String)]) -> bool {
    let stem = |name: &str| Path::new(name).with_extension("").file_name().map(ToOwned::to_owned);
    match (mapping_of(one), mapping_of(other)) {
        (Some((one, text)), Some((other, other_text))) => {
            text == other_text || stem(one) == stem(other)
        }
        (one, other) => one == other,
    }
}

/// The file's own layout: the mark first.
#[derive(Serialize, Deserialize)]
struct Written<M> {
    format: String,
    #[serde(flatten)]
    manifest: M,
}

/// Stands for the edition in the manifest of an imported snapshot.
pub const IMPORT: &str = "import";

impl Manifest {
    /// Tells whether it is that of an imported snapshot, and of no report.
    #[must_use]
    pub fn is_import(&self) -> bool {
        self.edition == IMPORT
    }

    /// Reads the manifest of a report folder.
    ///
    /// # Errors
    /// [`ReportError::Read`] when there is none, [`ReportError::NotOurs`] when it is not a report's.
    pub fn read(folder: &Path) -> Result<Self, ReportError> {
        let path = folder.join(MANIFEST);
        let bytes =
            fs::read(&path).map_err(|source| ReportError::Read { path: path.clone(), source })?;
        let written: Written<Self> = serde_json::from_slice(&bytes)
            .ok()
            .filter(|w: &Written<Self>| w.format == FORMAT)
            .ok_or(ReportError::NotOurs { folder: folder.to_owned() })?;
        Ok(written.manifest)
    }

    /// Returns the manifest with the files of the report and their hashes; those of additions stay theirs.
    #[must_use]
    pub fn with_outputs(&self, files: &[OutputFile]) -> Self {
        let added = |file: &&OutputFile| {
            self.additions.iter().flat_map(|a| &a.outputs).any(|(path, _)| *path == file.path)
        };
        let own: Vec<&OutputFile> = files.iter().filter(|file| !added(file)).collect();
        let outputs = own.into_par_iter().map(OutputFile::hashed).collect();
        Self { outputs, ..self.clone() }
    }

    /// Returns every file it lists with its hash, those of additions included.
    pub fn files(&self) -> impl Iterator<Item = &(String, String)> {
        self.outputs.iter().chain(self.additions.iter().flat_map(|addition| &addition.outputs))
    }

    /// Writes the manifest as the file has it.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, ReportError> {
        let written = Written { format: FORMAT.to_owned(), manifest: self };
        let mut bytes = serde_json::to_vec_pretty(&written)
            .map_err(|source| ReportError::Json { file: MANIFEST, source })?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// Pairs as a JSON object, in the order of the list.
mod pairs {
    use std::fmt;

    use serde::{
        Deserializer, Serializer,
        de::{MapAccess, Visitor},
    };

    pub(super) fn serialize<S: Serializer>(
        pairs: &[(String, String)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(pairs.iter().map(|(key, value)| (key, value)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(String, String)>, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = Vec<(String, String)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        Manifest {
            program: "terrier 0.1.0".to_owned(),
            edition: "public".to_owned(),
            as_of: "2020-03-31".to_owned(),
            inputs: vec![
                ("sites.csv".to_owned(), "aa".to_owned()),
                ("costs.csv".to_owned(), "bb".to_owned()),
            ],
            absent: vec![("paper.docx".to_owned(), "not built yet".to_owned())],
            seed: Some(u64::MAX),
            ..Manifest::default()
        }
    }

    #[test]
    fn a_manifest_is_read_back_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let files = [OutputFile { path: "charts/a.svg".to_owned(), bytes: b"x".to_vec() }];
        let written = manifest().with_outputs(&files);
        fs::write(folder.path().join(MANIFEST), written.to_bytes().unwrap()).unwrap();
        let read = Manifest::read(folder.path()).unwrap();
        assert_eq!(read, written);
        assert_eq!(read.inputs[0].0, "sites.csv");
        assert_eq!(read.outputs[0].1, blake3::hash(b"x").to_hex().as_str());
    }

    #[test]
    fn the_keys_have_one_order() {
        let text = String::from_utf8(manifest().to_bytes().unwrap()).unwrap();
        insta::assert_snapshot!(text, @r#"
        {
          "format": "terrier report 1",
          "program": "terrier 0.1.0",
          "program_hash": "",
          "edition": "public",
          "estate": "",
          "as_of": "2020-03-31",
          "policy_name": "",
          "policy_default_hash": "",
          "policy_overlay_hash": null,
          "inputs": {
            "sites.csv": "aa",
            "costs.csv": "bb"
          },
          "seed": 18446744073709551615,
          "absent": {
            "paper.docx": "not built yet"
          },
          "outputs": {}
        }
        "#);
    }

    #[test]
    fn another_programs_manifest_is_not_ours() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["{}", "[1]", "", "{\"name\":\"web app\"}", "\u{feff}{"] {
            fs::write(folder.path().join(MANIFEST), text).unwrap();
            let error = Manifest::read(folder.path()).unwrap_err();
            assert!(matches!(error, ReportError::NotOurs { .. }), "{text}: {error}");
        }
    }
}
