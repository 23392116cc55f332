"""haproxy as Debian packages it. It checks a signature, and the rest is rules
by hand: here those of its makers' guide, and the answers are ours."""

import processes

RULES = """
global
    # Requests of 31 KB are read: 1 KB is kept for rewriting them.
    tune.bufsize 32768
    tune.maxrewrite 1024

defaults
    mode http
    timeout client 10s
    timeout server 10s
    timeout connect 10s

frontend it
    bind 127.0.0.1:{port}
    http-request set-var(txn.alg) http_auth_bearer,jwt_header_query('$.alg')
    http-request set-var(txn.iss) http_auth_bearer,jwt_payload_query('$.iss')
    http-request set-var(txn.aud) http_auth_bearer,jwt_payload_query('$.aud')
    http-request set-var(txn.exp) http_auth_bearer,jwt_payload_query('$.exp','int')
    http-request set-var(txn.now) date()
    {deny} "missing token" unless {{ http_auth_bearer -m found }}
    {deny} "wrong issuer" unless {{ var(txn.iss) -m str "{issuer}" }}
    {deny} "wrong audience" unless {{ var(txn.aud) -m str "{audience}" }}
    {deny} "wrong alg" unless {{ var(txn.alg) -m str RS256 }}
    {deny} "bad signature" unless {{ http_auth_bearer,jwt_verify(txn.alg,"{pem}") -m int 1 }}
    {deny} "expired" if {{ var(txn.exp),sub(txn.now) -m int lt 0 }}
    http-request return status 200 content-type application/json string '{{"ok":true}}'
"""
DENY = "http-request deny deny_status 401 content-type text/plain string"


def start(tenant):
    issuer, audience = tenant["issuer"], tenant["audience"]
    folder, port = processes.folder(), processes.free_port()
    pem, rules = folder / "rsa-1.pem", folder / "haproxy.cfg"
    pem.write_text(tenant["pem"])
    rules.write_text(
        RULES.format(port=port, deny=DENY, issuer=issuer, audience=audience, pem=pem))
    processes.run(["haproxy", "-db", "-f", str(rules)], [port])
    return {
        "haproxy-jwt_verify": {
            "kind": "recipe", "packages": ["haproxy"], "port": port,
            "api": {
                "server": "haproxy", "key": "rsa-1.pem", "issuer": issuer,
                "audience": [audience], "algorithms": ["RS256"],
            },
        },
    }
