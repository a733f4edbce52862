//! What a paper's parts say, in the program's own template.

use super::{
    super::{
        body, docx,
        package::{Package, target_of},
        table::{self, Table},
        template::Template,
    },
    *,
};

#[test]
fn every_part_is_xml_of_a_kind_and_every_relation_leads_somewhere() {
    let package = parts(&blocks());
    let kinds = package.text("[Content_Types].xml").unwrap();
    let kinds = Document::parse(kinds).unwrap();
    for name in package.names().filter(|name| *name != "[Content_Types].xml") {
        let ending = name.rsplit_once('.').unwrap().1;
        let typed = kinds.root().descendants().any(|kind| {
            kind.attribute("PartName") == Some(&format!("/{name}"))
                || kind.attribute("Extension") == Some(ending)
        });
        assert!(typed, "{name} is of no kind");
        if ending != "png" {
            Document::parse(package.text(name).unwrap()).unwrap();
        }
    }
    for part in ["", DOCUMENT] {
        let relations = package.relations(part).unwrap();
        assert!(!relations.is_empty());
        for relation in relations {
            let target = target_of(part, &relation.target);
            assert!(package.names().any(|name| name == target), "{target} is not there");
        }
    }
}

#[test]
fn every_style_that_a_paper_names_is_there() {
    let package = parts(&blocks());
    let document = Document::parse(package.text(DOCUMENT).unwrap()).unwrap();
    let styles = Document::parse(package.text("word/styles.xml").unwrap()).unwrap();
    let there: Vec<&str> = all(&styles, "style").iter().map(|s| value(s, "styleId")).collect();
    for name in ["pStyle", "tblStyle"] {
        let named = all(&document, name);
        assert!(!named.is_empty());
        assert!(named.iter().all(|style| there.contains(&value(style, "val"))));
    }
}

#[test]
fn headings_and_paragraphs_are_numbered_by_the_lists_of_their_styles() {
    let package = parts(&blocks());
    let styles = Document::parse(package.text("word/styles.xml").unwrap()).unwrap();
    let numbering = Document::parse(package.text("word/numbering.xml").unwrap()).unwrap();
    let mut linked = 0;
    for style in all(&styles, "style") {
        let list = val_in(&style, "numId");
        if list.is_empty() {
            continue;
        }
        let of = |n: &Node<'_, '_>| value(n, "numId") == list;
        let number = all(&numbering, "num").into_iter().find(of).unwrap();
        let kind = val_in(&number, "abstractNumId");
        let of = |n: &Node<'_, '_>| value(n, "abstractNumId") == kind;
        let levels = all(&numbering, "abstractNum").into_iter().find(of).unwrap();
        let level = val_in(&style, "ilvl");
        let of = |n: &Node<'_, '_>| n.has_tag_name((W, "lvl")) && value(n, "ilvl") == level;
        let level = levels.descendants().find(of).unwrap();
        assert_eq!(val_in(&level, "pStyle"), value(&style, "styleId"));
        linked += 1;
    }
    assert_eq!(linked, 5);
}

#[test]
fn every_picture_says_in_words_what_it_shows_and_stands_with_its_caption() {
    let package = parts(&blocks());
    let document = Document::parse(package.text(DOCUMENT).unwrap()).unwrap();
    let drawings = all(&document, "drawing");
    assert_eq!(drawings.len(), 1);
    let named =
        |name: &str| drawings[0].descendants().find(|node| node.tag_name().name() == name).unwrap();
    let says = named("docPr");
    assert_eq!(says.attribute("descr").unwrap(), "Mill Street has 71 points, the \"next\" 65.");
    assert_eq!(says.attribute("title").unwrap(), "Mill Street leads");
    let blip = named("blip");
    let id = blip.attributes().find(|a| a.name() == "embed").unwrap().value();
    let relations = package.relations(DOCUMENT).unwrap();
    let relation = relations.iter().find(|relation| relation.id == id).unwrap();
    assert_eq!(relation.target, "media/paper_ranking.png");
    // As wide as the text, 160 mm, and as high as its pixels are to each other.
    let size = named("extent");
    let units = |name| size.attribute(name).unwrap().parse::<u32>().unwrap();
    assert_eq!(units("cx"), 9_071 * 635);
    assert!(units("cy").abs_diff(units("cx") * 3 / 4) < 635);
    let holder = drawings[0].ancestors().find(|n| n.has_tag_name((W, "p"))).unwrap();
    assert!(holder.descendants().any(|n| n.has_tag_name((W, "keepNext"))));
    let caption = holder.next_sibling_element().unwrap();
    assert_eq!(text_of(&caption), "Figure\u{a0}1: The first sites");
}

