//! Reports made by hand, for the tests of every format.

use crate::server::Fault;
use crate::text::json::{Json, Object};
use crate::verdict::report::{
    Check, CheckId, Decision, EvidenceView, Finding, Http, KindView, Outcome, Report, SCHEMA,
    Severity, SignatureView, Source, TokenView, Verdict,
};

/// Everything that must not come out of a renderer as it went in.
pub(super) const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;t\u{7}\r\n::error::pwned\n\n# pwned\u{202e}\u{200b}\u{feff}\u{9b}\u{7f}\u{e0041}\u{0}%0A::error::x ``` `` ` | <script>]]>&amp;\"'</failure> -->\u{fffe}";

const NOW: i64 = 1_795_169_400;
const API: &str = "https://orders.example.com";
const CLIENT: &str = "kH3vQpLr8TnYw2ZsXe5JmB7cDf9GaU1o";

pub(super) fn all() -> Vec<(&'static str, Report)> {
    let mut all = typical();
    all.extend([
        ("encrypted", encrypted()),
        ("missing", missing()),
        ("damaged", damaged()),
        ("opaque", opaque()),
        ("decoded", decoded()),
    ]);
    let spoilt: Vec<(&str, Report)> = all.iter().map(|(n, r)| (*n, hostile(r.clone()))).collect();
    all.extend(spoilt);
    all
}

/// Verdicts as people see them every day.
pub(super) fn typical() -> Vec<(&'static str, Report)> {
    vec![
        ("rejected", rejected()),
        ("accepted", accepted()),
        ("undecided", undecided()),
        ("busy", busy()),
    ]
}

fn object(text: &str) -> Object {
    Json::parse(text.as_bytes()).unwrap().as_object().unwrap().clone()
}

fn sign(
    speaks_for: Option<&'static str>,
    against: Option<&'static str>,
    claim: &'static str,
    because: &'static str,
) -> EvidenceView {
    EvidenceView { speaks_for, against, claim: claim.into(), because: because.into() }
}

