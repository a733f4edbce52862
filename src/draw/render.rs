//! Renders a sheet as SVG and as PNG: the same marks at the same points of the same grid.

use plotters::{
    backend::{DrawingBackend, SVGBackend},
    style::{
        Color, FontDesc, FontFamily, FontStyle, ShapeStyle, TextStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};

use super::{
    Chart, ChartFiles, DrawError,
    canvas::Canvas,
    font_metrics::{FAMILY, FontMetrics, FontWeight},
    palette,
    sheet::{Area, Colour, Line, Mark, Sheet, Side, WHITE},
    sizes::Sizes,
};
use crate::model::to_whole;

/// Points of an SVG's grid in a point of the sheet.
const GRID: f64 = 2.0;
/// Dots of a PNG in an inch.
const DOTS: f64 = 300.0;
const MILLIMETRES: f64 = 25.4;
/// How hard deflate works where a picture is to be small, of 9: a tenth less room than at 4, in half as much time again.
const LEVEL: u8 = 6;

/// Where a plotters backend puts what a sheet has.
struct Setting {
    /// Points of its grid in a point of the sheet.
    scale: f64,
    /// From the left end of its grid to the sheet.
    left: f64,
    /// Whether it begins on white.
    is_white: bool,
    /// The size that plotters must be told for one em.
    size_per_em: f64,
    /// From the top of the text, as the backend takes it, down to the baseline, in ems.
    rise: f64,
}

/// The SVG backend divides the size by 1.24 and sets text 0.76 em below its top.
const SVG: Setting =
    Setting { scale: GRID, left: 0.0, is_white: false, size_per_em: 1.24, rise: 0.76 };

/// The bitmap backend takes the size as ascent and descent of the font (1.362 em for Noto Sans), and
/// sets text half of that below its top.
const BITMAP: Setting =
    Setting { scale: 1.0, left: 0.0, is_white: true, size_per_em: 1.362, rise: 0.681 };

/// How hard the dots of a PNG are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    /// As fast as can be: for an estate of some dozens of sites, whose report is mostly its pictures.
    Quick,
    /// To half the room, for a large estate, whose report takes seconds all the same.
    Small,
}

impl Packing {
    /// Sites above which pictures are packed to little room.
    const MANY_SITES: usize = 300;

    /// Returns how the pictures of an estate of so many sites are packed.
    pub(super) const fn of(sites: usize) -> Self {
        if sites > Self::MANY_SITES { Self::Small } else { Self::Quick }
    }
}

/// Renders a chart both ways, and its further sizes.
pub(super) fn rendered(
    chart: Chart,
    sizes: Sizes,
    metrics: &FontMetrics,
    packing: Packing,
) -> Result<ChartFiles, DrawError> {
    let dots = |sheet: &Sheet| png(sheet, packing);
    let ((svg, png), (slide, board)) = rayon::join(
        || (svg(&chart, metrics), dots(&chart.sheet)),
        || (sizes.slide.as_ref().map(dots).transpose(), sizes.board.as_ref().map(dots).transpose()),
    );
    let (svg, png, slide, board) = (svg?, png?, slide?, board?);
    let Chart { name, title, numbers, text, .. } = chart;
    Ok(ChartFiles { name, title, svg, png, slide, board, numbers, text })
}

/// Returns a sheet as SVG with title and description.
///
/// Every text says how wide it is, so that a reader without the font sets it into the same room.
fn svg(chart: &Chart, metrics: &FontMetrics) -> Result<String, DrawError> {
    let mut body = String::new();
    let mut sheet = chart.sheet.clone();
    for mark in &mut sheet.marks {
        if let Mark::Text(line) = mark {
            let left = line.area(metrics).left;
            (line.x, line.side) = (left, Side::Start);
        }
    }
    let form = sheet.form;
    let (width, height) = (SVG.length(form.width), SVG.length(sheet.height));
    let mut backend = SVGBackend::with_string(&mut body, (extent(width), extent(height)));
    draw(&sheet, &mut backend, &SVG)?;
    drop(backend);
    let marks = body.split_once('\n').map_or("", |(_, marks)| marks);
    let head = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" \
         width=\"{}\" height=\"{}\" viewBox=\"0 0 {width} {height}\">\n\
         <title>{}</title>\n<desc>{}</desc>\n",
        form.width,
        sheet.height,
        escaped(&chart.title),
        escaped(&chart.text),
    );
    Ok(head + &measured(&without_defaults(marks), &sheet, metrics))
}

