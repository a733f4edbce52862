//! The board paper as a Word file: as the sample has it, as LibreOffice lays it out, and in a body's own template.
#![allow(clippy::print_stdout, reason = "a test without its programs says so")]

use std::{
    fs,
    io::{Cursor, Read, Write},
    path::Path,
    process::{Command, Stdio},
};

use terrier::edition::Edition;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    published::{newest, rows, terrier},
    sample::{NEWEST, Sample, project},
};

const NAME: &str = "paper.docx";
const TEMPLATE: &str = "data/paper/template.docx";
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The parts of a Word file, by name.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut part = |name: String| {
        let mut bytes = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        (name, bytes)
    };
    names.into_iter().map(&mut part).collect()
}

/// A part of a Word file that is text.
pub fn part(bytes: &[u8], name: &str) -> String {
    let (_, part) = parts(bytes).into_iter().find(|(part, _)| part == name).unwrap();
    String::from_utf8(part).unwrap()
}

/// Every word of a Word file: paragraphs, pictures' alternative text, headers, footers, properties.
pub fn words_of_docx(bytes: &[u8]) -> String {
    let mut words = String::new();
    let shown = ["word/document", "word/header", "word/footer", "docProps/"];
    let is_shown = |name: &str| shown.iter().any(|start| name.starts_with(start));
    for (name, part) in parts(bytes).into_iter().filter(|(name, _)| is_shown(name)) {
        let text = String::from_utf8(part).unwrap();
        let xml = roxmltree::Document::parse(&text).unwrap();
        for node in xml.root().descendants() {
            for attribute in node.attributes().filter(|a| ["descr", "title"].contains(&a.name())) {
                words.push_str(attribute.value());
                words.push('\n');
            }
            if node.has_tag_name((W, "p")) {
                words.push('\n');
            }
            if node.has_tag_name((W, "t")) || name.starts_with("docProps/") {
                words.push_str(node.text().unwrap_or_default());
            }
        }
    }
    words
}

/// The words of each section's heading.
fn headings(bytes: &[u8]) -> Vec<String> {
    let text = part(bytes, "word/document.xml");
    let xml = roxmltree::Document::parse(&text).unwrap();
    let style = |node: &roxmltree::Node<'_, '_>| {
        let style = node.descendants().find(|n| n.has_tag_name((W, "pStyle")));
        style.and_then(|n| n.attribute((W, "val"))).unwrap_or_default().to_owned()
    };
    let is_heading = |node: &roxmltree::Node<'_, '_>| {
        node.has_tag_name((W, "p"))
            && ["Heading1", "AppendixHeading"].contains(&style(node).as_str())
    };
    let words = |node: roxmltree::Node<'_, '_>| {
        let texts = node.descendants().filter(|n| n.has_tag_name((W, "t")));
        texts.filter_map(|n| n.text()).collect::<String>()
    };
    xml.root().descendants().filter(is_heading).map(words).collect()
}

/// The name of the first candidate.
fn first() -> String {
    let ranking = rows(&newest(Edition::Restricted)["ranking.csv"]);
    ranking[0]["name"].clone()
}

/// Runs a program and returns what it says; `None` when it is not there.
pub fn said(program: &str, arguments: &[&str], folder: &Path) -> Option<String> {
    let ran = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    Some(String::from_utf8_lossy(&ran.ok()?.stdout).into_owned())
}

#[test]
fn libre_office_lays_the_paper_out_on_ten_to_twenty_pages() {
    let folder = tempfile::tempdir().unwrap();
    let paper = &newest(Edition::Restricted)[NAME];
    fs::write(folder.path().join(NAME), paper).unwrap();
    // A LibreOffice without its word processor reads no text either.
    fs::write(folder.path().join("plain.txt"), "plain").unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let arguments = [&profile, "--headless", "--convert-to", "pdf", "plain.txt", NAME];
    said("soffice", &arguments, folder.path());
    if !folder.path().join("plain.pdf").is_file() {
        println!("no LibreOffice Writer here: the layout was not tested");
        return;
    }
    assert!(folder.path().join("paper.pdf").is_file(), "LibreOffice could not read the paper");
    let about = said("pdfinfo", &["paper.pdf"], folder.path());
    let text = said("pdftotext", &["paper.pdf", "-"], folder.path());
    let (Some(about), Some(text)) = (about, text) else {
        println!("no pdfinfo and pdftotext here: the layout was not tested");
        return;
    };
    let pages = about.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
    let pages: usize = pages.trim().parse().unwrap();
    assert!((10..=20).contains(&pages), "{pages} pages");
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = one_line(&text);
    for heading in headings(paper) {
        assert!(text.contains(&one_line(&heading)), "{heading} is not on the pages");
    }
    assert!(text.contains(&first()));
    assert!(text.contains(&format!("Page {pages} of {pages}")));
    assert!(!text.contains("{{") && !text.contains("Error!"));
}

