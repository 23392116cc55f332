//! Services whose JWTs are sessions, sent by an app to its own backend, and
//! proxies that vouch for a user.

use super::BLANK;
use super::identity::ID_ONLY;
use crate::issuer::Provider;
use crate::issuer::sign::{Test, any, has, lean, likely, test};
use crate::issuer::site::Site;

const ASK_OWN_BACKEND: &str = "send the session token: the app's own backend takes it; for other \
                               APIs let that backend issue a token for {audience}";

const ID_TOKEN_OF_ITS_OAUTH: &str = "nonce or a hash, and no scope";

pub(super) static SUPABASE: Provider = Provider {
    id: "supabase",
    title: "Supabase",
    sites: &[
        Site::Under(".supabase.co"),
        Site::Under(".supabase.in"),
        Site::Exact("supabase"),
        Site::Exact("supabase-demo"),
        Site::PathEnd("/auth/v1"),
    ],
    shapes: &[has(&["aal", "role", "session_id"])],
    markers: &[
        likely(
            "id_token",
            "at_hash",
            ID_TOKEN_OF_ITS_OAUTH,
            any(&ID_ONLY).lacks(&["scope", "role"]),
        ),
        lean(
            "access_token",
            "role",
            "the project's API key, which names no user",
            has(&["role"])
                .lacks(&["session_id", "email"])
                .test(&[Test::IsAny("role", &["anon", "service_role"])]),
        ),
        likely(
            "access_token",
            "role",
            "a session's access token: role, aal, session_id",
            has(&["role"]).any(&["aal", "session_id", "app_metadata"]),
        ),
        likely(
            "access_token",
            "aud",
            "the audience of Supabase's access tokens",
            test(&[Test::Aud("authenticated")]),
        ),
    ],
    ask_for_api: ASK_OWN_BACKEND,
    ..BLANK
};

pub(super) static CLERK: Provider = Provider {
    id: "clerk",
    title: "Clerk",
    sites: &[Site::Under(".clerk.accounts.dev"), Site::Under(".accounts.dev")],
    shapes: &[
        test(&[Test::Begins("sid", "sess_"), Test::Begins("sub", "user_")]),
        test(&[Test::Begins("sid", "sess_")]).any(&["azp", "fva", "sts"]),
    ],
    markers: &[
        likely("id_token", "at_hash", ID_TOKEN_OF_ITS_OAUTH, any(&ID_ONLY).lacks(&["scope"])),
        likely(
            "access_token",
            "sid",
            "a session token, which the app's own backend is meant to take",
            test(&[Test::Begins("sid", "sess_")]),
        ),
        lean(
            "access_token",
            "sub",
            "a user, and no audience",
            has(&["sub", "exp"]).lacks(&["aud"]),
        ),
    ],
    ask_for_api: "send the session token (getToken()); for other APIs make a JWT template whose \
                  aud is {audience} and call getToken({ template })",
    ..BLANK
};

pub(super) static WORKOS: Provider = Provider {
    id: "workos",
    title: "WorkOS AuthKit",
    sites: &[Site::Host("api.workos.com"), Site::Under(".authkit.app")],
    shapes: &[test(&[Test::Begins("sid", "session_")])],
    markers: &[
        likely("id_token", "at_hash", ID_TOKEN_OF_ITS_OAUTH, any(&ID_ONLY).lacks(&["scope"])),
        lean(
            "unknown",
            "user",
            "an unsealed session, which is kept in a cookie",
            has(&["user", "sid"]).lacks(&["sub"]),
        ),
        likely(
            "access_token",
            "sid",
            "a session's access token, which the app's own backend is meant to take",
            has(&["sub"]).test(&[Test::Begins("sid", "session_")]),
        ),
    ],
    ask_for_api: ASK_OWN_BACKEND,
    ..BLANK
};

