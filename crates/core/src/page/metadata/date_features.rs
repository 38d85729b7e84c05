//! What speaks for and against a day being the day of publication.

crate::page::metadata::features::features! {
    JsonLdPublished, "`datePublished` of what the page is about.";
    JsonLdCreated, "`dateCreated` or `uploadDate` of what the page is about.";
    JsonLdModified, "`dateModified` of what the page is about.";
    JsonLdPagePublished, "`datePublished` of a web page that is not an article.";
    JsonLdOther, "`datePublished` of another thing in the JSON-LD.";
    MetaPublished, "A meta tag for the publication.";
    MetaDate, "A meta tag for a date without saying which.";
    MetaModified, "A meta tag for a change.";
    MicrodataPublished, "`datePublished` in microdata.";
    MicrodataModified, "`dateModified` in microdata.";
    Address, "It stands in the page's address.";
    AddressMonth, "The address has its year and month.";
    AddressYear, "The address has its year.";
    AddressOther, "The address has another year or month.";
    TimeElement, "A `<time>` that a reader sees as a date.";
    Pubdate, "A `<time pubdate>`.";
    DateClass, "An element whose names say that it holds a date.";
    PublishedClass, "An element whose names speak of publication.";
    ModifiedClass, "An element whose names speak of a change.";
    Line, "A line that holds little but the date.";
    InText, "A longer text.";
    LabelPublished, "Words before it speak of publication.";
    LabelModified, "Words before it speak of a change.";
    LabelOther, "Words before it speak of something else.";
    RightAfterHeadline, "At most 40 nodes behind the headline.";
    AfterHeadline, "At most 160 nodes behind the headline.";
    BeforeHeadline, "At most 40 nodes before the headline.";
    FarBefore, "Farther before the headline.";
    FarAfter, "Farther behind the headline.";
    NoHeadline, "The page has no headline in its body.";
    Comment, "Among readers' comments.";
    Teaser, "In teasers, lists of other pages, widgets.";
    Foot, "At the foot of the page.";
    Meta, "In the lines around headline and byline.";
    FirstSeen, "The first day that a reader sees.";
    OnlySeen, "The only day that a reader sees.";
    Nearest, "The visible day nearest to the headline.";
    Earliest, "No other day is earlier.";
    Latest, "No other day is later.";
    Repeated, "It stands three times or more.";
    Clock, "With a clock time.";
    WeakYear, "Its year has two digits.";
    SeenAndDeclared, "A reader sees it, and the page declares it in some way.";
    DeclaredPublished, "Declared as the publication in any way.";
    SeenWithoutDeclared, "A reader sees it near the headline; nothing is declared.";
    InTable, "In a table cell.";
    OldYear, "Before 1995.";
    TitleText, "In a heading.";
    Link, "In a link.";
    OnlyModified, "All that is known of the day speaks of a change.";
    OtherDeclared, "The page declares another day as its publication.";
    EarliestDeclared, "Declared as the publication, and no other such day is earlier.";
    ModifiedButSeen, "Speaks of a change, near the headline, and nothing is declared as the publication.";
    ArticlePage, "The page says that it is an article and the day is seen.";
}

/// What is true of one day or sighting.
pub(super) type FeatureSet = super::features::FeatureSet<Feature>;

/// What can be counted of a day beside what is true of it.
pub(super) const NUMBERS: [&str; 6] = [
    // One for the row that stands for no day at all, which holds nothing else but the count of days.
    "none",
    // How many days the page tells of.
    "days",
    // Its place among them, in the order they were met.
    "order",
    // In how many places it stands, and in how many of them it is declared.
    "sightings",
    "declared",
    // Nodes between the headline and where it is seen nearest; -1 where it is not seen.
    "distance",
];
