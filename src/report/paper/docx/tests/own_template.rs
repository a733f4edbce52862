//! Templates that a body made its own.

use super::*;

const STYLES: &str = "word/styles.xml";
const FOOTER: &str = "word/footer1.xml";

#[test]
fn a_bodys_styles_are_used_by_the_names_that_word_shows() {
    // As Word in German writes it.
    let template = changed(STYLES, "\"Heading1\"", "\"berschrift1\"");
    let package = parts_in(&template);
    let text = package.text(DOCUMENT).unwrap();
    assert!(text.contains("<w:pStyle w:val=\"berschrift1\"/>"));
    assert!(!text.contains("\"Heading1\""));
}

#[test]
fn a_bodys_look_stays_as_it_is() {
    let template = changed(STYLES, "Arial", "Gill Sans MT");
    let package = parts_in(&template);
    let there = Package::read(&template).unwrap();
    for part in [STYLES, "word/numbering.xml", "word/settings.xml", "word/theme/theme1.xml"] {
        assert_eq!(package.text(part).unwrap(), there.text(part).unwrap());
    }
}

#[test]
fn tables_and_pictures_fit_a_bodys_page() {
    let page = "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>";
    let template = changed(DOCUMENT, page, "<w:pgSz w:w=\"16838\" w:h=\"11906\"/>");
    let package = parts_in(&template);
    let document = Document::parse(package.text(DOCUMENT).unwrap()).unwrap();
    let widths = all(&document, "tblW");
    assert!(widths.iter().all(|width| value(width, "w") == "14003"));
}

#[test]
fn small_letters_of_a_bodys_tables_stay_small() {
    let own = Template::own().unwrap().styles.table_size;
    let from = "<w:name w:val=\"Table Text\"/>";
    let template = changed(STYLES, from, &format!("{from}<w:rPr><w:sz w:val=\"12\"/></w:rPr>"));
    let text = Package::read(&template).unwrap().text(STYLES).unwrap().to_owned();
    let after = text.split("w:val=\"Table Text\"").nth(1).unwrap();
    let twice = &after[..after.find("</w:style>").unwrap()];
    let second = twice.rsplit("<w:rPr>").next().unwrap();
    let template =
        changed(STYLES, &format!("<w:rPr>{second}"), "<w:rPr><w:sz w:val=\"12\"/></w:rPr>");
    assert_eq!(Template::read("own.docx", &template).unwrap().styles.table_size, 12);
    assert!(own > 12);
    assert!(!parts_in(&template).text(DOCUMENT).unwrap().contains("<w:sz "));
}

#[test]
fn a_cover_stays_around_the_paper_and_its_names_are_filled() {
    let cover =
        "<w:body><w:p><w:r><w:t>Item {{ agenda_item }} of {{organisation}}</w:t></w:r></w:p>";
    let package = parts_in(&changed(DOCUMENT, "<w:body>", cover));
    let document = Document::parse(package.text(DOCUMENT).unwrap()).unwrap();
    let first = &all(&document, "p")[0];
    assert_eq!(text_of(first), "Item 7 of Fenshire Police");
    assert!(!package.text(DOCUMENT).unwrap().contains("{{"));
}

#[test]
fn a_name_that_word_has_cut_into_runs_is_filled() {
    let whole = "<w:r><w:t xml:space=\"preserve\">{{ estate }}, {{ as_of }}</w:t></w:r>";
    let cut = "<w:r><w:t>The {</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{ est</w:t></w:r>\
               <w:proofErr w:type=\"spellEnd\"/><w:r><w:t>ate }</w:t></w:r><w:r><w:t>} on</w:t></w:r>\
               <w:r><w:t> {{as_of}}!</w:t></w:r>";
    let package = parts_in(&changed(FOOTER, whole, cut));
    let footer = Document::parse(package.text(FOOTER).unwrap()).unwrap();
    let line = text_of(&all(&footer, "p")[0]);
    assert!(line.starts_with("The Fenshire on 31 March 2020!Page "), "{line}");
    assert_eq!(all(&footer, "r").iter().filter(|r| !text_of(r).is_empty()).count(), 3 + 4);
}

#[test]
fn a_word_template_becomes_a_document() {
    let types = "[Content_Types].xml";
    let template = changed(types, "document.main+xml", "template.main+xml");
    let package = parts_in(&template);
    assert!(package.text(types).unwrap().contains("document.main+xml"));
    assert!(!package.text(types).unwrap().contains("template.main+xml"));
}

