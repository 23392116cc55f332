"""A tenant for the servers to fetch keys from: https, for some of them take
nothing less, under a certificate authority that is made now.
usage: tenant.py FOLDER, which holds jwks.json

Writes ca.pem there, prints the issuer, and serves until standard input ends.
"""

import datetime
import json
import os
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FOLDER = Path(sys.argv[1])


def certificate(subject, key, signer, *extensions):
    def name(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name("live oracle"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
    )
    for extension, critical in extensions:
        made = made.add_extension(extension, critical)
    return made.sign(signer, hashes.SHA256()).public_bytes(Encoding.PEM)


def identity():
    """The authority's certificate, and the server's with its key."""
    authority, server = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    public = authority.public_key()
    unused = ["content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
              "crl_sign", "encipher_only", "decipher_only"]
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=True, **dict.fromkeys(unused, False))
    root = certificate(
        "live oracle", authority, authority,
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (usage, True),
        (x509.SubjectKeyIdentifier.from_public_key(public), False))
    leaf = certificate(
        "localhost", server, authority,
        (x509.SubjectAlternativeName([x509.DNSName("localhost")]), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(public), False),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False))
    return root, leaf + server.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


class Tenant(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        document = self.server.documents.get(self.path)
        body = json.dumps(document).encode()
        self.send_response(200 if document else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    authority, own = identity()
    (FOLDER / "ca.pem").write_bytes(authority)
    (FOLDER / "server.pem").write_bytes(own)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tenant)
    server.daemon_threads = True
    issuer = f"https://localhost:{server.server_port}/"
    keys = "/.well-known/jwks.json"
    server.documents = {
        keys: json.loads((FOLDER / "jwks.json").read_text()),
        "/.well-known/openid-configuration": {
            "issuer": issuer,
            "jwks_uri": issuer.rstrip("/") + keys,
            "authorization_endpoint": issuer + "authorize",
            "token_endpoint": issuer + "oauth/token",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["HS256", "RS256", "PS256"],
        },
    }
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER / "server.pem")
    # The handshake is the handler's, lest one slow client keep out the others.
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"issuer": issuer}), flush=True)
    sys.stdin.read()
    os._exit(0)


main()
