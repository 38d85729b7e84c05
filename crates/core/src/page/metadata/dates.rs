//! When the page was published and when it was last changed.
//!
//! Every full date on the page that may be meant is evidence for its day; all evidence for one day
//! is one candidate, described by features and numbers that a fitted forest scores. That a page has no
//! date is a candidate too. The value is then the most precise one that the best source gives for the
//! day.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::date_features::{Feature, FeatureSet, NUMBERS};
use super::datetime::{Moment, Reading};
use super::evidence::Evidence;
use super::features::names_and_values;
use super::key::{has_key, key};
use super::{declared_dates, seen_dates};
use crate::article::Provenance;
use crate::dom::NodeId;
use crate::page::body::trees::{Forest, Reader};
use crate::trace::{Stage, Trace};

/// The dates of a page.
#[derive(Debug, Default)]
pub(super) struct Dates {
    pub(super) published: Option<(Moment, Provenance)>,
    pub(super) modified: Option<(Moment, Provenance)>,
}

/// One place where a date stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sighting {
    pub(super) moment: Moment,
    pub(super) features: FeatureSet,
    pub(super) provenance: Provenance,
    /// The day when day and month are read in the other order, where both orders give one.
    pub(super) swapped: Option<Date>,
    /// How far a value from here is trusted for its clock time: declared values before visible
    /// ones.
    pub(super) trust: u8,
    /// Distance to the headline in nodes, for what a reader sees.
    pub(super) distance: Option<usize>,
}

/// All evidence for one day.
struct Day {
    date: Date,
    features: FeatureSet,
    sightings: Vec<Sighting>,
}

/// Evidence kept for one page.
const MOST_SIGHTINGS: usize = 400;

/// Decides both dates.
pub(super) fn decide(
    evidence: &Evidence<'_>,
    headline: Option<NodeId>,
    trace: &mut Trace,
) -> Dates {
    let language = evidence.primary_language();
    let reading = evidence.reading(&language);
    let mut sightings = declared_dates::gather(evidence, reading);
    let declared = sightings.len();
    seen_dates::gather(evidence, headline, reading, &mut sightings);
    sightings.truncate(MOST_SIGHTINGS);
    settle_order(&mut sightings);
    let days = by_day(sightings, declared, evidence, reading);
    let published = publication(&days, trace).map(value);
    trace.note(Stage::Page, "dates/published", || {
        let text = published.map_or_else(|| "none".to_owned(), |(moment, _)| moment.to_string());
        (text, "the candidate with the highest score".to_owned())
    });
    Dates { modified: modified(&days, published.map(|(moment, _)| moment)), published }
}

/// The forest that `crates/train/metadata/fit.py dates` fits.
static FOREST: LazyLock<Forest> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../models/dates.bin");
    Forest::read(&mut Reader(bytes)).expect("the embedded forest is well formed")
});

/// The day of publication; none when that scores higher than any day.
fn publication<'d>(days: &'d [Day], trace: &mut Trace) -> Option<&'d Day> {
    let rows = rows(days);
    let scores = FOREST.scores(&rows);
    // The first row is that of no day.
    let mut best = 0;
    for (place, &score) in scores.iter().enumerate() {
        trace.score(Stage::Page, "dates/candidate", score, || {
            let day = place.checked_sub(1).map(|place| days[place].date.to_string());
            let row = names_and_values::<Feature>(&rows[place], &NUMBERS);
            (day.unwrap_or_else(|| "none".to_owned()), row)
        });
        if score > scores[best] {
            best = place;
        }
    }
    best.checked_sub(1).map(|place| &days[place])
}

/// A row of numbers for no day, then one for each day.
fn rows(days: &[Day]) -> Vec<Vec<f32>> {
    let count = days.len() as f32;
    let mut rows = vec![FeatureSet::default().row(&[1.0, count, -1.0, 0.0, 0.0, -1.0])];
    rows.extend(days.iter().enumerate().map(|(place, day)| {
        let sightings = day.sightings.iter();
        let declared = sightings.clone().filter(|sighting| sighting.distance.is_none()).count();
        let nearest = sightings.filter_map(|sighting| sighting.distance).min();
        day.features.row(&[
            0.0,
            count,
            place as f32,
            day.sightings.len() as f32,
            declared as f32,
            nearest.map_or(-1.0, |nodes| nodes as f32),
        ])
    }));
    rows
}

/// 03/10 is the third of October where the page declares that day.
fn settle_order(sightings: &mut [Sighting]) {
    let certain: std::collections::BTreeSet<Date> = sightings
        .iter()
        .filter(|sighting| sighting.distance.is_none())
        .map(|sighting| sighting.moment.date)
        .collect();
    for sighting in sightings {
        if let Some(swapped) = sighting.swapped
            && certain.contains(&swapped)
            && !certain.contains(&sighting.moment.date)
        {
            sighting.moment.date = swapped;
        }
    }
}

