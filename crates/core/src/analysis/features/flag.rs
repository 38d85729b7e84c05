//! The binary features of a token.

/// Declares the flags with their names and the list of all of them.
macro_rules! flags {
    ($($(#[$doc:meta])* $flag:ident = $name:literal,)*) => {
        /// A binary feature; its discriminant is its bit in [`Features::flags`](super::Features::flags).
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Flag { $($(#[$doc])* $flag,)* }

        impl Flag {
            /// Every flag, in the order of the bits.
            pub const ALL: &[Flag] = &[$(Flag::$flag,)*];

            /// The flag's name in traces and in files for fitting.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Flag::$flag => $name,)* }
            }
        }
    };
}

flags! {
    // What the word is by itself.
    /// Begins with a capital letter.
    Capital = "capital",
    /// A word that organisations' names have: `Ministry`, `Inc.`
    OrganizationWord = "organization_word",
    /// A title, rank or trade that stands before or after people's names.
    Title = "title",
    /// A verb that announces speech.
    Speech = "speech",
    /// A personal or possessive pronoun.
    Pronoun = "pronoun",
    /// A day or month.
    Calendar = "calendar",
    /// A determiner, preposition, conjunction, auxiliary or the like.
    Function = "function",
    /// A man's first name.
    MaleName = "male_name",
    /// A woman's first name.
    FemaleName = "female_name",
    /// A family name.
    LastName = "last_name",
    // Phrases of the gazetteer that cover the token.
    /// A country.
    Country = "country",
    /// A state, province, sea or other region.
    Region = "region",
    /// A large city or capital.
    City = "city",
    /// A smaller town.
    Town = "town",
    /// An organisation.
    Organization = "organization",
    /// A people or nationality.
    Demonym = "demonym",
    /// A well-known person's whole name.
    Person = "person",
    /// The phrase has more than one word.
    Phrase = "phrase",
    // Where it stands.
    /// First token of its sentence.
    SentenceStart = "sentence_start",
    /// First token of its segment.
    SegmentStart = "segment_start",
    /// In a heading.
    Heading = "heading",
    /// In a list item or table cell.
    Item = "item",
    /// In a segment most of whose words are capitalised: their case tells nothing.
    CapitalLine = "capital_line",
    /// Inside double quotation marks, the marks included.
    Quoted = "quoted",
    /// Inside brackets.
    Bracketed = "bracketed",
    // What the document says about the same word elsewhere.
    /// It also occurs in lower case.
    SeenLower = "seen_lower",
    /// It is capitalised where no sentence begins.
    SeenInside = "seen_inside",
    /// It is part of a run of capitalised words.
    SeenInRun = "seen_in_run",
    /// It ends such a run.
    SeenLastOfRun = "seen_last_of_run",
    /// It shares a run with an organisation word.
    SeenWithOrganizationWord = "seen_with_organization_word",
    /// A title stands before its run.
    SeenAfterTitle = "seen_after_title",
    /// A first name begins its run.
    SeenAfterFirstName = "seen_after_first_name",
    /// A verb of speech stands beside its run.
    SeenBesideSpeech = "seen_beside_speech",
    /// `in`, `at`, `from` or `near` stands before its run.
    SeenAfterIn = "seen_after_in",
    /// A possessive ending follows its run.
    SeenPossessive = "seen_possessive",
    /// It is made of the first letters of a run.
    Acronym = "acronym",
}

impl Flag {
    /// The flag as a bit of the set.
    #[inline]
    #[must_use]
    pub const fn bit(self) -> u64 {
        1 << self as u8
    }

    /// Whether the set holds the flag.
    #[inline]
    #[must_use]
    pub const fn is_in(self, set: u64) -> bool {
        set & self.bit() != 0
    }
}

const _: () = assert!(Flag::ALL.len() <= 64);
