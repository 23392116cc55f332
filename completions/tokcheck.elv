
use builtin;
use str;

set edit:completion:arg-completer[tokcheck] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'tokcheck'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'tokcheck'= {
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand decode 'What is in it? (nothing is verified)'
            cand classify 'What kind of token is it, who issued it, for whom?'
            cand verify 'Is it genuine, live, and for me?'
            cand explain 'Would this API take it? If not: why, and what has to change?'
            cand keys 'What keys does this tenant publish, and are they sound?'
            cand rule 'What does a finding mean? Without a name: all of them'
            cand claim 'What does a claim or header member mean? Without a name: all of them'
            cand servers 'What is known of the servers in front of APIs'
            cand demo 'Show all of it on a throw-away tenant, without a network'
            cand cache 'What is kept of tenants'' answers, and where'
            cand completions 'Print a completion script for a shell'
            cand man 'Write the manual pages into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'tokcheck;decode'= {
            cand --env 'Read the environment variable NAME'
            cand -H 'A header line as it was sent: ''Authorization: Bearer ...'''
            cand --header-line 'A header line as it was sent: ''Authorization: Bearer ...'''
            cand --claim 'Print this claim only; ends with 1 where it is absent'
            cand --format 'The form of the report'
            cand --color 'When to use colour'
            cand --at 'Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone'
            cand --jobs 'Tokens that are worked on at the same time (default: one for each core)'
            cand --config 'The configuration file [default: tokcheck.toml here or above]'
            cand --lines 'Every line is one paste'
            cand --whole 'The whole input is one paste'
            cand --header 'Print the header only, one line a token'
            cand --claims 'Print the claims only, one line a token'
            cand --json 'The same as --format json: one object a line'
            cand -q 'Print nothing but errors: the exit code tells'
            cand --quiet 'Print nothing but errors: the exit code tells'
            cand -v 'Print every check, sign and section'
            cand --verbose 'Print every check, sign and section'
            cand --redact 'Also mask claims about a person (name, email, ...)'
            cand --exit-zero 'End with 0 where it would be 1'
            cand --summary 'Count verdicts, causes, kinds, issuers and audiences at the end'
            cand --no-config 'Read no configuration file'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'tokcheck;classify'= {
            cand --env 'Read the environment variable NAME'
            cand -H 'A header line as it was sent: ''Authorization: Bearer ...'''
            cand --header-line 'A header line as it was sent: ''Authorization: Bearer ...'''
            cand --client-id 'Client id of the app that logs in; tells its ID tokens apart, and is not compared with azp'
            cand --audience 'Identifier of the API'
            cand --expect 'End with 1 if it is of another kind, 4 if that can''t be told'
            cand --format 'The form of the report'
            cand --color 'When to use colour'
            cand --at 'Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone'
            cand --jobs 'Tokens that are worked on at the same time (default: one for each core)'
            cand --config 'The configuration file [default: tokcheck.toml here or above]'
            cand --lines 'Every line is one paste'
            cand --whole 'The whole input is one paste'
            cand --json 'The same as --format json: one object a line'
            cand -q 'Print nothing but errors: the exit code tells'
            cand --quiet 'Print nothing but errors: the exit code tells'
            cand -v 'Print every check, sign and section'
            cand --verbose 'Print every check, sign and section'
            cand --redact 'Also mask claims about a person (name, email, ...)'
            cand --exit-zero 'End with 0 where it would be 1'
            cand --summary 'Count verdicts, causes, kinds, issuers and audiences at the end'
            cand --no-config 'Read no configuration file'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'tokcheck;verify'= {
            cand --env 'Read the environment variable NAME'
            cand -H 'A header line as it was sent: ''Authorization: Bearer ...'''
            cand --header-line 'A header line as it was sent: ''Authorization: Bearer ...'''
            cand --api 'The API''s profile: [apis.NAME] of the configuration'
            cand --audience 'Accepted audience (repeatable: any one suffices)'
            cand --alg 'Accepted algorithm (repeatable)'
            cand --scope 'Needed scope (repeatable: all are needed)'
            cand --permission 'Needed permission (repeatable: all are needed)'
            cand --scope-claim 'Claim that is read for scopes, or a member of one by its path (repeatable) [default: scope, scp]'
            cand --require 'Claim that has to be there, or to have this value (repeatable)'
            cand --typ 'Accepted typ of the header (repeatable)'
            cand --leeway 'Clock tolerance: seconds, or 5s, 2m, 1h (at most 24h) [default: 0]'
            cand --client-id 'Client id of the app that logs in'
            cand --authorized-party 'Client whose tokens are taken (repeatable)'
            cand --org-id 'Wanted organization'
            cand --subject 'Pattern for sub, ''*'' is wild (repeatable: any one suffices)'
            cand --token-use 'Wanted token_use'
            cand --max-header-bytes 'Most bytes of header that server and proxies take'
            cand --option 'A setting that only the server knows (repeatable)'
            cand --tenant 'A configured tenant, a shorthand (auth0:acme.us), an issuer URL or a domain'
            cand --issuer 'The issuer, letter by letter; its keys are discovered'
            cand --jwks 'A key set: file, URL or ''-'''
            cand --key 'A public key: PEM, DER, JWK, JWKS or certificate'
            cand --secret 'A shared secret: env:NAME, @FILE, ''-'', or the text itself'
            cand --secret-encoding 'How the secret''s text stands for its bytes'
            cand --cacert 'Trust only the certificates in this PEM file when fetching'
            cand --timeout 'Longest wait for an answer, in seconds [default: 10]'
            cand --dpop 'The DPoP proof sent beside the token: env:NAME, @FILE, or the text'
            cand --method 'The method that the proof has to be for'
            cand --url 'The URL that the proof has to be for'
            cand --cert 'The client certificate of the connection: PEM or DER'
            cand --slot 'Judge the token of this slot, or ''all'', where the text holds several'
            cand --fail-on 'The grade from which a finding ends with 1'
            cand --only 'Report only tokens with this verdict'
            cand --format 'The form of the report'
            cand --color 'When to use colour'
            cand --at 'Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone'
            cand --jobs 'Tokens that are worked on at the same time (default: one for each core)'
            cand --config 'The configuration file [default: tokcheck.toml here or above]'
            cand --kind 'Verify it as a token of this kind, by that kind''s own rules'
            cand --nonce 'The nonce that was sent with the login: env:NAME, @FILE, or the text'
            cand --access-token 'The access token that came along, to check at_hash: env:NAME, @FILE, or the text'
            cand --code 'The code that came along, to check c_hash: env:NAME, @FILE, or the text'
            cand --max-age 'Longest time since the login: seconds, or 5m, 1h'
            cand --acr 'Accepted authentication context (repeatable)'
            cand --expires-within 'Refuse a token that ends within this time: seconds, or 5m, 1h'
            cand --lines 'Every line is one paste'
            cand --whole 'The whole input is one paste'
            cand --requires-user 'A user is needed, not a client alone'
            cand --sender-constrained 'The API enforces cnf (DPoP, mutual TLS)'
            cand --discover 'Take the issuer from the token itself: it then proves little'
            cand --allow-private 'Let --discover lead to this machine and private networks'
            cand --allow-http 'Fetch over plain http as well'
            cand --offline 'Fetch nothing: use what is in the cache'
            cand --refresh 'Fetch anew, whatever is in the cache'
            cand --fail-fast 'Stop at the first token that is not accepted'
            cand --json 'The same as --format json: one object a line'
            cand -q 'Print nothing but errors: the exit code tells'
            cand --quiet 'Print nothing but errors: the exit code tells'
            cand -v 'Print every check, sign and section'
            cand --verbose 'Print every check, sign and section'
            cand --redact 'Also mask claims about a person (name, email, ...)'
            cand --exit-zero 'End with 0 where it would be 1'
            cand --summary 'Count verdicts, causes, kinds, issuers and audiences at the end'
            cand --no-config 'Read no configuration file'
            cand --strict 'Known deviations of a provider count as failures'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'tokcheck;explain'= {
            cand --env 'Read the environment variable NAME'
            cand -H 'A header line as it was sent: ''Authorization: Bearer ...'''
            cand --header-line 'A header line as it was sent: ''Authorization: Bearer ...'''
            cand --api 'The API''s profile: [apis.NAME] of the configuration'
            cand --audience 'Accepted audience (repeatable: any one suffices)'
            cand --alg 'Accepted algorithm (repeatable)'
            cand --scope 'Needed scope (repeatable: all are needed)'
            cand --permission 'Needed permission (repeatable: all are needed)'
            cand --scope-claim 'Claim that is read for scopes, or a member of one by its path (repeatable) [default: scope, scp]'
            cand --require 'Claim that has to be there, or to have this value (repeatable)'
            cand --typ 'Accepted typ of the header (repeatable)'
            cand --leeway 'Clock tolerance: seconds, or 5s, 2m, 1h (at most 24h) [default: 0]'
            cand --client-id 'Client id of the app that logs in'
            cand --authorized-party 'Client whose tokens are taken (repeatable)'
            cand --org-id 'Wanted organization'
            cand --subject 'Pattern for sub, ''*'' is wild (repeatable: any one suffices)'
            cand --token-use 'Wanted token_use'
            cand --max-header-bytes 'Most bytes of header that server and proxies take'
            cand --option 'A setting that only the server knows (repeatable)'
            cand --tenant 'A configured tenant, a shorthand (auth0:acme.us), an issuer URL or a domain'
            cand --issuer 'The issuer, letter by letter; its keys are discovered'
            cand --jwks 'A key set: file, URL or ''-'''
            cand --key 'A public key: PEM, DER, JWK, JWKS or certificate'
            cand --secret 'A shared secret: env:NAME, @FILE, ''-'', or the text itself'
            cand --secret-encoding 'How the secret''s text stands for its bytes'
            cand --cacert 'Trust only the certificates in this PEM file when fetching'
            cand --timeout 'Longest wait for an answer, in seconds [default: 10]'
            cand --dpop 'The DPoP proof sent beside the token: env:NAME, @FILE, or the text'
            cand --method 'The method that the proof has to be for'
            cand --url 'The URL that the proof has to be for'
            cand --cert 'The client certificate of the connection: PEM or DER'
            cand --slot 'Judge the token of this slot, or ''all'', where the text holds several'
            cand --fail-on 'The grade from which a finding ends with 1'
            cand --only 'Report only tokens with this verdict'
            cand --format 'The form of the report'
            cand --color 'When to use colour'
            cand --at 'Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone'
            cand --jobs 'Tokens that are worked on at the same time (default: one for each core)'
            cand --config 'The configuration file [default: tokcheck.toml here or above]'
            cand --as 'The software in front of the API; several, or ''all'', make a table'
            cand --error 'What the server or its log says: names the suspects, and with a token picks one'
            cand --lines 'Every line is one paste'
            cand --whole 'The whole input is one paste'
            cand --requires-user 'A user is needed, not a client alone'
            cand --sender-constrained 'The API enforces cnf (DPoP, mutual TLS)'
            cand --discover 'Take the issuer from the token itself: it then proves little'
            cand --allow-private 'Let --discover lead to this machine and private networks'
            cand --allow-http 'Fetch over plain http as well'
            cand --offline 'Fetch nothing: use what is in the cache'
            cand --refresh 'Fetch anew, whatever is in the cache'
            cand --fail-fast 'Stop at the first token that is not accepted'
            cand --json 'The same as --format json: one object a line'
            cand -q 'Print nothing but errors: the exit code tells'
            cand --quiet 'Print nothing but errors: the exit code tells'
            cand -v 'Print every check, sign and section'
            cand --verbose 'Print every check, sign and section'
            cand --redact 'Also mask claims about a person (name, email, ...)'
            cand --exit-zero 'End with 0 where it would be 1'
            cand --summary 'Count verdicts, causes, kinds, issuers and audiences at the end'
            cand --no-config 'Read no configuration file'
            cand --all-apis 'Judge for every API of the configuration'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'tokcheck;keys'= {
            cand --at 'Look at certificates for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone'
            cand --color 'When to use colour'
            cand --cacert 'Trust only the certificates in this PEM file when fetching'
            cand --timeout 'Longest wait for an answer, in seconds [default: 10]'
            cand --config 'The configuration file [default: tokcheck.toml here or above]'
            cand --json 'One JSON object (schema tokcheck.keys/v1)'
            cand --allow-http 'Fetch over plain http as well'
            cand --offline 'Fetch nothing: use what is in the cache'
            cand --refresh 'Fetch anew, whatever is in the cache'
            cand --no-config 'Read no configuration file'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'tokcheck;rule'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'tokcheck;claim'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'tokcheck;servers'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'tokcheck;demo'= {
            cand --keep 'Leave tokens, keys and tokcheck.toml in this folder'
            cand --color 'When to use colour'
            cand --serve 'Keep the tenant up until interrupted'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'tokcheck;cache'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand path 'Print the folder'
            cand list 'What is in it'
            cand clear 'Remove all of it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'tokcheck;cache;path'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'tokcheck;cache;list'= {
            cand --json 'One JSON object a line'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'tokcheck;cache;clear'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'tokcheck;cache;help'= {
            cand path 'Print the folder'
            cand list 'What is in it'
            cand clear 'Remove all of it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'tokcheck;cache;help;path'= {
        }
        &'tokcheck;cache;help;list'= {
        }
        &'tokcheck;cache;help;clear'= {
        }
        &'tokcheck;cache;help;help'= {
        }
        &'tokcheck;completions'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'tokcheck;man'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'tokcheck;help'= {
            cand decode 'What is in it? (nothing is verified)'
            cand classify 'What kind of token is it, who issued it, for whom?'
            cand verify 'Is it genuine, live, and for me?'
            cand explain 'Would this API take it? If not: why, and what has to change?'
            cand keys 'What keys does this tenant publish, and are they sound?'
            cand rule 'What does a finding mean? Without a name: all of them'
            cand claim 'What does a claim or header member mean? Without a name: all of them'
            cand servers 'What is known of the servers in front of APIs'
            cand demo 'Show all of it on a throw-away tenant, without a network'
            cand cache 'What is kept of tenants'' answers, and where'
            cand completions 'Print a completion script for a shell'
            cand man 'Write the manual pages into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'tokcheck;help;decode'= {
        }
        &'tokcheck;help;classify'= {
        }
        &'tokcheck;help;verify'= {
        }
        &'tokcheck;help;explain'= {
        }
        &'tokcheck;help;keys'= {
        }
        &'tokcheck;help;rule'= {
        }
        &'tokcheck;help;claim'= {
        }
        &'tokcheck;help;servers'= {
        }
        &'tokcheck;help;demo'= {
        }
        &'tokcheck;help;cache'= {
        }
        &'tokcheck;help;completions'= {
        }
        &'tokcheck;help;man'= {
        }
        &'tokcheck;help;help'= {
        }
    ]
    $completions[$command]
}
