//! The walk of the demo, as data: what is told and which commands are run.
//! Knows nothing but text.

/// One step of the walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happens.
    pub heading: &'static str,
    /// What to see in it: a few plain lines of at most 78 columns.
    pub prose: &'static str,
    /// The arguments of tokcheck, run in the demo's folder.
    pub command: Vec<String>,
    /// The exit code that the command must end with.
    pub expect_exit: u8,
}

/// The walk, first step first.
#[must_use]
pub fn steps() -> Vec<Step> {
    STEPS
        .iter()
        .map(|(heading, prose, command, expect_exit)| Step {
            heading,
            prose,
            command: command.split(' ').map(str::to_owned).collect(),
            expect_exit: *expect_exit,
        })
        .collect()
}

/// Heading, prose, command and exit code. No argument holds a space.
const STEPS: &[(&str, &str, &str, u8)] = &[
    (
        "The app logs in",
        "\
The app sends Pat to the tenant, and Pat comes back with two tokens in the
fragment of the redirect URL. They look alike. Which is which?",
        "classify redirect-url.txt",
        0,
    ),
    (
        "Inside the ID token",
        "\
It tells the app who signed in. Its audience (aud) is the app's client id:
a letter to the app, and no ticket for any API.",
        "decode id_token.txt",
        0,
    ),
    (
        "The app sends the ID token to the API",
        "\
It is signed by the tenant, it is live, it names the user. And yet: 401.
tokcheck fetches the tenant's keys, judges as the API would, and says why.",
        "explain --api orders id_token.txt",
        1,
    ),
    (
        "The app sends the access token of a login without audience",
        "\
The right kind of token, but nobody told the tenant which API it is for.
So the tenant made one for itself, encrypted: the API can't read it.",
        "explain --api orders encrypted_token.txt",
        1,
    ),
    (
        "The app logs in with audience=https://orders.example.com",
        "\
Now the access token is a JWT for this API. The API checks it by itself, with
the keys that the tenant publishes, and asks nobody.",
        "explain --api orders access_token.txt",
        0,
    ),
    (
        "The same token an hour after its end",
        "\
--at moves the clock: what will the API say two hours from now?",
        "explain --api orders --at +2h access_token.txt",
        1,
    ),
    (
        "In a script",
        "\
-q prints nothing. The exit code is the answer: 0 accepted, 1 rejected,
2 usage, 4 undecided.",
        "verify --api orders -q access_token.txt",
        0,
    ),
];

/// What was learnt.
pub(super) const LEARNT: &str = "\
what to take away
  - The app is the client. The ID token is for it, and says who signed in.
  - The API is the resource server. It takes access tokens made for it: their
    aud is its identifier. The app gets one by asking for that audience.
  - The API checks the JWT by itself with the tenant's published keys; the
    tenant is not called for each request.
  - What the API must know about the user goes into the access token, as a
    claim under a URL of your own: https://orders.example.com/plan
";

/// What to try next: a command and what it shows.
pub(super) const NEXT: &[(&str, &str)] = &[
    ("tokcheck TOKEN", "what is in a token of yours"),
    ("tokcheck rule id-token-as-access-token", "more on step 3"),
];

/// What else where no folder was kept.
pub(super) const NEXT_AT_LARGE: &[(&str, &str)] = &[
    ("tokcheck demo --keep DIR", "such tokens, to play with"),
    ("tokcheck demo --serve", "a tenant to log in at"),
];

/// What else in a folder that was kept.
pub(super) const NEXT_IN_FOLDER: &[(&str, &str)] = &[
    ("tokcheck decode --claim aud id_token.txt", "one claim, for a script"),
    ("tokcheck explain --api orders redirect-url.txt", "it finds the right one"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_fits_a_terminal() {
        let told = steps();
        let texts = told.iter().flat_map(|step| [step.heading, step.prose]);
        for line in texts.chain([LEARNT]).flat_map(str::lines) {
            assert!(line.len() <= 78 && line.is_ascii(), "{line}");
        }
        for step in told {
            assert!(step.prose.lines().count() <= 4, "{}", step.heading);
        }
    }
}
