use super::{find, finish};
use crate::analysis::features::Features;
use crate::analysis::sentences;
use crate::analysis::tokens::tests::document;
use crate::analysis::tokens::tokenize;
use crate::article::{Entity, EntityKind};
use crate::trace::Trace;

fn entities(text: &str) -> Vec<Entity> {
    let document = document(text);
    let mut tokens = tokenize(&document);
    let _ = sentences::split(&document, &mut tokens, &mut Trace::off());
    let features = Features::new(&document, &tokens);
    let drafts = find(&tokens, &features, &mut Trace::off());
    finish(drafts, &tokens)
}

/// The entities of a text: name and aliases.
fn names(text: &str) -> Vec<String> {
    entities(text)
        .into_iter()
        .map(|entity| [vec![entity.name], entity.aliases].concat().join(" = "))
        .collect()
}

#[test]
fn ok_people_by_parts_of_their_names() {
    let text = "Prime Minister Anna Maria Berg met Peter Falk on Monday. Berg said that Falk agreed. Anna Berg left.";
    assert_eq!(names(text), ["Anna Maria Berg = Berg = Anna Berg", "Peter Falk = Falk"]);
}

#[test]
fn ok_other_names_that_the_text_gives() {
    let text =
        "Maria Anna Holm, better known as Lisa Gray, sang on Monday. Gray said that she was happy.";
    assert_eq!(names(text), ["Maria Anna Holm = Lisa Gray = Gray"]);
    let text = "Akiko Tanaka spoke first. Tanaka Akiko is a writer.";
    assert_eq!(names(text), ["Akiko Tanaka = Tanaka Akiko"]);
}

#[test]
fn ok_organizations_by_initials_and_beginnings() {
    let text = "The World Health Organization met in Geneva. The WHO said that Barclays Bank agreed. Barclays \
                Bank declined to comment, and Barclays shares fell.";
    let found = names(text);
    assert!(found.contains(&"World Health Organization = WHO".to_owned()), "{found:?}");
    assert!(found.contains(&"Barclays Bank = Barclays".to_owned()), "{found:?}");
}

#[test]
fn ok_the_datelines_capitals_are_no_name() {
    let text = "MOSCOW (AP) - Snow fell on Monday. In Moscow the schools closed.";
    assert!(names(text).contains(&"Moscow = MOSCOW".to_owned()), "{:?}", names(text));
}

#[test]
fn ok_a_holiday_is_no_person() {
    let kinds = |text: &str, name: &str| -> Vec<EntityKind> {
        let found = entities(text).into_iter().filter(|entity| entity.name.ends_with(name));
        found.map(|entity| entity.kind).collect()
    };
    let text = "Anna Berg expects an answer before Easter. The shops close after Easter Monday.";
    assert_eq!(kinds(text, "Easter"), [EntityKind::Other]);
    let text = "Sheriff Tom Easter left at noon. Easter said that the road was clear.";
    assert_eq!(kinds(text, "Easter"), [EntityKind::Person]);
    let text = "The court heard Mr Easter on Monday. Easter denied it.";
    assert_eq!(kinds(text, "Easter"), [EntityKind::Person]);
}

#[test]
fn err_people_of_one_family_stay_apart() {
    let text = "Anna Berg married Peter Berg in Oslo. Peter Berg said that he was happy.";
    let found = names(text);
    assert!(found.contains(&"Anna Berg".to_owned()), "{found:?}");
    assert!(found.contains(&"Peter Berg".to_owned()), "{found:?}");
}

#[test]
fn ok_a_capital_that_acts_is_a_place() {
    let text = "The treaty between Tallinn and Minsk was signed on Monday. Pyongyang said that it would not follow.";
    let found = entities(text);
    let kind =
        |name: &str| found.iter().find(|entity| entity.name == name).map(|entity| entity.kind);
    assert_eq!(kind("Pyongyang"), Some(EntityKind::Place));
    assert_eq!(kind("Minsk"), Some(EntityKind::Place));
}
