//! What is true of a candidate, yes or no.

crate::page::metadata::features::features! {
    OnlyH1, "The page's only `<h1>`.";
    FirstH1, "The first of several.";
    OtherH1, "A later one.";
    PathH1, "An `<h1>` at the end of the path to the page, with the declared headline below it.";
    FirstH2, "The first `<h2>`.";
    OtherH2, "A later one.";
    H3, "An `<h3>`.";
    MarkedHeadline, "Another element whose class says that it is a headline.";
    HeadingPart, "Some of the elements that a heading is made of.";
    HeadingTail, "All of a heading but its first element or elements.";
    BelowH1, "A declared headline that stands right below another `<h1>`.";
    KickerCut, "What was left out of the heading is named as the line over a headline.";
    OffPlace, "A heading in a menu, foot, teaser or comment.";
    Hidden, "A heading whose names say that only screen readers meet it.";
    TitleClass, "A heading whose class says that it is the headline.";
    LeadsHome, "A heading that is a link to the home page.";
    LeadsHere, "A heading that is a link to this page.";
    LeadsAway, "A heading that is a link to another page.";
    BehindLink, "A heading on the line of a link: the end of the path to the page.";
    JsonLd, "The JSON-LD headline.";
    JsonLdName, "The JSON-LD name.";
    JsonLdAlternative, "The JSON-LD alternative headline.";
    Microdata, "A microdata headline or name.";
    OpenGraph, "`og:title`.";
    Twitter, "`twitter:title`.";
    OtherMeta, "Another meta tag for titles.";
    MetaPart, "A part of a meta tag's title.";
    TitleWhole, "The `<title>`.";
    TitleHead, "The beginning of the `<title>`.";
    TitleTail, "A later part of the `<title>`.";
    PathStep, "The last step of the declared path to the page.";
    SiteCutOff, "What was cut off at a strong separator names the site.";
    ColonPart, "Cut at a colon or bracket.";
    StartsTitle, "The `<title>` begins with it.";
    InTitle, "Its words stand in the `<title>`.";
    InOpenGraph, "Its words stand in `og:title`.";
    InJsonLd, "Its words stand in the JSON-LD headline.";
    InH1, "Its words stand in the first `<h1>`.";
    HoldsH1, "It holds the words of the first `<h1>`.";
    HoldsOpenGraph, "It holds the words of `og:title`.";
    SiteName, "It is the site's name.";
    HoldsSiteName, "It holds the site's name.";
    CutOff, "It ends in dots.";
    Capitals, "It has no small letter.";
    SmallStart, "It begins with a small letter.";
    Question, "It ends in a question mark.";
    Dot, "It ends in a dot.";
    Digit, "It begins with a digit.";
    Year, "It holds the number of a year.";
    Colon, "It holds a colon.";
    Bar, "It holds a bar.";
    Dash, "It holds a dash between blanks.";
    PageArticle, "The page says that it is an article.";
    PageProduct, "The page says that it is a product.";
    PageHome, "The page is a home page.";
    PageH1, "The page has an `<h1>`.";
    PageBelowH1, "A declared headline stands right below another `<h1>`.";
    PageH1s, "The page has several.";
    PageOpenGraph, "The page has an `og:title`.";
    PageJsonLd, "The page has a JSON-LD headline.";
    PageH1IsOpenGraph, "The first `<h1>` and `og:title` say the same.";
    PageH1IsJsonLd, "The first `<h1>` and the JSON-LD headline say the same.";
    PageH1IsTitle, "The first `<h1>` and the `<title>` say the same.";
    PageOpenGraphIsTitle, "`og:title` and the `<title>` say the same.";
    PageOpenGraphIsJsonLd, "`og:title` and the JSON-LD headline say the same.";
}

/// Where a candidate comes from, as far as the sources do not copy each other by nature.
pub(super) const SOURCES: [Feature; 15] = [
    Feature::OnlyH1,
    Feature::FirstH1,
    Feature::OtherH1,
    Feature::FirstH2,
    Feature::HeadingPart,
    Feature::JsonLd,
    Feature::JsonLdName,
    Feature::JsonLdAlternative,
    Feature::Microdata,
    Feature::OpenGraph,
    Feature::Twitter,
    Feature::OtherMeta,
    Feature::TitleWhole,
    Feature::TitleHead,
    Feature::TitleTail,
];
