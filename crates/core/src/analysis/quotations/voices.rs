//! Who speaks, from attribution to attribution: pronouns, shared subjects and turns of an interview
//! depend on who spoke before.

use std::ops::Range;

use super::draft::{Draft, Origin};
use super::interview;
use super::speaker::{Speaker, Speakers};
use crate::analysis::tokens::Tokens;

/// Follows the speakers of a text whose attributions are read in order.
pub(super) struct Voices<'a> {
    tokens: &'a Tokens<'a>,
    speakers: Speakers<'a>,
    /// Who gives the answers of an interview.
    interviewee: Option<u32>,
    last: Speaker,
    last_sentence: Option<usize>,
    last_person: Option<u32>,
    /// The speech that may hold further speech, with its speaker.
    open: Vec<(Range<usize>, Speaker)>,
}

impl<'a> Voices<'a> {
    pub(super) fn new(
        tokens: &'a Tokens<'a>,
        speakers: Speakers<'a>,
        interviewee: Option<u32>,
    ) -> Self {
        Self {
            tokens,
            speakers,
            interviewee,
            last: Speaker::default(),
            last_sentence: None,
            last_person: None,
            open: Vec::new(),
        }
    }

    /// The speaker of the next attribution.
    pub(super) fn of(&mut self, draft: &Draft) -> Speaker {
        let begin = draft.contents[0].start;
        self.open.retain(|(speech, _)| speech.end > begin);
        let sentence = draft.cue.as_ref().map(|cue| self.tokens.sentence_of(cue.start));
        let speaker = match &draft.source {
            Some(label) if draft.origin == Origin::Turn => self.turn(label),
            Some(source) => self.named(source),
            // `He thanked them and said …`: one subject, two verbs.
            None if self.shares_subject(draft, sentence) => self.last,
            None => Speaker::default(),
        };
        (self.last, self.last_sentence) = (speaker, sentence);
        let person = speaker.entity.filter(|&entity| self.speakers.is_person(entity));
        self.last_person = person.or(self.last_person);
        self.open.extend(draft.contents.iter().map(|content| (content.clone(), speaker)));
        speaker
    }

    fn turn(&self, label: &Range<usize>) -> Speaker {
        let letter = self.tokens.text(label.start);
        if interview::is_letter(letter) {
            let entity = self.interviewee.filter(|_| letter == "A");
            return Speaker { entity, kind: None };
        }
        self.named(label)
    }

    fn named(&self, source: &Range<usize>) -> Speaker {
        let found = self.speakers.identify(source.clone());
        if found.entity.is_some() || source.len() > 1 {
            return found;
        }
        // Whoever says `I` is the one whose speech it stands in.
        if self.tokens.text(source.start) == "I" {
            return self.around(source.start).unwrap_or(found);
        }
        let entity = self.speakers.pronoun(source.start, self.last_person);
        Speaker { entity, kind: found.kind.filter(|_| entity.is_none()) }
    }

    /// The speaker of the innermost speech that holds `token`.
    fn around(&self, token: usize) -> Option<Speaker> {
        let mut holders = self.open.iter().rev();
        holders.find(|(speech, _)| speech.contains(&token)).map(|&(_, speaker)| speaker)
    }

    fn shares_subject(&self, draft: &Draft, sentence: Option<usize>) -> bool {
        let inside = draft.cue.as_ref().is_some_and(|cue| self.around(cue.start).is_some());
        draft.origin == Origin::CarriedOn
            || sentence.is_some() && sentence == self.last_sentence && !inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::quotations::scene::Scene;
    use crate::article::EntityKind;

    /// The entities that speak the drafts.
    fn who(scene: &Scene<'_>, names: &[&str], drafts: &[Draft]) -> Vec<Option<u32>> {
        let entities: Vec<_> =
            names.iter().map(|name| scene.entity(EntityKind::Person, &[name])).collect();
        let speakers = Speakers::new(&scene.tokens, &entities);
        let mut voices = Voices::new(&scene.tokens, speakers, None);
        drafts.iter().map(|draft| voices.of(draft).entity).collect()
    }

    #[test]
    fn ok_verbs_of_a_sentence_share_their_speaker() {
        let scene = Scene::new("Ruth Amberly said it floated and warned of rust. Others laughed.");
        let drafts = [
            scene.tagged("said", Some("Ruth Amberly"), "it floated"),
            scene.tagged("warned of", None, "rust"),
        ];
        assert_eq!(who(&scene, &["Ruth Amberly"], &drafts), [Some(0), Some(0)]);
    }

    #[test]
    fn ok_speech_inside_speech_shares_no_speaker() {
        let scene = Scene::new("Ruth Amberly said the keeper rose and asked for silence.");
        let drafts = [
            scene.tagged("said", Some("Ruth Amberly"), "the keeper rose and asked for silence"),
            scene.tagged("asked for", None, "silence"),
        ];
        assert_eq!(who(&scene, &["Ruth Amberly"], &drafts), [Some(0), None]);
    }

    #[test]
    fn ok_whoever_says_i_speaks() {
        let scene = Scene::new("“I think that it floats,” Ruth Amberly said. “It is ours.”");
        let drafts = [
            scene.tagged("said", Some("Ruth Amberly"), "“I think that it floats,”"),
            scene.tagged("think", Some("I"), "that it floats"),
        ];
        assert_eq!(who(&scene, &["Ruth Amberly"], &drafts), [Some(0), Some(0)]);
    }

    #[test]
    fn ok_pronouns_are_the_person_who_spoke_last() {
        let scene = Scene::new("Ruth Amberly said no. Joe Mandel left, and she said yes.");
        let drafts = [
            scene.tagged("said", Some("Ruth Amberly"), "no"),
            Draft {
                cue: Some(scene.place("said yes")),
                ..scene.tagged("said", Some("she"), "yes")
            },
        ];
        assert_eq!(who(&scene, &["Ruth Amberly", "Joe Mandel"], &drafts), [Some(0), Some(0)]);
    }
}
