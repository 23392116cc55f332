"""Libraries that only verify. The few lines around them read
`Authorization: Bearer`, and answer 401 where the library raises."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from authlib.jose import JsonWebKey, JsonWebToken
from jose import jwt as python_jose
from joserfc import jwt as joserfc
from joserfc.jwk import KeySet


class Around(BaseHTTPRequestHandler):
    def do_GET(self):
        token = re.match(r"Bearer +(.+)", self.headers.get("authorization", "").strip(), re.I)
        if not token:
            self.answer(401, "Bearer", {"error": "none", "message": "no bearer token"})
            return
        try:
            self.server.verify(token[1])
        except Exception as error:
            said = {"error": type(error).__name__, "message": str(error)}
            self.answer(401, 'Bearer error="invalid_token"', said)
        else:
            self.answer(200, None, {"ok": True})

    do_POST = do_GET

    def answer(self, status, challenge, said):
        body = json.dumps(said).encode()
        self.send_response(status)
        if challenge:
            self.send_header("WWW-Authenticate", challenge)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def setup(package, api, verify):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Around)
    server.daemon_threads = True
    server.verify = verify
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return {"kind": "library", "packages": [package], "api": api, "port": server.server_port}


def start(tenant):
    issuer, audience, jwks = tenant["issuer"], tenant["audience"], tenant["jwks"]
    claims = {"issuer": issuer, "audience": audience}
    profile = {"issuer": issuer, "audience": [audience]}
    rs256 = {"algorithms": ["RS256"]}
    essential = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": audience},
    }

    client = jwt.PyJWKClient(tenant["jwks_uri"])

    def pyjwt(told, **options):
        def verify(token):
            jwt.decode(token, client.get_signing_key_from_jwt(token), **options)

        return setup("PyJWT", {"server": "pyjwt", **told}, verify)

    def with_python_jose(told, **options):
        def verify(token):
            python_jose.decode(token, jwks, **rs256, **options)

        return setup("python-jose", {"server": "python-jose", **told, **rs256}, verify)

    authlib_keys, authlib_jwt = JsonWebKey.import_key_set(jwks), JsonWebToken(["RS256"])

    def authlib_jose(token):
        authlib_jwt.decode(token, authlib_keys, claims_options=essential).validate()

    joserfc_keys = KeySet.import_key_set(jwks)
    registry = joserfc.JWTClaimsRegistry(**essential, exp={"essential": True})

    def with_joserfc(token):
        registry.validate(joserfc.decode(token, joserfc_keys, **rs256).claims)

    required = {"required_claims": ["iss", "aud", "exp"]}
    return {
        "pyjwt+PyJWKClient": pyjwt({**profile, **rs256}, **rs256, **claims),
        "pyjwt+PyJWKClient:bare": pyjwt(rs256, **rs256),
        "pyjwt+PyJWK:alg-from-jwk": pyjwt(profile, **claims),
        "python-jose": with_python_jose(profile, **claims),
        "python-jose:bare": with_python_jose({}),
        "authlib-jose": setup(
            "Authlib", {"server": "authlib-jose", **profile, **rs256}, authlib_jose),
        "joserfc": setup(
            "joserfc", {"server": "joserfc", **required, **profile, **rs256}, with_joserfc),
    }
