//! The fields of a record: what a server looks at in a request and a token,
//! how it reads it, in which order, and what it answers. Plain data.

use super::reply::{On, Reply};
use crate::api::CheckId;
use crate::key::Practice;

/// What a server does.
#[derive(Clone, Copy, Debug)]
pub struct Behaviour {
    /// Where it looks for the token; `None`: as RFC 6750 says, every departure named.
    pub reading: Option<Reading>,
    /// Most bytes of request header.
    pub header_limit: Option<usize>,
    /// How it reads the signature and finds the key.
    pub practice: Practice,
    /// The JOSE header.
    pub header: HeaderRule,
    /// What it does with names that stand twice.
    pub duplicates: Duplicates,
    /// A payload that is no JSON object counts as one without claims.
    pub any_payload: bool,
    /// `crit`.
    pub crit: Crit,
    /// `typ`.
    pub typ: TypRule,
    /// Algorithms where the API names none; empty: what the key can do.
    pub algorithms: &'static [&'static str],
    /// The API can name no algorithm besides these.
    pub no_other_algorithms: bool,
    /// `iss`.
    pub issuer: IssuerRule,
    /// `aud`.
    pub audience: AudienceRule,
    /// `exp`.
    pub exp: TimeRule,
    /// `nbf`.
    pub nbf: TimeRule,
    /// `iat`; bounded: one ahead is refused.
    pub iat: TimeRule,
    /// Claims whose JSON type has to be right wherever they stand, asked for or not.
    pub typed: &'static [&'static str],
    /// Claims that have to be there whatever the API says.
    pub required: &'static [&'static str],
    /// Claims that have to be there unless the API names some.
    pub required_by_default: &'static [&'static str],
    /// A needed claim that is `null` counts as there.
    pub null_is_there: bool,
    /// A needed claim that is an empty string counts as absent.
    pub blank_is_absent: bool,
    /// Scopes.
    pub scope: ScopeRule,
    /// `at_hash` without the access token that it is of is refused.
    pub minds_hash: bool,
    /// A token bound to a DPoP key is refused as a plain bearer token.
    pub minds_binding: bool,
    /// A wrong kind of token explains a refusal; not where ID tokens are wanted by design.
    pub kind_explains: bool,
    /// Kinds named by the payload's `type` that are refused outright.
    pub refused_types: &'static [&'static str],
    /// Checks in the order in which they are made; the others follow.
    pub order: &'static [CheckId],
    /// Answers to particular failures, the first that fits counts.
    pub replies: &'static [(On, Reply)],
    /// Answer to a request in which no token is found.
    pub no_token: Reply,
    /// Answer to a token that is no good, where no other is named.
    pub bad_token: Reply,
    /// What `{also}` in a challenge stands for.
    pub also: &'static str,
}

/// Where a server looks for the token.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// `bearer` in any letter case.
    pub any_case: bool,
    /// What may stand between the scheme and the token.
    pub gap: Gap,
    /// What several `Authorization` fields are.
    pub repeated: Repeated,
    /// `access_token` in the query is taken too.
    pub query: bool,
    /// `access_token` in a form body is taken too.
    pub form: bool,
    /// A token in several places at once is refused.
    pub one_place: bool,
    /// The field is a list with commas, of which the first element counts.
    pub list: bool,
}

/// What may stand between the scheme and the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Spaces and tabs.
    Blanks,
    /// Spaces and tabs; what follows the first word is passed over.
    FirstWord,
    /// One space.
    OneSpace,
    /// Spaces.
    Spaces,
}

/// What several fields of one name are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeated {
    /// The first counts.
    First,
    /// One value, joined by commas.
    Joined,
    /// One value, joined by commas, in which the scheme is searched for.
    Searched,
}

/// The JOSE header.
#[derive(Clone, Copy, Debug)]
pub struct HeaderRule {
    /// Members that have to be strings where they are there.
    pub strings: &'static [&'static str],
    /// Members that have to be lists of strings where they are there.
    pub string_lists: &'static [&'static str],
    /// `null` counts as absent, but for `alg`.
    pub null_is_absent: bool,
    /// The only members that may be there; empty: any.
    pub known: &'static [&'static str],
    /// Most characters of the first part.
    pub limit: Option<usize>,
}

