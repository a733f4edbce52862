//! Renders a sheet as SVG and as PNG: the same marks at the same points of the same grid.

use plotters::{
    backend::{BitMapBackend, DrawingBackend, SVGBackend},
    style::{
        Color, FontDesc, FontFamily, FontStyle, ShapeStyle, TextStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};

use super::{
    Chart, DrawError, Plate,
    letters::{FAMILY, Weight},
    palette,
    sheet::{Area, Ink, Line, Mark, Sheet, Side, WHITE, WIDTH},
};
use crate::model::to_whole;

/// Grid points in a point of the sheet, both ways.
const GRID: f64 = 2.0;

/// How a plotters backend sets text.
struct Setting {
    /// The size that plotters must be told for one em.
    size_per_em: f64,
    /// From the top of the text, as the backend takes it, down to the baseline, in ems.
    rise: f64,
}

/// The SVG backend divides the size by 1.24 and sets text 0.76 em below its top.
const SVG: Setting = Setting { size_per_em: 1.24, rise: 0.76 };

/// The bitmap backend takes the size as ascent and descent of the font (1.362 em for Noto Sans), and
/// sets text half of that below its top.
const BITMAP: Setting = Setting { size_per_em: 1.362, rise: 0.681 };

/// Renders a chart both ways.
pub(super) fn chart(plate: Plate) -> Result<Chart, DrawError> {
    let svg = svg(&plate)?;
    let png = png(&plate.sheet)?;
    let Plate { name, title, csv, text, .. } = plate;
    Ok(Chart { name, title, svg, png, csv, text })
}

/// Returns a sheet as SVG with title and description.
fn svg(plate: &Plate) -> Result<String, DrawError> {
    let mut body = String::new();
    let (width, height) = (grid(WIDTH), grid(plate.sheet.height));
    let mut backend = SVGBackend::with_string(&mut body, (extent(width), extent(height)));
    draw(&plate.sheet, &mut backend, &SVG)?;
    drop(backend);
    let marks = body.split_once('\n').map_or("", |(_, marks)| marks);
    let head = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" \
         width=\"{WIDTH}\" height=\"{}\" viewBox=\"0 0 {width} {height}\">\n\
         <title>{}</title>\n<desc>{}</desc>\n",
        plate.sheet.height,
        escaped(&plate.title),
        escaped(&plate.text),
    );
    Ok(head + &marks.replace(" opacity=\"1\"", ""))
}

/// Returns a sheet as PNG, [`GRID`] pixels a point.
fn png(sheet: &Sheet) -> Result<Vec<u8>, DrawError> {
    let size = (extent(grid(WIDTH)), extent(grid(sheet.height)));
    let pixels = usize::try_from(u64::from(size.0) * u64::from(size.1))
        .map_err(|e| DrawError::Backend(e.to_string()))?;
    let mut buffer = vec![255; pixels * 3];
    let mut backend = BitMapBackend::with_buffer(&mut buffer, size);
    draw(sheet, &mut backend, &BITMAP)?;
    drop(backend);

    let indexed = palette::indexed(&buffer, usize::try_from(size.0).unwrap_or(1));
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, size.0, size.1);
    encoder.set_depth(png::BitDepth::Eight);
    let pixels = if let Some(indexed) = &indexed {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(&indexed.colours);
        encoder.set_compression(png::Compression::Balanced);
        encoder.set_filter(png::Filter::NoFilter);
        &indexed.pixels
    } else {
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::Fast);
        &buffer
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}

/// Draws every mark of a sheet, on white.
fn draw<DB: DrawingBackend>(
    sheet: &Sheet,
    backend: &mut DB,
    setting: &Setting,
) -> Result<(), DrawError> {
    let whole = Area { left: 0.0, top: 0.0, right: WIDTH, bottom: sheet.height };
    fill(backend, &whole, WHITE)?;
    for mark in &sheet.marks {
        match mark {
            Mark::Fill { area, ink } => fill(backend, area, *ink)?,
            Mark::Stroke { from, to, width, ink } => stroke(backend, *from, *to, *width, *ink)?,
            Mark::Disc { centre, radius, ink } => backend
                .draw_circle(point(*centre), extent(grid(*radius)), &ink.filled(), true)
                .map_err(refused)?,
            Mark::Polygon { corners, ink } => {
                backend.fill_polygon(corners.iter().copied().map(point), ink).map_err(refused)?;
            }
            Mark::Text(line) => text(backend, line, setting)?,
        }
    }
    backend.present().map_err(refused)
}

fn fill<DB: DrawingBackend>(backend: &mut DB, area: &Area, ink: Ink) -> Result<(), DrawError> {
    let (from, to) = (point((area.left, area.top)), point((area.right, area.bottom)));
    backend.draw_rect(from, to, &ink.filled(), true).map_err(refused)
}

