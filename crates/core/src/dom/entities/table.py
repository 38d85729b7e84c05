"""Writes table.rs: the named character references of the HTML standard, from Python's own copy of
the standard's list. Run it in this folder: `python3 table.py`."""

from html.entities import html5


def rust(text):
    return "".join(f"\\u{{{ord(c):x}}}" for c in text)


def rows(names):
    return "".join(f'    ("{name}", "{rust(html5[name])}"),\n' for name in sorted(names))


closed = [name for name in html5 if name.endswith(";")]
bare = [name for name in html5 if not name.endswith(";")]
with open("table.rs", "w", encoding="ascii", newline="\n") as out:
    out.write("//! The named character references. Written by `table.py`: change that and run it.\n\n")
    out.write("/// Those that end in a semicolon, which is left out here, sorted.\n#[rustfmt::skip]\n")
    out.write(f"pub(super) static CLOSED: [(&str, &str); {len(closed)}] = [\n")
    out.write("".join(
        f'    ("{name}", "{rust(html5[name + ";"])}"),\n' for name in sorted(n[:-1] for n in closed)
    ))
    out.write("];\n\n/// Those that may stand without a semicolon, sorted.\n#[rustfmt::skip]\n")
    out.write(f"pub(super) static BARE: [(&str, &str); {len(bare)}] = [\n{rows(bare)}];\n")
