//! Workbooks written part by part, as no well-meaning program writes them.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

/// One sheet: its cells, and what else its part says.
#[derive(Default)]
pub struct Sheet {
    name: String,
    state: &'static str,
    rows: String,
    before: String,
    after: String,
}

impl Sheet {
    /// Makes a sheet of rows of text, from row 1.
    pub fn new(name: &str, rows: &[&[&str]]) -> Self {
        let mut sheet = Self { name: name.to_owned(), ..Self::default() };
        for (row, cells) in (1..).zip(rows) {
            let cells: String = cells
                .iter()
                .zip('A'..='Z')
                .filter(|(text, _)| !text.is_empty())
                .map(|(text, letter)| inline(&format!("{letter}{row}"), text))
                .collect();
            sheet.rows.push_str(&format!("<row r=\"{row}\">{cells}</row>"));
        }
        sheet
    }

    /// Adds a row that is hidden.
    pub fn hidden_row(mut self, row: u32, cells: &[&str]) -> Self {
        let cells: String = cells
            .iter()
            .zip('A'..='Z')
            .map(|(text, letter)| inline(&format!("{letter}{row}"), text))
            .collect();
        self.rows.push_str(&format!("<row r=\"{row}\" hidden=\"1\">{cells}</row>"));
        self
    }

    /// Adds one cell far away.
    pub fn cell(mut self, row: u32, place: &str, text: &str) -> Self {
        self.rows.push_str(&format!("<row r=\"{row}\">{}</row>", inline(place, text)));
        self
    }

    /// Adds a row of one cell that holds an error.
    pub fn error(mut self, row: u32, place: &str, text: &str) -> Self {
        let cell = format!("<c r=\"{place}\" t=\"e\"><v>{text}</v></c>");
        self.rows.push_str(&format!("<row r=\"{row}\">{cell}</row>"));
        self
    }

    /// Adds a row whose last cell is a formula that nobody has worked out.
    pub fn formula(mut self, row: u32, cells: &[&str]) -> Self {
        let mut text = String::new();
        for (cell, letter) in cells.iter().zip('A'..='Z') {
            let place = format!("{letter}{row}");
            text.push_str(&match cell.strip_prefix('=') {
                Some(formula) => format!("<c r=\"{place}\"><f>{formula}</f></c>"),
                None => inline(&place, cell),
            });
        }
        self.rows.push_str(&format!("<row r=\"{row}\">{text}</row>"));
        self
    }

    /// Hides a column, from 1.
    pub fn hidden_column(mut self, column: u32) -> Self {
        self.before = format!("<cols><col min=\"{column}\" max=\"{column}\" hidden=\"1\"/></cols>");
        self
    }

    /// Merges cells.
    pub fn merged(mut self, cells: &str) -> Self {
        self.after = format!("<mergeCells><mergeCell ref=\"{cells}\"/></mergeCells>");
        self
    }

    /// Hides the sheet.
    pub fn hidden(mut self) -> Self {
        self.state = " state=\"hidden\"";
        self
    }
}

fn inline(place: &str, text: &str) -> String {
    match text.parse::<f64>() {
        Ok(_) => format!("<c r=\"{place}\"><v>{text}</v></c>"),
        Err(_) => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    }
}

/// Writes a workbook of sheets.
pub fn book(sheets: &[Sheet]) -> Vec<u8> {
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: String| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let numbered = || (1..).zip(sheets);
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let types: String = numbered()
        .map(|(n, _)| {
            format!("<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{kind}.worksheet+xml\"/>")
        })
        .collect();
    part(
        "[Content_Types].xml",
        format!(
            "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
             ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override \
             PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/>{types}</Types>"
        ),
    );
    let related = |links: String| {
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{links}</Relationships>")
    };
    let link = |n: u32, kind: &str, to: &str| {
        format!("<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/{kind}\" Target=\"{to}\"/>")
    };
    part("_rels/.rels", related(link(1, "officeDocument", "xl/workbook.xml")));
    let links = numbered()
        .map(|(n, _)| link(n, "worksheet", &format!("worksheets/sheet{n}.xml")))
        .collect();
    part("xl/_rels/workbook.xml.rels", related(links));
    let names: String = numbered()
        .map(|(n, s)| {
            format!("<sheet name=\"{}\" sheetId=\"{n}\"{} r:id=\"rId{n}\"/>", s.name, s.state)
        })
        .collect();
    part(
        "xl/workbook.xml",
        format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{names}</sheets></workbook>"
        ),
    );
    for (n, s) in numbered() {
        let Sheet { rows, before, after, .. } = s;
        part(
            &format!("xl/worksheets/sheet{n}.xml"),
            format!(
                "<worksheet xmlns=\"{MAIN}\">{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
            ),
        );
    }
    zip.finish().unwrap().into_inner()
}
