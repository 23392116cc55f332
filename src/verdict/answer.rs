//! What the API will answer, and on what that prediction rests.

use super::Standard;
use super::report::{Decision, Http};
use crate::api::CheckId;
use crate::rule::{Checks, Rule, Seen, Severity};
use crate::server::{Answer, Demands, Ground, Reason, Refusal, ServerModel};

/// The answer to the first check that fails in the server's own order.
pub(super) fn answer(
    standard: &Standard<'_>,
    checks: &Checks,
    decision: Decision,
    seen: &[(&'static Rule, Seen)],
) -> Option<Http> {
    match decision {
        Decision::Accept => {
            let ground = ground(standard.model, None);
            Some(Http { status: 200, www_authenticate: None, body: None, ground })
        }
        Decision::Undecided => None,
        Decision::Reject => {
            let reason = reason(standard.demands, checks, |check| {
                let names = |(rule, s): &&(&Rule, Seen)| {
                    s.severity == Severity::Error && rule.check == Some(check)
                };
                seen.iter().find(names).map(|(rule, s)| s.refusal.unwrap_or(rule.refusal))
            })?;
            let answer = standard.demands.answer(reason)?;
            let Answer { status, www_authenticate, body } = answer;
            let ground = if standard.demands.answers_behind(reason) {
                reason.section().to_owned()
            } else {
                ground(standard.model, Some(reason))
            };
            Some(Http { status, www_authenticate, body, ground })
        }
    }
}

/// The server's own first failure, and what it means.
fn reason(
    demands: &Demands,
    checks: &Checks,
    refusal: impl Fn(CheckId) -> Option<Refusal>,
) -> Option<Reason> {
    let first = checks.first_failed(demands.behaviour.order())?;
    let refusal = refusal(first.id).unwrap_or(Refusal::InvalidToken);
    Some(Reason { check: first.id, fault: first.fault, refusal })
}

/// On what a prediction rests.
fn ground(model: &ServerModel, reason: Option<Reason>) -> String {
    match model.ground {
        Ground::Documentation => format!("documentation of {}", model.version),
        Ground::Measured => format!("measurements of {}", model.version),
        Ground::Source => format!("source of {}", model.version),
        Ground::Specification => {
            reason.map_or("RFC 9110, section 15.3.1", Reason::section).to_owned()
        }
    }
}