#[test]
fn both_editions_have_a_paper_that_carries_their_marking() {
    for edition in [Edition::Restricted, Edition::Public] {
        let paper = &newest(edition)[NAME];
        assert!(paper.len() < 3_000_000, "{} bytes", paper.len());
        assert!(part(paper, "word/header1.xml").contains(edition.marking()));
        assert!(headings(paper).len() > 5);
        let words = words_of_docx(paper);
        assert!(words.contains(&first()));
        // Made as Markdown too: the same sections.
        let markdown = String::from_utf8_lossy(&newest(edition)["paper.md"]).into_owned();
        for heading in headings(paper) {
            assert!(markdown.contains(&heading), "{heading}");
        }
    }
}

#[test]
fn every_picture_of_the_paper_is_one_of_the_report_and_says_what_it_shows() {
    let files = newest(Edition::Restricted);
    let paper = &files[NAME];
    let text = part(paper, "word/document.xml");
    let xml = roxmltree::Document::parse(&text).unwrap();
    let shown: Vec<roxmltree::Node<'_, '_>> =
        xml.root().descendants().filter(|n| n.tag_name().name() == "docPr").collect();
    assert!(!shown.is_empty());
    let held = parts(paper);
    for picture in shown {
        let name = picture.attribute("name").unwrap();
        let of = name.trim_end_matches("_board");
        let told = String::from_utf8_lossy(&files[&format!("charts/{of}.txt")]).into_owned();
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        let says = picture.attribute("descr").unwrap().split_whitespace().collect::<Vec<_>>();
        assert_eq!(says.join(" "), told);
        let part = format!("word/media/paper_{name}.png");
        let png = held.iter().find(|(held, _)| *held == part).unwrap();
        assert_eq!(png.1, files[&format!("charts/{name}.png")]);
    }
}

