//! Platforms that vouch for a job, a pod or a machine.

use super::BLANK;
use crate::issuer::Provider;
use crate::issuer::names::Names;
use crate::issuer::sign::{Sign, Test, any, has, likely, sure, test};
use crate::issuer::site::Site;

const JOB: &str = "the identity of a CI job, for a third party";

/// For issuers that sign nothing but workload identities.
const ISSUER_ALONE: &[Sign] = &[sure(
    "workload_token",
    "iss",
    "this issuer signs only identities of workloads",
    has(&["iss"]),
)];

const APP_CLAIMS: Test = Test::Only(Names::of(&["iss", "iat", "exp"]));

pub(super) static GITHUB: Provider = Provider {
    id: "github",
    title: "GitHub",
    sites: &[
        Site::Host("token.actions.githubusercontent.com"),
        Site::Host("vstoken.actions.githubusercontent.com"),
        Site::Between("token.actions.", ".ghe.com"),
        // GitHub Enterprise Server, on its owner's host.
        Site::PathEnd("/_services/token"),
        Site::HostPath("github.com", "/login/oauth"),
    ],
    shapes: &[
        has(&["repository", "workflow", "run_id"]),
        test(&[Test::Begins("scp", "Actions.")]),
        test(&[Test::BeginsAny("iss", &["Iv1.", "Iv23"]), APP_CLAIMS]),
        has(&["iat", "exp"]).test(&[Test::Alg("RS256"), Test::Digits("iss"), APP_CLAIMS]),
    ],
    markers: &[
        sure(
            "access_token",
            "scp",
            "the Actions runtime's own token, not the job's OIDC token",
            test(&[Test::AnyOf(&[Test::Begins("scp", "Actions."), Test::Begins("scp", "AGENT:")])]),
        ),
        likely(
            "provider_token",
            "iss",
            "a GitHub App's own token: app id, times, RS256",
            test(&[APP_CLAIMS]),
        ),
        sure("workload_token", "iss", JOB, has(&["sub", "repository"])),
        likely("workload_token", "iss", JOB, has(&["iss", "sub"])),
    ],
    ask_for_api: "request the job's OIDC token with the audience of the API \
                  (core.getIDToken('{audience}'), permissions: id-token: write)",
    ..BLANK
};

pub(super) static GITLAB: Provider = Provider {
    id: "gitlab",
    title: "GitLab",
    sites: &[Site::Host("gitlab.com")],
    shapes: &[
        has(&["project_path", "namespace_path"]),
        has(&["project_id", "pipeline_id", "job_id"]),
    ],
    markers: &[
        sure("workload_token", "project_path", JOB, has(&["project_path"])),
        likely("workload_token", "sub", JOB, test(&[Test::Begins("sub", "project_path:")])),
        likely(
            "id_token",
            "iss",
            "GitLab's JWTs for people are ID tokens; its access tokens are opaque",
            has(&["aud", "sub"]).lacks(&["project_path", "pipeline_id", "events", "scope"]),
        ),
    ],
    ask_for_api: "set id_tokens: NAME: aud: {audience} in the job",
    ..BLANK
};

pub(super) static KUBERNETES: Provider = Provider {
    id: "kubernetes",
    title: "Kubernetes",
    sites: &[
        Site::Exact("kubernetes/serviceaccount"),
        Site::Exact("https://kubernetes.default.svc"),
        Site::Exact("https://kubernetes.default.svc.cluster.local"),
        Site::Between("oidc.eks.", ".amazonaws.com"),
        Site::Between("oidc-eks.", ".api.aws"),
        Site::HostPath("container.googleapis.com", "/v1"),
        Site::Under(".oic.prod-aks.azure.com"),
    ],
    shapes: &[
        has(&["kubernetes.io"]),
        has(&["kubernetes.io/*"]),
        test(&[Test::Begins("sub", "system:serviceaccount:")]),
    ],
    markers: &[sure(
        "workload_token",
        "sub",
        "a service account of a cluster",
        test(&[Test::Begins("sub", "system:serviceaccount:")]),
    )],
    ask_for_api: "project a service account token with audience: {audience} \
                  (volumes: projected: sources: serviceAccountToken)",
    ..BLANK
};

