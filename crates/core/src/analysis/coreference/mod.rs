//! What refers to an entity without its name: descriptions by role and personal pronouns.
//!
//! A wrong link is worse than a missing one: a description needs a role that the text gave the
//! person, a pronoun a person in the sentences just before. Pronouns inside quotation marks are left
//! alone, since they are somebody else's words; so are `it` and `they`.

use std::collections::BTreeMap;

use super::entities::{Draft, Reference};
use super::features::Features;
use super::tokens::Tokens;
use crate::article::MentionForm;
use crate::trace::Trace;

mod nominal;
mod pronoun;

/// Adds nominal and pronominal mentions to the entities.
pub(crate) fn resolve(
    drafts: &mut [Draft],
    tokens: &Tokens<'_>,
    features: &Features,
    trace: &mut Trace,
) {
    // Mentions by their first token, so that both steps see what came before.
    let mut mentions: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (entity, draft) in drafts.iter().enumerate() {
        for mention in &draft.mentions {
            mentions.insert(mention.tokens.start, (mention.tokens.end, entity));
        }
    }
    nominal::resolve(drafts, &mut mentions, tokens, features, trace);
    pronoun::resolve(drafts, &mut mentions, tokens, features, trace);
    for draft in drafts {
        draft.mentions.sort_by_key(|mention| (mention.tokens.start, mention.tokens.end));
    }
}

/// All mentions so far: first token to the token behind and the entity.
type Mentions = BTreeMap<usize, (usize, usize)>;

fn add(
    drafts: &mut [Draft],
    mentions: &mut Mentions,
    entity: usize,
    tokens: std::ops::Range<usize>,
    form: MentionForm,
) {
    mentions.insert(tokens.start, (tokens.end, entity));
    drafts[entity].mentions.push(Reference { tokens, form, margin: 0.0 });
}
