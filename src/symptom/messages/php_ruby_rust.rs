//! PHP, Ruby, Rust, OpenSSL.

use super::{
    AHEAD, ALGORITHM, AUDIENCE, EARLY, EXPIRED, ISSUER, KEY, NO_TOKEN, SHAPE, SIGNATURE, Table,
};

#[rustfmt::skip]
pub(super) static TABLE: Table = &[
    ("firebase/php-jwt", &[
        (&["cannot handle token", "prior to"], EARLY),
        (&["cannot handle token with iat prior to"], AHEAD),
        (&["'kid' empty, unable to lookup correct key"], &["key-not-found"]),
        (&["'kid' invalid, unable to lookup correct key"], KEY),
        (&["incorrect key for this algorithm"], ALGORITHM),
        (&["signatureinvalidexception: signature verification failed"], SIGNATURE),
        (&["invalid header encoding"], SHAPE),
        (&["invalid claims encoding"], SHAPE),
    ]),
    ("lcobucci/jwt", &[
        (&["token signature mismatch"], SIGNATURE),
        (&["token signer mismatch"], ALGORITHM),
        (&["the token cannot be used yet"], EARLY),
        (&["the token was issued in the future"], AHEAD),
        (&["is not allowed to be used by this audience"], AUDIENCE),
        (&["the token was not issued by the given issuers"], ISSUER),
        (&["the jwt string must have two dots"], SHAPE),
        (&["the jwt string is missing the"], &["token-truncated", "token-malformed", "algorithm-none"]),
        (&["not possible to parse your key"], &["key-material-format"]),
        (&["this key is not compatible with this signer"], &["key-material-format", "algorithm-not-allowed"]),
    ]),
    ("tymon/jwt-auth (Laravel)", &[
        (&["token signature could not be verified"], SIGNATURE),
        (&["the token has been blacklisted"], &["revoked"]),
    ]),
    ("Lexik JWT bundle (Symfony)", &[
        (&["jwt token not found"], NO_TOKEN),
        (&["'message':'expired jwt token'"], EXPIRED),
        (&["'message':'invalid jwt token'"], &["signature-invalid", "key-material-format", "token-malformed", "opaque-token"]),
    ]),
    ("league/oauth2-server, Laravel Passport", &[
        (&["the resource owner or authorization server denied the request"], &["missing-token", "expired", "revoked", "signature-invalid", "key-material-format"]),
    ]),
    ("ruby-jwt", &[
        (&["jwt::expiredsignature"], EXPIRED),
        (&["jwt::expiredsignature: signature has expired"], EXPIRED),
        (&["jwt::immaturesignature"], EARLY),
        (&["signature nbf has not been reached"], EARLY),
        (&["jwt::verificationerror: signature verification failed"], SIGNATURE),
        (&["invalid audience. expected", "received"], AUDIENCE),
        (&["invalid issuer. expected", "received"], ISSUER),
        (&["jwt::invalidissuererror: invalid issuer"], ISSUER),
        (&["invalid subject. expected", "received"], &["subject-mismatch"]),
        (&["jwt::invalidiaterror"], &["issued-in-future", "claim-type-invalid", "timestamp-in-milliseconds"]),
        (&["expected a different algorithm"], ALGORITHM),
        (&["not enough or too many segments"], SHAPE),
        (&["invalid segment encoding"], &["token-malformed", "opaque-token", "input-decorated"]),
        (&["nil json web token"], &["missing-token"]),
        (&["could not find public key for kid"], KEY),
        (&["no key id (kid) found from token headers"], &["key-not-found"]),
        (&["jwt::decodeerror", "no verification key available"], &["no-verification-key", "key-not-found"]),
    ]),
    ("jsonwebtoken (Rust)", &[
        (&["invalidkeyformat"], &["key-material-format"]),
        (&["missing required claim:"], &["required-claim-missing", "claim-type-invalid"]),
        (&["error(invalidtoken)"], SHAPE),
    ]),
    ("OpenSSL", &[
        (&["no start line"], &["key-material-format"]),
        (&["decoder routines::unsupported"], &["key-material-format"]),
    ]),
];
