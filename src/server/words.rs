//! A record in words, for people: every line is made from a field, so that
//! what is told is what is judged.

use super::behaviour::{Behaviour, Compared, Crit, Duplicates, Gap, Repeated, Take, TimeRule};
use super::{Ground, On, ServerModel};
use crate::key::{Kid, Padding};
use crate::text::time::Span;

impl ServerModel {
    /// What the record says, one fact a line.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let known = match self.ground {
            Ground::Documentation => "known from documentation (decision and status only)",
            Ground::Measured => "measured",
            Ground::Source => "known from its source (decision and status only)",
            Ground::Specification => "known from the specifications",
        };
        let mut lines = vec![
            format!("{}: {}", self.name, self.title),
            format!("  {known}: {}, {}", self.version, self.date),
        ];
        let does = &self.does;
        let facts = [times(does), claims(does), signature(does), requests(does), answers(does)];
        lines.extend(facts.into_iter().flatten().map(|fact| format!("  {fact}")));
        for setting in self.settings {
            lines
                .push(format!("  with {} = {}: {}", setting.name, !setting.default, setting.words));
        }
        lines
    }
}

fn times(does: &Behaviour) -> Vec<String> {
    let exp = match (does.exp.leeway, does.exp.edge_passes) {
        (0, false) => "accepts nothing from the second of the end (exp) on".to_owned(),
        (0, true) => "accepts the very second of the end (exp), and nothing after it".to_owned(),
        (leeway, true) => {
            format!("accepts {} after the end (exp), that second included", Span(leeway))
        }
        (leeway, false) => format!("accepts less than {} after the end (exp)", Span(leeway)),
    };
    let nbf = match (does.nbf.read, does.nbf.leeway, does.nbf.edge_passes) {
        (false, ..) => "never looks at nbf".to_owned(),
        (true, 0, true) => "refuses a token before its nbf".to_owned(),
        (true, 0, false) => "refuses a token before its nbf and in that very second".to_owned(),
        (true, leeway, _) => format!("accepts {} before nbf", Span(leeway)),
    };
    let iat = match (does.iat.read, does.iat.bounded, does.iat.leeway) {
        (false, ..) => "never looks at iat".to_owned(),
        (true, false, _) => "takes a token issued in the future".to_owned(),
        (true, true, 0) => "refuses a token issued in the future".to_owned(),
        (true, true, leeway) => format!("refuses a token issued more than {} ahead", Span(leeway)),
    };
    let mut lines = vec![exp, nbf, iat];
    lines.extend(odd_times(does.exp));
    lines
}

fn odd_times(exp: TimeRule) -> Option<String> {
    let reading = exp.reading;
    let digits = match reading.digits {
        Take::Absent => "takes a time in quotes for none",
        Take::Number => "takes a time in quotes for a number",
        Take::Refused => return None,
        Take::Zero => "takes a time in quotes for 0",
    };
    let negative = if reading.negative == Take::Absent { ", and one below 0 for none" } else { "" };
    Some(format!("{digits}{negative}"))
}

fn claims(does: &Behaviour) -> Vec<String> {
    let mut lines = Vec::new();
    let list = |names: &[&str]| names.join(", ");
    if !does.required.is_empty() {
        lines.push(format!("requires {}", list(does.required)));
    }
    if !does.required_by_default.is_empty() {
        let names = list(does.required_by_default);
        lines.push(format!("requires {names} unless the API names other claims"));
    }
    let aud = does.audience;
    lines.push(match (aud.missing_passes, aud.from_client_id) {
        (_, true) => "takes client_id where there is no aud".to_owned(),
        (true, _) => {
            "lets a token without aud pass, even where the API names an audience".to_owned()
        }
        _ => "checks aud where the API names an audience".to_owned(),
    });
    let more = [
        (aud.refused_unasked, "refuses a token with aud where the API names no audience"),
        (!aud.lists, "compares aud as one text: a list never fits"),
        (aud.compared == Compared::WithoutSlash, "passes over a final slash of aud"),
        (
            aud.compared == Compared::WithoutSchemeAndSlash,
            "passes over a final slash and https:// of aud",
        ),
        (does.issuer.missing_passes, "lets a token without iss pass"),
        (!does.kind_explains, "is given ID tokens by design"),
        (does.minds_binding, "refuses a DPoP-bound token as a plain bearer token"),
    ];
    lines.extend(more.iter().filter(|(so, _)| *so).map(|(_, text)| (*text).to_owned()));
    if !does.typed.is_empty() {
        lines.push(format!("refuses another JSON type than the RFC's in {}", list(does.typed)));
    }
    if !does.refused_types.is_empty() {
        lines.push(format!("refuses tokens whose type is {}", list(does.refused_types)));
    }
    lines.push(scopes(does));
    lines
}

fn scopes(does: &Behaviour) -> String {
    let scope = does.scope;
    let lists = if scope.lists { "a string or a list" } else { "a string only" };
    let any = if scope.any { "; one of the wanted ones suffices" } else { "" };
    let never =
        if scope.claims.contains(&"permissions") { "" } else { "; never reads permissions" };
    format!("reads scopes from {} ({lists}){any}{never}", scope.claims.join(" and "))
}

