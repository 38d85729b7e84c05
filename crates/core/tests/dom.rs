//! The tree of a page as its users see it, and what strange pages may cost.

use dateline::Limits;
use dateline::article::WarningCode;
use dateline::dom::{AttrName, Dom, NodeId, NodeKind, Tag, parse, parse_within};

/// The tree below the body: `tag(children)`, text in quotes.
fn sketch(dom: &Dom<'_>) -> String {
    fn write(dom: &Dom<'_>, id: NodeId, out: &mut String) {
        match dom.kind(id) {
            NodeKind::Text => out.push_str(&format!("{:?}", dom.text(id))),
            NodeKind::Element => {
                out.push_str(dom.tag_name(id));
                children(dom, id, out);
            }
            NodeKind::Fragment => {
                out.push('#');
                children(dom, id, out);
            }
            _ => {}
        }
    }
    fn children(dom: &Dom<'_>, id: NodeId, out: &mut String) {
        out.push('(');
        for (index, child) in dom.children(id).enumerate() {
            if index > 0 {
                out.push(' ');
            }
            write(dom, child, out);
        }
        out.push(')');
    }
    let mut out = String::new();
    write(dom, dom.find(dom.root(), Tag::BODY).expect("every page has a body"), &mut out);
    out
}

#[track_caller]
fn check(html: &str, tree: &str) {
    let dom = parse(html);
    assert_eq!(sketch(&dom), tree, "{html}");
    hold(&dom, Limits::default().max_tree_depth);
}

/// What holds of every tree: parents stand before their children and enclose them.
fn hold(dom: &Dom<'_>, max_depth: usize) -> usize {
    let mut depths = vec![0; dom.len()];
    for id in dom.ids() {
        assert!(id < dom.end(id) && dom.end(id).index() <= dom.len());
        if let Some(parent) = dom.parent(id) {
            assert!(parent < id && dom.end(id) <= dom.end(parent));
            depths[id.index()] = depths[parent.index()] + 1;
        }
    }
    let deepest = depths.into_iter().max().unwrap_or(0);
    assert!(deepest <= max_depth, "{deepest} deep");
    deepest
}

