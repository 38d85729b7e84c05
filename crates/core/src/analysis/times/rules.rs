//! The rules by which time expressions are read, and how often each is right.

/// A class of expressions that is read by one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    FullDate,
    MonthDay,
    MonthYear,
    Month,
    Year,
    Decade,
    Century,
    NumericDate,
    Weekday,
    Today,
    Relative,
    BareUnit,
    Quarter,
    BareQuarter,
    Season,
    Ago,
    YearEarlier,
    Clock,
    DayPart,
    Reference,
    WeakReference,
    Duration,
    BareDuration,
    RangeDuration,
    Set,
    Holiday,
}

impl Rule {
    /// The rule's name in the trace.
    pub(super) fn name(self) -> &'static str {
        match self {
            Rule::FullDate => "times/full_date",
            Rule::MonthDay => "times/month_day",
            Rule::MonthYear => "times/month_year",
            Rule::Month => "times/month",
            Rule::Year => "times/year",
            Rule::Decade => "times/decade",
            Rule::Century => "times/century",
            Rule::NumericDate => "times/numeric_date",
            Rule::Weekday => "times/weekday",
            Rule::Today => "times/today",
            Rule::Relative => "times/relative",
            Rule::BareUnit => "times/bare_unit",
            Rule::Quarter => "times/quarter",
            Rule::BareQuarter => "times/bare_quarter",
            Rule::Season => "times/season",
            Rule::Ago => "times/ago",
            Rule::YearEarlier => "times/year_earlier",
            Rule::Clock => "times/clock",
            Rule::DayPart => "times/day_part",
            Rule::Reference => "times/reference",
            Rule::WeakReference => "times/weak_reference",
            Rule::Duration => "times/duration",
            Rule::BareDuration => "times/bare_duration",
            Rule::RangeDuration => "times/range_duration",
            Rule::Set => "times/set",
            Rule::Holiday => "times/holiday",
        }
    }

    /// Share of the rule's expressions whose extent, kind and value are all right, measured on two
    /// corpora of newswire with TIMEX3 annotation and drawn towards two thirds where a rule was
    /// seldom met. Rules whose expressions annotators disagree about (times of day, what lies `ago`)
    /// stand low for that reason.
    pub(super) fn confidence(self) -> f32 {
        match self {
            Rule::FullDate => 0.93,
            Rule::MonthDay => 0.91,
            Rule::MonthYear => 0.81,
            Rule::Month => 0.82,
            Rule::Year => 0.83,
            Rule::Decade => 0.38,
            Rule::Century => 0.67,
            Rule::NumericDate => 0.90,
            Rule::Weekday => 0.87,
            Rule::Today => 0.91,
            Rule::Relative => 0.67,
            Rule::BareUnit => 0.61,
            Rule::Quarter => 0.90,
            Rule::BareQuarter => 0.54,
            Rule::Season => 0.82,
            Rule::Ago => 0.44,
            Rule::YearEarlier => 0.57,
            Rule::Clock => 0.37,
            Rule::DayPart => 0.23,
            Rule::Reference => 0.63,
            Rule::WeakReference => 0.50,
            Rule::Duration => 0.65,
            Rule::BareDuration => 0.40,
            Rule::RangeDuration => 0.72,
            Rule::Set => 0.49,
            Rule::Holiday => 0.75,
        }
    }
}
