//! Texts that several libraries share: they count where nothing tells which one spoke.

use super::{ALGORITHM, AUDIENCE, EARLY, EXPIRED, ISSUER, NO_TOKEN, SCOPE, SIGNATURE, Table};

#[rustfmt::skip]
pub(super) static TABLE: Table = &[
    ("jsonwebtoken (npm), Kong and others", &[
        (&["invalid algorithm"], ALGORITHM),
        (&["invalid signature"], SIGNATURE),
    ]),
    ("jsonwebtoken (npm) and others", &[
        (&["jwt expired"], EXPIRED),
    ]),
    ("express-oauth2-jwt-bearer (npm) and others", &[
        (&["insufficient scope"], SCOPE),
    ]),
    ("jose (npm), PyJWT, php-jwt, ruby-jwt", &[
        (&["signature verification failed"], SIGNATURE),
    ]),
    ("Envoy, Istio, Okta verifiers", &[
        (&["jwt is expired"], EXPIRED),
    ]),
    ("PyJWT, python-jose, ruby-jwt", &[
        (&["signature has expired"], EXPIRED),
    ]),
    ("python-jose, PyJWT, ruby-jwt", &[
        (&["invalid audience"], AUDIENCE),
        (&["invalid issuer"], ISSUER),
    ]),
    ("python-jose", &[
        (&["signature verification failed."], SIGNATURE),
    ]),
    ("golang-jwt, auth0-fastapi-api and others", &[
        (&["token is expired"], EXPIRED),
    ]),
    ("auth0-fastapi-api and others", &[
        (&["issuer mismatch"], ISSUER),
        (&["audience mismatch"], AUDIENCE),
    ]),
    ("Envoy, Istio, PostgREST", &[
        (&["jwt not yet valid"], EARLY),
    ]),
    ("jsonwebtoken (Rust)", &[
        (&["invalidaudience"], AUDIENCE),
        (&["invalidissuer"], ISSUER),
        (&["expiredsignature"], EXPIRED),
        (&["immaturesignature"], EARLY),
        (&["missingrequiredclaim"], &["required-claim-missing", "claim-type-invalid"]),
        (&["invalidsignature"], SIGNATURE),
        (&["invalidalgorithm"], ALGORITHM),
        (&["invalidsubject"], &["subject-mismatch"]),
    ]),
    ("firebase/php-jwt and others", &[
        (&["expired token"], EXPIRED),
    ]),
    ("golang-jwt and others", &[
        (&["signature is invalid"], SIGNATURE),
        (&["token is not valid yet"], EARLY),
    ]),
    ("lcobucci/jwt, Authlib, joserfc", &[
        (&["the token is expired"], EXPIRED),
    ]),
    ("firebase/php-jwt, PyJWT", &[
        (&["algorithm not supported"], ALGORITHM),
    ]),
    ("Authlib, joserfc and others", &[
        (&["the token is not valid yet"], EARLY),
    ]),
    ("flask-jwt-extended and others", &[
        (&["missing authorization header"], NO_TOKEN),
        (&["token has been revoked"], &["revoked"]),
    ]),
    ("flask-jwt-extended, tymon/jwt-auth and others", &[
        (&["token has expired"], EXPIRED),
    ]),
];
