//! Level 4: the log-odds of an access token over an ID token, in tenths.
//! Weights come from published tokens of both kinds, rounded and capped.

use crate::issuer::sign::{Test, View, When, any, has, test};
use crate::kind::{Evidence, Kind};
use crate::token::Token;

/// One sign and its weight.
struct Weight {
    /// Stable name.
    code: &'static str,
    /// Tenths; above zero for an access token.
    tenths: i32,
    /// Signs of a group count up to the group's bound together.
    group: Group,
    /// The claim it rests on.
    claim: &'static str,
    because: &'static str,
    when: When,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    /// Counts by itself.
    Alone,
    /// Facts about the user: at most -1.8 together, since who has one has many.
    Facts,
    /// Rights and bindings: at most 2.5 together.
    Rights,
    /// Says something only beside another sign.
    Weak,
}

const RIGHTS_AT_MOST: i32 = 25;
const FACTS_AT_MOST: i32 = 18;
/// What a bare audience weighs beside scopes or a client: servers that put the
/// client id into access tokens are many.
const BARE_BESIDE_ACCESS: i32 = 7;

const fn weight(
    code: &'static str,
    tenths: i32,
    claim: &'static str,
    because: &'static str,
    when: When,
) -> Weight {
    Weight { code, tenths, group: Group::Alone, claim, because, when }
}

impl Weight {
    const fn in_group(self, group: Group) -> Self {
        Self { group, ..self }
    }
}

const fn right(code: &'static str, because: &'static str, when: When) -> Weight {
    weight(code, 15, code, because, when).in_group(Group::Rights)
}

const PROFILE: [&str; 16] = [
    "_claim_names",
    "address",
    "birthdate",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "phone_number",
    "picture",
    "preferred_username",
    "profile",
    "updated_at",
    "verified_claims",
];

static WEIGHTS: &[Weight] = &[
    weight("scope", 25, "scope", "scopes are granted for an API", any(&["scope", "scopes", "scp"])),
    weight(
        "client",
        20,
        "client_id",
        "it names the client beside the audience",
        any(&["client_id", "cid", "appid"]),
    ),
    weight(
        "aud_userinfo",
        30,
        "aud",
        "the userinfo endpoint is an audience",
        test(&[Test::AudEnds("/userinfo")]),
    ),
    weight("aud_url", 25, "aud", "the audience is a URL, as APIs have", test(&[Test::AudUrl])),
    right("cnf", "it is bound to a key of its sender", has(&["cnf"])),
    right("permissions", "permissions", has(&["permissions", "iss"])),
    right("roles", "roles", has(&["roles", "iss", "aud"])),
    right("gty", "the grant type", has(&["gty"])),
    right("act", "someone acts for the subject (RFC 8693)", has(&["act"])),
    right(
        "authorization_details",
        "details of an authorization (RFC 9396)",
        has(&["authorization_details"]),
    ),
    weight("no_aud", 20, "aud", "no audience: an ID token must have one", ALWAYS_NO_AUD)
        .in_group(Group::Weak),
    weight("azp", 5, "azp", "azp, in both but more often here", has(&["azp"]))
        .in_group(Group::Weak),
    weight("jti", 5, "jti", "an id or a start time, more often here", any(&["jti", "nbf"]))
        .in_group(Group::Weak),
    weight(
        "hash",
        -30,
        "at_hash",
        "a hash of what was issued beside it (OpenID Connect Core section 3)",
        any(&["at_hash", "c_hash", "s_hash"]),
    ),
    weight("nonce", -24, "nonce", "the nonce of a login", has(&["nonce"])),
    weight("profile", -13, "name", "facts about the user", any(&PROFILE)).in_group(Group::Facts),
    weight("email", -10, "email", "the user's e-mail address", any(&["email", "email_verified"]))
        .in_group(Group::Facts),
    weight(
        "authentication",
        -4,
        "auth_time",
        "how and when the user logged in",
        any(&["amr", "acr", "auth_time"]),
    ),
    weight(
        "aud_bare",
        -12,
        "aud",
        "the audience is one bare word or number, as client ids are",
        has(&["aud"]).test(&[Test::Not(&Test::AudUrl), Test::AudOne]),
    )
    .in_group(Group::Weak),
];