fn checks(issue: fn(&'static str) -> Outcome, audience: &str, scope: &Json) -> Vec<Check> {
    let tenant = "https://acme.us.auth0.com/";
    let made = |id: CheckId| {
        let (wanted, found) = match id.name() {
            "algorithm" => (Json::from(vec!["RS256"]), Json::from("RS256")),
            "signature" => (Json::from("a key of the issuer"), "kid ZrT9kQ2mXw7LpV4s".into()),
            "issuer" => (Json::from(tenant), Json::from(tenant)),
            "audience" => (Json::from(vec![API]), Json::from(vec![Json::text(audience)])),
            "expires" => (Json::from(NOW), Json::from(NOW + 27_960)),
            "scope" => (Json::from(vec!["read:orders"]), scope.clone()),
            _ => (Json::Null, Json::Null),
        };
        let spec = if id == CheckId::Audience { "RFC 7519 4.1.3" } else { "RFC 7519 7.2" };
        let (outcome, message) = (issue(id.name()), "as it should be".into());
        Check { id, outcome, wanted, found, message, spec, fault: Fault::Value }
    };
    CheckId::ALL.into_iter().map(made).collect()
}

/// An ID token, sent where an access token belongs.
pub(super) fn rejected() -> Report {
    let issue = |id| match id {
        "audience" | "scope" => Outcome::Fail,
        "nonce" | "access_token_hash" | "code_hash" | "auth_time" | "acr" | "permissions"
        | "organization" | "sender_constraint" | "required_claims" | "authorized_party" => {
            Outcome::Skip
        }
        _ => Outcome::Pass,
    };
    let summary = "You sent the ID token. It tells your app who signed in, so its audience is the \
                   app, kH3vQpLr8TnYw2ZsXe5JmB7cDf9GaU1o. This API takes only tokens made for it, \
                   https://orders.example.com. The token itself is genuine and live.";
    let fix = vec![
        "ask for   audience=https://orders.example.com in the authorize request".to_owned(),
        "send      Authorization: Bearer <access_token>, not <id_token>".to_owned(),
    ];
    let finding = |rule, severity, message: &str| Finding {
        rule,
        severity,
        message: message.to_owned(),
        fix: fix.clone(),
        spec: "OpenID Connect Core 2",
    };
    let mut report = decoded();
    report.checks = checks(issue, CLIENT, &Json::Null);
    report.findings = vec![
        finding("id-token-as-access-token", Severity::Error, summary),
        finding("audience-mismatch", Severity::Error, "aud is kH3v, wanted https://orders"),
        finding("insufficient-scope", Severity::Error, "no scope, wanted read:orders"),
    ];
    report.verdict = Some(Verdict {
        decision: Decision::Reject,
        root_cause: "id-token-as-access-token",
        causes: vec!["id-token-as-access-token", "audience-mismatch", "insufficient-scope"],
        summary: summary.to_owned(),
        fix,
        api: Some("orders".to_owned()),
        server: "generic",
        http: Some(Http {
            status: 401,
            www_authenticate: Some("Bearer error=\"invalid_token\"".to_owned()),
            body: None,
            ground: "RFC 6750, section 3.1".to_owned(),
        }),
        api_origin: Some("tokcheck.toml:4".to_owned()),
        roles: vec![
            "client: the app kH3vQpLr8TnYw2ZsXe5JmB7cDf9GaU1o".to_owned(),
            "API: https://orders.example.com (resource server)".to_owned(),
            "issuer: https://acme.us.auth0.com/".to_owned(),
        ],
        look_elsewhere: Vec::new(),
    });
    report
}

/// A rejection with much to tell: more failures, more steps, an answer with a body.
pub(super) fn busy() -> Report {
    let mut report = rejected();
    for check in report.checks.iter_mut().filter(|c| c.id == CheckId::Expires) {
        check.outcome = Outcome::Fail;
        check.found = Json::from(NOW - 10_920);
    }
    if let Some(verdict) = &mut report.verdict {
        verdict.server = "express-oauth2-jwt-bearer";
        verdict.causes.push("expired");
        verdict.fix.push(
            "register     https://orders.example.com as an API of the tenant, if it is none yet; \
             its identifier is what audience names"
                .to_owned(),
        );
        verdict.http = Some(Http {
            status: 401,
            www_authenticate: Some(
                "Bearer realm=\"api\", error=\"invalid_token\", \
                 error_description=\"Unexpected \\\"aud\\\" value\""
                    .to_owned(),
            ),
            body: Some("{\"error\":\"invalid_token\",\n\"message\":\"no\"}".to_owned()),
            ground: "express-oauth2-jwt-bearer 1.6, measured".to_owned(),
        });
    }
    report
}

/// An access token that passes, with a warning.
pub(super) fn accepted() -> Report {
    let issue = |id| match id {
        "nonce" | "access_token_hash" | "code_hash" | "auth_time" | "acr" | "permissions"
        | "organization" | "sender_constraint" => Outcome::Skip,
        _ => Outcome::Pass,
    };
    let mut report = rejected();
    report.kind.name = "access_token";
    report.kind.title = "access token";
    report.checks = checks(issue, API, &Json::from("openid read:orders"));
    report.findings = vec![Finding {
        rule: "key-too-weak",
        severity: Severity::Warning,
        message: "The tenant's key has 1024 bits; 2048 are the least that is safe.".to_owned(),
        fix: vec!["rotate the signing key of the tenant".to_owned()],
        spec: "RFC 7518 3.3",
    }];
    if let Some(verdict) = &mut report.verdict {
        verdict.decision = Decision::Accept;
        verdict.root_cause = "key-too-weak";
        verdict.causes = vec!["key-too-weak", "ok"];
        "The token is genuine, live and meant for this API.".clone_into(&mut verdict.summary);
        verdict.fix = Vec::new();
        verdict.http = None;
        verdict.server = "express-jwt";
        verdict.look_elsewhere = vec![
            "the path from client to API: a proxy may drop the Authorization header".to_owned(),
            "the API's own settings: is its audience the one given here".to_owned(),
        ];
    }
    report
}

/// No key, and a kind that could be either.
pub(super) fn undecided() -> Report {
    let issue = |id| match id {
        "key" | "signature" => Outcome::Unknown,
        "encoding" | "header" | "payload" | "audience" | "expires" | "issuer" => Outcome::Pass,
        _ => Outcome::Skip,
    };
    let mut report = rejected();
    report.kind.name = "access_token";
    report.kind.title = "access token";
    report.kind.confidence = "undecided";
    report.kind.settle = vec!["give --client-id: an ID token has it as its audience".to_owned()];
    report.checks = checks(issue, API, &Json::Null);
    report.findings = Vec::new();
    if let Some(verdict) = &mut report.verdict {
        verdict.decision = Decision::Undecided;
        verdict.root_cause = "no-verification-key";
        verdict.causes = vec!["no-verification-key"];
        "No key was given, so nobody can tell who signed it.".clone_into(&mut verdict.summary);
        verdict.fix = vec!["give --tenant, --jwks, --key or --secret".to_owned()];
        verdict.http = None;
    }
    report
}

/// The ID token as `decode` sees it.
pub(super) fn decoded() -> Report {
    Report {
        schema: SCHEMA,
        judged_at: NOW,
        source: Source {
            index: 0,
            slot: Some("id_token".to_owned()),
            form: "json",
            repairs: vec!["taken out of a token response".to_owned()],
            line: Some(7),
            file: Some("fixtures/token response.json".to_owned()),
        },
        token: TokenView {
            format: "jws",
            bytes: 1024,
            fingerprint: "sha256:0123456789abcdef".to_owned(),
            header: Some(object(r#"{"alg":"RS256","typ":"JWT","kid":"ZrT9kQ2mXw7LpV4s"}"#)),
            claims: Some(object(
                r#"{"iss":"https://acme.us.auth0.com/","sub":"auth0|64f1","aud":"kH3vQpLr8TnYw2ZsXe5JmB7cDf9GaU1o","iat":1795161360,"exp":1795197360,"nonce":"n-0S6","n":1.10,"n":[1,{"x":null}]}"#,
            )),
            signature: Some(SignatureView { alg: "RS256".to_owned(), bytes: 256 }),
            ..TokenView::default()
        },
        kind: KindView {
            name: "id_token",
            confidence: "certain",
            provider: Some("auth0"),
            evidence: vec![
                sign(Some("id_token"), None, "nonce", "only ID tokens repeat the login's nonce"),
                sign(Some("id_token"), None, "aud", "its audience looks like a client id"),
                sign(None, Some("access_token"), "scope", "there is no scope"),
                sign(Some("logout_token"), None, "events", "made up for this test"),
                sign(None, None, "shape", "three parts"),
            ],
            title: "ID token",
            provider_title: Some("Auth0"),
            ..KindView::default()
        },
        checks: Vec::new(),
        findings: Vec::new(),
        verdict: None,
    }
}

pub(super) fn encrypted() -> Report {
    let mut report = decoded();
    report.token.format = "jwe";
    report.token.header = Some(object(r#"{"alg":"dir","enc":"A256GCM"}"#));
    report.token.claims = None;
    report.token.signature = None;
    report.kind.name = "encrypted_access_token";
    report.kind.title = "encrypted access token";
    report
}

pub(super) fn opaque() -> Report {
    let mut report = encrypted();
    report.token.format = "opaque";
    report.token.header = None;
    report.kind.name = "opaque";
    report.kind.title = "opaque token";
    report.kind.provider = None;
    report.kind.provider_title = None;
    report
}

pub(super) fn missing() -> Report {
    let mut report = opaque();
    report.token.format = "none";
    report.token.bytes = 0;
    report.source.slot = None;
    report.kind.name = "not_a_token";
    report.kind.title = "no token";
    report.kind.evidence = vec![sign(Some("not_a_token"), None, "shape", "the word undefined")];
    report
}

pub(super) fn damaged() -> Report {
    let mut report = decoded();
    report.token.readable = report.token.claims.take();
    report.token.damage = vec!["the payload ends after 120 characters".to_owned()];
    report
}

/// The same report, every text in it replaced or followed by hostile ones.
pub(super) fn hostile(mut report: Report) -> Report {
    let spoil = |text: &mut String| text.push_str(HOSTILE);
    let claims = || {
        let mut claims = object(r#"{"exp":1e300,"iat":{"a":1},"aud":[]}"#);
        claims.push(HOSTILE, HOSTILE);
        for name in ["iss", "sub", "azp", "nbf", "alg"] {
            claims.push(name, HOSTILE);
        }
        claims.push("aud", vec![HOSTILE; 9]);
        claims
    };
    for text in report.source.slot.iter_mut().chain(&mut report.source.file) {
        spoil(text);
    }
    report.source.repairs.iter_mut().for_each(spoil);
    report.token.damage.iter_mut().for_each(spoil);
    for part in [&mut report.token.header, &mut report.token.claims, &mut report.token.readable] {
        if part.is_some() {
            *part = Some(claims());
        }
    }
    if let Some(signature) = &mut report.token.signature {
        spoil(&mut signature.alg);
    }
    for sign in &mut report.kind.evidence {
        spoil(sign.claim.to_mut());
        spoil(sign.because.to_mut());
    }
    report.kind.settle.iter_mut().for_each(spoil);
    for check in &mut report.checks {
        spoil(check.message.to_mut());
        check.found = Json::from(vec![HOSTILE, "\u{2066}"]);
        check.wanted = Json::Object(claims());
    }
    for finding in &mut report.findings {
        spoil(&mut finding.message);
        finding.fix.iter_mut().for_each(spoil);
    }
    if let Some(verdict) = &mut report.verdict {
        spoil(&mut verdict.summary);
        verdict.fix.iter_mut().for_each(spoil);
        verdict.roles.iter_mut().for_each(spoil);
        verdict.look_elsewhere.iter_mut().for_each(spoil);
        verdict.api.iter_mut().for_each(spoil);
        verdict.api_origin.iter_mut().for_each(spoil);
        if let Some(http) = &mut verdict.http {
            spoil(&mut http.ground);
            http.body = Some(HOSTILE.to_owned());
            http.www_authenticate.iter_mut().for_each(spoil);
        }
    }
    report
}
