//! Which entity a phrase refers to: the candidates, described by features and scored.

use super::anaphor::{Anaphor, AnaphorKind};
use super::evidence::{Column, Feature, FeatureSet};
use super::scene::{self, Last, Scene, State};
use super::words::NounClass;
use crate::analysis::entities::Draft;
use crate::analysis::features::Flag;
use crate::article::{EntityKind, MentionForm};
use crate::trace::{Stage, Trace};

/// Candidates of a phrase, at most.
const MAX_CANDIDATES: usize = 10;
/// Entities that are looked at, latest first, at most.
const LOOK_BACK: usize = 60;
/// Sentences that a pronoun reaches back.
const PRONOUN_SENTENCES: usize = 4;
/// A phrase is linked when its best candidate is at least this likely. In annotated texts kept from
/// fitting, three of four links of descriptions are right at this one, …
const LIKELY_DEFINITE: f32 = 0.3;
/// … and half of those of `it` and `they`, …
const LIKELY_THING: f32 = 0.6;
/// … and five of six of `he` and `she`, who mean somebody named far more often than not: a link that
/// is missing costs those that follow it.
const LIKELY_PERSONAL: f32 = 0.3;

/// How likely the latest holder of a role is meant by its words.
const ROLE_REPEATED: f32 = 0.95;

/// The entity that a phrase refers to, and how likely it is; `None` when it is none that is named, or
/// doubtful.
pub(super) fn choose(
    scene: &mut Scene<'_>,
    anaphor: &Anaphor,
    trace: &mut Trace,
) -> Option<(usize, f32)> {
    let column = match anaphor.kind {
        AnaphorKind::Personal(_) => Column::Personal,
        AnaphorKind::It => Column::It,
        AnaphorKind::They => Column::They,
        AnaphorKind::Definite(_) => Column::Definite,
        AnaphorKind::Unnamed(_) => return None,
    };
    let segment = scene.segment_of(anaphor.tokens.start);
    let place = Place::new(scene, anaphor, segment);
    let candidates = candidates(scene, anaphor, &place);
    if candidates.is_empty() {
        return None;
    }
    // What repeats a role word for word needs no weighing: `the Iranian president`, or `the president`
    // where one president alone is spoken of.
    let repeated = candidates.iter().find(|(_, set)| set.has(Feature::RoleRepeated));
    if let Some(entity) =
        repeated.map(|(entity, _)| *entity).or_else(|| holder(scene, anaphor, &candidates))
    {
        return Some((entity, ROLE_REPEATED));
    }
    let nothing = nothing(scene, anaphor, &place, &candidates).score(column);
    let scores: Vec<f32> = candidates.iter().map(|(_, set)| set.score(column)).collect();
    let (best, top) =
        scores.iter().copied().enumerate().fold((0, f32::MIN), |best, (at, score)| {
            if score > best.1 { (at, score) } else { best }
        });
    let peak = top.max(nothing);
    let sum: f32 = scores.iter().chain([&nothing]).map(|score| (score - peak).exp()).sum();
    let likelihood = (top - peak).exp() / sum;
    if trace.is_on() {
        note(scene, anaphor, &candidates, &scores, nothing, column, &place, trace);
    }
    let linked = match column {
        Column::Personal => likelihood >= LIKELY_PERSONAL,
        Column::Definite => likelihood >= LIKELY_DEFINITE,
        Column::It | Column::They => likelihood >= LIKELY_THING,
    };
    linked.then_some((candidates[best].0, likelihood))
}

