//! What a token looks like, as cheap flags.

/// A set of flags about one token's surface and its surroundings.
///
/// Case is judged on letters alone: `U.S.` is [`Shape::UPPER`], `3D` too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shape(u16);

impl Shape {
    /// Holds a letter.
    pub const LETTER: Shape = Shape(1);
    /// Holds a decimal digit.
    pub const DIGIT: Shape = Shape(1 << 1);
    /// The first letter is upper case.
    pub const CAPITAL: Shape = Shape(1 << 2);
    /// Two letters or more, none of them lower case, one of them upper case.
    pub const UPPER: Shape = Shape(1 << 3);
    /// Holds a lower-case letter.
    pub const LOWER: Shape = Shape(1 << 4);
    /// Holds a hyphen between letters or digits.
    pub const HYPHEN: Shape = Shape(1 << 5);
    /// Digits with nothing but `,` and `.` between them: `1991`, `2,000`, `3.5`.
    pub const NUMBER: Shape = Shape(1 << 6);
    /// Neither letter nor digit: a mark or a symbol.
    pub const MARK: Shape = Shape(1 << 7);
    /// A quotation mark of any script, single or double, or an apostrophe that stands alone.
    pub const QUOTE: Shape = Shape(1 << 8);
    /// Ends with a full stop that belongs to the word: `Mr.`, `a.m.`, `W.`.
    pub const STOPPED: Shape = Shape(1 << 9);
    /// A clitic split from the word before it: `'s`, `n't`, `’ll`.
    pub const CLITIC: Shape = Shape(1 << 10);
    /// A web address, e-mail address, `@handle` or `#tag`.
    pub const ADDRESS: Shape = Shape(1 << 11);
    /// White space stands before it, or nothing does.
    pub const SPACE_BEFORE: Shape = Shape(1 << 12);
    /// A line break stands before it inside its segment.
    pub const LINE_BEFORE: Shape = Shape(1 << 13);
    /// One character of a script that is written without spaces.
    pub const IDEOGRAPH: Shape = Shape(1 << 14);
    /// The first token of its segment.
    pub const FIRST: Shape = Shape(1 << 15);

    /// Whether every flag of `other` is set.
    #[must_use]
    #[inline]
    pub fn has(self, other: Shape) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether at least one flag of `other` is set.
    #[must_use]
    #[inline]
    pub fn any(self, other: Shape) -> bool {
        self.0 & other.0 != 0
    }

    /// The set with the flags of `other`.
    #[must_use]
    #[inline]
    pub const fn with(self, other: Shape) -> Shape {
        Shape(self.0 | other.0)
    }

    /// The flags as a number, for use as a feature.
    #[must_use]
    pub fn bits(self) -> u16 {
        self.0
    }
}

impl Shape {
    /// The flags that can be read from the surface alone.
    pub(super) fn of(surface: &str) -> Shape {
        let mut shape = Shape(0);
        let (mut letters, mut plain) = (0u32, true);
        for c in surface.chars() {
            let kind = match c {
                'a'..='z' => Shape::LETTER.with(Shape::LOWER),
                'A'..='Z' => Shape::LETTER.with(Shape::UPPER),
                '0'..='9' => Shape::DIGIT,
                '-' | '\u{2010}' | '\u{2011}' => {
                    plain = false;
                    if shape.any(Shape::LETTER.with(Shape::DIGIT)) {
                        shape = shape.with(Shape::HYPHEN);
                    }
                    continue;
                }
                _ if c.is_ascii() => {
                    plain &= matches!(c, '.' | ',');
                    continue;
                }
                _ if c.is_lowercase() => Shape::LETTER.with(Shape::LOWER),
                _ if c.is_uppercase() => Shape::LETTER.with(Shape::UPPER),
                _ if c.is_alphabetic() => Shape::LETTER,
                _ if c.is_numeric() => Shape::DIGIT,
                _ => {
                    plain = false;
                    continue;
                }
            };
            if kind.has(Shape::LETTER) {
                if letters == 0 && kind.has(Shape::UPPER) {
                    shape = shape.with(Shape::CAPITAL);
                }
                letters += 1;
            }
            shape = shape.with(kind);
        }
        if letters < 2 || shape.has(Shape::LOWER) {
            shape.0 &= !Shape::UPPER.0;
        }
        if shape.has(Shape::DIGIT) && letters == 0 && plain {
            shape = shape.with(Shape::NUMBER);
        }
        if !shape.any(Shape::LETTER.with(Shape::DIGIT)) {
            shape = shape.with(Shape::MARK);
        }
        shape
    }
}
