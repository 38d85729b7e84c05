//! The fitted tagger: which tokens are names, and of what.

use std::ops::Range;
use std::sync::LazyLock;

use crate::analysis::features::{Features, Flag};
use crate::analysis::nn::chain::{Chain, Decoder};
use crate::analysis::nn::encoder::Encoder;
use crate::analysis::nn::linear::Linear;
use crate::analysis::nn::tensors::{TensorError, Tensors};
use crate::analysis::tokens::Tokens;
use crate::article::EntityKind;
use crate::trace::{Stage, Trace};

static FILE: &[u8] = include_bytes!("../../../models/entities.safetensors");
static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::read(FILE).expect("the embedded tagger is read by a test"));

/// A name as the tagger read it.
#[derive(Debug, Clone)]
pub(super) struct Name {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// What it names; `None` is a nationality, religion or creed, which is no entity.
    pub(super) kind: Option<EntityKind>,
    /// By how much the chain prefers this reading of its least certain token.
    pub(super) margin: f32,
}

#[derive(Debug)]
struct Model {
    encoder: Encoder,
    head: Linear,
    chain: Chain,
    tags: Vec<Tag>,
}

#[derive(Debug, Clone)]
struct Tag {
    name: String,
    /// Whether it begins a name; neither it nor its inside is `O`.
    begins: bool,
    outside: bool,
    kind: Option<EntityKind>,
}

impl Tag {
    fn read(name: &str) -> Self {
        let kind = match name.split_once('-').map(|(_, kind)| kind) {
            Some("person") => Some(EntityKind::Person),
            Some("organization") => Some(EntityKind::Organization),
            Some("place") => Some(EntityKind::Place),
            Some("other") => Some(EntityKind::Other),
            _ => None,
        };
        Self { name: name.to_owned(), begins: name.starts_with('B'), outside: name == "O", kind }
    }
}

impl Model {
    fn read(file: &'static [u8]) -> Result<Self, TensorError> {
        let tensors = Tensors::parse(file)?;
        let tags = tensors.metadata("tags").unwrap_or_default();
        let tags: Vec<Tag> = tags.split(' ').map(Tag::read).collect();
        let encoder = Encoder::read(&tensors, "entities")?;
        let head = Linear::read(&tensors, "entities.head", true)?;
        let chain = Chain::read(&tensors, "entities.chain")?;
        if head.outputs() != tags.len() || chain.tags() != tags.len() {
            return Err(TensorError::Header("the tags do not fit the head".to_owned()));
        }
        Ok(Self { encoder, head, chain, tags })
    }
}

/// Finds the names of a document, in text order.
pub(super) fn find_names(tokens: &Tokens<'_>, features: &Features, trace: &mut Trace) -> Vec<Name> {
    let model = &*MODEL;
    let mut names = Vec::new();
    let mut decoder = Decoder::default();
    let mut scores = Vec::new();
    let tags = model.tags.len();
    model.encoder.run(features, |segment, vectors| {
        scores.clear();
        model.head.apply(vectors, model.encoder.width(), segment.len(), |_, row| {
            scores.extend_from_slice(row);
        });
        // No name goes on from one sentence to the next.
        let mut start = segment.start;
        for end in segment.start + 1..=segment.end {
            if end < segment.end && !features.is(end, Flag::SentenceStart) {
                continue;
            }
            decoder.clear();
            let range = (start - segment.start) * tags..(end - segment.start) * tags;
            scores[range].chunks_exact(tags).for_each(|row| decoder.push(row));
            model.chain.decode(&mut decoder);
            let first = names.len();
            read_path(model, &decoder, start, &mut names);
            for name in &names[first..] {
                note(model, &decoder, start, name, tokens, features, trace);
            }
            start = end;
        }
    });
    names
}

fn read_path(model: &Model, decoder: &Decoder, offset: usize, names: &mut Vec<Name>) {
    let mut open: Option<Name> = None;
    for (token, (&tag, &margin)) in decoder.path.iter().zip(&decoder.margins).enumerate() {
        let tag = &model.tags[usize::from(tag)];
        match &mut open {
            Some(name) if !tag.outside && !tag.begins => {
                name.tokens.end = offset + token + 1;
                name.margin = name.margin.min(margin);
                continue;
            }
            _ => names.extend(open.take()),
        }
        if !tag.outside {
            let tokens = offset + token..offset + token + 1;
            open = Some(Name { tokens, kind: tag.kind, margin });
        }
        // Whether a name ends here hangs on the next token too.
        if let (Some(last), true) = (names.last_mut(), tag.outside)
            && last.tokens.end == offset + token
        {
            last.margin = last.margin.min(margin);
        }
    }
    names.extend(open);
}