pub(super) static STYTCH: Provider = Provider {
    id: "stytch",
    title: "Stytch",
    sites: &[
        Site::Host("stytch.com"),
        Site::Host("api.stytch.com"),
        Site::Host("test.stytch.com"),
        Site::Under(".customers.stytch.dev"),
        Site::Under(".customers.stytch.com"),
    ],
    shapes: &[has(&["https://stytch.com/*"])],
    markers: &[
        likely("id_token", "at_hash", ID_TOKEN_OF_ITS_OAUTH, any(&ID_ONLY).lacks(&["scope"])),
        likely(
            "access_token",
            "https://stytch.com/session",
            "a session, which the app's own backend is meant to take",
            has(&["https://stytch.com/*"]),
        ),
    ],
    ask_for_api: ASK_OWN_BACKEND,
    ..BLANK
};

pub(super) static DESCOPE: Provider = Provider {
    id: "descope",
    title: "Descope",
    sites: &[Site::Host("api.descope.com")],
    shapes: &[test(&[Test::IsAny("drn", &["DS", "DSR"])])],
    markers: &[
        likely(
            "refresh_token",
            "drn",
            "drn is DSR: a refresh session",
            test(&[Test::Is("drn", "DSR")]),
        ),
        likely(
            "access_token",
            "drn",
            "drn is DS: a session, which the app's own backend is meant to take",
            test(&[Test::Is("drn", "DS")]),
        ),
        likely("id_token", "at_hash", ID_TOKEN_OF_ITS_OAUTH, any(&ID_ONLY).lacks(&["scope"])),
    ],
    ask_for_api: ASK_OWN_BACKEND,
    ..BLANK
};

pub(super) static CLOUDFLARE: Provider = Provider {
    id: "cloudflare",
    title: "Cloudflare Access",
    sites: &[Site::Under(".cloudflareaccess.com")],
    shapes: &[has(&["identity_nonce"]), has(&["common_name"]).test(&[Test::Is("type", "app")])],
    markers: &[likely(
        "access_token",
        "iss",
        "an assertion for the app behind Cloudflare Access; it comes in the header \
         Cf-Access-Jwt-Assertion",
        has(&["aud"]).lacks(&["nonce", "at_hash"]),
    )],
    ask_for_api: "read the header Cf-Access-Jwt-Assertion and expect the application's AUD tag \
                  as audience",
    ..BLANK
};

pub(super) static SHOPIFY: Provider = Provider {
    id: "shopify",
    title: "Shopify",
    sites: &[Site::Under(".myshopify.com")],
    markers: &[likely(
        "access_token",
        "dest",
        "a session token of the shop's admin, which the app's own backend is meant to take",
        has(&["dest", "aud", "sub"]).lacks(&ID_ONLY),
    )],
    ask_for_api: "App Bridge gives a session token for the app's own backend alone",
    ..BLANK
};

pub(super) static HASURA: Provider = Provider {
    id: "hasura",
    title: "Hasura",
    shapes: &[has(&["https://hasura.io/jwt/claims"])],
    markers: &[lean(
        "access_token",
        "https://hasura.io/jwt/claims",
        "roles for Hasura, which takes any JWT that carries them",
        has(&["https://hasura.io/jwt/claims"]).lacks(&ID_ONLY),
    )],
    ..BLANK
};

pub(super) static DIRECTUS: Provider = Provider {
    id: "directus",
    title: "Directus",
    sites: &[Site::Exact("directus")],
    shapes: &[has(&["app_access", "admin_access"])],
    markers: &[likely(
        "access_token",
        "app_access",
        "a session of a Directus server, for that server",
        has(&["app_access", "admin_access"]),
    )],
    ask_for_api: ASK_OWN_BACKEND,
    ..BLANK
};

pub(super) static POCKETBASE: Provider = Provider {
    id: "pocketbase",
    title: "PocketBase",
    shapes: &[has(&["collectionId", "id", "type"])],
    markers: &[likely(
        "access_token",
        "type",
        "a session of a PocketBase server, for that server",
        has(&["collectionId"]).test(&[Test::IsAny("type", &["auth", "authRecord"])]),
    )],
    ask_for_api: ASK_OWN_BACKEND,
    ..BLANK
};
