"""Apache as Debian packages it, with its two modules for tokens: one process, a
virtual host a set-up."""

import os
import shutil

import processes

CONFIGURATION = """
ServerName localhost
ServerRoot {folder}
DefaultRuntimeDir {folder}
PidFile {folder}/pid
Mutex file:{folder} default
ErrorLog {folder}/log
DocumentRoot {folder}/pages
{user}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authn_core_module {modules}/mod_authn_core.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule auth_openidc_module {modules}/mod_auth_openidc.so
LoadModule oauth2_module {modules}/mod_oauth2.so
StartServers 1
ServerLimit 1
# The largest of our tokens is to be the modules' affair.
LimitRequestFieldSize 65536
Listen 127.0.0.1:{openidc}
Listen 127.0.0.1:{oauth2}

<VirtualHost 127.0.0.1:{openidc}>
    OIDCOAuthVerifyJwksUri {jwks_uri}
    OIDCCABundlePath {folder}/ca.pem
    <Location />
        AuthType oauth20
        Require claim "aud:{audience}"
    </Location>
</VirtualHost>

<VirtualHost 127.0.0.1:{oauth2}>
    <Location />
        AuthType oauth2
        # It has no word for an authority of our own.
        OAuth2TokenVerify jwks_uri {jwks_uri} jwks_uri.ssl_verify=false
        <RequireAll>
            Require oauth2_claim "iss:{issuer}"
            Require oauth2_claim "aud:{audience}"
        </RequireAll>
    </Location>
</VirtualHost>
"""
MODULES = "/usr/lib/apache2/modules"


def user(folder):
    """Whom Apache serves as where we are root: it refuses to be root itself."""
    if os.getuid() != 0:
        return ""
    shutil.chown(folder, "www-data", "www-data")
    return "User www-data\nGroup www-data"


def start(tenant):
    folder = processes.folder()
    shutil.copy(os.environ["SSL_CERT_FILE"], folder / "ca.pem")
    (folder / "pages").mkdir()
    (folder / "pages/things").write_text('{"ok":true}')
    ports = {"openidc": processes.free_port(), "oauth2": processes.free_port()}
    told = {name: tenant[name] for name in ("issuer", "audience", "jwks_uri")}
    configuration = folder / "apache2.conf"
    configuration.write_text(CONFIGURATION.format(
        folder=folder, modules=MODULES, user=user(folder), **told, **ports))
    processes.run(["apache2", "-f", str(configuration), "-DFOREGROUND"], ports.values())
    issuer, audience = {"issuer": told["issuer"]}, {"audience": [told["audience"]]}
    return {
        "apache-mod_auth_openidc:oauth20": {
            "kind": "middleware", "packages": ["libapache2-mod-auth-openidc"],
            "api": {"server": "mod_auth_openidc", **audience}, "port": ports["openidc"],
        },
        "apache-mod_oauth2": {
            "kind": "middleware", "packages": ["libapache2-mod-oauth2", "liboauth2-0"],
            "api": {"server": "mod_oauth2", **issuer, **audience}, "port": ports["oauth2"],
        },
    }
