"""Flask with Authlib's validators."""

import threading

from authlib.integrations.flask_oauth2 import ResourceProtector
from authlib.oauth2 import rfc7523, rfc9068
from flask import Flask, jsonify
from werkzeug.serving import make_server


def setup(scope, validator, api):
    app = Flask(__name__)
    protect = ResourceProtector()
    protect.register_token_validator(validator)

    @app.route("/things", methods=["GET", "POST"])
    @protect(scope)
    def things():
        return jsonify(ok=True)

    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    api = {**api, "scopes": [scope]}
    return {"kind": "middleware", "packages": ["Authlib"], "api": api, "port": server.port}


def start(tenant):
    issuer, audience, jwks = tenant["issuer"], tenant["audience"], tenant["jwks"]
    scope = tenant["scope"]

    class Rfc9068(rfc9068.JWTBearerTokenValidator):
        def get_jwks(self):
            return jwks

    # As in Auth0's quickstart for Flask.
    quickstart = rfc7523.JWTBearerTokenValidator(jwks, issuer=issuer)
    quickstart.claims_options = {
        "exp": {"essential": True},
        "aud": {"essential": True, "value": audience},
        "iss": {"essential": True, "value": issuer},
    }
    return {
        "authlib-rfc9068": setup(
            scope,
            Rfc9068(issuer=issuer, resource_server=audience),
            {"server": "authlib-rfc9068", "issuer": issuer, "audience": [audience]}),
        "authlib-rfc7523": setup(
            scope,
            rfc7523.JWTBearerTokenValidator(jwks, issuer=issuer),
            {"server": "authlib-rfc7523", "issuer": issuer}),
        "authlib-auth0-flask-quickstart": setup(
            scope,
            quickstart,
            {"server": "authlib-rfc7523", "required_claims": ["exp", "aud", "iss"],
             "issuer": issuer, "audience": [audience]}),
    }
