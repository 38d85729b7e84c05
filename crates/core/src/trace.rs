//! A record of decisions: which stage did what, by which rule, to which thing, and why.
//!
//! Stages take `&mut Trace` and note what they decide. A trace that was not asked for is
//! [`Trace::off`]: a note then costs one branch and its text is never built.

use serde::Serialize;

/// The stages of the pipeline, named as their folders are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stage {
    /// Bytes to characters.
    Decode,
    /// Characters to an HTML tree.
    Dom,
    /// Tree to metadata and body blocks.
    Page,
    /// Plain text to blocks.
    Plain,
    /// Language of the text.
    Language,
    /// Text to the analysis layers.
    Analysis,
}

impl Stage {
    /// Every stage, in the order they run.
    pub const ALL: [Stage; 6] =
        [Stage::Decode, Stage::Dom, Stage::Page, Stage::Plain, Stage::Language, Stage::Analysis];

    /// The stage's name: that of its folder.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Stage::Decode => "decode",
            Stage::Dom => "dom",
            Stage::Page => "page",
            Stage::Plain => "plain",
            Stage::Language => "language",
            Stage::Analysis => "analysis",
        }
    }
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    /// Where it was made.
    pub stage: Stage,
    /// Name of the rule or model that made it, in `snake_case`, with the module first:
    /// `title/site_name_suffix`.
    pub rule: &'static str,
    /// What it was made about: a surface string, a tag path, a field.
    pub subject: String,
    /// What was decided and why.
    pub reason: String,
    /// The score behind it, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
}

/// The decisions of one extraction, in the order they were made.
#[derive(Debug, Default)]
pub struct Trace {
    notes: Option<Vec<Note>>,
}

impl Trace {
    /// A trace that drops every note.
    #[must_use]
    pub fn off() -> Self {
        Self { notes: None }
    }

    /// A trace that keeps every note.
    #[must_use]
    pub fn on() -> Self {
        Self { notes: Some(Vec::new()) }
    }

    /// Whether notes are kept: worth asking before work that only a note needs.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.notes.is_some()
    }

    /// Notes a decision. `text` gives subject and reason and is called only when notes are kept.
    pub fn note(
        &mut self,
        stage: Stage,
        rule: &'static str,
        text: impl FnOnce() -> (String, String),
    ) {
        self.push(stage, rule, None, text);
    }

    /// Notes a decision with the score behind it.
    pub fn score(
        &mut self,
        stage: Stage,
        rule: &'static str,
        score: f32,
        text: impl FnOnce() -> (String, String),
    ) {
        self.push(stage, rule, Some(score), text);
    }

    fn push(
        &mut self,
        stage: Stage,
        rule: &'static str,
        score: Option<f32>,
        text: impl FnOnce() -> (String, String),
    ) {
        if let Some(notes) = &mut self.notes {
            let (subject, reason) = text();
            notes.push(Note { stage, rule, subject, reason, score });
        }
    }

    /// The notes, in order; none when the trace is off.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        self.notes.as_deref().unwrap_or(&[])
    }
}