/// The template with one text of one part replaced.
fn own_template(name: &str, from: &str, to: &str) -> Vec<u8> {
    let bytes = fs::read(project(TEMPLATE)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (part, bytes) in parts(&bytes) {
        writer.start_file(part.as_str(), SimpleFileOptions::default()).unwrap();
        if part == name {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from));
            writer.write_all(text.replace(from, to).as_bytes()).unwrap();
        } else {
            writer.write_all(&bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_body_gives_its_own_template_and_the_manifest_says_so() {
    let sample = Sample::new();
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("ours.docx");
    fs::write(&template, own_template("word/styles.xml", "Arial", "Verdana")).unwrap();
    let out = sample.out();
    let report = |template: &Path| {
        let mut command = terrier();
        command.arg("report").arg(&sample.folder).arg("--out").arg(&out);
        command.arg("--paper-template").arg(template).assert()
    };
    report(&template).success();
    let made = out.join("2020-03-31");
    let paper = fs::read(made.join(NAME)).unwrap();
    assert!(part(&paper, "word/styles.xml").contains("Verdana"));
    let manifest = fs::read_to_string(made.join("manifest.json")).unwrap();
    let hash = blake3::hash(&fs::read(&template).unwrap()).to_hex().to_string();
    assert!(manifest.contains(&format!("\"template_hash\": \"{hash}\"")));

    fs::write(&template, own_template("word/styles.xml", "\"Table Number\"", "\"Zahl\"")).unwrap();
    let refused = report(&template).code(2);
    let told = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(told.contains("no paragraph style `Table Number`"), "{told}");
    assert_eq!(fs::read(made.join(NAME)).unwrap(), paper, "the report that was there stays");
    report(&folder.path().join("none.docx")).code(2);
}

#[test]
fn the_manifest_names_no_template_but_a_bodys_own() {
    let manifest = &newest(Edition::Restricted)["manifest.json"];
    assert!(!String::from_utf8_lossy(manifest).contains("template_hash"));
    assert!(project(NEWEST).is_dir());
}

/// Advance widths of the letters from the blank to `~` in Arial and Calibri, bold, in thousandths of their size: those of
/// Liberation Sans and Carlito, which are as wide by design.
const ARIAL_BOLD: [u32; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];
/// See above.
const CALIBRI_BOLD: [u32; 95] = [
    226, 326, 438, 498, 507, 729, 705, 233, 312, 312, 498, 498, 258, 306, 267, 430, 507, 507, 507,
    507, 507, 507, 507, 507, 507, 507, 276, 276, 498, 498, 498, 463, 898, 606, 561, 529, 630, 488,
    459, 637, 631, 267, 331, 547, 423, 874, 659, 676, 532, 686, 563, 473, 495, 653, 591, 906, 551,
    520, 478, 325, 430, 325, 498, 498, 300, 494, 537, 418, 537, 503, 316, 474, 537, 246, 255, 480,
    246, 813, 537, 538, 537, 537, 355, 399, 347, 537, 473, 745, 459, 474, 397, 344, 475, 344, 498,
];

/// No word of a header is broken, and no row torn, in the fonts that papers are read in.
#[test]
fn headers_have_room_for_their_words_in_common_fonts() {
    let wide = |word: &str, font: &[u32; 95], size: u32| -> u32 {
        let letter = |c: char| {
            let at = usize::try_from(u32::from(c)).unwrap_or(0).wrapping_sub(32);
            font.get(at).copied().unwrap_or(600)
        };
        // A half point is ten twentieths.
        word.chars().map(letter).sum::<u32>() * size / 100
    };
    for edition in [Edition::Restricted, Edition::Public] {
        let text = part(&newest(edition)[NAME], "word/document.xml");
        let xml = roxmltree::Document::parse(&text).unwrap();
        let tables = xml.root().descendants().filter(|n| n.has_tag_name((W, "tbl")));
        let mut headers = 0;
        for table in tables {
            let of =
                |name: &'static str| table.descendants().filter(move |n| n.has_tag_name((W, name)));
            let rows = of("tr").count();
            assert_eq!(of("cantSplit").count(), rows, "a row may be torn");
            let number = |n: roxmltree::Node<'_, '_>, name| {
                n.attribute((W, name)).unwrap().parse::<u32>().unwrap()
            };
            let widths: Vec<u32> = of("gridCol").map(|n| number(n, "w")).collect();
            let Some(header) =
                of("tr").find(|row| row.descendants().any(|n| n.has_tag_name((W, "tblHeader"))))
            else {
                continue;
            };
            headers += 1;
            let cells = header.children().filter(|n| n.has_tag_name((W, "tc")));
            for (cell, width) in cells.zip(widths) {
                let size = cell.descendants().find(|n| n.has_tag_name((W, "sz")));
                let size = size.map_or(17, |n| number(n, "val"));
                let words: String = cell
                    .descendants()
                    .filter(|n| n.has_tag_name((W, "t")))
                    .filter_map(|n| n.text())
                    .collect();
                for word in words.split(' ').flat_map(|word| word.split_inclusive('-')) {
                    for font in [&ARIAL_BOLD, &CALIBRI_BOLD] {
                        // The margins of a cell are 85 on either side.
                        assert!(
                            wide(word, font, size) + 170 <= width,
                            "{edition:?}: {word:?} in {words:?}"
                        );
                    }
                }
            }
        }
        assert!(headers >= 8, "{headers}");
    }
}

/// The pages that the contents show before an office program works them out are those of the layout, where the font is
/// as wide as Arial.
#[test]
fn the_contents_name_the_pages_of_the_appendices() {
    let folder = tempfile::tempdir().unwrap();
    let paper = &newest(Edition::Restricted)[NAME];
    let text = part(paper, "word/document.xml");
    let shown: Vec<&str> = text
        .split("PAGEREF ")
        .skip(1)
        .filter_map(|rest| rest.split("<w:t xml:space=\"preserve\">").nth(1)?.split('<').next())
        .collect();
    assert_eq!(shown.len(), headings(paper).len() - 9, "one for each appendix");
    assert!(shown.iter().all(|page| page.parse::<usize>().is_ok()), "{shown:?}");
    fs::write(folder.path().join(NAME), paper).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    said("soffice", &[&profile, "--headless", "--convert-to", "pdf", NAME], folder.path());
    let fonts = said("pdffonts", &["paper.pdf"], folder.path()).unwrap_or_default();
    let Some(pages) = said("pdftotext", &["-layout", "paper.pdf", "-"], folder.path()) else {
        println!("no pdftotext here: the pages of the contents were not compared");
        return;
    };
    if pages.is_empty() {
        println!("no LibreOffice Writer here: the pages of the contents were not compared");
        return;
    }
    // LibreOffice works the fields out: what it prints is where the headings are.
    let printed: Vec<&str> = pages
        .lines()
        .filter(|line| line.trim_start().starts_with("Appendix ") && line.contains("...."))
        .filter_map(|line| line.rsplit('.').next())
        .map(str::trim)
        .collect();
    assert_eq!(printed.len(), shown.len(), "{printed:?}");
    for (page, heading) in printed.iter().zip(headings(paper).iter().skip(9)) {
        let at = pages.split('\u{c}').nth(page.parse::<usize>().unwrap() - 1).unwrap();
        assert!(at.contains(heading.as_str()), "{heading} is not on page {page}");
    }
    if fonts.contains("LiberationSans") || fonts.contains("Arial") {
        assert_eq!(printed, shown);
    } else {
        println!("no font as wide as Arial here: the pages shown at first were not compared");
    }
}