/// Leaves out what a reader of SVG takes for granted: that a mark is opaque, and has no edge.
fn without_defaults(marks: &str) -> String {
    let opaque = marks.replace(" opacity=\"1\"", "");
    opaque.replace(" stroke=\"none\" stroke-width=\"1\"", "").replace(" stroke=\"none\"", "")
}

/// Writes the width of every text onto it; `marks` has the texts of the sheet in its order.
fn measured(marks: &str, sheet: &Sheet, metrics: &FontMetrics) -> String {
    const TEXT: &str = "<text ";
    let mut lines = sheet.texts();
    let mut parts = marks.split(TEXT);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(TEXT);
        if let Some(line) = lines.next() {
            let width = metrics.width(&line.words, line.size, line.weight) * GRID;
            out.push_str(&format!("textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" "));
        }
        // The backend sets words on a line of their own: some readers would take its ends for blanks.
        out.push_str(&part.replacen(">\n", ">", 1).replacen("\n</text>", "</text>", 1));
    }
    out
}

/// Returns a sheet as PNG of [`DOTS`] an inch, which says so.
///
/// A slide is as high as it must be, and made smaller when it is higher.
fn png(sheet: &Sheet, packing: Packing) -> Result<Vec<u8>, DrawError> {
    let form = sheet.form;
    let wide = (form.millimetres / MILLIMETRES * DOTS).round();
    let full = wide / form.width;
    let (scale, high) = match form.height.filter(|_| !form.is_bare) {
        Some(height) => (full * (height / sheet.height).min(1.0), height),
        None => (full, sheet.height),
    };
    let setting = Setting { scale, left: (wide - form.width * scale) / 2.0, ..BITMAP };
    let size = (dots(wide), dots((high * full).round()));
    let mut canvas = Canvas::new(size.0, size.1);
    draw(sheet, &mut canvas, &setting)?;

    let indexed = palette::indexed(&canvas);
    let plain: Vec<u8>;
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, size.0, size.1);
    let per_metre = dots((DOTS / MILLIMETRES * 1000.0).round());
    let unit = png::Unit::Meter;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
    encoder.set_depth(png::BitDepth::Eight);
    let pixels = if let Some(indexed) = &indexed {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(&indexed.colours);
        match packing {
            Packing::Quick => {
                encoder.set_compression(png::Compression::Fast);
                encoder.set_filter(png::Filter::Up);
            }
            // Numbers of colours are no levels: lines as they are pack better than what differs from the line above.
            Packing::Small => {
                encoder.set_deflate_compression(png::DeflateCompression::Level(LEVEL));
                encoder.set_filter(png::Filter::NoFilter);
            }
        }
        &indexed.pixels
    } else {
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::Fast);
        plain = palette::plain(&canvas);
        &plain
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}

fn dots(length: f64) -> u32 {
    u32::try_from(to_whole(length)).unwrap_or(0).max(1)
}

/// Draws every mark of a sheet, on white.
fn draw<DB: DrawingBackend>(
    sheet: &Sheet,
    backend: &mut DB,
    setting: &Setting,
) -> Result<(), DrawError> {
    let whole = Area { left: 0.0, top: 0.0, right: sheet.form.width, bottom: sheet.height };
    if !setting.is_white {
        fill(backend, &whole, WHITE, setting)?;
    }
    for mark in &sheet.marks {
        match mark {
            Mark::Fill { area, colour } => fill(backend, area, *colour, setting)?,
            Mark::Stroke { from, to, width, colour } => {
                stroke(backend, (*from, *to), *width, *colour, setting)?;
            }
            Mark::Disc { centre, radius, colour } => backend
                .draw_circle(
                    setting.point(*centre),
                    extent(setting.length(*radius)),
                    &colour.filled(),
                    true,
                )
                .map_err(refused)?,
            Mark::Polygon { corners, colour } => {
                let corners = corners.iter().map(|corner| setting.point(*corner));
                backend.fill_polygon(corners, colour).map_err(refused)?;
            }
            Mark::Text(line) => text(backend, line, setting)?,
        }
    }
    backend.present().map_err(refused)
}

