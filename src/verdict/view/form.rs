//! What each form of token has beside one header and one payload.

use crate::glossary;
use crate::key::{Hash, digest_base64url};
use crate::rule::{self, Outcome};
use crate::text::escape::shortened;
use crate::text::json::{Json, Object};
use crate::token::{Damage, Disclosed, Form, Mask, Part, Place, SdJwt, Token, remarks};
use crate::verdict::report::{
    DisclosureView, InsideView, KeyBindingView, SignatureView, SignedView, TokenView,
};

/// Longest value out of a token that a note repeats, in characters.
const MAX_TEXT: usize = 80;

/// Adds to a view what its token's form has.
pub(super) fn add(view: &mut TokenView, token: &Token, mask: &Mask) {
    view.damage = damage(token, mask);
    view.signatures = signatures(token, mask);
    view.inside = token.inside.as_deref().map(|inside| Box::new(self::inside(inside, mask)));
    if let Some(sd_jwt) = token.sd_jwt() {
        disclosures(view, token, &sd_jwt, mask);
    }
    notes(view, token, mask);
}

fn object(part: &Part, mask: &Mask) -> Option<Object> {
    part.object().map(|object| mask.object(object))
}

/// The algorithm and the length of a compact token's signature.
pub(super) fn signature(token: &Token, mask: &Mask) -> Option<SignatureView> {
    let bytes = token.signature().and_then(|segment| segment.bytes.as_ref()).map(Vec::len);
    match (token.alg(), bytes) {
        (Some(alg), Some(bytes)) if bytes > 0 => {
            Some(SignatureView { alg: mask.text(alg).into_owned(), bytes })
        }
        _ => None,
    }
}

/// What is broken, traces of a bad copy first. A payload that is a token is
/// no broken one.
fn damage(token: &Token, mask: &Mask) -> Vec<String> {
    let nested = token.inside.is_some();
    let counts =
        |damage: &&Damage| !(nested && matches!(damage, Damage::Part { part: "payload", .. }));
    let told = token.damage.iter().filter(counts).map(rule::described);
    remarks(token).into_iter().chain(told).map(|text| mask.text(&text).into_owned()).collect()
}

fn signatures(token: &Token, mask: &Mask) -> Vec<SignedView> {
    let view = |one: &crate::token::Signed| SignedView {
        header: object(&one.protected, mask),
        unprotected: one.unprotected.as_ref().map(|header| mask.object(header)),
        bytes: one.signature.bytes.as_ref().map_or(0, Vec::len),
    };
    token.signatures().iter().map(view).collect()
}

fn inside(token: &Token, mask: &Mask) -> InsideView {
    InsideView {
        format: token.form.name(),
        header: object(&token.header, mask),
        claims: if token.form == Form::Jwe { None } else { object(&token.claims, mask) },
        signature: signature(token, mask),
        inside: token.inside.as_deref().map(|deeper| Box::new(self::inside(deeper, mask))),
    }
}

/// The digest of a disclosure (RFC 9901 section 4.2.3), with a hash function of
/// the registry that it names.
fn sd_digest(hash: &str, bytes: &[u8]) -> Option<String> {
    let hash = match hash {
        "sha-256" => Hash::Sha256,
        "sha-384" => Hash::Sha384,
        "sha-512" => Hash::Sha512,
        _ => return None,
    };
    Some(digest_base64url(hash, bytes))
}

fn disclosures(view: &mut TokenView, token: &Token, sd_jwt: &SdJwt, mask: &Mask) {
    let (disclosed, withheld) = sd_jwt.disclosed(&token.claims, sd_digest);
    view.disclosures = disclosed.iter().map(|one| disclosure(one, mask)).collect();
    let count = disclosed.len();
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    view.notes.push(format!(
        "{count} disclosure{}; {withheld} digest{} in the claims without one: withheld, or a decoy",
        plural(count),
        plural(withheld)
    ));
    if sd_digest(&sd_jwt.hash, &[]).is_none() {
        let hash = shortened(&sd_jwt.hash, MAX_TEXT);
        view.notes
            .push(format!("the hash function '{hash}' is not known here: no digest was checked"));
    }
    let bound = sd_jwt.is_bound(sd_digest);
    view.key_binding = sd_jwt.key_binding.as_deref().map(|binding| KeyBindingView {
        header: object(&binding.header, mask),
        claims: object(&binding.claims, mask),
        outcome: match bound {
            Some(true) => Outcome::Pass,
            Some(false) => Outcome::Fail,
            None => Outcome::Unknown,
        },
    });
    view.notes.extend(bound.map(|fits| {
        if fits {
            "a key-binding JWT goes with it, made for these very disclosures (sd_hash)".to_owned()
        } else {
            "a key-binding JWT goes with it, but its sd_hash is not that of this SD-JWT: it was made \
             for another selection of disclosures"
                .to_owned()
        }
    }));
}

fn disclosure(one: &Disclosed<'_>, mask: &Mask) -> DisclosureView {
    let (outcome, message) = match &one.place {
        Place::Path(_) => (Outcome::Pass, "its digest stands in the claims"),
        Place::Nowhere => (Outcome::Fail, "no digest in the claims stands for it"),
        Place::Twice => (Outcome::Fail, "its digest stands in the claims more than once"),
        Place::Unchecked => (Outcome::Unknown, "the hash function is not known here"),
        Place::Unreadable => (Outcome::Fail, "it is no JSON array of salt, name and value"),
    };
    let path = match &one.place {
        Place::Path(path) => Some(mask.text(path).into_owned()),
        _ => None,
    };
    // A private key may be disclosed as well as claimed.
    let value = one.value.map_or(Json::Null, |value| mask.json(value));
    let name = one.name.map(|name| mask.text(name).into_owned());
    DisclosureView { name, value, path, outcome, message: message.to_owned() }
}

fn notes(view: &mut TokenView, token: &Token, mask: &Mask) {
    let header = token.header.members();
    let shown = |text: &str| shortened(&mask.text(text), MAX_TEXT).into_owned();
    let notes = &mut view.notes;
    match token.form {
        Form::Jwe => {
            for name in ["alg", "enc"] {
                let Some(value) = header.str(name) else { continue };
                let meaning = glossary::value(name, value).unwrap_or("no registered algorithm");
                notes.push(format!("{name} {}: {meaning}", shown(value)));
            }
            if let Some(kid) = header.str("kid") {
                notes.push(format!("kid {}: the name of the key that opens it", shown(kid)));
            }
            if header.str("cty").is_some_and(|cty| crate::token::normal_typ(cty) == "jwt") {
                notes.push("cty JWT: a signed token lies inside".to_owned());
            }
        }
        Form::JwsJson => notes.push(match view.signatures.len() {
            1 => "one signature, in JSON: no API takes this as a bearer token".to_owned(),
            n => format!("{n} signatures over one payload: good if any is (RFC 7515 section 7.2)"),
        }),
        Form::Jws if token.alg().is_some_and(|alg| alg.eq_ignore_ascii_case("none")) => {
            notes.push(
                "unsecured: alg is none, so anyone can have written it (RFC 7519 section 6)"
                    .to_owned(),
            );
        }
        Form::Jws | Form::None | Form::Opaque | Form::SdJwt => {}
    }
    if header.get("b64") == Some(&Json::Bool(false)) {
        notes.push(
            "b64 is false: the payload is signed as it is, not in base64url (RFC 7797)".to_owned(),
        );
    }
    if token.inside.is_some() {
        notes.push("its payload is a token: a nested JWT (RFC 7519 section 5.2)".to_owned());
    }
}
