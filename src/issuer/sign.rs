//! Rules over the members of a token, as data: which claims are there, which
//! are not, and what a few of them say.

use crate::issuer::form::{
    is_dex_sub, is_guid, is_token_endpoint, is_url, is_web_url, one, same_party,
};
use crate::issuer::names::Names;
use crate::issuer::site::{Place, Site};
use crate::issuer::view::strings;
use crate::text::json::Json;

pub use crate::issuer::view::View;

/// A condition on the claims; see [`has`].
#[derive(Clone, Copy, Debug)]
pub struct When {
    all: Names,
    any: Names,
    lacks: Names,
    tests: &'static [Test],
}

/// No condition at all.
pub(crate) const ALWAYS: When =
    When { all: Names::NONE, any: Names::NONE, lacks: Names::NONE, tests: &[] };

/// All these claims are there.
#[must_use]
pub const fn has(names: &[&str]) -> When {
    When { all: Names::of(names), ..ALWAYS }
}

/// At least one of these claims is there.
#[must_use]
pub const fn any(names: &[&str]) -> When {
    When { any: Names::of(names), ..ALWAYS }
}

/// All these tests hold.
#[must_use]
pub const fn test(tests: &'static [Test]) -> When {
    ALWAYS.test(tests)
}

impl When {
    /// And at least one of these claims is there.
    #[must_use]
    pub const fn any(self, names: &[&str]) -> Self {
        Self { any: Names::of(names), ..self }
    }

    /// And none of these claims is there.
    #[must_use]
    pub const fn lacks(self, names: &[&str]) -> Self {
        Self { lacks: Names::of(names), ..self }
    }

    /// And all these tests hold.
    #[must_use]
    pub const fn test(self, tests: &'static [Test]) -> Self {
        let mut all = self.all;
        let mut at = 0;
        while at < tests.len() {
            all = all.and(tests[at].needs());
            at += 1;
        }
        Self { all, tests, ..self }
    }

    /// Whether the condition holds.
    #[must_use]
    pub fn holds(&self, view: &View<'_>) -> bool {
        view.seen().has_all(self.all)
            && (self.any.is_empty() || view.seen().has_any(self.any))
            && !view.seen().has_any(self.lacks)
            && self.tests.iter().all(|test| test.holds(view))
    }
}

