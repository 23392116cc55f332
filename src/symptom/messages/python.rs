//! Python.

use super::{
    AHEAD, ALGORITHM, AUDIENCE, EARLY, EXPIRED, ISSUER, KEY, KEYS_AWAY, NO_AUDIENCE, SHAPE,
    SIGNATURE, Table,
};

#[rustfmt::skip]
pub(super) static TABLE: Table = &[
    ("PyJWT", &[
        (&["audience doesn't match"], AUDIENCE),
        (&["invalidaudienceerror"], AUDIENCE),
        (&["token is missing the 'aud' claim"], NO_AUDIENCE),
        (&["token is missing the '"], &["required-claim-missing"]),
        (&["invalidissuererror"], ISSUER),
        (&["the token is not yet valid (iat)"], AHEAD),
        (&["unable to find a signing key that matches:"], KEY),
        (&["could not deserialize key data"], &["key-material-format"]),
        (&["invalidsignatureerror: signature verification failed"], SIGNATURE),
        (&["immaturesignatureerror"], EARLY),
        (&["invalidalgorithmerror"], ALGORITHM),
        (&["missingrequiredclaimerror"], &["required-claim-missing"]),
        (&["invalidaudienceerror: invalid audience"], AUDIENCE),
        (&["invalidissuererror: invalid issuer"], ISSUER),
        (&["invalid token type. token must be a"], &["missing-token", "input-decorated"]),
        (&["should not be used as an hmac secret"], &["algorithm-confusion", "key-material-format", "algorithm-not-allowed"]),
        (&["fail to fetch data from the url"], KEYS_AWAY),
        (&["it is required that you pass in a value for the 'algorithms' argument"], &["algorithm-not-allowed"]),
    ]),
    ("python-jose", &[
        (&["jwtclaimserror", "invalid audience"], AUDIENCE),
        (&["error decoding token headers"], SHAPE),
        (&["at_hash claim does not match access_token"], &["token-hash-mismatch"]),
        (&["invalid or unsupported algorithm:"], ALGORITHM),
    ]),
    ("PyJWT, python-jose", &[
        (&["expiredsignatureerror"], EXPIRED),
        (&["expiredsignatureerror: signature has expired"], EXPIRED),
    ]),
    ("auth0-fastapi-api", &[
        (&["no matching key found in jwks"], KEY),
        (&["token header missing 'kid' claim"], &["key-not-found"]),
    ]),
    ("Authlib, joserfc", &[
        (&["bad_signature:"], SIGNATURE),
        (&["expired_token: the token is expired"], EXPIRED),
        (&["invalid_claim: invalid claim", "'iss'"], ISSUER),
        (&["invalid_claim: invalid claim", "'aud'"], AUDIENCE),
        (&["missing_claim: missing"], &["required-claim-missing", "audience-missing"]),
        (&["the 'typ' value in header is invalid"], &["token-type-header"]),
    ]),
    ("flask-jwt-extended", &[
        (&["non-refresh tokens are allowed"], &["refresh-token-as-access-token"]),
        (&["only access tokens are allowed"], &["refresh-token-as-access-token"]),
        (&["type in 'authorization' header. expected"], &["bearer-prefix-wrong"]),
        (&["bad authorization header. expected"], &["bearer-prefix-wrong", "input-decorated"]),
        (&["'msg':'fresh token required'"], &["custom-claim-missing"]),
    ]),
    ("djangorestframework-simplejwt", &[
        (&["given token not valid for any token type"], &["expired", "signature-invalid", "refresh-token-as-access-token", "hmac-secret-encoding"]),
        (&["token has wrong type"], &["refresh-token-as-access-token"]),
        (&["token is blacklisted"], &["revoked"]),
        (&["must contain two space-delimited values"], &["bearer-prefix-wrong", "input-decorated"]),
        (&["token contained no recognizable user identification"], &["custom-claim-missing", "machine-token-no-user"]),
    ]),
];
