use super::resolve;
use crate::analysis::entities;
use crate::analysis::features::Features;
use crate::analysis::sentences;
use crate::analysis::tokens::tests::document;
use crate::analysis::tokens::tokenize;
use crate::article::MentionForm;
use crate::trace::Trace;

/// What refers to the entity called `name` without its name, in text order.
fn referring(text: &str, name: &str) -> Vec<String> {
    let document = document(text);
    let mut tokens = tokenize(&document);
    let _ = sentences::split(&document, &mut tokens, &mut Trace::off());
    let features = Features::new(&document, &tokens);
    let mut drafts = entities::find(&tokens, &features, &mut Trace::off());
    resolve(&mut drafts, &tokens, &features, &mut Trace::off());
    let entities = entities::finish(drafts, &tokens);
    let names: Vec<&str> = entities.iter().map(|entity| entity.name.as_str()).collect();
    let entity = entities.iter().find(|entity| entity.name == name);
    let entity = entity.unwrap_or_else(|| panic!("{name} is not among {names:?}"));
    let others = entity.mentions.iter().filter(|mention| mention.form != MentionForm::Name);
    others.map(|mention| mention.span.of(text).to_owned()).collect()
}

#[test]
fn ok_pronouns_mean_the_subject_before() {
    let text = "Prime Minister Anna Berg met Peter Falk in Oslo on Monday. She said that talks would go on.";
    assert_eq!(referring(text, "Anna Berg"), ["She"]);
    assert_eq!(referring(text, "Peter Falk"), [""; 0]);
    let text = "Peter Falk resigned on Monday. He said that his family needed him.";
    assert_eq!(referring(text, "Peter Falk"), ["He", "his", "him"]);
}

#[test]
fn ok_roles_are_repeated() {
    let text = "Norwegian Prime Minister Anna Berg met German President Peter Falk in Oslo. The German president \
                thanked her. The Norwegian leader smiled.";
    assert_eq!(referring(text, "Peter Falk"), ["The German president"]);
    assert_eq!(referring(text, "Anna Berg"), ["her", "The Norwegian leader"]);
}

#[test]
fn ok_appositions_and_predicates() {
    let text =
        "Anna Berg, the spokeswoman for the ministry, denied it. Peter Falk is a German engineer.";
    assert_eq!(referring(text, "Anna Berg"), ["the spokeswoman for the ministry"]);
    assert_eq!(referring(text, "Peter Falk"), ["a German engineer"]);
}

#[test]
fn ok_predicates_of_pronouns_and_of_any_noun() {
    let text = "Anna Berg left Oslo in 1990. She was an early convert to sailing.";
    assert_eq!(referring(text, "Anna Berg"), ["She", "an early convert to sailing"]);
    // The mayor is the woman, not the town; nobody is a year.
    let text = "The mayor of Hamburg is a woman. Peter Falk is a year older.";
    assert_eq!(referring(text, "Hamburg"), [""; 0]);
    assert_eq!(referring(text, "Peter Falk"), [""; 0]);
}

#[test]
fn ok_a_name_behind_a_comma_names_the_phrase() {
    let text = "Anna Berg met Peter Falk. His girlfriend, Tara Quill, was there. She smiled.";
    assert_eq!(referring(text, "Tara Quill"), ["His girlfriend", "She"]);
}

#[test]
fn ok_towns_and_bodies() {
    let text = "Hamburg is a city in Germany. The city is known for its port, and the mayor of Hamburg said \
                that the city would grow.";
    let found = referring(text, "Hamburg");
    assert!(found.contains(&"The city".to_owned()), "{found:?}");
    let text = "Oxford University was founded in 1096. The university has many colleges.";
    assert_eq!(referring(text, "Oxford University"), ["The university"]);
    // No table has the noun; the name ends with it.
    let text = "Visitors to London like Burlington Arcade. The arcade is old.";
    assert_eq!(referring(text, "Burlington Arcade"), ["The arcade"]);
}

#[test]
fn ok_the_first_person_is_whoever_speaks() {
    let text = "“I never saw my money again,” Anna Berg said on Monday.";
    assert_eq!(referring(text, "Anna Berg"), ["I", "my"]);
    // Nobody speaks here whom the text names.
    let text = "Anna Berg left. “I am sorry,” a driver told the court.";
    assert_eq!(referring(text, "Anna Berg"), [""; 0]);
}

#[test]
fn err_nobody_named_is_meant() {
    let text = "Peter Falk lives in Bonn. A woman called the police. She said that it was raining.";
    assert_eq!(referring(text, "Peter Falk"), [""; 0]);
    let text = "Anna Berg lives in Bonn. It is raining. The company of her friends is welcome.";
    assert_eq!(referring(text, "Bonn"), [""; 0]);
}