/// A question about a value.
#[derive(Clone, Copy, Debug)]
pub enum Test {
    /// The header's `alg` is this.
    Alg(&'static str),
    /// One of these tests holds.
    AnyOf(&'static [Test]),
    /// An audience is this.
    Aud(&'static str),
    /// An audience is at this site.
    AudAt(Site),
    /// An audience begins so.
    AudBegins(&'static str),
    /// Every audience is an origin: a web URL without a path.
    AudBareOrigin,
    /// An audience ends so.
    AudEnds(&'static str),
    /// An audience is the issuer.
    AudIsIss,
    /// An audience is the issuer with this behind it.
    AudIsIssPlus(&'static str),
    /// There is one audience.
    AudOne,
    /// The audience is one client id of this many letters and digits.
    AudOneAlnum(usize),
    /// The audience is one GUID.
    AudOneGuid,
    /// An audience is the URL of a token endpoint.
    AudTokenEndpoint,
    /// An audience is a URL of any scheme.
    AudUrl,
    /// The claim begins so.
    Begins(&'static str, &'static str),
    /// The claim begins in one of these ways.
    BeginsAny(&'static str, &'static [&'static str]),
    /// The claim is this long and all capital letters and digits.
    Capitals(&'static str, usize),
    /// `sub` is the base64url protobuf of Dex.
    DexSub,
    /// The claim is all digits, or a number.
    Digits(&'static str),
    /// The claim ends so.
    Ends(&'static str, &'static str),
    /// The header has this member.
    Header(&'static str),
    /// This member of the header is this text.
    HeaderIs(&'static str, &'static str),
    /// The claim is this text.
    Is(&'static str, &'static str),
    /// The claim is one of these texts, in any case.
    IsAny(&'static str, &'static [&'static str]),
    /// The claim is an array.
    IsArray(&'static str),
    /// The claim is a boolean.
    IsBool(&'static str),
    /// The claim is an object.
    IsObject(&'static str),
    /// The claim is a string.
    IsText(&'static str),
    /// The issuer is at this site.
    IssAt(Site),
    /// `iss` and `sub` name the same party.
    IssIsSub,
    /// The claim, an object, has this member.
    Member(&'static str, &'static str),
    /// The claim, an object, has a member whose name begins so.
    MemberBegins(&'static str, &'static str),
    /// The claim, an object, has this member, and a text in it begins so.
    MemberSays(&'static str, &'static str, &'static str),
    /// The claim, an object, has a member whose name is a URI.
    MemberUri(&'static str),
    /// The test does not hold.
    Not(&'static Test),
    /// The claim is this number, or this text.
    Number(&'static str, &'static str),
    /// No other claims than these.
    Only(Names),
    /// A scope begins so.
    Scope(&'static str),
    /// The header's `typ` is this, in any case.
    Typ(&'static str),
}

impl Test {
    /// The claims without which the test can't hold: most rules are thus
    /// dismissed without a look at any value.
    const fn needs(&self) -> Names {
        match *self {
            Self::Aud(_)
            | Self::AudAt(_)
            | Self::AudBareOrigin
            | Self::AudBegins(_)
            | Self::AudEnds(_)
            | Self::AudOne
            | Self::AudOneAlnum(_)
            | Self::AudOneGuid
            | Self::AudTokenEndpoint
            | Self::AudUrl => Names::of(&["aud"]),
            Self::AudIsIss | Self::AudIsIssPlus(_) => Names::of(&["aud", "iss"]),
            Self::Begins(claim, _)
            | Self::BeginsAny(claim, _)
            | Self::Capitals(claim, _)
            | Self::Digits(claim)
            | Self::Ends(claim, _)
            | Self::Is(claim, _)
            | Self::IsAny(claim, _)
            | Self::IsArray(claim)
            | Self::IsBool(claim)
            | Self::IsObject(claim)
            | Self::IsText(claim)
            | Self::Member(claim, _)
            | Self::MemberBegins(claim, _)
            | Self::MemberSays(claim, ..)
            | Self::MemberUri(claim)
            | Self::Number(claim, _) => Names::of(&[claim]),
            Self::DexSub => Names::of(&["sub"]),
            Self::IssAt(_) => Names::of(&["iss"]),
            Self::IssIsSub => Names::of(&["iss", "sub"]),
            Self::Alg(_)
            | Self::AnyOf(_)
            | Self::Header(_)
            | Self::HeaderIs(..)
            | Self::Not(_)
            | Self::Only(_)
            | Self::Scope(_)
            | Self::Typ(_) => Names::NONE,
        }
    }

    /// Whether the test holds.
    #[must_use]
    pub fn holds(&self, view: &View<'_>) -> bool {
        match *self {
            Self::AnyOf(tests) => tests.iter().any(|test| test.holds(view)),
            Self::Not(test) => !test.holds(view),
            Self::Only(names) => view.only_known() && names.has_all(view.seen()),
            Self::Alg(_) | Self::Header(_) | Self::HeaderIs(..) | Self::Typ(_) => {
                self.holds_header(view)
            }
            Self::Aud(_)
            | Self::AudAt(_)
            | Self::AudBareOrigin
            | Self::AudBegins(_)
            | Self::AudEnds(_)
            | Self::AudIsIss
            | Self::AudIsIssPlus(_)
            | Self::AudOne
            | Self::AudOneAlnum(_)
            | Self::AudOneGuid
            | Self::AudTokenEndpoint
            | Self::AudUrl
            | Self::Scope(_) => self.holds_audience(view),
            Self::IsArray(claim) => matches!(view.value(claim), Some(Json::Array(_))),
            Self::IsBool(claim) => matches!(view.value(claim), Some(Json::Bool(_))),
            Self::IsObject(_)
            | Self::Member(..)
            | Self::MemberBegins(..)
            | Self::MemberSays(..)
            | Self::MemberUri(_) => self.holds_object(view),
            Self::Digits(claim) | Self::Number(claim, _) => self.holds_number(view, claim),
            _ => self.holds_text(view),
        }
    }

    fn holds_header(&self, view: &View<'_>) -> bool {
        match *self {
            Self::Alg(alg) => view.header.str("alg") == Some(alg),
            Self::Header(name) => view.header.has(name),
            Self::HeaderIs(name, text) => view.header.str(name) == Some(text),
            Self::Typ(typ) => view.typ().is_some_and(|t| t.eq_ignore_ascii_case(typ)),
            _ => false,
        }
    }

    fn holds_audience(&self, view: &View<'_>) -> bool {
        let mut all = view.audiences();
        let iss = view.iss();
        match *self {
            Self::Aud(text) => all.any(|aud| aud == text),
            Self::AudAt(site) => all.any(|aud| site.holds(&Place::parse(aud))),
            Self::AudBareOrigin => {
                let mut some = false;
                all.all(|aud| {
                    some = true;
                    let place = Place::parse(aud);
                    is_web_url(aud) && !place.host.is_empty() && matches!(place.path, "" | "/")
                }) && some
            }
            Self::AudBegins(text) => all.any(|aud| aud.starts_with(text)),
            Self::AudEnds(text) => all.any(|aud| aud.ends_with(text)),
            Self::AudIsIss => all.any(|aud| Some(aud) == iss),
            Self::AudIsIssPlus(end) => {
                all.any(|aud| iss.is_some_and(|iss| aud.strip_prefix(iss) == Some(end)))
            }
            Self::AudOneAlnum(length) => one(all).is_some_and(|aud| {
                aud.len() == length && aud.bytes().all(|b| b.is_ascii_alphanumeric())
            }),
            Self::AudOne => one(all).is_some(),
            Self::AudOneGuid => one(all).is_some_and(is_guid),
            Self::AudTokenEndpoint => all.any(is_token_endpoint),
            Self::AudUrl => all.any(is_url),
            Self::Scope(text) => view.scopes().any(|scope| scope.starts_with(text)),
            _ => false,
        }
    }

    fn holds_object(&self, view: &View<'_>) -> bool {
        let object = |claim| view.value(claim).and_then(Json::as_object);
        match *self {
            Self::IsObject(claim) => object(claim).is_some(),
            Self::Member(claim, name) => object(claim).is_some_and(|o| o.has(name)),
            Self::MemberBegins(claim, text) => {
                object(claim).is_some_and(|o| o.iter().any(|(name, _)| name.starts_with(text)))
            }
            Self::MemberSays(claim, name, text) => {
                strings(object(claim).and_then(|o| o.get(name))).any(|t| t.starts_with(text))
            }
            Self::MemberUri(claim) => {
                object(claim).is_some_and(|o| o.iter().any(|(name, _)| name.contains(':')))
            }
            _ => false,
        }
    }

    fn holds_number(&self, view: &View<'_>, claim: &str) -> bool {
        let text = match view.value(claim) {
            Some(Json::Number(number)) => number.text(),
            Some(Json::String(text)) => text,
            _ => return false,
        };
        match *self {
            Self::Number(_, wanted) => text == wanted,
            _ => !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()),
        }
    }

    fn holds_text(&self, view: &View<'_>) -> bool {
        let text = |claim| view.value(claim).and_then(Json::as_str);
        match *self {
            Self::Begins(claim, start) => text(claim).is_some_and(|t| t.starts_with(start)),
            Self::BeginsAny(claim, starts) => {
                text(claim).is_some_and(|t| starts.iter().any(|start| t.starts_with(start)))
            }
            Self::Capitals(claim, length) => text(claim).is_some_and(|t| {
                t.len() == length && t.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            }),
            Self::DexSub => text("sub").is_some_and(is_dex_sub),
            Self::Ends(claim, end) => text(claim).is_some_and(|t| t.ends_with(end)),
            Self::Is(claim, wanted) => text(claim) == Some(wanted),
            Self::IsAny(claim, wanted) => {
                text(claim).is_some_and(|t| wanted.iter().any(|w| w.eq_ignore_ascii_case(t)))
            }
            Self::IsText(claim) => text(claim).is_some(),
            Self::IssAt(site) => view.iss().is_some_and(|iss| site.holds(&Place::parse(iss))),
            Self::IssIsSub => match (view.iss(), text("sub")) {
                (Some(iss), Some(sub)) => !iss.is_empty() && same_party(iss, sub),
                _ => false,
            },
            _ => false,
        }
    }
}

/// How strongly a sign speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// It makes a kind the leading candidate and no more.
    Lean,
    /// It speaks for a kind.
    Likely,
    /// It is the specification's or the vendor's own marker.
    Certain,
}

/// A rule: under a condition, a claim speaks for a kind.
#[derive(Clone, Copy, Debug)]
pub struct Sign {
    /// The kind's name in output; kinds live on a higher floor.
    pub kind: &'static str,
    /// How strongly.
    pub strength: Strength,
    /// The claim or header member it rests on.
    pub claim: &'static str,
    /// Why, in a few words.
    pub because: &'static str,
    /// The condition.
    pub when: When,
}

/// A sign that settles the kind.
#[must_use]
pub const fn sure(
    kind: &'static str,
    claim: &'static str,
    because: &'static str,
    when: When,
) -> Sign {
    Sign { kind, strength: Strength::Certain, claim, because, when }
}

/// A sign that speaks for the kind.
#[must_use]
pub const fn likely(
    kind: &'static str,
    claim: &'static str,
    because: &'static str,
    when: When,
) -> Sign {
    Sign { kind, strength: Strength::Likely, claim, because, when }
}

/// A sign that makes the kind the leading candidate.
#[must_use]
pub const fn lean(
    kind: &'static str,
    claim: &'static str,
    because: &'static str,
    when: When,
) -> Sign {
    Sign { kind, strength: Strength::Lean, claim, because, when }
}
