
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'tokcheck' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'tokcheck'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'tokcheck' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'What is in it? (nothing is verified)')
            [CompletionResult]::new('classify', 'classify', [CompletionResultType]::ParameterValue, 'What kind of token is it, who issued it, for whom?')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Is it genuine, live, and for me?')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Would this API take it? If not: why, and what has to change?')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'What keys does this tenant publish, and are they sound?')
            [CompletionResult]::new('rule', 'rule', [CompletionResultType]::ParameterValue, 'What does a finding mean? Without a name: all of them')
            [CompletionResult]::new('claim', 'claim', [CompletionResultType]::ParameterValue, 'What does a claim or header member mean? Without a name: all of them')
            [CompletionResult]::new('servers', 'servers', [CompletionResultType]::ParameterValue, 'What is known of the servers in front of APIs')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Show all of it on a throw-away tenant, without a network')
            [CompletionResult]::new('cache', 'cache', [CompletionResultType]::ParameterValue, 'What is kept of tenants'' answers, and where')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'tokcheck;decode' {
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Read the environment variable NAME')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'A header line as it was sent: ''Authorization: Bearer ...''')
            [CompletionResult]::new('--header-line', '--header-line', [CompletionResultType]::ParameterName, 'A header line as it was sent: ''Authorization: Bearer ...''')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'Print this claim only; ends with 1 where it is absent')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Tokens that are worked on at the same time (default: one for each core)')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: tokcheck.toml here or above]')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Every line is one paste')
            [CompletionResult]::new('--whole', '--whole', [CompletionResultType]::ParameterName, 'The whole input is one paste')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Print the header only, one line a token')
            [CompletionResult]::new('--claims', '--claims', [CompletionResultType]::ParameterName, 'Print the claims only, one line a token')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json: one object a line')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit code tells')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit code tells')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every check, sign and section')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every check, sign and section')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Also mask claims about a person (name, email, ...)')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'End with 0 where it would be 1')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Count verdicts, causes, kinds, issuers and audiences at the end')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no configuration file')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tokcheck;classify' {
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Read the environment variable NAME')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'A header line as it was sent: ''Authorization: Bearer ...''')
            [CompletionResult]::new('--header-line', '--header-line', [CompletionResultType]::ParameterName, 'A header line as it was sent: ''Authorization: Bearer ...''')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Client id of the app that logs in; tells its ID tokens apart, and is not compared with azp')
            [CompletionResult]::new('--audience', '--audience', [CompletionResultType]::ParameterName, 'Identifier of the API')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'End with 1 if it is of another kind, 4 if that can''t be told')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Tokens that are worked on at the same time (default: one for each core)')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: tokcheck.toml here or above]')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Every line is one paste')
            [CompletionResult]::new('--whole', '--whole', [CompletionResultType]::ParameterName, 'The whole input is one paste')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json: one object a line')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit code tells')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit code tells')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every check, sign and section')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every check, sign and section')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Also mask claims about a person (name, email, ...)')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'End with 0 where it would be 1')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Count verdicts, causes, kinds, issuers and audiences at the end')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no configuration file')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tokcheck;verify' {
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Read the environment variable NAME')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'A header line as it was sent: ''Authorization: Bearer ...''')
            [CompletionResult]::new('--header-line', '--header-line', [CompletionResultType]::ParameterName, 'A header line as it was sent: ''Authorization: Bearer ...''')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'The API''s profile: [apis.NAME] of the configuration')
            [CompletionResult]::new('--audience', '--audience', [CompletionResultType]::ParameterName, 'Accepted audience (repeatable: any one suffices)')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'Accepted algorithm (repeatable)')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'Needed scope (repeatable: all are needed)')
            [CompletionResult]::new('--permission', '--permission', [CompletionResultType]::ParameterName, 'Needed permission (repeatable: all are needed)')
            [CompletionResult]::new('--scope-claim', '--scope-claim', [CompletionResultType]::ParameterName, 'Claim that is read for scopes, or a member of one by its path (repeatable) [default: scope, scp]')
            [CompletionResult]::new('--require', '--require', [CompletionResultType]::ParameterName, 'Claim that has to be there, or to have this value (repeatable)')
            [CompletionResult]::new('--typ', '--typ', [CompletionResultType]::ParameterName, 'Accepted typ of the header (repeatable)')
            [CompletionResult]::new('--leeway', '--leeway', [CompletionResultType]::ParameterName, 'Clock tolerance: seconds, or 5s, 2m, 1h (at most 24h) [default: 0]')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Client id of the app that logs in')
            [CompletionResult]::new('--authorized-party', '--authorized-party', [CompletionResultType]::ParameterName, 'Client whose tokens are taken (repeatable)')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Wanted organization')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'Pattern for sub, ''*'' is wild (repeatable: any one suffices)')
            [CompletionResult]::new('--token-use', '--token-use', [CompletionResultType]::ParameterName, 'Wanted token_use')
            [CompletionResult]::new('--max-header-bytes', '--max-header-bytes', [CompletionResultType]::ParameterName, 'Most bytes of header that server and proxies take')
            [CompletionResult]::new('--option', '--option', [CompletionResultType]::ParameterName, 'A setting that only the server knows (repeatable)')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'A configured tenant, a shorthand (auth0:acme.us), an issuer URL or a domain')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'The issuer, letter by letter; its keys are discovered')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'A key set: file, URL or ''-''')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'A public key: PEM, DER, JWK, JWKS or certificate')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'A shared secret: env:NAME, @FILE, ''-'', or the text itself')
            [CompletionResult]::new('--secret-encoding', '--secret-encoding', [CompletionResultType]::ParameterName, 'How the secret''s text stands for its bytes')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust only the certificates in this PEM file when fetching')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest wait for an answer, in seconds [default: 10]')
            [CompletionResult]::new('--dpop', '--dpop', [CompletionResultType]::ParameterName, 'The DPoP proof sent beside the token: env:NAME, @FILE, or the text')
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'The method that the proof has to be for')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The URL that the proof has to be for')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'The client certificate of the connection: PEM or DER')
            [CompletionResult]::new('--slot', '--slot', [CompletionResultType]::ParameterName, 'Judge the token of this slot, or ''all'', where the text holds several')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The grade from which a finding ends with 1')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Report only tokens with this verdict')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Tokens that are worked on at the same time (default: one for each core)')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: tokcheck.toml here or above]')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Verify it as a token of this kind, by that kind''s own rules')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'The nonce that was sent with the login: env:NAME, @FILE, or the text')
            [CompletionResult]::new('--access-token', '--access-token', [CompletionResultType]::ParameterName, 'The access token that came along, to check at_hash: env:NAME, @FILE, or the text')
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'The code that came along, to check c_hash: env:NAME, @FILE, or the text')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'Longest time since the login: seconds, or 5m, 1h')
            [CompletionResult]::new('--acr', '--acr', [CompletionResultType]::ParameterName, 'Accepted authentication context (repeatable)')
            [CompletionResult]::new('--expires-within', '--expires-within', [CompletionResultType]::ParameterName, 'Refuse a token that ends within this time: seconds, or 5m, 1h')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Every line is one paste')
            [CompletionResult]::new('--whole', '--whole', [CompletionResultType]::ParameterName, 'The whole input is one paste')
            [CompletionResult]::new('--requires-user', '--requires-user', [CompletionResultType]::ParameterName, 'A user is needed, not a client alone')
            [CompletionResult]::new('--sender-constrained', '--sender-constrained', [CompletionResultType]::ParameterName, 'The API enforces cnf (DPoP, mutual TLS)')
            [CompletionResult]::new('--discover', '--discover', [CompletionResultType]::ParameterName, 'Take the issuer from the token itself: it then proves little')
            [CompletionResult]::new('--allow-private', '--allow-private', [CompletionResultType]::ParameterName, 'Let --discover lead to this machine and private networks')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Fetch over plain http as well')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Fetch nothing: use what is in the cache')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Fetch anew, whatever is in the cache')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first token that is not accepted')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json: one object a line')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit code tells')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit code tells')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every check, sign and section')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every check, sign and section')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Also mask claims about a person (name, email, ...)')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'End with 0 where it would be 1')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Count verdicts, causes, kinds, issuers and audiences at the end')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no configuration file')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Known deviations of a provider count as failures')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tokcheck;explain' {
            [CompletionResult]::new('--env', '--env', [CompletionResultType]::ParameterName, 'Read the environment variable NAME')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'A header line as it was sent: ''Authorization: Bearer ...''')
            [CompletionResult]::new('--header-line', '--header-line', [CompletionResultType]::ParameterName, 'A header line as it was sent: ''Authorization: Bearer ...''')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'The API''s profile: [apis.NAME] of the configuration')
            [CompletionResult]::new('--audience', '--audience', [CompletionResultType]::ParameterName, 'Accepted audience (repeatable: any one suffices)')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'Accepted algorithm (repeatable)')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'Needed scope (repeatable: all are needed)')
            [CompletionResult]::new('--permission', '--permission', [CompletionResultType]::ParameterName, 'Needed permission (repeatable: all are needed)')
            [CompletionResult]::new('--scope-claim', '--scope-claim', [CompletionResultType]::ParameterName, 'Claim that is read for scopes, or a member of one by its path (repeatable) [default: scope, scp]')
            [CompletionResult]::new('--require', '--require', [CompletionResultType]::ParameterName, 'Claim that has to be there, or to have this value (repeatable)')
            [CompletionResult]::new('--typ', '--typ', [CompletionResultType]::ParameterName, 'Accepted typ of the header (repeatable)')
            [CompletionResult]::new('--leeway', '--leeway', [CompletionResultType]::ParameterName, 'Clock tolerance: seconds, or 5s, 2m, 1h (at most 24h) [default: 0]')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Client id of the app that logs in')
            [CompletionResult]::new('--authorized-party', '--authorized-party', [CompletionResultType]::ParameterName, 'Client whose tokens are taken (repeatable)')
            [CompletionResult]::new('--org-id', '--org-id', [CompletionResultType]::ParameterName, 'Wanted organization')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'Pattern for sub, ''*'' is wild (repeatable: any one suffices)')
            [CompletionResult]::new('--token-use', '--token-use', [CompletionResultType]::ParameterName, 'Wanted token_use')
            [CompletionResult]::new('--max-header-bytes', '--max-header-bytes', [CompletionResultType]::ParameterName, 'Most bytes of header that server and proxies take')
            [CompletionResult]::new('--option', '--option', [CompletionResultType]::ParameterName, 'A setting that only the server knows (repeatable)')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'A configured tenant, a shorthand (auth0:acme.us), an issuer URL or a domain')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'The issuer, letter by letter; its keys are discovered')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'A key set: file, URL or ''-''')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'A public key: PEM, DER, JWK, JWKS or certificate')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'A shared secret: env:NAME, @FILE, ''-'', or the text itself')
            [CompletionResult]::new('--secret-encoding', '--secret-encoding', [CompletionResultType]::ParameterName, 'How the secret''s text stands for its bytes')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust only the certificates in this PEM file when fetching')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest wait for an answer, in seconds [default: 10]')
            [CompletionResult]::new('--dpop', '--dpop', [CompletionResultType]::ParameterName, 'The DPoP proof sent beside the token: env:NAME, @FILE, or the text')
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'The method that the proof has to be for')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'The URL that the proof has to be for')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'The client certificate of the connection: PEM or DER')
            [CompletionResult]::new('--slot', '--slot', [CompletionResultType]::ParameterName, 'Judge the token of this slot, or ''all'', where the text holds several')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The grade from which a finding ends with 1')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Report only tokens with this verdict')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Judge for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Tokens that are worked on at the same time (default: one for each core)')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: tokcheck.toml here or above]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'The software in front of the API; several, or ''all'', make a table')
            [CompletionResult]::new('--error', '--error', [CompletionResultType]::ParameterName, 'What the server or its log says: names the suspects, and with a token picks one')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Every line is one paste')
            [CompletionResult]::new('--whole', '--whole', [CompletionResultType]::ParameterName, 'The whole input is one paste')
            [CompletionResult]::new('--requires-user', '--requires-user', [CompletionResultType]::ParameterName, 'A user is needed, not a client alone')
            [CompletionResult]::new('--sender-constrained', '--sender-constrained', [CompletionResultType]::ParameterName, 'The API enforces cnf (DPoP, mutual TLS)')
            [CompletionResult]::new('--discover', '--discover', [CompletionResultType]::ParameterName, 'Take the issuer from the token itself: it then proves little')
            [CompletionResult]::new('--allow-private', '--allow-private', [CompletionResultType]::ParameterName, 'Let --discover lead to this machine and private networks')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Fetch over plain http as well')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Fetch nothing: use what is in the cache')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Fetch anew, whatever is in the cache')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first token that is not accepted')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json: one object a line')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit code tells')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit code tells')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print every check, sign and section')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print every check, sign and section')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Also mask claims about a person (name, email, ...)')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'End with 0 where it would be 1')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Count verdicts, causes, kinds, issuers and audiences at the end')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no configuration file')
            [CompletionResult]::new('--all-apis', '--all-apis', [CompletionResultType]::ParameterName, 'Judge for every API of the configuration')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'tokcheck;keys' {
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Look at certificates for this instant: epoch seconds, -90s, +2h, or RFC 3339 with a zone')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust only the certificates in this PEM file when fetching')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest wait for an answer, in seconds [default: 10]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: tokcheck.toml here or above]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON object (schema tokcheck.keys/v1)')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Fetch over plain http as well')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Fetch nothing: use what is in the cache')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Fetch anew, whatever is in the cache')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no configuration file')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tokcheck;rule' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tokcheck;claim' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tokcheck;servers' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tokcheck;demo' {
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Leave tokens, keys and tokcheck.toml in this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--serve', '--serve', [CompletionResultType]::ParameterName, 'Keep the tenant up until interrupted')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tokcheck;cache' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the folder')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'What is in it')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Remove all of it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'tokcheck;cache;path' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tokcheck;cache;list' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One JSON object a line')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tokcheck;cache;clear' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tokcheck;cache;help' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the folder')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'What is in it')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Remove all of it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'tokcheck;cache;help;path' {
            break
        }
        'tokcheck;cache;help;list' {
            break
        }
        'tokcheck;cache;help;clear' {
            break
        }
        'tokcheck;cache;help;help' {
            break
        }
        'tokcheck;completions' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tokcheck;man' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'tokcheck;help' {
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'What is in it? (nothing is verified)')
            [CompletionResult]::new('classify', 'classify', [CompletionResultType]::ParameterValue, 'What kind of token is it, who issued it, for whom?')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Is it genuine, live, and for me?')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Would this API take it? If not: why, and what has to change?')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'What keys does this tenant publish, and are they sound?')
            [CompletionResult]::new('rule', 'rule', [CompletionResultType]::ParameterValue, 'What does a finding mean? Without a name: all of them')
            [CompletionResult]::new('claim', 'claim', [CompletionResultType]::ParameterValue, 'What does a claim or header member mean? Without a name: all of them')
            [CompletionResult]::new('servers', 'servers', [CompletionResultType]::ParameterValue, 'What is known of the servers in front of APIs')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Show all of it on a throw-away tenant, without a network')
            [CompletionResult]::new('cache', 'cache', [CompletionResultType]::ParameterValue, 'What is kept of tenants'' answers, and where')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'tokcheck;help;decode' {
            break
        }
        'tokcheck;help;classify' {
            break
        }
        'tokcheck;help;verify' {
            break
        }
        'tokcheck;help;explain' {
            break
        }
        'tokcheck;help;keys' {
            break
        }
        'tokcheck;help;rule' {
            break
        }
        'tokcheck;help;claim' {
            break
        }
        'tokcheck;help;servers' {
            break
        }
        'tokcheck;help;demo' {
            break
        }
        'tokcheck;help;cache' {
            break
        }
        'tokcheck;help;completions' {
            break
        }
        'tokcheck;help;man' {
            break
        }
        'tokcheck;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
