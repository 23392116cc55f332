"""Says of each token on standard input, one a line, whether it is
cryptographically good under the key set given as argument: `good`, or `bad`
and why. Written from RFC 7515, 7517, 7518, 8037, 8812 and 9864 with the
package cryptography alone, and without a look at tokcheck's code."""

import base64
import hashlib
import hmac
import json
import re
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

HASHES = {"256": hashes.SHA256, "384": hashes.SHA384, "512": hashes.SHA512}
CURVES = {
    "ES256": ("P-256", ec.SECP256R1, 32, hashes.SHA256),
    "ES384": ("P-384", ec.SECP384R1, 48, hashes.SHA384),
    "ES512": ("P-521", ec.SECP521R1, 66, hashes.SHA512),
    "ES256K": ("secp256k1", ec.SECP256K1, 32, hashes.SHA256),
}


class Bad(Exception):
    pass


def strict(text):
    """RFC 7515 section 2, RFC 4648 section 3.5."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text) or len(text) % 4 == 1:
        raise Bad("not base64url")
    value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(value).rstrip(b"=").decode() != text:
        raise Bad("unused bits are set")
    return value


def members(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise Bad("a member stands twice")
    return dict(pairs)


def refuse(_):
    raise Bad("no JSON number")


def header_of(octets):
    try:
        text = octets.decode("utf-8")
        value = json.loads(text, object_pairs_hook=members, parse_constant=refuse)
    except ValueError as error:
        raise Bad(f"no JSON: {error}")
    if not isinstance(value, dict):
        raise Bad("the header is no object")
    return value


def number(jwk, name):
    return int.from_bytes(strict(jwk[name]), "big")


def fits(jwk, alg):
    """RFC 7517 sections 4.1 to 4.4, RFC 8725 section 3.1."""
    if jwk.get("use", "sig") != "sig" or "verify" not in jwk.get("key_ops", ["verify"]):
        return False
    edwards = ("EdDSA", "Ed25519")
    if "alg" in jwk and jwk["alg"] != alg and not (jwk["alg"] in edwards and alg in edwards):
        return False
    if alg in CURVES:
        return jwk["kty"] == "EC" and jwk["crv"] == CURVES[alg][0]
    if alg in edwards:
        return jwk["kty"] == "OKP" and jwk["crv"] == "Ed25519"
    if alg[:2] in ("RS", "PS"):
        return jwk["kty"] == "RSA" and number(jwk, "n").bit_length() >= 2048
    # RFC 7518 section 3.2: at least as long as the hash.
    return jwk["kty"] == "oct" and len(strict(jwk["k"])) * 8 >= int(alg[2:])


def check(jwk, alg, message, signature):
    if alg in CURVES:
        _, curve, size, digest = CURVES[alg]
        if len(signature) != 2 * size:
            raise Bad("wrong length")
        key = ec.EllipticCurvePublicNumbers(number(jwk, "x"), number(jwk, "y"), curve())
        r, s = (int.from_bytes(half, "big") for half in (signature[:size], signature[size:]))
        der = utils.encode_dss_signature(r, s)
        key.public_key().verify(der, message, ec.ECDSA(digest()))
    elif alg in ("EdDSA", "Ed25519"):
        key = ed25519.Ed25519PublicKey.from_public_bytes(strict(jwk["x"]))
        key.verify(signature, message)
    elif alg[:2] in ("RS", "PS"):
        digest = HASHES[alg[2:]]()
        pad = padding.PKCS1v15()
        if alg[0] == "P":
            pad = padding.PSS(padding.MGF1(digest), padding.PSS.DIGEST_LENGTH)
        key = rsa.RSAPublicNumbers(number(jwk, "e"), number(jwk, "n")).public_key()
        key.verify(signature, message, pad, digest)
    else:
        name = "sha" + alg[2:]
        made = hmac.new(strict(jwk["k"]), message, getattr(hashlib, name)).digest()
        if not hmac.compare_digest(made, signature):
            raise InvalidSignature


KNOWN = list(CURVES) + ["EdDSA", "Ed25519"] + [k + n for k in ("HS", "RS", "PS") for n in HASHES]


def judge(token, keys):
    parts = token.split(".")
    if len(parts) != 3:
        raise Bad("not three parts")
    head, _, signature = (strict(part) for part in parts)
    header = header_of(head)
    alg = header.get("alg")
    if alg not in KNOWN:
        raise Bad("no known algorithm")
    # No extension is understood (RFC 7515 section 4.1.11, RFC 7797 section 6).
    if "crit" in header or "b64" in header:
        raise Bad("an extension")
    found = [jwk for jwk in keys if fits(jwk, alg)]
    if "kid" in header:
        found = [jwk for jwk in found if jwk.get("kid") == header["kid"]]
    elif len(found) > 1:
        # Which one is meant is not said: a reader that refuses is on the safe side.
        raise Bad("several keys")
    if not found:
        raise Bad("no key")
    message = token.rsplit(".", 1)[0].encode()
    for jwk in found:
        try:
            return check(jwk, alg, message, signature)
        except InvalidSignature:
            continue
    raise Bad("the signature does not fit")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        keys = json.load(file)["keys"]
    for line in sys.stdin:
        try:
            judge(line.rstrip("\n"), keys)
            print("good")
        except Bad as why:
            print(f"bad {why}")


main()