#[test]
fn a_high_picture_leaves_room_for_its_caption() {
    let mut png = PNG.to_vec();
    png[23] = 40;
    let picture = Picture { name: "tall", title: "", text: "tall", png: &png };
    let template = Template::own().unwrap();
    let block = Block::Picture { chart: "tall".to_owned(), caption: String::new() };
    let (text, used) = body::body(&[block], std::slice::from_ref(&picture), &template);
    assert_eq!(used.len(), 1);
    let size = text.split("cy=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(size.parse::<u32>().unwrap() < template.page.height * 635 * 9 / 10);
}

#[test]
fn what_is_no_picture_is_left_out() {
    let picture = Picture { name: "ranking", title: "", text: "", png: b"GIF89a" };
    let template = Template::own().unwrap();
    let bytes = docx(&blocks(), &[picture], &MARGINS, &template).unwrap();
    let package = Package::read(&bytes).unwrap();
    assert!(!package.text(DOCUMENT).unwrap().contains("<w:drawing>"));
    assert!(!package.text(DOCUMENT).unwrap().contains("Figure"));
}

#[test]
fn a_tables_header_is_repeated_and_its_rows_are_whole() {
    let package = parts(&blocks());
    let document = Document::parse(package.text(DOCUMENT).unwrap()).unwrap();
    let tables = all(&document, "tbl");
    assert_eq!(tables.len(), 2);
    let rows: Vec<Node<'_, '_>> =
        tables[1].children().filter(|n| n.has_tag_name((W, "tr"))).collect();
    assert_eq!(rows.len(), 41);
    let has =
        |row: &Node<'_, '_>, name: &str| row.descendants().any(|node| node.has_tag_name((W, name)));
    assert!(rows.iter().all(|row| has(row, "cantSplit")));
    let headers: Vec<bool> = rows.iter().map(|row| has(row, "tblHeader")).collect();
    assert!(headers[0] && headers[1..].iter().all(|is| !is));
    let styles: Vec<&str> = rows[1]
        .descendants()
        .filter(|n| n.has_tag_name((W, "pStyle")))
        .map(|n| value(&n, "val"))
        .collect();
    assert_eq!(styles, ["TableNumber", "TableText", "TableNumber"]);
    let caption = tables[1].prev_sibling_element().unwrap();
    assert_eq!(text_of(&caption), "Table\u{a0}1: Sites");
    assert!(has(&caption, "keepNext"));
}

#[test]
fn columns_are_as_wide_as_the_text_together_and_break_no_word() {
    let styles = Template::own().unwrap().styles;
    let long = "It stands half empty, costs £412 a desk, and its lease can be left on 24 June 2021";
    let word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch".repeat(3);
    let cases: [&[&str]; 4] = [
        &["1", "Mill Street", "£1", long],
        &["1", "1", "1", "1"],
        &["-£12,234,567", "-£12,234,567", "-£12,234,567", "-£12,234,567"],
        &["1", &word, long, "£1"],
    ];
    for case in cases {
        let (header, rows) = (texts(&["Rank", "Site", "Cost", "Why"]), [texts(case)]);
        let what = Table { caption: "", header: &header, numbers: &[0, 2], rows: &rows };
        let written = table::table(&what, &styles, 9_071);
        let widths: Vec<u32> = written
            .split("<w:gridCol w:w=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
            .collect();
        assert_eq!(widths.iter().sum::<u32>(), 9_071, "{case:?}");
        assert!(widths.iter().all(|width| *width > 0), "{case:?}");
        let shrunk = written.contains("<w:sz w:val=\"14\"/>");
        assert_eq!(shrunk, case[1] == word, "{case:?}");
    }
}

#[test]
fn a_caption_that_has_its_number_already_is_not_numbered_twice() {
    let captioned = |caption: &str| {
        let (header, rows) = (texts(&["Site"]), vec![]);
        let block = Block::Table { caption: caption.to_owned(), header, numbers: vec![], rows };
        let package = parts(&[block]);
        let document = Document::parse(package.text(DOCUMENT).unwrap()).unwrap();
        text_of(&all(&document, "p")[0])
    };
    assert_eq!(captioned("Table 1. Sites"), "Table\u{a0}1: Sites");
    assert_eq!(captioned("Table 12. Sites"), "Table\u{a0}1: Table 12. Sites");
}

#[test]
fn the_contents_link_to_the_headings() {
    let package = parts(&blocks());
    let document = Document::parse(package.text(DOCUMENT).unwrap()).unwrap();
    let links = all(&document, "hyperlink");
    let shown: Vec<String> = links.iter().map(text_of).collect();
    assert_eq!(shown, ["1Purpose1", "2Candidates1", "Appendix AMethod3"]);
    let marks = all(&document, "bookmarkStart");
    for link in &links {
        let mark = marks.iter().find(|mark| value(mark, "name") == value(link, "anchor")).unwrap();
        let heading = mark.parent_element().unwrap();
        assert!(text_of(link).contains(&text_of(&heading)));
    }
    let ids: std::collections::BTreeSet<&str> = marks.iter().map(|m| value(m, "id")).collect();
    assert_eq!(ids.len(), marks.len());
    let ends = |kind: &str| {
        let fields = all(&document, "fldChar");
        fields.iter().filter(|field| value(field, "fldCharType") == kind).count()
    };
    assert_eq!(ends("begin"), ends("end"));
}

#[test]
fn a_new_page_begins_with_what_comes_next() {
    let package = parts(&blocks());
    let document = Document::parse(package.text(DOCUMENT).unwrap()).unwrap();
    let breaks = all(&document, "pageBreakBefore");
    assert_eq!(breaks.len(), 1);
    let paragraph = breaks[0].ancestors().find(|n| n.has_tag_name((W, "p"))).unwrap();
    assert_eq!(text_of(&paragraph), "Method");
}

#[test]
fn two_tables_stay_two() {
    let table = Block::Table {
        caption: String::new(),
        header: texts(&["Site"]),
        numbers: vec![],
        rows: vec![texts(&["Mill Street"])],
    };
    let package = parts(&[table.clone(), table]);
    let document = Document::parse(package.text(DOCUMENT).unwrap()).unwrap();
    for table in all(&document, "tbl") {
        assert!(table.next_sibling_element().unwrap().has_tag_name((W, "p")));
    }
}

#[test]
fn text_is_text_whatever_it_holds() {
    let odd = "a < b & \"c\" > d \u{1}\u{b}\u{fffe}{{ marking }} ]]>";
    let blocks = [
        Block::Title(words(odd)),
        section(odd),
        Block::Front(vec![(odd.to_owned(), odd.to_owned())]),
        Block::Table {
            caption: odd.to_owned(),
            header: texts(&[odd]),
            numbers: vec![],
            rows: vec![texts(&[odd])],
        },
    ];
    let package = parts(&blocks);
    let document = Document::parse(package.text(DOCUMENT).unwrap()).unwrap();
    let kept = "a < b & \"c\" > d {{ marking }} ]]>";
    assert_eq!(all(&document, "t").iter().filter(|t| t.text() == Some(kept)).count(), 6);
    Document::parse(package.text("docProps/core.xml").unwrap()).unwrap();
}

#[test]
fn nothing_is_stamped() {
    let template = Template::own().unwrap();
    let bytes = super::docx(&blocks(), &template).unwrap();
    assert_eq!(bytes, super::docx(&blocks(), &template).unwrap());
    let package = Package::read(&bytes).unwrap();
    let core = package.text("docProps/core.xml").unwrap();
    assert!(core.contains("<dc:title>Estate review</dc:title>"));
    assert!(!core.contains("creator") && !core.contains("dcterms"));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    for at in 0..archive.len() {
        let file = archive.by_index(at).unwrap();
        assert_eq!(file.last_modified().unwrap().year(), 1980);
    }
}

#[test]
fn every_page_carries_the_marking_the_note_and_its_number() {
    let package = parts(&blocks());
    let header = package.text("word/header1.xml").unwrap();
    assert!(header.contains("Public edition") && header.contains("Invented"));
    let footer = package.text("word/footer1.xml").unwrap();
    assert!(footer.contains("Fenshire, 31 March 2020"));
    assert!(footer.contains(" PAGE ") && footer.contains(" NUMPAGES "));
    assert!(!header.contains("{{") && !footer.contains("{{"));
}

#[test]
fn the_shipped_template_asks_word_no_question() {
    let package = parts(&blocks());
    assert!(!package.text("word/settings.xml").unwrap().contains("updateFields"));
    assert!(!package.text(DOCUMENT).unwrap().contains("w:dirty"));
    assert!(package.text("word/styles.xml").unwrap().contains("w:lang w:val=\"en-GB\""));
}