/// Draws a line; an upright or level one as a rectangle, which is sharp both ways.
fn stroke<DB: DrawingBackend>(
    backend: &mut DB,
    from: (f64, f64),
    to: (f64, f64),
    width: f64,
    ink: Ink,
) -> Result<(), DrawError> {
    let (a, b) = (point(from), point(to));
    let half = width / 2.0;
    if a.0 == b.0 || a.1 == b.1 {
        let (wide, high) = if a.0 == b.0 { (half, 0.0) } else { (0.0, half) };
        let area = Area {
            left: from.0.min(to.0) - wide,
            top: from.1.min(to.1) - high,
            right: from.0.max(to.0) + wide,
            bottom: from.1.max(to.1) + high,
        };
        return fill(backend, &area, ink);
    }
    let style = ShapeStyle::from(&ink).stroke_width(extent(grid(width)));
    backend.draw_line(a, b, &style).map_err(refused)
}

fn text<DB: DrawingBackend>(
    backend: &mut DB,
    line: &Line,
    setting: &Setting,
) -> Result<(), DrawError> {
    let em = line.size * GRID;
    let style = match line.weight {
        Weight::Regular => FontStyle::Normal,
        Weight::Bold => FontStyle::Bold,
    };
    let side = match line.side {
        Side::Start => HPos::Left,
        Side::Middle => HPos::Center,
        Side::End => HPos::Right,
    };
    let font = FontDesc::new(FontFamily::Name(FAMILY), em * setting.size_per_em, style);
    let set = TextStyle::from(font).color(&line.ink).pos(Pos::new(side, VPos::Top));
    let top = (line.x, line.y - line.size * setting.rise);
    backend.draw_text(&line.words, &set, point(top)).map_err(refused)
}

fn refused(error: impl std::fmt::Display) -> DrawError {
    DrawError::Backend(error.to_string())
}

fn point((x, y): (f64, f64)) -> (i32, i32) {
    (grid(x), grid(y))
}

/// Returns the nearest grid point, kept within a range no picture leaves.
fn grid(length: f64) -> i32 {
    i32::try_from(to_whole((length * GRID).clamp(-100_000.0, 100_000.0))).unwrap_or(0)
}

fn extent(points: i32) -> u32 {
    u32::try_from(points).unwrap_or(0).max(1)
}

/// Returns text as XML content, without signs that XML forbids.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{charts, letters::Letters, rank_moves, samples};

    /// Every chart of a tame and of an ugly estate, and one of moves.
    fn every_chart() -> Vec<Chart> {
        let mut every = charts(&samples::view(6)).unwrap();
        every.extend(charts(&samples::ugly()).unwrap());
        every.extend(rank_moves(&samples::history(9, 3)).unwrap());
        every
    }

    #[test]
    fn a_picture_says_what_it_is_and_is_whole() {
        for chart in every_chart() {
            let svg = roxmltree::Document::parse(&chart.svg).unwrap();
            let root = svg.root_element();
            assert_eq!(root.attribute("role"), Some("img"));
            let mut children = root.children().filter(roxmltree::Node::is_element);
            for (tag, text) in [("title", &chart.title), ("desc", &chart.text)] {
                let child = children.next().unwrap();
                assert_eq!((child.tag_name().name(), child.text()), (tag, Some(text.as_str())));
            }
            let families = root.descendants().filter_map(|n| n.attribute("font-family"));
            assert!(families.clone().count() > 10 && families.clone().all(|f| f == FAMILY));
            assert!(chart.png.starts_with(b"\x89PNG\r\n\x1a\n"), "{}", chart.name);
            assert!(chart.title.split_whitespace().count() <= 10, "{}", chart.title);
            assert!(!chart.title.contains("surplus site"), "{}", chart.title);
        }
    }

    #[test]
    fn the_same_view_gives_the_same_bytes() {
        let view = samples::view(3);
        assert_eq!(charts(&view).unwrap(), charts(&view).unwrap());
    }

    #[test]
    fn the_png_has_two_pixels_a_point() {
        let chart = charts(&samples::view(1)).unwrap().remove(0);
        let reader = png::Decoder::new(std::io::Cursor::new(&chart.png)).read_info().unwrap();
        assert_eq!(reader.info().width, 2400);
        let size = format!("viewBox=\"0 0 2400 {}\"", reader.info().height);
        assert!(chart.svg.contains(&size));
    }

    #[test]
    fn signs_that_xml_forbids_are_left_out() {
        assert_eq!(escaped("a<b>&\"c\"\u{0}\u{FFFE}d"), "a&lt;b&gt;&amp;&quot;c&quot; d");
    }

    #[test]
    fn svg_text_stands_where_the_sheet_has_it() {
        let letters = Letters::load().unwrap();
        let plates = crate::draw::ranking::plates(&samples::view(2), &letters).unwrap();
        let plate = plates.first().unwrap();
        let svg = svg(plate).unwrap();
        let svg = roxmltree::Document::parse(&svg).unwrap();
        let set = svg.descendants().filter(|n| n.has_tag_name("text"));
        let set: Vec<_> = set.filter_map(|n| Some(n.text()?.trim().to_owned())).collect();
        assert_eq!(set.join("\n"), samples::words(&plate.sheet));
    }
}
