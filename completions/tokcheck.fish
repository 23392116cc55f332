# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_tokcheck_global_optspecs
    string join \n h/help V/version
end

function __fish_tokcheck_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_tokcheck_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_tokcheck_using_subcommand
    set -l cmd (__fish_tokcheck_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c tokcheck -n "__fish_tokcheck_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -s V -l version -d 'Print version'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "decode" -d 'What is in it? (nothing is verified)'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "classify" -d 'What kind of token is it, who issued it, for whom?'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "verify" -d 'Is it genuine, live, and for me?'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "explain" -d 'Would this API take it? If not: why, and what has to change?'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "keys" -d 'What keys does this tenant publish, and are they sound?'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "rule" -d 'What does a finding mean? Without a name: all of them'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "claim" -d 'What does a claim or header member mean? Without a name: all of them'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "servers" -d 'What is known of the servers in front of APIs'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "demo" -d 'Show all of it on a throw-away tenant, without a network'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "cache" -d 'What is kept of tenants\' answers, and where'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "man" -d 'Write the manual pages into a folder'
complete -c tokcheck -n "__fish_tokcheck_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l env -d 'Read the environment variable NAME' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -s H -l header-line -d 'A header line as it was sent: \'Authorization: Bearer ...\'' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l claim -d 'Print this claim only; ends with 1 where it is absent' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l format -d 'The form of the report' -r -f -a "human\t'For people'
json\t'One JSON object a line (schema tokcheck/v1)'
github\t'Workflow commands of GitHub Actions'
markdown\t'For a job summary or a pull request'
sarif\t'For code scanning; tokens from files only'
junit\t'For test reports'"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l at -d 'Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l jobs -d 'Tokens that are worked on at the same time (default: one for each core)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l config -d 'The configuration file [default: tokcheck.toml here or above]' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l lines -d 'Every line is one paste'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l whole -d 'The whole input is one paste'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l header -d 'Print the header only, one line a token'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l claims -d 'Print the claims only, one line a token'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l json -d 'The same as --format json: one object a line'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -s q -l quiet -d 'Print nothing but errors: the exit code tells'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -s v -l verbose -d 'Print every check, sign and section'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l redact -d 'Also mask claims about a person (name, email, ...)'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l exit-zero -d 'End with 0 where it would be 1'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l summary -d 'Count verdicts, causes, kinds, issuers and audiences at the end'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -l no-config -d 'Read no configuration file'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand decode" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l env -d 'Read the environment variable NAME' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -s H -l header-line -d 'A header line as it was sent: \'Authorization: Bearer ...\'' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l client-id -d 'Client id of the app that logs in; tells its ID tokens apart, and is not compared with azp' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l audience -d 'Identifier of the API' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l expect -d 'End with 1 if it is of another kind, 4 if that can\'t be told' -r -f -a "id_token\t''
access_token\t''
refresh_token\t''
logout_token\t''
dpop_proof\t''
client_assertion\t''
request_object\t''
jarm_response\t''
userinfo_response\t''
introspection_response\t''
security_event\t''
sd_jwt\t''
key_binding\t''
verifiable_credential\t''
entity_statement\t''
workload_token\t''
provider_token\t''
encrypted_access_token\t''
encrypted\t''
opaque\t''
not_a_token\t''
unknown\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l format -d 'The form of the report' -r -f -a "human\t'For people'
json\t'One JSON object a line (schema tokcheck/v1)'
github\t'Workflow commands of GitHub Actions'
markdown\t'For a job summary or a pull request'
sarif\t'For code scanning; tokens from files only'
junit\t'For test reports'"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l at -d 'Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l jobs -d 'Tokens that are worked on at the same time (default: one for each core)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l config -d 'The configuration file [default: tokcheck.toml here or above]' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l lines -d 'Every line is one paste'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l whole -d 'The whole input is one paste'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l json -d 'The same as --format json: one object a line'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -s q -l quiet -d 'Print nothing but errors: the exit code tells'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -s v -l verbose -d 'Print every check, sign and section'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l redact -d 'Also mask claims about a person (name, email, ...)'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l exit-zero -d 'End with 0 where it would be 1'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l summary -d 'Count verdicts, causes, kinds, issuers and audiences at the end'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -l no-config -d 'Read no configuration file'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand classify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l env -d 'Read the environment variable NAME' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -s H -l header-line -d 'A header line as it was sent: \'Authorization: Bearer ...\'' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l api -d 'The API\'s profile: [apis.NAME] of the configuration' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l audience -d 'Accepted audience (repeatable: any one suffices)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l alg -d 'Accepted algorithm (repeatable)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l scope -d 'Needed scope (repeatable: all are needed)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l permission -d 'Needed permission (repeatable: all are needed)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l scope-claim -d 'Claim that is read for scopes, or a member of one by its path (repeatable) [default: scope, scp]' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l require -d 'Claim that has to be there, or to have this value (repeatable)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l typ -d 'Accepted typ of the header (repeatable)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l leeway -d 'Clock tolerance: seconds, or 5s, 2m, 1h (at most 24h) [default: 0]' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l client-id -d 'Client id of the app that logs in' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l authorized-party -d 'Client whose tokens are taken (repeatable)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l org-id -d 'Wanted organization' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l subject -d 'Pattern for sub, \'*\' is wild (repeatable: any one suffices)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l token-use -d 'Wanted token_use' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l max-header-bytes -d 'Most bytes of header that server and proxies take' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l option -d 'A setting that only the server knows (repeatable)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l tenant -d 'A configured tenant, a shorthand (auth0:acme.us), an issuer URL or a domain' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l issuer -d 'The issuer, letter by letter; its keys are discovered' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l jwks -d 'A key set: file, URL or \'-\'' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l key -d 'A public key: PEM, DER, JWK, JWKS or certificate' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l secret -d 'A shared secret: env:NAME, @FILE, \'-\', or the text itself' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l secret-encoding -d 'How the secret\'s text stands for its bytes' -r -f -a "utf8\t''
base64\t''
base64-decoded\t''
base64url\t''
hex\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l cacert -d 'Trust only the certificates in this PEM file when fetching' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l timeout -d 'Longest wait for an answer, in seconds [default: 10]' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l dpop -d 'The DPoP proof sent beside the token: env:NAME, @FILE, or the text' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l method -d 'The method that the proof has to be for' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l url -d 'The URL that the proof has to be for' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l cert -d 'The client certificate of the connection: PEM or DER' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l slot -d 'Judge the token of this slot, or \'all\', where the text holds several' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l fail-on -d 'The grade from which a finding ends with 1' -r -f -a "error\t''
warning\t''
never\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l only -d 'Report only tokens with this verdict' -r -f -a "accepted\t''
rejected\t''
undecided\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l format -d 'The form of the report' -r -f -a "human\t'For people'
json\t'One JSON object a line (schema tokcheck/v1)'
github\t'Workflow commands of GitHub Actions'
markdown\t'For a job summary or a pull request'
sarif\t'For code scanning; tokens from files only'
junit\t'For test reports'"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l at -d 'Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l jobs -d 'Tokens that are worked on at the same time (default: one for each core)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l config -d 'The configuration file [default: tokcheck.toml here or above]' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l kind -d 'Verify it as a token of this kind, by that kind\'s own rules' -r -f -a "access_token\t''
id_token\t''
logout_token\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l nonce -d 'The nonce that was sent with the login: env:NAME, @FILE, or the text' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l access-token -d 'The access token that came along, to check at_hash: env:NAME, @FILE, or the text' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l code -d 'The code that came along, to check c_hash: env:NAME, @FILE, or the text' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l max-age -d 'Longest time since the login: seconds, or 5m, 1h' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l acr -d 'Accepted authentication context (repeatable)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l expires-within -d 'Refuse a token that ends within this time: seconds, or 5m, 1h' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l lines -d 'Every line is one paste'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l whole -d 'The whole input is one paste'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l requires-user -d 'A user is needed, not a client alone'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l sender-constrained -d 'The API enforces cnf (DPoP, mutual TLS)'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l discover -d 'Take the issuer from the token itself: it then proves little'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l allow-private -d 'Let --discover lead to this machine and private networks'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l allow-http -d 'Fetch over plain http as well'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l offline -d 'Fetch nothing: use what is in the cache'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l refresh -d 'Fetch anew, whatever is in the cache'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l fail-fast -d 'Stop at the first token that is not accepted'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l json -d 'The same as --format json: one object a line'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -s q -l quiet -d 'Print nothing but errors: the exit code tells'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -s v -l verbose -d 'Print every check, sign and section'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l redact -d 'Also mask claims about a person (name, email, ...)'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l exit-zero -d 'End with 0 where it would be 1'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l summary -d 'Count verdicts, causes, kinds, issuers and audiences at the end'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l no-config -d 'Read no configuration file'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -l strict -d 'Known deviations of a provider count as failures'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l env -d 'Read the environment variable NAME' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -s H -l header-line -d 'A header line as it was sent: \'Authorization: Bearer ...\'' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l api -d 'The API\'s profile: [apis.NAME] of the configuration' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l audience -d 'Accepted audience (repeatable: any one suffices)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l alg -d 'Accepted algorithm (repeatable)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l scope -d 'Needed scope (repeatable: all are needed)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l permission -d 'Needed permission (repeatable: all are needed)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l scope-claim -d 'Claim that is read for scopes, or a member of one by its path (repeatable) [default: scope, scp]' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l require -d 'Claim that has to be there, or to have this value (repeatable)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l typ -d 'Accepted typ of the header (repeatable)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l leeway -d 'Clock tolerance: seconds, or 5s, 2m, 1h (at most 24h) [default: 0]' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l client-id -d 'Client id of the app that logs in' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l authorized-party -d 'Client whose tokens are taken (repeatable)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l org-id -d 'Wanted organization' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l subject -d 'Pattern for sub, \'*\' is wild (repeatable: any one suffices)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l token-use -d 'Wanted token_use' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l max-header-bytes -d 'Most bytes of header that server and proxies take' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l option -d 'A setting that only the server knows (repeatable)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l tenant -d 'A configured tenant, a shorthand (auth0:acme.us), an issuer URL or a domain' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l issuer -d 'The issuer, letter by letter; its keys are discovered' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l jwks -d 'A key set: file, URL or \'-\'' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l key -d 'A public key: PEM, DER, JWK, JWKS or certificate' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l secret -d 'A shared secret: env:NAME, @FILE, \'-\', or the text itself' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l secret-encoding -d 'How the secret\'s text stands for its bytes' -r -f -a "utf8\t''
base64\t''
base64-decoded\t''
base64url\t''
hex\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l cacert -d 'Trust only the certificates in this PEM file when fetching' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l timeout -d 'Longest wait for an answer, in seconds [default: 10]' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l dpop -d 'The DPoP proof sent beside the token: env:NAME, @FILE, or the text' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l method -d 'The method that the proof has to be for' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l url -d 'The URL that the proof has to be for' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l cert -d 'The client certificate of the connection: PEM or DER' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l slot -d 'Judge the token of this slot, or \'all\', where the text holds several' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l fail-on -d 'The grade from which a finding ends with 1' -r -f -a "error\t''
warning\t''
never\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l only -d 'Report only tokens with this verdict' -r -f -a "accepted\t''
rejected\t''
undecided\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l format -d 'The form of the report' -r -f -a "human\t'For people'
json\t'One JSON object a line (schema tokcheck/v1)'
github\t'Workflow commands of GitHub Actions'
markdown\t'For a job summary or a pull request'
sarif\t'For code scanning; tokens from files only'
junit\t'For test reports'"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l at -d 'Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l jobs -d 'Tokens that are worked on at the same time (default: one for each core)' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l config -d 'The configuration file [default: tokcheck.toml here or above]' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l as -d 'The software in front of the API; several, or \'all\', make a table' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l error -d 'What the server or its log says: names the suspects, and with a token picks one' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l lines -d 'Every line is one paste'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l whole -d 'The whole input is one paste'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l requires-user -d 'A user is needed, not a client alone'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l sender-constrained -d 'The API enforces cnf (DPoP, mutual TLS)'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l discover -d 'Take the issuer from the token itself: it then proves little'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l allow-private -d 'Let --discover lead to this machine and private networks'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l allow-http -d 'Fetch over plain http as well'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l offline -d 'Fetch nothing: use what is in the cache'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l refresh -d 'Fetch anew, whatever is in the cache'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l fail-fast -d 'Stop at the first token that is not accepted'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l json -d 'The same as --format json: one object a line'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -s q -l quiet -d 'Print nothing but errors: the exit code tells'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -s v -l verbose -d 'Print every check, sign and section'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l redact -d 'Also mask claims about a person (name, email, ...)'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l exit-zero -d 'End with 0 where it would be 1'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l summary -d 'Count verdicts, causes, kinds, issuers and audiences at the end'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l no-config -d 'Read no configuration file'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -l all-apis -d 'Judge for every API of the configuration'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand keys" -l at -d 'Look at certificates for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand keys" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand keys" -l cacert -d 'Trust only the certificates in this PEM file when fetching' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand keys" -l timeout -d 'Longest wait for an answer, in seconds [default: 10]' -r
complete -c tokcheck -n "__fish_tokcheck_using_subcommand keys" -l config -d 'The configuration file [default: tokcheck.toml here or above]' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand keys" -l json -d 'One JSON object (schema tokcheck.keys/v1)'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand keys" -l allow-http -d 'Fetch over plain http as well'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand keys" -l offline -d 'Fetch nothing: use what is in the cache'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand keys" -l refresh -d 'Fetch anew, whatever is in the cache'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand keys" -l no-config -d 'Read no configuration file'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand keys" -s h -l help -d 'Print help'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand rule" -s h -l help -d 'Print help'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand claim" -s h -l help -d 'Print help'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand servers" -s h -l help -d 'Print help'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand demo" -l keep -d 'Leave tokens, keys and tokcheck.toml in this folder' -r -F
complete -c tokcheck -n "__fish_tokcheck_using_subcommand demo" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c tokcheck -n "__fish_tokcheck_using_subcommand demo" -l serve -d 'Keep the tenant up until interrupted'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand demo" -s h -l help -d 'Print help'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and not __fish_seen_subcommand_from path list clear help" -s h -l help -d 'Print help'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and not __fish_seen_subcommand_from path list clear help" -f -a "path" -d 'Print the folder'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and not __fish_seen_subcommand_from path list clear help" -f -a "list" -d 'What is in it'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and not __fish_seen_subcommand_from path list clear help" -f -a "clear" -d 'Remove all of it'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and not __fish_seen_subcommand_from path list clear help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and __fish_seen_subcommand_from list" -l json -d 'One JSON object a line'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print the folder'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and __fish_seen_subcommand_from help" -f -a "list" -d 'What is in it'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and __fish_seen_subcommand_from help" -f -a "clear" -d 'Remove all of it'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand cache; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand completions" -s h -l help -d 'Print help'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand man" -s h -l help -d 'Print help'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "decode" -d 'What is in it? (nothing is verified)'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "classify" -d 'What kind of token is it, who issued it, for whom?'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "verify" -d 'Is it genuine, live, and for me?'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "explain" -d 'Would this API take it? If not: why, and what has to change?'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "keys" -d 'What keys does this tenant publish, and are they sound?'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "rule" -d 'What does a finding mean? Without a name: all of them'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "claim" -d 'What does a claim or header member mean? Without a name: all of them'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "servers" -d 'What is known of the servers in front of APIs'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "demo" -d 'Show all of it on a throw-away tenant, without a network'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "cache" -d 'What is kept of tenants\' answers, and where'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "completions" -d 'Print a completion script for a shell'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "man" -d 'Write the manual pages into a folder'
complete -c tokcheck -n "__fish_tokcheck_using_subcommand help; and not __fish_seen_subcommand_from decode classify verify explain keys rule claim servers demo cache completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