/// Says why a name was read as one: the scores of its first token and what its features are.
fn note(
    model: &Model,
    decoder: &Decoder,
    offset: usize,
    name: &Name,
    tokens: &Tokens<'_>,
    features: &Features,
    trace: &mut Trace,
) {
    trace.score(Stage::Analysis, "entities/tagger", name.margin, || {
        let subject = tokens.cover(name.tokens.clone()).of(tokens.source()).to_owned();
        let first = name.tokens.start;
        let mut scores: Vec<(&str, f32)> = model
            .tags
            .iter()
            .map(|tag| tag.name.as_str())
            .zip(decoder.scores(first - offset).iter().copied())
            .collect();
        scores.sort_by(|a, b| b.1.total_cmp(&a.1));
        let scores: Vec<String> =
            scores.iter().take(3).map(|(tag, score)| format!("{tag} {score:.1}")).collect();
        let mut flags: Vec<&str> = name
            .tokens
            .clone()
            .flat_map(|token| Flag::ALL.iter().filter(move |flag| features.is(token, **flag)))
            .map(|flag| flag.name())
            .collect();
        flags.sort_unstable();
        flags.dedup();
        (subject, format!("first token: {}; features: {}", scores.join(", "), flags.join(", ")))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::analysis::{Document, Segment, SegmentKind, sentences, tokens};
    use crate::span::Span;

    /// The names in a text whose lines are its paragraphs.
    fn read(text: &str) -> Vec<(&str, Name)> {
        let segments = text
            .lines()
            .map(|line| {
                let start = line.as_ptr() as usize - text.as_ptr() as usize;
                Segment { span: Span::new(start, start + line.len()), kind: SegmentKind::Prose }
            })
            .collect();
        let document = Document { text, segments, language: None, published: None, title: None };
        let mut tokens = tokens::tokenize(&document);
        let _ = sentences::split(&document, &mut tokens, &mut Trace::off());
        let features = Features::new(&document, &tokens);
        find_names(&tokens, &features, &mut Trace::off())
            .into_iter()
            .map(|name| (tokens.cover(name.tokens.clone()).of(text), name))
            .collect()
    }

    fn kinds(text: &str) -> Vec<(&str, Option<EntityKind>)> {
        read(text).into_iter().map(|(surface, name)| (surface, name.kind)).collect()
    }

    #[test]
    fn ok_the_embedded_tagger_is_read() {
        assert!(MODEL.tags.iter().any(|tag| tag.kind == Some(EntityKind::Person)));
    }
    #[test]
    fn ok_names_are_told_apart() {
        let text = "Finance Minister Lucia Ferrante met officials of the Maritime Safety Authority in Copenhagen on Tuesday.";
        let expected = [
            ("Lucia Ferrante", Some(EntityKind::Person)),
            ("Maritime Safety Authority", Some(EntityKind::Organization)),
            ("Copenhagen", Some(EntityKind::Place)),
        ];
        assert_eq!(kinds(text), expected);
    }

    #[test]
    fn ok_a_nationality_is_no_entity() {
        let text = "The Norwegian and Swedish governments signed the treaty.";
        assert_eq!(kinds(text), [("Norwegian", None), ("Swedish", None)]);
    }

    #[test]
    fn ok_movements_are_organizations() {
        let text = "A spokesman denied that he had spoken with Hamas.\nHezbollah and Hamas said that they knew nothing of it.";
        let organization = Some(EntityKind::Organization);
        let expected = ["Hamas", "Hezbollah", "Hamas"].map(|name| (name, organization));
        assert_eq!(kinds(text), expected);
    }

    #[test]
    fn ok_a_name_alone_is_read_as_its_full_form_elsewhere() {
        let text = "Jordan denied the report.\nMichelle Jordan, a teacher from Leeds, was not at home.\nJordan told reporters that she would be back.";
        let last = read(text).pop().unwrap();
        assert_eq!((last.0, last.1.kind), ("Jordan", Some(EntityKind::Person)));
    }

    #[test]
    fn ok_margins_are_those_of_the_least_certain_token() {
        let text = "Anna Kowalska spoke in Warsaw.";
        assert!(read(text).iter().all(|(_, name)| name.margin > 0.0 && name.margin.is_finite()));
    }

    #[test]
    fn ok_texts_without_names_and_without_words() {
        assert!(read("").is_empty());
        assert!(read("...\n\n?").is_empty());
        assert!(read("the water was cold and nobody swam").is_empty());
    }
}
