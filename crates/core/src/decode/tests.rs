use super::*;

fn charset(bytes: &[u8], transport: Option<&str>) -> (String, String) {
    let decoded = decode(bytes, transport, true, &mut Trace::off());
    (decoded.charset, decoded.text.into_owned())
}

const RUSSIAN: &str =
    "Президент подписал договор о сотрудничестве, сообщила пресс-служба в пятницу.";

fn encoded(charset: &str, text: &str) -> Vec<u8> {
    Encoding::for_label(charset.as_bytes()).unwrap().encode(text).0.into_owned()
}

#[test]
fn ok_bom_wins_over_everything() {
    let (charset, text) =
        charset(b"\xEF\xBB\xBF<meta charset=koi8-r>\xC3\xA9", Some("windows-1251"));
    assert_eq!((charset.as_str(), text.as_str()), ("utf-8", "<meta charset=koi8-r>é"));
}

#[test]
fn ok_valid_utf8_under_a_wrong_declaration() {
    let page = format!("<meta charset=windows-1251><p>{RUSSIAN}");
    let decoded = decode(page.as_bytes(), None, true, &mut Trace::off());
    assert_eq!(decoded.charset, "utf-8");
    assert_eq!(decoded.warnings[0].code, WarningCode::CharsetMismatch);
}

#[test]
fn ok_windows_1251_under_a_wrong_declaration() {
    for declared in ["utf-8", "iso-8859-1"] {
        let page = encoded("windows-1251", &format!("<meta charset={declared}>\n<p>{RUSSIAN}"));
        let (charset, text) = charset(&page, None);
        assert_eq!(charset, "windows-1251", "declared {declared}");
        assert!(text.contains(RUSSIAN));
    }
}

#[test]
fn ok_declared_in_content() {
    let page = encoded(
        "windows-1250",
        "<!-- <meta charset=utf-8> --><META content='text/html; CHARSET = \"windows-1250\"' \
         http-equiv=Content-Type><p>Příliš žluťoučký kůň úpěl ďábelské ódy.",
    );
    let (charset, text) = charset(&page, None);
    assert_eq!(charset, "windows-1250");
    assert!(text.contains("žluťoučký kůň"));
}

#[test]
fn ok_utf16_without_a_bom() {
    let page: Vec<u8> =
        "<p>Plain words in two bytes each.".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(charset(&page, None).0, "utf-16le");
}

#[test]
fn ok_a_few_broken_bytes_do_not_change_the_charset() {
    let mut page = format!("<meta charset=utf-8><p>{}", RUSSIAN.repeat(20)).into_bytes();
    page.extend_from_slice(b"\xD0");
    let decoded = decode(&page, None, true, &mut Trace::off());
    assert_eq!(decoded.charset, "utf-8");
    assert_eq!(decoded.warnings[0].code, WarningCode::MalformedCharset);
}

#[test]
fn ok_transport_charset() {
    let page = encoded("shift_jis", "<p>首相は金曜日に協定へ署名したと発表した。");
    let (charset, text) = charset(&page, Some("Shift_JIS"));
    assert_eq!(charset, "shift_jis");
    assert!(text.contains("首相は金曜日"));
}
