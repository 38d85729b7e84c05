//! Fixtures: a page or text, and beside it a sidecar that says what it shows, how it is to be read
//! and what must be found in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use dateline::{Article, Input, Options, SourceKind};
use serde::{Deserialize, Deserializer};

/// One page or text.
pub(crate) struct Fixture {
    /// Its place below `tests/` without the ending: `pages/json-ld-graph`.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) sidecar: Sidecar,
}

/// The settings beside a fixture.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sidecar {
    /// What the fixture is there to show, in one sentence.
    pub(crate) shows: String,
    #[serde(default)]
    pub(crate) input: Settings,
    #[serde(default)]
    pub(crate) expect: Expect,
}

/// What the caller knows about the input.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    pub(crate) kind: Option<SourceKind>,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) charset: Option<String>,
}

/// What a careful reader finds. A key that is missing is not checked; `null` means that the record
/// must not have the field.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Expect {
    pub(crate) kind: Option<SourceKind>,
    pub(crate) charset: Option<String>,
    #[serde(deserialize_with = "given")]
    pub(crate) title: Given<String>,
    #[serde(deserialize_with = "given")]
    pub(crate) subtitle: Given<String>,
    #[serde(deserialize_with = "given")]
    pub(crate) description: Given<String>,
    #[serde(deserialize_with = "given")]
    pub(crate) published: Given<String>,
    #[serde(deserialize_with = "given")]
    pub(crate) modified: Given<String>,
    #[serde(deserialize_with = "given")]
    pub(crate) publisher: Given<String>,
    #[serde(deserialize_with = "given")]
    pub(crate) language: Given<String>,
    #[serde(deserialize_with = "given")]
    pub(crate) section: Given<String>,
    #[serde(deserialize_with = "given")]
    pub(crate) canonical_url: Given<String>,
    #[serde(deserialize_with = "given")]
    pub(crate) page_kind: Given<String>,
    /// The names, all of them and in order.
    pub(crate) authors: Option<Vec<String>>,
    pub(crate) tags: Option<Vec<String>>,
    /// Where a field must have come from.
    pub(crate) provenance: BTreeMap<String, String>,
    /// What the text begins and ends with.
    pub(crate) begins: Option<String>,
    pub(crate) ends: Option<String>,
    /// Snippets of the text.
    pub(crate) contains: Vec<String>,
    /// What must stand nowhere in the text.
    pub(crate) lacks: Vec<String>,
    /// How many blocks there are of a kind.
    pub(crate) counts: BTreeMap<String, usize>,
    /// Blocks by label (`heading 2`, `list_item ordered 1`, `code rust`) and exact text.
    pub(crate) blocks: Vec<(String, String)>,
    /// The cells of the first table.
    pub(crate) table: Option<Vec<Vec<String>>>,
    /// Linked words and their targets.
    pub(crate) links: BTreeMap<String, String>,
    /// Images that must be there, with the fields that are given.
    pub(crate) images: Vec<ExpectImage>,
    /// Parts of addresses that no image may have.
    pub(crate) lacks_images: Vec<String>,
    #[serde(deserialize_with = "given")]
    pub(crate) dateline: Given<ExpectDateline>,
    /// Exact sentences.
    pub(crate) sentences: Vec<String>,
    pub(crate) entities: Vec<ExpectEntity>,
    pub(crate) quotations: Vec<ExpectQuotation>,
    /// How many quotations there are in all.
    pub(crate) quotation_count: Option<usize>,
    /// Time expressions and their values.
    pub(crate) times: BTreeMap<String, String>,
    /// Amounts as `3500000 USD`.
    pub(crate) amounts: BTreeMap<String, String>,
    /// The codes of all warnings, in order.
    pub(crate) warnings: Option<Vec<String>>,
}

/// Not given, given as absent, or given.
pub(crate) type Given<T> = Option<Option<T>>;

fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(d: D) -> Result<Given<T>, D::Error> {
    Option::<T>::deserialize(d).map(Some)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectImage {
    pub(crate) url: String,
    pub(crate) caption: Option<String>,
    pub(crate) alt: Option<String>,
    pub(crate) credit: Option<String>,
    pub(crate) lead: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectDateline {
    pub(crate) text: String,
    pub(crate) place: Option<String>,
    pub(crate) agency: Option<String>,
    pub(crate) date: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectEntity {
    pub(crate) kind: String,
    pub(crate) name: String,
    /// Surfaces that must be among its mentions.
    #[serde(default)]
    pub(crate) mentions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectQuotation {
    /// The surface of one of its content spans, without the quotation marks around it.
    pub(crate) content: String,
    pub(crate) kind: Option<String>,
    /// The name of the speaker's entity.
    pub(crate) speaker: Option<String>,
}

impl Fixture {
    /// The file it was read from.
    pub(crate) fn path(&self) -> PathBuf {
        let ending = if self.name.starts_with("pages/") { "html" } else { "txt" };
        root().join(format!("{}.{ending}", self.name))
    }

    /// The input as the sidecar describes it.
    pub(crate) fn input(&self) -> Input<'_> {
        let settings = &self.sidecar.input;
        Input {
            kind: settings.kind,
            url: settings.url.as_deref(),
            published: settings.published.as_deref(),
            charset: settings.charset.as_deref(),
            ..Input::new(&self.bytes)
        }
    }

    /// The record under default options.
    pub(crate) fn article(&self) -> Article {
        dateline::extract(&self.input(), &Options::default()).expect("a fixture is within limits")
    }
}

/// The `tests/` folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every fixture, by name.
pub(crate) fn all() -> &'static [Fixture] {
    static ALL: OnceLock<Vec<Fixture>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut paths = Vec::new();
        files(&root().join("pages"), "html", &mut paths);
        files(&root().join("texts"), "txt", &mut paths);
        paths.sort();
        paths.iter().map(|path| read(path)).collect()
    })
}

/// The files with an ending in a folder and the folders below it.
pub(crate) fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}")) {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push(path);
        }
    }
}

fn read(path: &Path) -> Fixture {
    let name = path.with_extension("").strip_prefix(root()).expect("it was found there").to_owned();
    let name = name.to_str().expect("fixtures have plain names").replace('\\', "/");
    let sidecar = path.with_extension("json");
    let sidecar = std::fs::read_to_string(&sidecar)
        .unwrap_or_else(|error| panic!("{name} has no sidecar {sidecar:?}: {error}"));
    Fixture {
        sidecar: serde_json::from_str(&sidecar).unwrap_or_else(|error| panic!("{name}: {error}")),
        bytes: std::fs::read(path).expect("it was just found"),
        name,
    }
}

#[test]
fn fixtures_are_described() {
    let pages = all().iter().filter(|fixture| fixture.name.starts_with("pages/")).count();
    assert!(pages >= 30, "{pages} pages");
    assert!(all().len() - pages >= 15, "{} texts", all().len() - pages);
    for fixture in all() {
        assert!(fixture.sidecar.shows.ends_with('.'), "{}: say what it shows", fixture.name);
    }
}

#[test]
fn every_sidecar_has_its_fixture() {
    let mut sidecars = Vec::new();
    files(&root().join("pages"), "json", &mut sidecars);
    files(&root().join("texts"), "json", &mut sidecars);
    for sidecar in sidecars {
        let found = ["html", "txt"].iter().any(|end| sidecar.with_extension(end).exists());
        assert!(found, "{sidecar:?} describes nothing");
    }
}