fn fill<DB: DrawingBackend>(
    backend: &mut DB,
    area: &Area,
    colour: Colour,
    setting: &Setting,
) -> Result<(), DrawError> {
    let from = setting.point((area.left, area.top));
    let to = setting.point((area.right, area.bottom));
    backend.draw_rect(from, to, &colour.filled(), true).map_err(refused)
}

/// Draws a line; an upright or level one as a rectangle, which is sharp both ways.
fn stroke<DB: DrawingBackend>(
    backend: &mut DB,
    (from, to): ((f64, f64), (f64, f64)),
    width: f64,
    colour: Colour,
    setting: &Setting,
) -> Result<(), DrawError> {
    let (a, b) = (setting.point(from), setting.point(to));
    let half = width / 2.0;
    if a.0 == b.0 || a.1 == b.1 {
        let (wide, high) = if a.0 == b.0 { (half, 0.0) } else { (0.0, half) };
        let area = Area {
            left: from.0.min(to.0) - wide,
            top: from.1.min(to.1) - high,
            right: from.0.max(to.0) + wide,
            bottom: from.1.max(to.1) + high,
        };
        return fill(backend, &area, colour, setting);
    }
    let style = ShapeStyle::from(&colour).stroke_width(extent(setting.length(width)));
    backend.draw_line(a, b, &style).map_err(refused)
}

fn text<DB: DrawingBackend>(
    backend: &mut DB,
    line: &Line,
    setting: &Setting,
) -> Result<(), DrawError> {
    let em = line.size * setting.scale;
    let style = match line.weight {
        FontWeight::Regular => FontStyle::Normal,
        FontWeight::Bold => FontStyle::Bold,
    };
    let side = match line.side {
        Side::Start => HPos::Left,
        Side::Middle => HPos::Center,
        Side::End => HPos::Right,
    };
    let font = FontDesc::new(FontFamily::Name(FAMILY), em * setting.size_per_em, style);
    let set = TextStyle::from(font).color(&line.colour).pos(Pos::new(side, VPos::Top));
    let top = (line.x, line.y - line.size * setting.rise);
    backend.draw_text(&line.words, &set, setting.point(top)).map_err(refused)
}

fn refused(error: impl std::fmt::Display) -> DrawError {
    DrawError::Backend(error.to_string())
}

impl Setting {
    fn point(&self, (x, y): (f64, f64)) -> (i32, i32) {
        (nearest(x * self.scale + self.left), self.length(y))
    }

    fn length(&self, length: f64) -> i32 {
        nearest(length * self.scale)
    }
}

