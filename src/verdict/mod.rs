//! Floor 5: one token in, one [`report::Report`] out. [`Exhibit::read`] reads
//! and classifies it, [`describe`] reports that, [`judge`] adds the checks,
//! the causes and the verdict of one API.

use crate::api::CheckId;
use crate::key;
use crate::kind::{self, Classification, Hints};
use crate::rule::{Credential, Outcome, Scheme};
use crate::server::Demands;
use crate::text::time::Timestamp;
use crate::token::paste::{Paste, Pasted, Sent};
use crate::token::{Form, Mask, RawToken, Token};

mod answer;
mod judge;
pub mod report;
mod view;

pub use judge::{Case, Standard, judge};
use report::{Report, Source};

/// One token as it was handed in: read, classified, with the way it was sent.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// The token.
    pub token: Token,
    /// Where it came from.
    pub source: Source,
    /// Its kind.
    pub kind: Classification,
    credential: Credential,
    /// The request around it, where that counts.
    sent: Option<Sent>,
    /// The field that it was taken out of, where that does not count.
    field: Option<Sent>,
}

impl Exhibit {
    /// Reads tokens that were found in pastes: all are parsed, then all are
    /// classified. `as_sent`: the request around one counts, as it would for a
    /// server.
    #[must_use]
    pub fn read<'p>(
        found: impl IntoIterator<Item = &'p Pasted> + Clone,
        hints: &Hints<'_>,
        as_sent: bool,
    ) -> Vec<Self> {
        let tokens: Vec<Token> =
            found.clone().into_iter().map(|pasted| Token::parse(pasted.raw.clone())).collect();
        let each = found.into_iter().zip(tokens);
        each.map(|(pasted, token)| Self::of(pasted, token, hints, as_sent)).collect()
    }

    fn of(pasted: &Pasted, token: Token, hints: &Hints<'_>, as_sent: bool) -> Self {
        let hints = Hints { slot: hints.slot.or(pasted.slot.as_deref()), ..*hints };
        let sent = pasted.sent.clone().filter(|_| as_sent);
        let credential = sent.as_ref().map(|s| Credential::of_token(s, &token)).unwrap_or_default();
        let source = Source {
            index: 0,
            slot: pasted.slot.clone(),
            form: pasted.form,
            repairs: pasted.repairs.clone(),
            line: None,
            file: None,
        };
        let kind = kind::classify(&token, &hints);
        let field = pasted.field.as_ref().filter(|_| as_sent && sent.is_none());
        let field = field.map(|field| Sent {
            authorization: vec![field.expose().to_owned()],
            ..Sent::default()
        });
        let mut exhibit = Self { token, source, kind, credential, sent, field };
        if let Some(field) = &exhibit.field {
            let read = Credential::of_token(field, &exhibit.token);
            // Nobody sends that as a bearer token; the proof is for the caller to give.
            let by_dpop = read.scheme.filter(|s| *s == Scheme::Dpop && read.problem.is_none());
            exhibit.credential.scheme = by_dpop;
        }
        exhibit
    }

    /// Stands for a token that was read past: its length in bytes.
    #[must_use]
    pub fn too_long(bytes: usize) -> Self {
        let mut exhibit = Self::missing(&Paste::default());
        exhibit.credential = Credential::too_long(bytes);
        exhibit
    }

    /// Stands for the token that is missing in a paste.
    #[must_use]
    pub fn missing(paste: &Paste) -> Self {
        let token = Token::parse(RawToken::new(""));
        let credential = match &paste.sent {
            Some(sent) => Credential::of_request(sent),
            None => Credential::default(),
        };
        let credential = if credential.problem.is_some() {
            credential
        } else {
            Credential::nothing(paste.instead.as_deref().unwrap_or("no word of it is one"))
        };
        let (form, repairs) = ("bare", Vec::new());
        let source = Source { index: 0, slot: None, form, repairs, line: None, file: None };
        let kind = kind::classify(&token, &Hints::default());
        let sent = paste.sent.clone();
        Self { token, source, kind, credential, sent, field: None }
    }

    /// What a server of this record gets out of the request.
    fn credential(&self, demands: &Demands) -> Credential {
        let mut credential = self.as_sent(demands);
        if let Some(field) = &self.field {
            let read = Credential::of_token(field, &self.token);
            credential.shown = match demands.behaviour.reading {
                // What goes by the scheme DPoP has its proof in a field of its own.
                Some(reading)
                    if read.scheme != Some(Scheme::Dpop) || !demands.behaviour.minds_binding =>
                {
                    Credential::as_read_by(field, reading).problem
                }
                _ => read.problem,
            };
        }
        credential
    }

    fn as_sent(&self, demands: &Demands) -> Credential {
        match (&self.sent, demands.behaviour.reading) {
            // By the scheme DPoP, with a proof, to a server that minds what a token is bound to.
            (Some(sent), Some(_))
                if demands.behaviour.minds_binding
                    && self.credential.scheme == Some(Scheme::Dpop)
                    && !sent.dpop.is_empty() =>
            {
                self.credential.clone()
            }
            (Some(sent), Some(reading)) => {
                let read = Credential::as_read_by(sent, reading);
                // Where nothing was found, what stands there instead is told better.
                let told = read.problem.is_none() && self.token.form == Form::None;
                if told { self.credential.clone() } else { read }
            }
            _ => self.credential.clone(),
        }
    }
}

/// Reports what the token is; nothing is verified.
#[must_use]
pub fn describe(exhibit: &Exhibit, now: Timestamp) -> Report {
    described(exhibit, now, &Mask::of(&exhibit.token))
}

fn described(exhibit: &Exhibit, now: Timestamp, mask: &Mask) -> Report {
    Report {
        schema: report::SCHEMA,
        judged_at: now.seconds(),
        source: view::source(&exhibit.source, mask),
        token: view::token(&exhibit.token, mask, key::fingerprint),
        kind: view::kind(&exhibit.kind, mask),
        checks: Vec::new(),
        findings: Vec::new(),
        verdict: None,
    }
}

/// The check that a token has to pass before its signature says anything.
#[must_use]
pub fn is_signed_well(report: &Report) -> bool {
    const NEEDED: [CheckId; 6] = [
        CheckId::Encoding,
        CheckId::Header,
        CheckId::Algorithm,
        CheckId::Critical,
        CheckId::Key,
        CheckId::Signature,
    ];
    NEEDED.iter().all(|id| report.checks.iter().any(|c| c.id == *id && c.outcome == Outcome::Pass))
}