/// What a server does with names that stand twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicates {
    /// The first counts.
    First,
    /// The last counts.
    Last,
    /// The token is refused.
    Refused,
    /// It is refused for these claims, and for header members whose type is
    /// checked; of others the last counts.
    RefusedAmong(&'static [&'static str]),
}

/// What a server does with `crit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crit {
    /// It does not look at it.
    Ignored,
    /// Names other than these are refused.
    Knows {
        /// The names.
        names: &'static [&'static str],
        /// An empty list is taken.
        empty: bool,
        /// `null` and `false` count as absent.
        falsy: bool,
        /// `b64` false without `crit` is passed over.
        lone_b64: bool,
    },
    /// Every name is refused, and `b64` without it (RFC 7515 section 4.1.11).
    Refused,
}

/// What a server does with `typ`.
#[derive(Clone, Copy, Debug)]
pub struct TypRule {
    /// The values that it takes; empty: any.
    pub accepted: &'static [&'static str],
    /// Whether a token without `typ` passes where some are asked for.
    pub absent_passes: bool,
}

/// What becomes of a value of another type than the specification says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// The claim counts as absent.
    Absent,
    /// It is read as a number (digits, true as 1).
    Number,
    /// The token is refused.
    Refused,
    /// It is read as 0.
    Zero,
}

/// How a server reads a time.
#[derive(Clone, Copy, Debug)]
pub struct TimeReading {
    /// A string of digits.
    pub digits: Take,
    /// Another string.
    pub words: Take,
    /// An empty string.
    pub blank: Take,
    /// `true` and `false`.
    pub truth: Take,
    /// `null`.
    pub null: Take,
    /// A list or an object.
    pub other: Take,
    /// A number below 0.
    pub negative: Take,
    /// The number 0.
    pub zero: Take,
    /// A number with a fraction: `Number` keeps it.
    pub fraction: Take,
    /// A number with an exponent: `Number` makes it one like others.
    pub exponent: Take,
    /// Fractions are cut off.
    pub whole: bool,
    /// The greatest number of seconds that it can hold.
    pub most: i64,
    /// A number beyond that.
    pub beyond: Take,
}

/// What a server does with a time.
#[derive(Clone, Copy, Debug)]
pub struct TimeRule {
    /// It is looked at.
    pub read: bool,
    /// How it is read.
    pub reading: &'static TimeReading,
    /// It is compared with the clock.
    pub bounded: bool,
    /// Clock tolerance in seconds where the API names none.
    pub leeway: i64,
    /// The very second of the boundary still passes.
    pub edge_passes: bool,
}

/// What a server does with `iss`.
#[derive(Clone, Copy, Debug)]
pub struct IssuerRule {
    /// An absent one passes.
    pub missing_passes: bool,
    /// What becomes of one that is no string.
    pub odd: Take,
    /// A list that holds the wanted one passes.
    pub lists: bool,
}

/// What a server does with `aud`.
#[derive(Clone, Copy, Debug)]
pub struct AudienceRule {
    /// An absent one passes.
    pub missing_passes: bool,
    /// `null`, `false`, an empty string and an empty list count as absent.
    pub blank_is_missing: bool,
    /// What becomes of one that is neither string nor list of strings.
    pub odd: Take,
    /// Every member of a list has to be a string.
    pub members_checked: bool,
    /// A list that holds the wanted one passes.
    pub lists: bool,
    /// What counts when two are compared.
    pub compared: Compared,
    /// A token with `aud` is refused where the API names none.
    pub refused_unasked: bool,
    /// `client_id` is taken where there is no `aud`.
    pub from_client_id: bool,
}

/// What counts when two audiences are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// Every letter.
    Exactly,
    /// Neither a final slash nor `http://` or `https://` in front.
    WithoutSchemeAndSlash,
    /// Not a final slash.
    WithoutSlash,
}