/// Puts the evidence for each day together, in the order the days were met.
fn by_day(
    sightings: Vec<Sighting>,
    declared: usize,
    evidence: &Evidence<'_>,
    reading: Reading<'_>,
) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    let seen_days = {
        let mut seen: Vec<Date> =
            sightings[declared.min(sightings.len())..].iter().map(|s| s.moment.date).collect();
        seen.sort();
        seen.dedup();
        seen.len()
    };
    let nearest = sightings
        .iter()
        .filter_map(|s| Some((s.distance?, s.moment.date)))
        .min_by_key(|(distance, _)| *distance);
    let first_seen = sightings.get(declared).map(|sighting| sighting.moment.date);
    let mut place_of = std::collections::BTreeMap::new();
    for sighting in sightings {
        let place = *place_of.entry(sighting.moment.date).or_insert_with(|| {
            let (date, features) = (sighting.moment.date, FeatureSet::default());
            days.push(Day { date, features, sightings: Vec::new() });
            days.len() - 1
        });
        let day = &mut days[place];
        day.features.merge(sighting.features);
        day.sightings.push(sighting);
    }
    let address = evidence.base.as_str().map(|url| declared_dates::in_address(url, reading));
    let earliest = days.iter().map(|day| day.date).min();
    let latest = days.iter().map(|day| day.date).max();
    let any_declared = days.iter().any(|day| day.features.has_any(&DECLARED_PUBLISHED));
    let is_article = evidence.is_article();
    let first_declared = days
        .iter()
        .filter(|day| day.features.has_any(&DECLARED_PUBLISHED))
        .map(|day| day.date)
        .min();
    for day in &mut days {
        let features = &mut day.features;
        features.add_if(Some(day.date) == earliest, Feature::Earliest);
        features.add_if(Some(day.date) == latest, Feature::Latest);
        features.add_if(Some(day.date) == first_seen, Feature::FirstSeen);
        features.add_if(nearest.is_some_and(|(_, date)| date == day.date), Feature::Nearest);
        let seen = day.sightings.iter().any(|sighting| sighting.distance.is_some());
        features.add_if(seen && seen_days == 1, Feature::OnlySeen);
        features.add_if(day.sightings.len() >= 3, Feature::Repeated);
        features.add_if(day.sightings.iter().any(|s| s.moment.time.is_some()), Feature::Clock);
        features.add_if(day.date.year() < 1995, Feature::OldYear);
        let published = features.has_any(&DECLARED_PUBLISHED);
        features.add_if(published, Feature::DeclaredPublished);
        let only_modified =
            day.sightings.iter().all(|sighting| sighting.features.has_any(&CHANGED));
        features.add_if(only_modified, Feature::OnlyModified);
        features.add_if(only_modified && seen && !any_declared, Feature::ModifiedButSeen);
        features.add_if(any_declared && !published, Feature::OtherDeclared);
        features.add_if(published && first_declared == Some(day.date), Feature::EarliestDeclared);
        features.add_if(seen && published, Feature::SeenAndDeclared);
        features.add_if(seen && !any_declared, Feature::SeenWithoutDeclared);
        features.add_if(seen && is_article, Feature::ArticlePage);
        if let Some(Some(address)) = address {
            let same_year = address.year == day.date.year();
            let same_month = address.month.is_none_or(|month| month == day.date.month());
            let same_day = address.day.is_none_or(|found| found == day.date.day());
            features.add(match (same_year && same_month && same_day, address.month.is_some()) {
                (true, true) => Feature::AddressMonth,
                (true, false) => Feature::AddressYear,
                (false, _) => Feature::AddressOther,
            });
        }
    }
    days
}

const DECLARED_PUBLISHED: [Feature; 4] = [
    Feature::JsonLdPublished,
    Feature::MetaPublished,
    Feature::MicrodataPublished,
    Feature::JsonLdPagePublished,
];

/// What says that a day is that of a change.
const CHANGED: [Feature; 5] = [
    Feature::JsonLdModified,
    Feature::MetaModified,
    Feature::MicrodataModified,
    Feature::LabelModified,
    Feature::ModifiedClass,
];

/// The value for a day: of the most trusted source, but a clock time and an offset that another
/// source adds are taken.
fn value(day: &Day) -> (Moment, Provenance) {
    let best = day
        .sightings
        .iter()
        .max_by_key(|sighting| (sighting.moment.precision(), sighting.trust))
        .expect("a day has been seen");
    (best.moment, best.provenance)
}

/// The latest declared or labelled change that is not before the publication.
fn modified(days: &[Day], published: Option<Moment>) -> Option<(Moment, Provenance)> {
    let sightings = days.iter().flat_map(|day| &day.sightings);
    let changed = sightings.filter(|sighting| {
        sighting.features.has_any(&CHANGED)
            && (sighting.distance.is_none_or(|distance| distance < 400))
            && !sighting.features.has_any(&[Feature::Comment, Feature::Teaser, Feature::Foot])
            && published.is_none_or(|published| sighting.moment.date >= published.date)
    });
    let best = changed.max_by_key(|sighting| {
        (sighting.trust, sighting.moment.precision(), sighting.moment.minutes())
    })?;
    Some((best.moment, best.provenance))
}

/// The element that shows the title: the heading that says the same, else the first `<h1>`.
pub(super) fn headline(evidence: &Evidence<'_>, title: Option<&str>) -> Option<NodeId> {
    let title = title.map(key).unwrap_or_default();
    let headings = &evidence.scan.headings;
    let same = headings.iter().filter(|heading| has_key(&heading.text, &title));
    same.min_by_key(|heading| (heading.level != 1, heading.node))
        .or_else(|| headings.iter().find(|heading| heading.level == 1))
        .map(|heading| heading.node)
}
