//! Colour: whether a stream gets any, and the only home of `colored`.
//!
//! `colored` judges stderr by looking at stdout and does not know `TERM=dumb`,
//! so [`decide`] decides and `colored` only paints.

use std::borrow::Cow;

use colored::{Colorize, control};

/// The value of `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// Whatever the environment says.
    Always,
    /// As environment and stream suggest.
    #[default]
    Auto,
    /// None at all.
    Never,
}

/// What the environment says about colour; read by the caller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColorEnv {
    /// `NO_COLOR`.
    pub no_color: Option<String>,
    /// `CLICOLOR_FORCE`.
    pub clicolor_force: Option<String>,
    /// `FORCE_COLOR`.
    pub force_color: Option<String>,
    /// `TERM`.
    pub term: Option<String>,
}

/// Whether one stream is painted. The first of these to speak decides:
/// `--color`, `NO_COLOR` (not empty), `CLICOLOR_FORCE` or `FORCE_COLOR` (neither
/// empty nor "0"), `TERM=dumb`, and last whether the stream is a terminal.
#[must_use]
pub fn decide(choice: ColorChoice, env: &ColorEnv, is_terminal: bool) -> bool {
    let forces = |value: &Option<String>| value.as_deref().is_some_and(|v| !matches!(v, "" | "0"));
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if env.no_color.as_deref().is_some_and(|v| !v.is_empty()) => false,
        ColorChoice::Auto if forces(&env.clicolor_force) || forces(&env.force_color) => true,
        ColorChoice::Auto => is_terminal && env.term.as_deref() != Some("dumb"),
    }
}

/// What a piece of text means; its colour follows from that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Holds.
    Good,
    /// Fails.
    Bad,
    /// A heading.
    Bold,
    /// Beside the point.
    Dim,
    /// Nothing in particular.
    Plain,
    /// Can't be told, or deserves a look.
    Warn,
}

/// Whether to paint. One value for each stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paint {
    on: bool,
}

impl Paint {
    /// Paints, or leaves text as it is.
    #[must_use]
    pub const fn new(on: bool) -> Self {
        Self { on }
    }

    /// Whether it paints.
    #[must_use]
    pub const fn is_on(self) -> bool {
        self.on
    }

    /// The text in its colour. The text is not escaped here.
    #[must_use]
    pub fn ink(self, ink: Ink, text: &str) -> Cow<'_, str> {
        if !self.on || ink == Ink::Plain || text.is_empty() {
            return Cow::Borrowed(text);
        }
        // A ColoredString asks this switch when it is written. It is only ever
        // set to on, and text that stays plain never becomes a ColoredString,
        // so streams can't disturb each other.
        control::set_override(true);
        let painted = match ink {
            Ink::Bad => text.red().bold(),
            Ink::Bold => text.bold(),
            Ink::Dim => text.dimmed(),
            Ink::Good => text.green(),
            Ink::Plain => text.normal(),
            Ink::Warn => text.yellow(),
        };
        Cow::Owned(painted.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_to_speak_decides() {
        let some = |v: &str| Some(v.to_owned());
        // --color, NO_COLOR, CLICOLOR_FORCE, FORCE_COLOR, TERM, a terminal?, painted?
        let table = [
            (ColorChoice::Always, "1", "", "", "dumb", false, true),
            (ColorChoice::Never, "", "1", "1", "xterm", true, false),
            (ColorChoice::Auto, "1", "1", "1", "xterm", true, false),
            (ColorChoice::Auto, "", "-", "-", "xterm", true, true),
            (ColorChoice::Auto, "-", "1", "-", "dumb", false, true),
            (ColorChoice::Auto, "-", "-", "1", "dumb", false, true),
            (ColorChoice::Auto, "-", "", "-", "xterm", false, false),
            (ColorChoice::Auto, "-", "0", "0", "xterm", false, false),
            (ColorChoice::Auto, "-", "0", "-", "xterm", true, true),
            (ColorChoice::Auto, "-", "-", "-", "dumb", true, false),
            (ColorChoice::Auto, "-", "-", "-", "-", true, true),
            (ColorChoice::Auto, "-", "-", "-", "-", false, false),
        ];
        for row in table {
            let read = |v: &str| if v == "-" { None } else { some(v) };
            let env = ColorEnv {
                no_color: read(row.1),
                clicolor_force: read(row.2),
                force_color: read(row.3),
                term: read(row.4),
            };
            assert_eq!(decide(row.0, &env, row.5), row.6, "{row:?}");
        }
    }

    #[test]
    fn paints_only_where_it_is_on() {
        assert_eq!(Paint::new(false).ink(Ink::Bad, "x"), "x");
        let red = Paint::new(true).ink(Ink::Bad, "x");
        assert!(red.starts_with('\u{1b}') && red.contains('x'), "{red:?}");
        assert_eq!(Paint::new(true).ink(Ink::Plain, "x"), "x");
        assert_eq!(Paint::new(false).ink(Ink::Good, "x"), "x");
    }
}
