"""FastAPI with Auth0's auth0-fastapi-api, served by uvicorn."""

import threading
import time

import uvicorn
from fastapi import Depends, FastAPI
from fastapi_plugin.fast_api_client import Auth0FastAPI


def setup(tenant, options, told):
    issuer, audience, scope = tenant["issuer"], tenant["audience"], tenant["scope"]
    domain = issuer.removeprefix("https://").rstrip("/")
    auth0 = Auth0FastAPI(domain=domain, audience=audience, **options)
    app = FastAPI()

    @app.api_route("/things", methods=["GET", "POST"])
    async def things(_=Depends(auth0.require_auth(scopes=scope))):
        return {"ok": True}

    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    return {
        "kind": "middleware",
        "packages": ["auth0-fastapi-api", "auth0-api-python", "authlib"],
        "api": {"server": "auth0-fastapi-api", "issuer": issuer, "audience": [audience],
                "scopes": [scope], **told},
        "port": server.servers[0].sockets[0].getsockname()[1],
    }


def start(tenant):
    return {
        "auth0-fastapi-api": setup(tenant, {}, {}),
        "auth0-fastapi-api:no-dpop": setup(
            tenant, {"dpop_enabled": False}, {"options": {"dpop": False}}),
    }
