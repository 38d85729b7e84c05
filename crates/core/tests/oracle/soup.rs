//! Random tag soup, the same in every run.

/// Elements whose rules differ, and some without rules. None is foreign: html5ever does not count
/// foreign elements among the special ones, as the standard does. And no `thead`, which it forgets
/// where a table body ends.
const TAGS: [&str; 55] = [
    "a", "b", "i", "nobr", "font", "p", "div", "span", "h1", "h2", "li", "ul", "ol", "dd", "dt",
    "dl", "table", "tbody", "tr", "td", "th", "caption", "colgroup", "col", "form", "button",
    "select", "option", "optgroup", "input", "textarea", "pre", "br", "hr", "img", "object",
    "marquee", "applet", "template", "title", "script", "style", "noscript", "head", "body",
    "html", "frameset", "frame", "ruby", "rt", "rp", "rtc", "article", "address", "x-y",
];

const TEXTS: [&str; 8] = ["x", " ", "\n", "a b", "&amp;", "&notit;", "<!--c-->", "&#x80;"];

/// A source of numbers (a linear congruential generator with Knuth's constants).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % bound
    }
}

/// A page of `parts` tags and texts. A page draws from a few tags only, so that they meet.
pub(crate) fn page(numbers: &mut Numbers, parts: usize) -> String {
    let palette: Vec<&str> =
        (0..2 + numbers.below(8)).map(|_| TAGS[numbers.below(TAGS.len())]).collect();
    let mut html = String::new();
    if numbers.below(2) == 0 {
        html.push_str("<!DOCTYPE html>");
    }
    for _ in 0..parts {
        let tag = palette[numbers.below(palette.len())];
        match numbers.below(8) {
            0..4 => html.push_str(&format!("<{tag}>")),
            4 => html.push_str(&format!("<{tag} a={} b>", numbers.below(3))),
            5..7 => html.push_str(&format!("</{tag}>")),
            _ => html.push_str(TEXTS[numbers.below(TEXTS.len())]),
        }
    }
    html
}