impl Compared {
    /// What is left of an audience for the comparison.
    #[must_use]
    pub fn core(self, audience: &str) -> &str {
        let bare = |text| -> &str { str::strip_suffix(text, '/').unwrap_or(text) };
        match self {
            Self::Exactly => audience,
            Self::WithoutSlash => bare(audience),
            Self::WithoutSchemeAndSlash => {
                let rest = audience.strip_prefix("https://");
                bare(rest.or_else(|| audience.strip_prefix("http://")).unwrap_or(audience))
            }
        }
    }
}

/// How a server reads scopes.
#[derive(Clone, Copy, Debug)]
pub struct ScopeRule {
    /// Claims that are read where the API names none.
    pub claims: &'static [&'static str],
    /// One of the wanted scopes suffices.
    pub any: bool,
    /// A list of strings is read too, not only one string.
    pub lists: bool,
    /// Single spaces alone separate the words of a string.
    pub spaces: bool,
}

/// A number and nothing else.
pub static NUMBER: TimeReading = TimeReading {
    digits: Take::Refused,
    words: Take::Refused,
    blank: Take::Refused,
    truth: Take::Refused,
    null: Take::Refused,
    other: Take::Refused,
    negative: Take::Number,
    zero: Take::Number,
    fraction: Take::Number,
    exponent: Take::Number,
    whole: false,
    most: i64::MAX,
    beyond: Take::Number,
};

impl Behaviour {
    /// All checks in the order in which the server makes them.
    pub fn order(&self) -> impl Iterator<Item = CheckId> + use<> {
        // What the bearer may do is asked of a token that is good (RFC 6750 section 3.1).
        let (first, last) = (self.order, [CheckId::Scope, CheckId::Permissions]);
        let rest = CheckId::ALL.into_iter().filter(move |id| !last.contains(id)).chain(last);
        first.iter().copied().chain(rest.filter(|id| !first.contains(id)))
    }

    /// Whether the API can name the algorithm here.
    #[must_use]
    pub fn can_take(&self, alg: &str) -> bool {
        !self.no_other_algorithms || self.algorithms.contains(&alg)
    }

    /// By the specifications, with what the API asks for.
    pub const RFC: Self = Self {
        reading: None,
        header_limit: None,
        practice: Practice::RFC,
        header: HeaderRule {
            // RFC 7515 section 4.1.
            strings: &["alg", "kid", "typ", "cty", "jku", "x5u", "x5t"],
            string_lists: &[],
            null_is_absent: false,
            known: &[],
            limit: None,
        },
        duplicates: Duplicates::Refused,
        any_payload: false,
        crit: Crit::Refused,
        typ: TypRule { accepted: &[], absent_passes: false },
        algorithms: &[],
        no_other_algorithms: false,
        issuer: IssuerRule { missing_passes: false, odd: Take::Refused, lists: false },
        audience: AudienceRule {
            missing_passes: false,
            blank_is_missing: false,
            odd: Take::Refused,
            members_checked: true,
            lists: true,
            compared: Compared::Exactly,
            refused_unasked: false,
            from_client_id: false,
        },
        exp: TimeRule {
            read: true,
            reading: &NUMBER,
            bounded: true,
            leeway: 0,
            edge_passes: false,
        },
        nbf: TimeRule { read: true, reading: &NUMBER, bounded: true, leeway: 0, edge_passes: true },
        iat: TimeRule {
            read: true,
            reading: &NUMBER,
            bounded: false,
            leeway: 0,
            edge_passes: true,
        },
        typed: &[],
        required: &[],
        required_by_default: &[],
        null_is_there: false,
        blank_is_absent: false,
        scope: ScopeRule { claims: &["scope", "scp"], any: false, lists: true, spaces: false },
        minds_hash: false,
        minds_binding: false,
        kind_explains: true,
        refused_types: &[],
        order: &[],
        replies: super::reply::BY_RFC,
        no_token: Reply::of(401).challenge("Bearer error=\"invalid_token\""),
        bad_token: Reply::of(401).challenge("Bearer error=\"invalid_token\""),
        also: "",
    };
}