/// Returns the nearest grid point, kept within a range no picture leaves.
fn nearest(length: f64) -> i32 {
    i32::try_from(to_whole(length.clamp(-100_000.0, 100_000.0))).unwrap_or(0)
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
    use std::sync::LazyLock;

    use super::*;
    use crate::{
        draw::{ranking, samples, sheet::Form},
        edition::View,
    };

    /// The pictures of a tame and of an ugly estate, a map, and one of moves.
    static EVERY_PICTURE: LazyLock<Vec<(Chart, String)>> = LazyLock::new(|| {
        let metrics = FontMetrics::load().unwrap();
        let views = [samples::view(6), samples::ugly(), samples::placed(9)];
        let made =
            views.iter().flat_map(|view| crate::draw::unrendered(view, &metrics, Form::PAGE));
        let mut every: Vec<Chart> = made.collect();
        let moves = samples::history(9, 3);
        every.extend(crate::draw::rank_moves::chart(&moves, &metrics, Form::PAGE).unwrap());
        every.into_iter().map(|chart| (chart.clone(), svg(&chart, &metrics).unwrap())).collect()
    });

    #[test]
    fn a_picture_says_what_it_is_and_is_whole() {
        for (chart, svg) in EVERY_PICTURE.iter() {
            let svg = roxmltree::Document::parse(svg).unwrap();
            let root = svg.root_element();
            assert_eq!(root.attribute("role"), Some("img"));
            let mut children = root.children().filter(roxmltree::Node::is_element);
            for (tag, text) in [("title", &chart.title), ("desc", &chart.text)] {
                let child = children.next().unwrap();
                assert_eq!((child.tag_name().name(), child.text()), (tag, Some(text.as_str())));
            }
            let families = root.descendants().filter_map(|n| n.attribute("font-family"));
            assert!(families.clone().count() > 10 && families.clone().all(|f| f == FAMILY));
            assert!(chart.title.split_whitespace().count() <= 10, "{}", chart.title);
            assert!(!chart.title.contains("surplus site"), "{}", chart.title);
        }
    }

    /// The first chart of a view, rendered with its slide.
    fn first_chart(view: &View) -> ChartFiles {
        let metrics = FontMetrics::load().unwrap();
        let mut made =
            crate::draw::with_slide(|form| ranking::charts(view, &metrics, form)).unwrap();
        let (chart, slide) = made.remove(0);
        rendered(chart, slide, &metrics, Packing::Quick).unwrap()
    }

    #[test]
    fn a_picture_packed_small_has_the_same_dots_in_less_room() {
        let dots = |png: &[u8]| {
            let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
            let mut dots = vec![0; reader.output_buffer_size().unwrap()];
            reader.next_frame(&mut dots).unwrap();
            dots
        };
        let (chart, _) = &EVERY_PICTURE[0];
        let [quick, small] = [1, 301].map(|sites| png(&chart.sheet, Packing::of(sites)).unwrap());
        assert_eq!(dots(&quick), dots(&small));
        assert!(small.len() * 4 < quick.len() * 3, "{} of {}", small.len(), quick.len());
    }

    #[test]
    fn the_same_view_gives_the_same_bytes() {
        let view = samples::view(3);
        let made = || {
            let ChartFiles { name, title, svg, png, slide, board, numbers, text } =
                first_chart(&view);
            (name, title, svg, png, (slide, board), numbers.csv, text)
        };
        assert_eq!(made(), made());
    }

    #[test]
    fn a_png_says_how_large_it_is_on_paper() {
        let chart = first_chart(&samples::view(1));
        let dimensions = |png: &[u8]| {
            let reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
            let info = reader.info();
            let dots = info.pixel_dims.unwrap();
            // 300 dots an inch are 11,811 a metre.
            assert_eq!((dots.xppu, dots.yppu), (11_811, 11_811));
            assert_eq!(dots.unit, png::Unit::Meter);
            (info.width, info.height)
        };
        let (width, height) = dimensions(&chart.png);
        assert_eq!(width, 1890, "160 mm");
        assert!(height < 2920, "no higher than an A4 page between its margins: {height}");
        assert_eq!(dimensions(&chart.slide.unwrap()), (3543, 1993), "300 mm, sixteen to nine");
    }

    #[test]
    fn every_text_of_an_svg_says_how_wide_it_is() {
        for (chart, svg) in EVERY_PICTURE.iter() {
            let svg = roxmltree::Document::parse(svg).unwrap();
            let root = svg.root_element();
            let view: Vec<f64> = root
                .attribute("viewBox")
                .unwrap()
                .split(' ')
                .map(|number| number.parse().unwrap())
                .collect();
            let mut texts = 0;
            for text in svg.descendants().filter(|n| n.has_tag_name("text")) {
                let number = |name: &str| text.attribute(name).unwrap().parse::<f64>().unwrap();
                assert_eq!(text.attribute("lengthAdjust"), Some("spacingAndGlyphs"));
                assert_eq!(text.attribute("text-anchor"), Some("start"), "{}", chart.name);
                assert!(number("textLength") > 0.0);
                assert!(number("x") + number("textLength") <= view[2] + 1.0, "{}", chart.name);
                assert_eq!(text.text().unwrap(), text.text().unwrap().trim());
                texts += 1;
            }
            assert!(texts > 10, "{}", chart.name);
        }
    }

    #[test]
    fn signs_that_xml_forbids_are_left_out() {
        assert_eq!(escaped("a<b>&\"c\"\u{0}\u{FFFE}d"), "a&lt;b&gt;&amp;&quot;c&quot; d");
    }

    #[test]
    fn svg_text_stands_where_the_sheet_has_it() {
        let metrics = FontMetrics::load().unwrap();
        let charts = samples::drawn(ranking::charts, &samples::view(2));
        let chart = charts.first().unwrap();
        let svg = svg(chart, &metrics).unwrap();
        let svg = roxmltree::Document::parse(&svg).unwrap();
        let set = svg.descendants().filter(|n| n.has_tag_name("text"));
        let set: Vec<_> = set.filter_map(|n| Some(n.text()?.trim().to_owned())).collect();
        assert_eq!(set.join("\n"), samples::words(&chart.sheet));
    }
}