#[test]
fn ok_implied_tags() {
    check("<p>One<p>Two", r#"body(p("One") p("Two"))"#);
    check("<ul><li>a<li>b<ul><li>c</ul></ul>d", r#"body(ul(li("a") li("b" ul(li("c")))) "d")"#);
    check("<dl><dt>a<dd>b<dt>c", r#"body(dl(dt("a") dd("b") dt("c")))"#);
    check("<table><tr><td>x", r#"body(table(tbody(tr(td("x")))))"#);
}

#[test]
fn ok_misnested_formatting() {
    check("<b>1<p>2</b>3</p>", r#"body(b("1") p(b("2") "3"))"#);
    check("<a>1<a>2", r#"body(a("1") a("2"))"#);
    check("<p><i>a<p>b", r#"body(p(i("a")) p(i("b")))"#);
}

#[test]
fn ok_foster_parents() {
    check("<table>a<tr>b<td>c", r#"body("ab" table(tbody(tr(td("c")))))"#);
    check("<table><b>x</table>y", r#"body(b("x") table() b("y"))"#);
}

#[test]
fn ok_space_of_ignored_text() {
    check("<body><template><col>a b</template>", "body(template(#(col() \" \")))");
}

#[test]
fn ok_text_in_parts() {
    check("a&amp;b &lt c &#x41; &unknown;", r#"body("a&b < c A &unknown;")"#);
    check("a\0b\r\nc\rd", r#"body("ab\nc\nd")"#);
    check("<pre>\n\nx</pre>", r#"body(pre("\nx"))"#);
    check("<body><noscript><p>x</noscript>", r#"body(noscript(p("x")))"#);
    check("<p><template><td>x</template>", r##"body(p(template(#(td("x")))))"##);
}

#[test]
fn ok_attributes() {
    let dom = parse("<p ID=a id=b Class='x &amp; y' data-X=1&copy2 hidden/><P =a=b>");
    let p = dom.find(dom.root(), Tag::P).unwrap();
    let attrs: Vec<_> = dom.attrs(p).collect();
    assert_eq!(attrs, [("id", "a"), ("class", "x & y"), ("data-x", "1&copy2"), ("hidden", "")]);
    assert_eq!(dom.attr(p, AttrName::CLASS), Some("x & y"));
    assert_eq!(dom.attr_named(p, "data-x"), Some("1&copy2"));
    let late = parse("<html a=1><body b=1><html a=2 c=3><body b=2 d=4>");
    let body = late.find(late.root(), Tag::BODY).unwrap();
    assert_eq!(
        late.attrs(late.parent(body).unwrap()).collect::<Vec<_>>(),
        [("a", "1"), ("c", "3")]
    );
    assert_eq!(late.attrs(body).collect::<Vec<_>>(), [("b", "1"), ("d", "4")]);
}

#[test]
fn ok_foreign_names() {
    let dom = parse("<svg viewbox=1><LinearGradient/><foreignobject><p>x</svg>");
    let svg = dom.find(dom.root(), Tag::SVG).unwrap();
    assert_eq!(dom.attrs(svg).collect::<Vec<_>>(), [("viewBox", "1")]);
    let names: Vec<_> = dom.children(svg).map(|id| dom.tag_name(id)).collect();
    assert_eq!(names, ["linearGradient", "foreignObject"]);
}

fn codes(html: &str, limits: &Limits) -> (usize, usize, Vec<WarningCode>) {
    let (dom, warnings) = parse_within(html, limits);
    let deepest = hold(&dom, limits.max_tree_depth);
    (dom.len(), deepest, warnings.into_iter().map(|warning| warning.code).collect())
}

#[test]
fn ok_depth_is_bounded() {
    let limits = Limits { max_tree_depth: 64, ..Limits::default() };
    let html = format!("{}x{}<p>y", "<div>".repeat(1000), "</div>".repeat(1000));
    let (dom, warnings) = parse_within(&html, &limits);
    assert_eq!(warnings[0].code, WarningCode::DepthLimit);
    hold(&dom, 64);
    // The end tags of what was too deep close nothing above it.
    let p = dom.find(dom.root(), Tag::P).unwrap();
    assert_eq!(dom.parent(p).map(|body| dom.tag(body)), Some(Tag::BODY));
    assert_eq!(dom.subtree(dom.root()).filter(|&id| dom.tag(id) == Tag::DIV).count(), 1000);
    let shallow = "<div>".repeat(50);
    assert_eq!(codes(&shallow, &limits).2, []);
}

#[test]
fn ok_nodes_are_bounded() {
    let limits = Limits { max_nodes: 2000, ..Limits::default() };
    let (nodes, _, warnings) = codes(&"<p>x".repeat(10_000), &limits);
    assert!((1999..2100).contains(&nodes), "{nodes}");
    assert_eq!(warnings, [WarningCode::TruncatedInput]);
}

#[test]
fn ok_hostile_pages_stay_small() {
    let limits = Limits::default();
    let many = |part: &str| part.repeat(100_000 / part.len());
    let numbered =
        |count: usize, part: &dyn Fn(usize) -> String| -> String { (0..count).map(part).collect() };
    let formatting = numbered(2000, &|n| format!("<b id={n}>"));
    let pages = [
        many("<div>"),
        many("<b>"),
        many("<a>"),
        many("<a><p>"),
        many("<b><div>"),
        many("<table>"),
        many("<table><tr><td>"),
        many("<table>a"),
        many("<svg>"),
        many("<svg><desc>"),
        many("<math><mi>"),
        many("<template>"),
        many("<select><option>"),
        many("<ul><li><span>"),
        many("</p>"),
        many("</div>"),
        many("<x-y>"),
        many("<!--"),
        many("&"),
        many("&amp"),
        many("&notit;"),
        many("<p a=1 a=2"),
        many("<script><!--<script>"),
        many("<textarea><title>"),
        many("<frameset>"),
        formatting.clone() + &many("<p>x"),
        formatting + "<div>" + &many("</b>"),
        format!("<div {}>", numbered(5000, &|n| format!("a{} ", n % 1000))),
        numbered(5000, &|n| format!("<html a{}><body b{}>", n % 1000, n % 999)),
        format!("<table>{}", many("a<tr><td>b&amp;b</td></tr>")),
        format!("{}{}", many("<b><div>"), many("</b></div>")),
    ];
    for html in pages {
        let (nodes, ..) = codes(&html, &limits);
        let head: String = html.chars().take(40).collect();
        assert!(nodes <= html.len() + 5000, "{nodes} nodes of {} bytes: {head}", html.len());
    }
}