/// The one candidate that holds the office which a bare noun names.
fn holder(
    scene: &Scene<'_>,
    anaphor: &Anaphor,
    candidates: &[(usize, FeatureSet)],
) -> Option<usize> {
    /// Words that make another office of one, or end it.
    const OTHER: [&str; 9] =
        ["former", "ex", "vice", "deputy", "late", "assistant", "then", "past", "elect"];
    if !matches!(anaphor.kind, AnaphorKind::Definite(class) if class.is_person())
        || anaphor.tokens.len() != 2
    {
        return None;
    }
    let noun = scene.tokens.text(anaphor.head).to_lowercase();
    let mut holders = candidates.iter().map(|(entity, _)| *entity).filter(|&entity| {
        scene.drafts[entity].roles.iter().any(|role| {
            role.head == noun && !role.words.iter().any(|word| OTHER.contains(&word.as_str()))
        })
    });
    match (holders.next(), holders.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// Where a phrase stands.
struct Place {
    start: usize,
    sentence: usize,
    segment: usize,
    begins: bool,
    quoted: bool,
    possessive: bool,
    object: bool,
}

impl Place {
    fn new(scene: &Scene<'_>, anaphor: &Anaphor, segment: usize) -> Self {
        let start = anaphor.tokens.start;
        let sentence = scene.tokens.sentence_of(start);
        let text = scene.tokens.text(start).to_lowercase();
        // `her` is both; a noun behind it makes it a possessive.
        let next = anaphor.tokens.end;
        let noun_follows = next < scene.tokens.len()
            && !scene.tokens.is_mark(next)
            && !scene.features.is(next, Flag::Function);
        let pronoun = !matches!(anaphor.kind, AnaphorKind::Definite(_));
        Self {
            start,
            sentence,
            segment,
            begins: start < scene.tokens.sentence(sentence).start + 2,
            quoted: scene.features.is(start, Flag::Quoted),
            possessive: pronoun && (scene::is_possessive(&text) || text == "her" && noun_follows)
                || !pronoun && matches!(scene.tokens.text_or_empty(next), "'s" | "’s" | "'" | "’"),
            object: matches!(text.as_str(), "him" | "them") || text == "her" && !noun_follows,
        }
    }
}

/// The entities that a phrase may refer to, latest first, with what speaks for each.
fn candidates(scene: &Scene<'_>, anaphor: &Anaphor, place: &Place) -> Vec<(usize, FeatureSet)> {
    let gender = scene::gender_of(anaphor.kind);
    let mut fitting: Vec<usize> = Vec::new();
    for (_, &entity) in scene.recent.range(..place.start).rev().take(LOOK_BACK) {
        let (draft, state) = (&scene.drafts[entity], &scene.states[entity]);
        let Some(last) = &state.last else { continue };
        let definite = matches!(anaphor.kind, AnaphorKind::Definite(_));
        if !definite && last.sentence + PRONOUN_SENTENCES < place.sentence {
            break;
        }
        let fits = match anaphor.kind {
            AnaphorKind::Personal(_) => draft.kind == EntityKind::Person,
            AnaphorKind::It => draft.kind != EntityKind::Person,
            AnaphorKind::They => {
                matches!(draft.kind, EntityKind::Organization | EntityKind::Place)
            }
            AnaphorKind::Definite(class) | AnaphorKind::Unnamed(class) => class.fits(draft.kind),
        };
        let clash = gender.is_some() && state.gender.is_some() && gender != state.gender;
        // What stands inside the phrase or runs into it is no candidate.
        if fits && !clash && last.tokens.end <= place.start {
            fitting.push(entity);
            if fitting.len() == MAX_CANDIDATES {
                break;
            }
        }
    }
    let described: Vec<(usize, FeatureSet)> = fitting
        .iter()
        .enumerate()
        .filter_map(|(rank, &entity)| {
            let state = &scene.states[entity];
            let mut set = FeatureSet::default();
            add_place(&mut set, scene, place, state.last.as_ref()?, rank);
            add_entity(&mut set, scene, &scene.drafts[entity], state, gender.is_some());
            set.add_if(fitting.len() == 1, Feature::Only);
            if let AnaphorKind::Definite(class) = anaphor.kind {
                add_noun(&mut set, scene, anaphor, class, &scene.drafts[entity], state);
            }
            Some((entity, set))
        })
        .collect();
    described
}

/// Features of where the candidate was mentioned last.
fn add_place(set: &mut FeatureSet, scene: &Scene<'_>, place: &Place, last: &Last, rank: usize) {
    let distance = place.sentence.saturating_sub(last.sentence);
    set.add(match distance {
        0 => Feature::SameSentence,
        1 => Feature::SentenceBefore,
        2 => Feature::TwoBefore,
        _ => Feature::Farther,
    });
    let here = distance == 0;
    let between = place.start - last.tokens.end;
    set.add_if(distance > 8, Feature::Far);
    set.add_if(between <= 4, Feature::Near);
    set.add_if(between <= 12, Feature::Close);
    set.add_if(last.segment == place.segment, Feature::SameSegment);
    set.add_if(rank == 0, Feature::Latest);
    set.add_if(rank == 1, Feature::Second);
    set.add_if(last.begins, Feature::BeganSentence);
    set.add_if(last.first, Feature::FirstInSentence);
    set.add_if(last.form == MentionForm::Name, Feature::ByName);
    set.add_if(last.form == MentionForm::Pronoun, Feature::ByPronoun);
    set.add_if(last.possessive, Feature::WasPossessive);
    set.add_if(last.after_preposition, Feature::WasAfterPreposition);
    set.add_if(last.quoted && !place.quoted, Feature::WasQuoted);
    set.add_if(last.spoke, Feature::Spoke);
    set.add_if(last.spoke && place.quoted && distance <= 1, Feature::SpeaksHere);
    set.add_if(last.begins && place.begins, Feature::BothBegin);
    set.add_if(place.possessive && here, Feature::PossessiveHere);
    set.add_if(place.object && here && last.first, Feature::ObjectOfIt);
    set.add_if(between == 1 && scene.tokens.text(last.tokens.end) == "and", Feature::And);
}

/// Features of what the candidate is.
fn add_entity(
    set: &mut FeatureSet,
    scene: &Scene<'_>,
    draft: &Draft,
    state: &State,
    gendered: bool,
) {
    match state.count {
        1 => set.add(Feature::Once),
        2 | 3 => set.add(Feature::Twice),
        8.. => set.add(Feature::Often),
        _ => {}
    }
    set.add_if(
        state.count > 1 && state.count == scene.most[draft.kind as usize],
        Feature::MostOften,
    );
    set.add_if(gendered && state.gender.is_some(), Feature::GenderFits);
    set.add_if(draft.words.len() == 1, Feature::OneWord);
    set.add_if(state.leads, Feature::Leads);
    set.add_if(state.first_of_kind, Feature::FirstOfKind);
    match draft.kind {
        EntityKind::Organization => set.add(Feature::Organization),
        EntityKind::Place => set.add(Feature::Place),
        EntityKind::Other => set.add(Feature::Other),
        EntityKind::Person => {}
    }
    set.add_if(state.plural, Feature::Plural);
    match state.subtype {
        Some(NounClass::Country) => set.add(Feature::Country),
        Some(NounClass::Town) => set.add(Feature::Town),
        Some(NounClass::Region) => set.add(Feature::Region),
        _ => {}
    }
}

/// Roles whose holders are called leaders.
const LEADERS: [&str; 17] = [
    "president",
    "premier",
    "minister",
    "chancellor",
    "king",
    "queen",
    "chairman",
    "chairwoman",
    "leader",
    "emir",
    "emperor",
    "sultan",
    "dictator",
    "governor",
    "head",
    "secretary",
    "speaker",
];

/// Features of what the noun has to do with the candidate.
fn add_noun(
    set: &mut FeatureSet,
    scene: &Scene<'_>,
    anaphor: &Anaphor,
    class: NounClass,
    draft: &Draft,
    state: &State,
) {
    let word = |token: usize| scene.tokens.text(token).to_lowercase();
    let head = word(anaphor.head);
    set.add_if(draft.words.contains(&head), Feature::NameHoldsNoun);
    set.add_if(
        draft.words.len() > 1 && draft.words.last() == Some(&head),
        Feature::NameEndsWithNoun,
    );
    set.add_if(
        draft.mentions.iter().any(|mention| {
            mention.form == MentionForm::Name
                && mention.tokens.len() <= 2
                && word(mention.tokens.end - 1) == head
        }),
        Feature::NamedByNoun,
    );
    let same =
        |role: &String| *role == head || head == "leader" && LEADERS.contains(&role.as_str());
    let described =
        draft.roles.iter().any(|role| same(&role.head)) || draft.descriptions.iter().any(same);
    set.add_if(described, Feature::Described);
    let something = !draft.roles.is_empty() || !draft.descriptions.is_empty();
    set.add_if(something && !described, Feature::DescribedElse);
    let modifiers: Vec<String> = (anaphor.tokens.start + 1..anaphor.tokens.end)
        .filter(|&token| token != anaphor.head && !scene.tokens.is_mark(token))
        .map(word)
        .filter(|word| !matches!(word.as_str(), "of" | "for" | "the" | "s"))
        .collect();
    if !modifiers.is_empty() {
        let said = |word: &String| {
            draft.words.contains(word) || draft.roles.iter().any(|role| role.words.contains(word))
        };
        let all = modifiers.iter().all(said);
        let role = draft
            .roles
            .iter()
            .any(|role| same(&role.head) && modifiers.iter().all(|word| role.words.contains(word)));
        set.add_if(role, Feature::RoleRepeated);
        set.add(if all { Feature::ModifiersFit } else { Feature::ModifiersElse });
    }
    if let Some(subtype) = state.subtype {
        let fits = subtype == class;
        set.add(if fits { Feature::SubtypeFits } else { Feature::SubtypeElse });
    }
}

/// What speaks for a phrase referring to nothing named.
fn nothing(
    scene: &Scene<'_>,
    anaphor: &Anaphor,
    place: &Place,
    candidates: &[(usize, FeatureSet)],
) -> FeatureSet {
    let (tokens, features) = (scene.tokens, scene.features);
    let mut set = FeatureSet::default();
    set.add(Feature::Nothing);
    set.add_if(place.possessive, Feature::Possessive);
    set.add_if(place.quoted, Feature::Quoted);
    set.add_if(place.begins, Feature::Begins);
    let before = place.start.checked_sub(1).map_or("", |token| tokens.text(token));
    set.add_if(scene::is_preposition(before), Feature::AfterPreposition);
    let next = tokens.text_or_empty(anaphor.tokens.end);
    if let AnaphorKind::Definite(class) = anaphor.kind {
        let words = anaphor.head - place.start - 1;
        set.add_if(words > 0, Feature::Modified);
        set.add_if(words > 1, Feature::ModifiedMore);
        set.add_if(tokens.is_capitalised(anaphor.head), Feature::CapitalNoun);
        set.add_if(anaphor.tokens.end == anaphor.head + 1 && next == "of", Feature::OfFollows);
        set.add_if(
            matches!(next, "that" | "who" | "which" | "where" | "whose"),
            Feature::ClauseFollows,
        );
        let end = anaphor.tokens.end;
        set.add_if(
            end < tokens.len()
                && !tokens.is_mark(end)
                && !features.is(end, Flag::Function)
                && !features.is(end, Flag::Speech)
                && !next.starts_with(['\'', '’']),
            Feature::WordFollows,
        );
        set.add_if(tokens.text(place.start).eq_ignore_ascii_case("this"), Feature::This);
        set.add(match class {
            NounClass::Man | NounClass::Woman | NounClass::Person => Feature::NounPerson,
            NounClass::Organization => Feature::NounOrganization,
            NounClass::Site => Feature::NounSite,
            NounClass::Country => Feature::NounCountry,
            NounClass::Region => Feature::NounRegion,
            NounClass::Town => Feature::NounTown,
            NounClass::Feature => Feature::NounLandform,
        });
    } else {
        set.add_if(
            matches!(
                next,
                "is" | "was"
                    | "'s"
                    | "’s"
                    | "seems"
                    | "appears"
                    | "takes"
                    | "would"
                    | "will"
                    | "may"
            ),
            Feature::Expletive,
        );
        let articles = (place.start.saturating_sub(10)..place.start)
            .filter(|&token| {
                matches!(tokens.text(token), "the" | "The" | "a" | "A" | "an" | "this" | "these")
            })
            .count();
        set.add_if(articles > 0, Feature::PhraseBetween);
        set.add_if(articles > 1, Feature::PhrasesBetween);
    }
    let gender = scene::gender_of(anaphor.kind);
    let people = matches!(anaphor.kind, AnaphorKind::Personal(_))
        || matches!(anaphor.kind, AnaphorKind::Definite(class) if class.is_person());
    let rival = scene
        .rivals
        .iter()
        .rev()
        .filter(|_| people)
        .find(|rival| gender.is_none() || rival.gender.is_none() || rival.gender == gender);
    if let Some(rival) = rival {
        let distance = place.sentence.saturating_sub(tokens.sentence_of(rival.token));
        set.add_if(distance == 0, Feature::RivalHere);
        set.add_if(distance == 1, Feature::RivalBefore);
        let nearer = candidates.iter().all(|(entity, _)| {
            let last = scene.states[*entity].last.as_ref();
            last.is_none_or(|last| last.tokens.start < rival.token)
        });
        set.add_if(distance <= 1 && nearer, Feature::RivalNearer);
        set.add_if(distance <= 1 && rival.begins, Feature::RivalBegins);
    }
    set
}

/// Notes every candidate: `he@120` may be `Ana Silva@4`, both with the byte where they stand.
#[expect(clippy::too_many_arguments, reason = "a note tells all that the choice read")]
fn note(
    scene: &Scene<'_>,
    anaphor: &Anaphor,
    candidates: &[(usize, FeatureSet)],
    scores: &[f32],
    nothing_score: f32,
    column: Column,
    place: &Place,
    trace: &mut Trace,
) {
    let span = scene.tokens.cover(anaphor.tokens.clone());
    let subject = format!("{}@{}", span.of(scene.tokens.source()), span.start);
    let nothing = nothing(scene, anaphor, place, candidates);
    trace.score(Stage::Analysis, "coreference/candidate", nothing_score, || {
        (subject.clone(), format!("{column:?} nothing named: {}", nothing.names()))
    });
    for ((entity, set), score) in candidates.iter().zip(scores) {
        trace.score(Stage::Analysis, "coreference/candidate", *score, || {
            let name = scene.tokens.cover(scene.drafts[*entity].fullest.clone());
            let text = name.of(scene.tokens.source());
            (subject.clone(), format!("{column:?} {text}@{}: {}", name.start, set.names()))
        });
    }
}
