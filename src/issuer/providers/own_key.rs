//! Services that take JWTs which their users sign themselves, with a key that
//! the service gave them: such a token opens that service and nothing else.

use super::BLANK;
use crate::issuer::Provider;
use crate::issuer::sign::{Test, has, likely, test};

// What these tokens say of themselves is little: the shape that tells the
// service tells the kind as well.
macro_rules! services {
    ($($name:ident $id:literal $title:literal: $claim:literal $because:literal [$($shape:expr),+];)+) => {
        $(pub(super) static $name: Provider = Provider {
            id: $id,
            title: $title,
            shapes: &[$($shape),+],
            markers: &[$(likely("provider_token", $claim, $because, $shape)),+],
            ..BLANK
        };)+
    };
}

services! {
    ATLASSIAN_CONNECT "atlassian_connect" "Atlassian Connect":
        "qsh" "a hash of the query: an Atlassian Connect request"
        [has(&["iss", "qsh"])];
    COINBASE "coinbase" "Coinbase":
        "uri" "the one request that it is for: a Coinbase API key's token"
        [has(&["sub"]).any(&["uri", "uris"]).test(&[Test::IsAny("iss", &["cdp", "coinbase-cloud"])])];
    GHOST "ghost" "Ghost":
        "aud" "the path of Ghost's admin API"
        [test(&[Test::AnyOf(&[Test::Aud("/admin/"), Test::Aud("/v3/admin/"), Test::Aud("/v2/admin/")])])];
    JITSI "jitsi" "Jitsi Meet":
        "room" "a grant for a room: a Jitsi token, signed with the key of an app"
        [has(&["room", "context"]).lacks(&["scope", "nonce"]).test(&[Test::IsText("room"), Test::IsObject("context")]),
         has(&["room"]).test(&[Test::Aud("jitsi")])];
    LIVEKIT "livekit" "LiveKit":
        "video" "a grant for a room: a LiveKit token, signed with an API key of one's own"
        [has(&["iss", "video"])
            .lacks(&["aud", "scope", "nonce"])
            .test(&[Test::IsObject("video"), Test::Alg("HS256")])];
    METABASE "metabase" "Metabase":
        "resource" "a dashboard or question to embed: Metabase's, signed with its embedding key"
        [has(&["resource", "params"]).test(&[
            Test::IsObject("params"),
            Test::AnyOf(&[Test::Member("resource", "dashboard"), Test::Member("resource", "question")]),
        ])];
    TABLEAU "tableau" "Tableau":
        "aud" "the audience of Tableau's connected apps"
        [has(&["iss", "sub"]).test(&[Test::Aud("tableau"), Test::Scope("tableau:")])];
    TWILIO "twilio" "Twilio":
        "header.cty" "a Twilio access token, signed with an API key of one's own"
        [has(&["grants"]).test(&[Test::HeaderIs("cty", "twilio-fpa;v=1")])];
    VONAGE "vonage" "Vonage":
        "application_id" "an application at Vonage, signed with its private key"
        [has(&["application_id", "jti"]).lacks(&["iss", "aud"]).test(&[Test::Alg("RS256")])];
    ZOOM "zoom" "Zoom":
        "sdkKey" "a meeting or session: a Zoom SDK token, signed with the SDK's secret"
        [has(&["mn", "role"]).any(&["appKey", "sdkKey"]), has(&["app_key", "tpc"])];
}