const ALWAYS_NO_AUD: When = crate::issuer::sign::ALWAYS.lacks(&["aud"]);

/// The score of a token's claims.
#[derive(Clone, Copy, Debug)]
pub(super) struct Score {
    /// Tenths; above zero for an access token.
    pub(super) tenths: i32,
    /// There is a sign of an access token that counts by itself.
    access: bool,
    /// There is a sign of an ID token that counts by itself.
    id: bool,
    /// The signs that hold, as bits of the table.
    held: u32,
}

impl Score {
    pub(super) fn of(view: &View<'_>) -> Self {
        let mut score = Self { tenths: 0, access: false, id: false, held: 0 };
        let (mut rights, mut facts) = (0, 0);
        for (at, weight) in WEIGHTS.iter().enumerate() {
            if !weight.when.holds(view) || (weight.code == "no_aud" && !score.access) {
                continue;
            }
            score.held |= 1 << at;
            match weight.group {
                Group::Facts => facts += weight.tenths,
                Group::Rights => rights += weight.tenths,
                Group::Alone | Group::Weak => score.tenths += weight.tenths,
            }
            if weight.group != Group::Weak {
                score.access |= weight.tenths > 0;
                score.id |= weight.tenths < 0;
            }
        }
        score.tenths += rights.min(RIGHTS_AT_MOST) + facts.max(-FACTS_AT_MOST);
        if score.access && score.holds("aud_bare") {
            score.tenths += BARE_BESIDE_ACCESS;
        }
        score
    }

    fn holds(&self, code: &str) -> bool {
        let held = |at: usize| self.held & (1 << at) != 0;
        WEIGHTS.iter().enumerate().any(|(at, weight)| held(at) && weight.code == code)
    }

    /// Whether nothing but a URL as audience speaks for an access token: so do
    /// grants and assertions address a server.
    pub(super) fn address_only(&self) -> bool {
        let speaks = |(at, weight): (usize, &Weight)| {
            let counts = weight.tenths > 0 && weight.group != Group::Weak;
            counts && weight.code != "aud_url" && self.held & (1 << at) != 0
        };
        !WEIGHTS.iter().enumerate().any(speaks)
    }

    /// The kind that the score speaks for; `None` where nothing speaks.
    pub(super) fn kind(&self, view: &View<'_>) -> Option<Kind> {
        if self.tenths > 0 {
            return self.access.then_some(Kind::AccessToken);
        }
        // OpenID Connect Core section 2: iss, sub, aud, exp and iat are required.
        let login = any(&["nonce", "at_hash", "c_hash", "s_hash"]).holds(view);
        let whole = has(&["iss", "aud", "exp"]).holds(view);
        let fits = whole || (login && any(&["iss", "aud"]).holds(view));
        (self.tenths < 0 && self.id && fits).then_some(Kind::IdToken)
    }

    /// The signs, as evidence.
    pub(super) fn evidence(&self, into: &mut Vec<Evidence>) {
        for (at, weight) in WEIGHTS.iter().enumerate() {
            if self.held & (1 << at) == 0 {
                continue;
            }
            let (this, other) = if weight.tenths > 0 {
                (Kind::AccessToken, Kind::IdToken)
            } else {
                (Kind::IdToken, Kind::AccessToken)
            };
            into.push(Evidence {
                speaks_for: Some(this),
                speaks_against: (weight.tenths.abs() >= 20).then_some(other),
                claim: weight.claim.into(),
                because: weight.because.into(),
            });
        }
    }
}

/// One sign of level 4 that a token shows, for fitting the weights anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Feature {
    /// Its stable name.
    pub code: &'static str,
    /// Its weight here, above zero for an access token.
    pub weight: f64,
}

/// The signs of level 4 that a token shows.
#[must_use]
pub fn features(token: &Token) -> Vec<Feature> {
    let view = View::new(token.header.members(), token.claims.members());
    let held = WEIGHTS.iter().filter(|weight| weight.when.holds(&view));
    held.map(|w| Feature { code: w.code, weight: f64::from(w.tenths) / 10.0 }).collect()
}