macro_rules! platform {
    ($name:ident, $id:literal, $title:literal, [$($site:expr),*], [$($shape:expr),*]) => {
        pub(super) static $name: Provider = Provider {
            id: $id,
            title: $title,
            sites: &[$($site),*],
            shapes: &[$($shape),*],
            markers: ISSUER_ALONE,
            ask_for_api: "configure the job's or machine's identity token with the audience \
                          {audience}",
            ..BLANK
        };
    };
}

platform!(
    CIRCLECI,
    "circleci",
    "CircleCI",
    [Site::HostPath("oidc.circleci.com", "/org")],
    [has(&["oidc.circleci.com/*"])]
);
platform!(
    BUILDKITE,
    "buildkite",
    "Buildkite",
    [Site::Host("agent.buildkite.com")],
    [has(&["pipeline_slug", "organization_slug"])]
);
platform!(
    CONFIDENTIAL_SPACE,
    "confidential_space",
    "Google Cloud Attestation",
    [Site::Host("confidentialcomputing.googleapis.com")],
    [has(&["eat_nonce", "hwmodel", "swname"])]
);
platform!(CODEFRESH, "codefresh", "Codefresh", [Site::Host("oidc.codefresh.io")], []);
platform!(
    BITBUCKET,
    "bitbucket",
    "Bitbucket Pipelines",
    [Site::HostPath("api.bitbucket.org", "/2.0/workspaces")],
    [has(&["pipelineUuid", "stepUuid"])]
);
platform!(
    TERRAFORM,
    "terraform",
    "HCP Terraform",
    [Site::Host("app.terraform.io")],
    [has(&["terraform_workspace_id"])]
);
platform!(AZURE_DEVOPS, "azure_devops", "Azure DevOps", [Site::Host("vstoken.dev.azure.com")], []);
platform!(FLY, "fly", "Fly.io", [Site::Host("oidc.fly.io")], []);
platform!(
    SPACELIFT,
    "spacelift",
    "Spacelift",
    [Site::Under(".app.spacelift.io")],
    [has(&["spaceId", "callerId"])]
);
platform!(SEMAPHORE, "semaphore", "Semaphore", [Site::Under(".semaphoreci.com")], []);
platform!(
    AWS,
    "aws",
    "Amazon Web Services",
    [Site::Under(".tokens.sts.global.api.aws")],
    [has(&["https://sts.amazonaws.com/"])]
);
platform!(NOMAD, "nomad", "HashiCorp Nomad", [], [has(&["nomad_job_id", "nomad_namespace"])]);
platform!(
    SPIFFE,
    "spiffe",
    "SPIFFE",
    [],
    [test(&[Test::Begins("sub", "spiffe://")]), test(&[Test::Typ("wit+jwt")])]
);

pub(super) static VERCEL: Provider = Provider {
    id: "vercel",
    title: "Vercel",
    sites: &[Site::Host("oidc.vercel.com"), Site::Host("marketplace.vercel.com")],
    shapes: &[has(&["installation_id"]).test(&[Test::AudBegins("oac_")])],
    markers: &[
        sure(
            "workload_token",
            "iss",
            "the identity of a deployment, for a third party",
            test(&[Test::IssAt(Site::Host("oidc.vercel.com"))]),
        ),
        likely(
            "id_token",
            "aud",
            "the audience is an integration's client id",
            any(&["installation_id"]).test(&[Test::AudBegins("oac_")]),
        ),
    ],
    ..BLANK
};

pub(super) static VAULT: Provider = Provider {
    id: "vault",
    title: "HashiCorp Vault",
    sites: &[Site::Path("/v1/identity/oidc"), Site::PathEnd("/v1/identity/oidc")],
    ..BLANK
};
