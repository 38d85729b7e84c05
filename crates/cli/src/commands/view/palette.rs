//! How each kind of thing looks on a terminal.
//!
//! Only the 16 colors of the terminal's own theme are used, so that dark and light both read well.

use anstyle::{AnsiColor, Color, Effects, Style};
use dateline::article::{EntityKind, MentionForm};
use dateline::render::marks::MarkKind;

/// What the reader's terminal may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Palette {
    /// Colors.
    Color,
    /// Bold, underline and the like, but no color: what `NO_COLOR` asks for.
    Mono,
    /// Text alone.
    Plain,
}

/// Parts of the page around the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Text,
    Title,
    Subtitle,
    Heading,
    /// What is there but should not draw the eye.
    Faint,
    Warning,
}

impl Palette {
    /// The look of a part of the page.
    pub(super) fn role(self, role: Role) -> Style {
        let style = Style::new();
        let style = match role {
            Role::Text => style,
            Role::Title | Role::Heading => style.bold(),
            Role::Subtitle => style.italic(),
            Role::Faint => style.dimmed(),
            Role::Warning => fg(AnsiColor::Yellow),
        };
        self.reduce(style)
    }

    /// The look of a mark; none for what is not drawn.
    pub(super) fn mark(self, kind: MarkKind) -> Option<Style> {
        let color = match kind {
            MarkKind::Entity(EntityKind::Person, _) => fg(AnsiColor::Blue),
            MarkKind::Entity(EntityKind::Organization, _) => fg(AnsiColor::Magenta),
            MarkKind::Entity(EntityKind::Place, _) => fg(AnsiColor::Green),
            MarkKind::Entity(EntityKind::Other, _) => fg(AnsiColor::Cyan),
            MarkKind::Time => fg(AnsiColor::Yellow),
            MarkKind::Amount => fg(AnsiColor::Red),
            MarkKind::Quotation => return Some(self.reduce(Style::new().italic())),
            _ => return None,
        };
        let style = match kind {
            MarkKind::Entity(_, MentionForm::Name) => color.bold(),
            MarkKind::Entity(..) => color,
            _ => color.underline(),
        };
        Some(self.reduce(style))
    }

    fn reduce(self, style: Style) -> Style {
        match self {
            Self::Color => style,
            Self::Mono => Style::new().effects(style.get_effects()),
            Self::Plain => Style::new(),
        }
    }
}

/// `outer` with `inner` inside it: colors of the inner one, effects of both.
pub(super) fn nested(outer: Style, inner: Style) -> Style {
    let effects: Effects = outer.get_effects() | inner.get_effects();
    Style::new().fg_color(inner.get_fg_color().or(outer.get_fg_color())).effects(effects)
}

fn fg(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(color)))
}