#[test]
fn what_word_counted_of_the_template_is_not_said_of_the_paper() {
    let mut package = Template::own().unwrap().package;
    let mut relations = package.relations("").unwrap();
    relations[1].kind = format!("{}extended-properties", super::super::OFFICE);
    relations[1].target = "docProps/app.xml".to_owned();
    package.relate("", &relations);
    package.put("docProps/app.xml", b"<Properties><Company>Us</Company></Properties>".to_vec());
    let mut kinds = package.kinds().unwrap();
    kinds.set("docProps/app.xml", "application/x");
    package.put_kinds(&kinds);
    let made = parts_in(&package.write().unwrap());
    assert!(!made.text("docProps/app.xml").unwrap().contains("Company"));
    // A template without properties gets them.
    assert!(made.relations("").unwrap().iter().any(|r| r.kind == super::super::CORE));
}

#[test]
fn all_missing_styles_are_named_at_once() {
    let mut package = Template::own().unwrap().package;
    let text = package.text(STYLES).unwrap().replace("\"Numbered Paragraph\"", "\"Para\"");
    package.put(STYLES, text.replace("\"Paper Table\"", "\"Table 1\"").into_bytes());
    insta::assert_snapshot!(fault(&package.write().unwrap()), @"the template `own.docx` cannot be used: it has no paragraph style `Numbered Paragraph`, no table style `Paper Table`; make them, or start from `data/paper/template.docx`");
}

#[test]
fn a_template_without_a_place_for_the_paper_is_refused() {
    insta::assert_snapshot!(fault(&changed(DOCUMENT, "{{ paper }}", "Here")), @"the template `own.docx` cannot be used: no paragraph of its own reads {{ paper }}, where the paper goes");
}

#[test]
fn a_name_that_stands_for_nothing_is_named() {
    insta::assert_snapshot!(fault(&changed(FOOTER, "{{ estate }}", "{{ estates }}")), @"the template `own.docx` cannot be used: `word/footer1.xml` contains {{ estates }}, which is not known; known are marking, note, estate, organisation, as_of, title, to, agenda_item");
}

#[test]
fn a_template_that_would_drop_the_marking_is_refused() {
    insta::assert_snapshot!(fault(&changed("word/header1.xml", "{{ marking }}", "Ours")), @"the template `own.docx` cannot be used: neither a header nor a footer contains {{ marking }}, which every page must carry");
    let faulty = fault(&changed("word/header1.xml", "{{ note }}", ""));
    assert!(faulty.contains("{{ note }}"), "{faulty}");
}

#[test]
fn what_is_no_word_document_is_refused() {
    insta::assert_snapshot!(fault(b"%PDF-1.7"), @"the template `own.docx` cannot be used: it is not a Word document; save it in Word as `.docx`");
    let mut macros = Template::own().unwrap().package;
    macros.put("word/vbaProject.bin", vec![1]);
    insta::assert_snapshot!(fault(&macros.write().unwrap()), @"the template `own.docx` cannot be used: it contains macros; save it in Word as `.docx`");
    let strict = changed(
        "_rels/.rels",
        "http://schemas.openxmlformats.org/officeDocument/2006",
        "http://purl.oclc.org/ooxml/officeDocument",
    );
    insta::assert_snapshot!(fault(&strict), @"the template `own.docx` cannot be used: it is saved as Strict Open XML; save it in Word as `Word Document (.docx)`");
    let sheet = changed("[Content_Types].xml", "wordprocessingml", "spreadsheetml");
    assert!(fault(&sheet).contains("not a Word document"));
}

#[test]
fn a_broken_template_is_named_and_never_a_panic() {
    for part in [STYLES, DOCUMENT, FOOTER, "[Content_Types].xml", "_rels/.rels"] {
        for text in ["", "<w:p", "<a></b>", "<w:p><w:t>&#xZZ;</w:t></w:p>", "<a><b></b>"] {
            let mut package = Template::own().unwrap().package;
            package.put(part, text.as_bytes().to_vec());
            let faulty = fault(&package.write().unwrap());
            assert!(faulty.starts_with("the template `own.docx` cannot be used"), "{faulty}");
        }
    }
    // Word opens no file with a broken part, and be it one that the paper does not touch.
    for text in
        ["<a><b></a>", "<a x=1/>", "<a x=\"1\" x=\"2\"/>", "<a>&nope;</a>", "<a x=\"&nope;\"/>"]
    {
        let mut package = Template::own().unwrap().package;
        package.put("docProps/custom.xml", text.as_bytes().to_vec());
        let faulty = fault(&package.write().unwrap());
        assert!(faulty.contains("its part `docProps/custom.xml` is missing or broken"), "{faulty}");
    }
    let whole = Template::own().unwrap().package.write().unwrap();
    for end in (0..whole.len()).step_by(499) {
        assert!(fault(&whole[..end]).contains("own.docx"));
    }
}