fn signature(does: &Behaviour) -> Vec<String> {
    let practice = does.practice;
    let mut lines = vec![match does.algorithms {
        [] => "takes the algorithms that the API names, else what the key is for".to_owned(),
        names if does.no_other_algorithms => format!("takes {} only", names.join(", ")),
        names => format!("takes {} unless the API names others", names.join(", ")),
    }];
    lines.push(match practice.kid {
        Kid::Ignored => "ignores kid and tries every key".to_owned(),
        Kid::Optional => "takes a token without kid where one key alone fits".to_owned(),
        Kid::Required => "requires kid".to_owned(),
        Kid::TriesAll { .. } => "tries every key where there is no kid".to_owned(),
    });
    if !practice.minds_alg {
        lines.push("does not mind the alg of a published key".to_owned());
    }
    lines.push(match (does.typ.accepted, does.typ.absent_passes) {
        ([], _) => "ignores typ".to_owned(),
        (names, true) => format!("takes typ {} or none", names.join(", ")),
        (names, false) => format!("takes typ {} only", names.join(", ")),
    });
    lines.push(match does.crit {
        Crit::Ignored => "ignores crit".to_owned(),
        Crit::Knows { names: &[], .. } | Crit::Refused => "refuses every crit".to_owned(),
        Crit::Knows { names, .. } => format!("refuses crit but for {}", names.join(", ")),
    });
    if practice.short_secrets {
        lines.push("takes an HMAC secret of any length".to_owned());
    }
    if practice.spelling.padding != Padding::Never {
        lines.push("takes '=' at the end of the signature".to_owned());
    }
    lines.push(match does.duplicates {
        Duplicates::First => "takes the first of two claims of one name".to_owned(),
        Duplicates::Last => "takes the last of two claims of one name".to_owned(),
        Duplicates::Refused => "refuses two claims of one name".to_owned(),
        Duplicates::RefusedAmong(names) => format!("refuses two claims named {}", names.join(", ")),
    });
    if does.any_payload {
        lines.push("takes a payload that is no JSON object for one without claims".to_owned());
    }
    if let Some(limit) = does.header.limit {
        lines.push(format!("refuses a JOSE header of more than {limit} characters"));
    }
    lines
}

fn requests(does: &Behaviour) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(reading) = does.reading {
        let case =
            if reading.any_case { "'Bearer' in any letter case" } else { "'Bearer' exactly" };
        let gap = match reading.gap {
            Gap::Blanks | Gap::FirstWord => "spaces or tabs",
            Gap::OneSpace => "one space",
            Gap::Spaces => "spaces",
        };
        lines.push(format!("wants {case}, then {gap}"));
        let places = [(reading.query, "the query"), (reading.form, "a form body")];
        let places: Vec<&str> = places.iter().filter(|(so, _)| *so).map(|(_, p)| *p).collect();
        if !places.is_empty() {
            lines.push(format!("takes access_token from {} too", places.join(" and ")));
        }
        if reading.list {
            lines.push("reads no further than a comma in the Authorization header".to_owned());
        }
        match reading.repeated {
            Repeated::First => {}
            Repeated::Joined => {
                lines.push("joins several Authorization headers, which makes no token".to_owned());
            }
            Repeated::Searched => lines.push(
                "joins several Authorization headers, and takes all behind the first 'Bearer'"
                    .to_owned(),
            ),
        }
    }
    if let Some(limit) = does.header_limit {
        lines.push(format!("takes at most {limit} bytes of request header"));
    }
    lines
}

fn answers(does: &Behaviour) -> Vec<String> {
    let status = |status: Option<u16>| status.map_or("nothing".to_owned(), |s| s.to_string());
    let mut lines = vec![format!(
        "answers {} to a bad token, {} to none",
        status(does.bad_token.status),
        status(does.no_token.status)
    )];
    for (on, reply) in does.replies.iter().filter(|(_, r)| r.status != does.bad_token.status) {
        let what = match on {
            On::Check(check) => check.name().to_owned(),
            On::Fault(check, fault) => format!("{} ({})", check.name(), fault.words()),
            On::Refusal(_) => continue,
        };
        let breaks = if reply.breaks() { ": it breaks" } else { "" };
        lines.push(format!("answers {} over {what}{breaks}", status(reply.status)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_speaks() {
        let words = |name: &str| ServerModel::by_name(name).unwrap().words().join("\n");
        let auth0 = words("express-oauth2-jwt-bearer");
        for text in ["less than 5s after the end", "ignores typ", "never reads permissions"] {
            assert!(auth0.contains(text), "{text}: {auth0}");
        }
        assert!(words("envoy").contains("answers 403 over audience"));
        assert!(words("fastify-jwt").contains("it breaks"));
        assert!(words("spring").contains("source (decision and status only)"));
    }
}
