# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_hookctl_global_optspecs
    string join \n profile= api-url= token= sandbox allow-http proxy= ca-file= client-cert= client-key= timeout= retries= o/output= fields= jq= no-headers no-pager color= q/quiet v/verbose log-file= no-input y/yes h/help V/version
end

function __fish_hookctl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_hookctl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_hookctl_using_subcommand
    set -l cmd (__fish_hookctl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c hookctl -n "__fish_hookctl_needs_command" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_needs_command" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_needs_command" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_needs_command" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_needs_command" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_needs_command" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_needs_command" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_needs_command" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_needs_command" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_needs_command" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_needs_command" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_needs_command" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_needs_command" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_needs_command" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_needs_command" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_needs_command" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_needs_command" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_needs_command" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_needs_command" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_needs_command" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_needs_command" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_needs_command" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_needs_command" -s h -l help -d 'Print help'
complete -c hookctl -n "__fish_hookctl_needs_command" -s V -l version -d 'Print version'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "list" -d 'List webhooks, a page at a time or all of them'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "ls" -d 'List webhooks, a page at a time or all of them'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "get" -d 'Show webhooks'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "create" -d 'Create a webhook, and keep the secret that the API shows only now'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "update" -d 'Change a webhook'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "delete" -d 'Delete webhooks'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "rm" -d 'Delete webhooks'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "test" -d 'Have the API send a test event, and see what the target answered'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "events" -d 'List the event types, show a sample payload, or print a signature check'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "api" -d 'Call any path of the API'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "listen" -d 'Receive deliveries and check their signatures'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "deliveries" -d 'Show, send again, export and remove recorded deliveries'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "verify" -d 'Check a payload\'s signature over its exact bytes'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "sign" -d 'Sign a payload as the API does: HMAC-SHA256 over its exact bytes'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "send" -d 'Send an event to any URL, signed as the API does'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "audit" -d 'Attack a handler of your own, and find what it takes that it must not'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "profile" -d 'Keep settings by name, and show which are in force'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "login" -d 'Check a token, and keep it for the API of a profile'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "logout" -d 'Forget the token that login kept for a profile'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "secret" -d 'List, show, set and remove the kept secrets of webhooks'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "sandbox" -d 'Serve the whole Webhooks API on this machine, to try things out or to test against'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "doctor" -d 'Check the setup: files, network, credentials, clock'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "demo" -d 'Watch the whole job run: sandbox, webhook, signed deliveries, a forgery refused'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "completions" -d 'Print the completion script for a shell'
complete -c hookctl -n "__fish_hookctl_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l page -d 'Which page to show, from 1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l limit -d 'Webhooks a page, 1 to 100 [default: 20, with --all 100]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l status -d 'Only webhooks of this status' -r -f -a "active\t''
inactive\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l event -d 'Only webhooks that subscribe to this event type' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l concurrency -d 'How many pages are fetched at once with --all' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l sort -d 'Sort the rows by this field, or with a - before it from the largest down; the page\'s rows, or with --all all of them' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l all -d 'All pages'
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l page -d 'Which page to show, from 1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l limit -d 'Webhooks a page, 1 to 100 [default: 20, with --all 100]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l status -d 'Only webhooks of this status' -r -f -a "active\t''
inactive\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l event -d 'Only webhooks that subscribe to this event type' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l concurrency -d 'How many pages are fetched at once with --all' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l sort -d 'Sort the rows by this field, or with a - before it from the largest down; the page\'s rows, or with --all all of them' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l all -d 'All pages'
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l url -d 'Where deliveries go: an absolute http or https URL' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l event -l events -d 'An event type to subscribe to; repeat it, or separate several with commas' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l description -d 'What the webhook is for' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l from -d 'Take the body from a JSON file, or - for standard input; the other flags override it' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l secret-to -d 'Hand the secret on to file:PATH or cmd:COMMAND (on its standard input), and print it masked' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l no-keep-secret -d 'Do not keep the secret in hookctl\'s own store'
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l dry-run -d 'Print the request instead of sending it'
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l url -d 'Send deliveries here: an absolute http or https URL' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l event -l events -d 'An event type to subscribe to; repeat it, or separate several with commas' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l add-event -d 'Subscribe to this event type too; repeat it, or separate several with commas' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l remove-event -d 'Subscribe to this event type no more; repeat it, or separate several with commas' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l status -d 'Whether deliveries are sent' -r -f -a "active\t''
inactive\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l description -d 'What the webhook is for' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l edit -d 'Change it as YAML in $VISUAL, $EDITOR or vi'
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l dry-run -d 'Print the request instead of sending it'
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l dry-run -d 'Print the requests instead of sending them'
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l dry-run -d 'Print the requests instead of sending them'
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l event -d 'The type of the event [default: the webhook\'s first]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l dry-run -d 'Print the requests instead of sending them'
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l verify-code -d 'Print a program that checks signatures, with the check as a function for a handler' -r -f -a "node\t''
python\t''
go\t''
ruby\t''
php\t''
java\t''
rust\t''
bash\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand events" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l data -d 'Send this file as the body, or - for standard input' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -s f -l field -d 'A string for the JSON body; of a GET, for the query. Repeat it' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -s H -l header -d 'A further header. Repeat it' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -s i -l include -d 'Print the answer\'s status and headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l paginate -d 'Follow all pages of a list and print their rows as one array'
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l dry-run -d 'Print the request instead of sending it'
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand api" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l host -d 'The address to listen at' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l port -d 'The port to listen at; 0 takes a free one [default: 4400]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l tls-cert -d 'Listen with TLS, with this certificate and those that it depends on (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l tls-key -d 'The key that belongs to it (PEM) [default: in the certificate\'s file]' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l path -d 'Take deliveries on this path only [default: any]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l secret -d 'A secret that deliveries may be signed with, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, webhook:ID, or the secret itself; repeat it while secrets are rotated' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l webhook -d 'The same as --secret webhook:ID' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l respond -d 'Answer accepted deliveries with this status [default: 200]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l respond-sequence -d 'Answer them with these statuses, in the order in which they come, such as 500,500,200; the last one stays' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l respond-after -d 'Hold their answers back for so long' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l respond-body -d 'The file that has their answers\' body; - is standard input' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l respond-header -d 'A header of their answers; repeat it for more' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l max-body -d 'The longest body that is taken; a longer one is answered 413' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l read-timeout -d 'How long a request may take to come; a later body is answered 408' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l drain -d 'How long requests in flight may take to end after the first Ctrl-C; a second ends at once' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l journal -d 'Keep deliveries in this file [default: the profile\'s, or journal.db in the data folder]' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l keep -d 'How long deliveries are kept, such as 30d, or how many, such as 1000; what is still to be forwarded stays' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l event -d 'Print and count only deliveries of this event type, or of all below a name (user.*); repeat it, or separate several with commas. All are answered as without it' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l where -d 'Print, count and pass on only deliveries for which this jq expression over their record is neither null nor false; where it fails, it does not hold. All are answered as without it' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l count -d 'End well as soon as so many deliveries were accepted; --timeout bounds the wait' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l expect -d 'End well as soon as a delivery of this event type was accepted; repeat it for more, twice for two of a type' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l expect-where -d 'End well as soon as a delivery was accepted for which this jq expression over its record holds, as for --where; repeat it for more' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l forward -d 'Send each delivery on to this URL once it is answered, its bytes, method and headers as they came; with user.*= before it those of some types only; repeat it for more targets, or more types of one' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l forward-retries -d 'Try a target that fails, or answers 429 or 5xx, so many times again, after a growing pause or as its Retry-After asks; then the delivery stays pending in the journal, for a later run' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l forward-concurrency -d 'Send so many at a time to a target; more than 1 gives up their order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l forward-header -d 'Add a header to what is forwarded, or replace it; repeat it for more' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l forward-ca-file -d 'Certificates (PEM) to check targets with, instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l exec -d 'Run this program with each delivery, without a shell: the body on its standard input, HOOKCTL_EVENT_TYPE, HOOKCTL_EVENT_ID, HOOKCTL_DELIVERY_ID and HOOKCTL_SIGNATURE (valid or unchecked) in its environment; 4 at a time, 30 s at most' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l public-url -d 'Where the API reaches this listener; {port} stands for the port' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l tunnel -d 'Run this tunnel program, with {port} in it replaced, and create the webhook at the URL that it prints (or at --public-url); split into words, no shell' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l tunnel-url-pattern -d 'What finds the URL in a line that the tunnel prints: its first group, if it has one [default: an https URL without a path that is no page of the tunnel\'s provider]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l tls-self-signed -d 'Listen with TLS, with a certificate made for this run and written to listen-cert.pem in the data folder'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l no-verify -d 'Take every delivery unchecked, and answer it 200'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l no-journal -d 'Keep nothing on disk'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l reset-journal -d 'Move a damaged journal aside, and begin a new one'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l fail-on-invalid -d 'End as soon as a delivery comes whose signature is invalid or missing'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l forward-insecure -d 'Don\'t check the certificates of targets'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l forward-invalid -d 'Forward deliveries with an invalid or missing signature too'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l pass-through -d 'Answer the sender with what the target answers, which is tried once'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l no-resume -d 'Leave what earlier runs could not forward'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l create -d 'Create a webhook for this run, which sends the types of --event here; it is deleted at the end'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l clean-up -d 'Delete the webhooks that runs with --create left when they were killed, and end'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand listen" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l journal -d 'The file that `listen` keeps deliveries in [default: the profile\'s, or journal.db in the data folder]' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -f -a "list" -d 'List recorded deliveries, the latest first'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -f -a "show" -d 'Show one recorded delivery'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -f -a "replay" -d 'Send recorded deliveries again: the same bytes, once, to another URL'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -f -a "export" -d 'Write recorded deliveries as ndjson, the oldest first'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and not __fish_seen_subcommand_from list show replay export prune" -f -a "prune" -d 'Remove recorded deliveries'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l event -d 'Of this event type, or of all below a name (user.*); repeat it, or separate several with commas' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l signature -d 'Checked with this result' -r -f -a "valid\t''
invalid\t''
missing\t''
unchecked\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l since -d 'Received within this age, such as 1h or 2d, or not before this moment (RFC 3339)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l until -d 'Received before this age, or not after this moment (RFC 3339)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l path -d 'Sent to this path' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l limit -d 'At most so many' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l sort -d 'Sort the rows by this field, or with a - before it from the largest down' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l journal -d 'The file that `listen` keeps deliveries in [default: the profile\'s, or journal.db in the data folder]' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l pending -d 'Still to be forwarded'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l journal -d 'The file that `listen` keeps deliveries in [default: the profile\'s, or journal.db in the data folder]' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l body -d 'Only the body, its exact bytes'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l headers -d 'Only the headers'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l curl -d 'A curl command that sends it again'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l from -d 'Send from these records, one a line, instead of the journal; - for standard input' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l event -d 'Of this event type, or of all below a name (user.*); repeat it, or separate several with commas' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l signature -d 'Checked with this result' -r -f -a "valid\t''
invalid\t''
missing\t''
unchecked\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l since -d 'Received within this age, such as 1h or 2d, or not before this moment (RFC 3339)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l until -d 'Received before this age, or not after this moment (RFC 3339)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l path -d 'Sent to this path' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l to -d 'Where to send them: an absolute http or https URL, used as it is' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l resign -d 'Sign each anew with this secret, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, webhook:ID (the one kept for it), or the secret itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l header -d 'A header to send, \'NAME: VALUE\', instead of the recorded one of that name; repeat it' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l rate -d 'Send no faster, evenly spaced, such as 10/s or 100/m' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l concurrency -d 'Send so many at a time; with 1, each waits for the answer to the one before' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l journal -d 'The file that `listen` keeps deliveries in [default: the profile\'s, or journal.db in the data folder]' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l pending -d 'Still to be forwarded'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l dry-run -d 'Show the requests, and send nothing'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l event -d 'Of this event type, or of all below a name (user.*); repeat it, or separate several with commas' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l signature -d 'Checked with this result' -r -f -a "valid\t''
invalid\t''
missing\t''
unchecked\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l since -d 'Received within this age, such as 1h or 2d, or not before this moment (RFC 3339)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l until -d 'Received before this age, or not after this moment (RFC 3339)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l path -d 'Sent to this path' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l journal -d 'The file that `listen` keeps deliveries in [default: the profile\'s, or journal.db in the data folder]' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l pending -d 'Still to be forwarded'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l event -d 'Of this event type, or of all below a name (user.*); repeat it, or separate several with commas' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l signature -d 'Checked with this result' -r -f -a "valid\t''
invalid\t''
missing\t''
unchecked\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l since -d 'Received within this age, such as 1h or 2d, or not before this moment (RFC 3339)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l until -d 'Received before this age, or not after this moment (RFC 3339)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l path -d 'Sent to this path' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l older-than -d 'Those that came longer ago, such as 30d' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l keep -d 'All but the latest so many' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l journal -d 'The file that `listen` keeps deliveries in [default: the profile\'s, or journal.db in the data folder]' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l pending -d 'Still to be forwarded'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l dry-run -d 'Only say how many that are'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand deliveries; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l secret -d 'The secret, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, webhook:ID (the one kept for it), or the secret itself; repeat it while secrets are rotated' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l signature -d 'The signature: 64 hex digits, in lower case as the API sends them, or in upper case' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l header -d 'A header of the delivery, such as \'X-Webhook-Signature: HEX\'; others may be given too' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l request -d 'A whole HTTP request, headers and body, or - for standard input' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l batch -d 'Delivery records, one a line, or - for standard input: a verdict each' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l max-age -d 'Refuse a rightly signed payload whose own `created` is older than this, such as 5m, or as far in the future' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l strict -d 'Refuse a rightly signed payload that is not of the documented shape: id, type, created, data'
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l secret -d 'The secret, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, webhook:ID (the one kept for it), or the secret itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l header -d 'Print the whole header, ready for curl -H'
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand sign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l event -d 'Send an event of this type, in the documented shape' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l data -d 'The event\'s data as JSON, or - for standard input [default: a sample of the type]' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l set -d 'Set a field of the data: user.name=Ada nests; a value that is JSON is taken as JSON. Repeat it' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l id -d 'The event\'s id [default: a fresh one for each]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l created -d 'When the event happened, such as 2023-06-21T09:15:30Z [default: now]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l raw -d 'Send these bytes as they are, or - for standard input' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l secret -d 'Sign with this secret, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, webhook:ID (the one kept for it), or the secret itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l header -d 'A header to send, \'NAME: VALUE\'; repeat it' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l count -d 'Send so many' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l rate -d 'Send no faster, evenly spaced, such as 10/s or 100/m' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l concurrency -d 'Send so many at a time; with 1, each waits for the answer to the one before' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l save -d 'Append the record of each delivery to this file, as `deliveries replay --from` reads it' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l no-sign -d 'Do not sign'
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l dry-run -d 'Show the request, its signature and a curl command that makes it, and send nothing'
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand send" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l secret -d 'The secret that the handler knows, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, webhook:ID (the one kept for it), or the secret itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l event -d 'The type of the events that are sent' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l only -d 'Only these checks, by their ids' -r -f -a "valid\t''
valid_non_ascii\t''
valid_split\t''
valid_large\t''
valid_unusual_json\t''
crowd\t''
missing_signature\t''
empty_signature\t''
wrong_signature\t''
truncated_signature\t''
longer_signature\t''
trailing_bytes\t''
non_hex_signature\t''
late_mismatch\t''
other_body\t''
flipped_bit\t''
empty_body_signature\t''
empty_key\t''
null_key\t''
undefined_key\t''
prefix_key\t''
sha1\t''
unkeyed_sha256\t''
wrong_signatures_twice\t''
unknown_event_forged\t''
invalid_json_forged\t''
content_type_forged\t''
chunked_forged\t''
upper_case_signature\t''
doubled_signature\t''
replay\t''
unknown_event\t''
invalid_json\t''
json_null\t''
empty_body\t''
content_type\t''
chunked\t''
slow_body\t''
get\t''
put\t''
timing\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l skip -d 'All but these checks' -r -f -a "valid\t''
valid_non_ascii\t''
valid_split\t''
valid_large\t''
valid_unusual_json\t''
crowd\t''
missing_signature\t''
empty_signature\t''
wrong_signature\t''
truncated_signature\t''
longer_signature\t''
trailing_bytes\t''
non_hex_signature\t''
late_mismatch\t''
other_body\t''
flipped_bit\t''
empty_body_signature\t''
empty_key\t''
null_key\t''
undefined_key\t''
prefix_key\t''
sha1\t''
unkeyed_sha256\t''
wrong_signatures_twice\t''
unknown_event_forged\t''
invalid_json_forged\t''
content_type_forged\t''
chunked_forged\t''
upper_case_signature\t''
doubled_signature\t''
replay\t''
unknown_event\t''
invalid_json\t''
json_null\t''
empty_body\t''
content_type\t''
chunked\t''
slow_body\t''
get\t''
put\t''
timing\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l list -d 'List the checks, and send nothing'
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l i-own-this-target -d 'Attack a host that is neither loopback nor private: say that it is yours'
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand audit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -f -a "list" -d 'List the profiles'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -f -a "show" -d 'Show each setting in force, and where it came from'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -f -a "use" -d 'Use this profile when none is named'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -f -a "set" -d 'Set a key of a profile, and make the profile where there is none'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and not __fish_seen_subcommand_from list show use set remove" -f -a "remove" -d 'Remove a profile'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from use" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand profile; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand logout" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -f -a "list" -d 'List the webhooks whose secrets are kept'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -f -a "get" -d 'Print kept secrets, to a pipe or a file'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -f -a "set" -d 'Keep the secret of a webhook that was created elsewhere, or another in its place'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and not __fish_seen_subcommand_from list get set remove" -f -a "remove" -d 'Remove kept secrets for good'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l reveal -d 'Print to a terminal too'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l secret -d 'The secret, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, or the secret itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand secret; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l port -d 'The port on 127.0.0.1 [default: a free one]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l state -d 'Keep webhooks and tokens in this file [default: sandbox.db in the data folder]' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l server-token -d 'Expect this token instead of the state\'s own' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l rate-limit -d 'Answer 429 to what comes faster, such as 100/s or 30/m' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l latency -d 'Take at least this long for each answer, such as 20ms' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l fail -d 'Fail this share of the requests, such as 429=0.1,503=0.05' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l ephemeral -d 'Keep nothing'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and not __fish_seen_subcommand_from emit" -f -a "emit" -d 'Deliver an event to every active subscriber, beside a running sandbox or without one'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l data -d 'The event\'s data as JSON, or - for standard input [default: a sample]' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l backoff -d 'The pause after a first failed attempt; each further one is twice as long [default: 500ms]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l state -d 'Keep webhooks and tokens in this file [default: sandbox.db in the data folder]' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand sandbox; and __fish_seen_subcommand_from emit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l public-url -d 'Where the API reaches this machine, for --e2e; {port} stands for the port. An API on this machine needs none' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l port -d 'The port that --public-url leads to [default: 4400; without --public-url a free one]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l e2e -d 'Go the whole way too: create a webhook, receive its test delivery, verify it, delete the webhook'
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l profile -d 'Use the settings of this profile [default: the project\'s, or the one of `profile use`]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l api-url -d 'Where the API is: its origin, with or without a prefix path and /api/v1' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l token -d 'The API token, as env:NAME, file:PATH, - (standard input), cmd:COMMAND, keyring:NAME, or the token itself' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l proxy -d 'A proxy for all but loopback (otherwise HTTPS_PROXY and NO_PROXY decide)' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l ca-file -d 'Trust the certificates in this PEM file instead of the system\'s' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l client-cert -d 'Present this client certificate (PEM)' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l client-key -d 'The client certificate\'s private key (PEM), unless its file has it too' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l timeout -d 'How long an API call may take with its retries, such as 500ms, 30s or 1h30m [default: 30s]; as a flag of listen, how long to wait for what it awaits [default: for ever]; of send, deliveries replay and audit, for each answer [default: 10s]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l retries -d 'How often an API call is tried again [default: 3]; as a flag of send, how often a delivery is [default: 0]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -s o -l output -d 'The form of the output [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
yaml\t''
tsv\t''
ids\t''
junit\t''
summary\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l fields -d 'Only these columns or keys, in this order' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l jq -d 'Print what this jq expression makes of the JSON: a line a result, strings without quotes; of each row with ndjson and in streams [it implies -o json; no jq is needed]' -r
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l color -d 'When to colour the output [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l log-file -d 'Write the log to this file instead of stderr' -r -F
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l sandbox -d 'Use the sandbox: the whole API on this machine, started for this one command'
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l allow-http -d 'Let the token travel over plain http to another machine'
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l no-headers -d 'No header line in tables and tsv'
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l no-pager -d 'Print a table that is longer than the screen as it is, not through HOOKCTL_PAGER, PAGER or less'
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -s q -l quiet -d 'No notes on stderr'
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -s v -l verbose -d 'A line on stderr for each request; twice for headers too'
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -l no-input -d 'Never ask; CI in the environment does the same'
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -s y -l yes -d 'Answer yes to every question'
complete -c hookctl -n "__fish_hookctl_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "list" -d 'List webhooks, a page at a time or all of them'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "get" -d 'Show webhooks'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "create" -d 'Create a webhook, and keep the secret that the API shows only now'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "update" -d 'Change a webhook'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "delete" -d 'Delete webhooks'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "test" -d 'Have the API send a test event, and see what the target answered'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "events" -d 'List the event types, show a sample payload, or print a signature check'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "api" -d 'Call any path of the API'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "listen" -d 'Receive deliveries and check their signatures'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "deliveries" -d 'Show, send again, export and remove recorded deliveries'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "verify" -d 'Check a payload\'s signature over its exact bytes'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "sign" -d 'Sign a payload as the API does: HMAC-SHA256 over its exact bytes'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "send" -d 'Send an event to any URL, signed as the API does'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "audit" -d 'Attack a handler of your own, and find what it takes that it must not'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "profile" -d 'Keep settings by name, and show which are in force'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "login" -d 'Check a token, and keep it for the API of a profile'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "logout" -d 'Forget the token that login kept for a profile'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "secret" -d 'List, show, set and remove the kept secrets of webhooks'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "sandbox" -d 'Serve the whole Webhooks API on this machine, to try things out or to test against'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "doctor" -d 'Check the setup: files, network, credentials, clock'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "demo" -d 'Watch the whole job run: sandbox, webhook, signed deliveries, a forgery refused'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "completions" -d 'Print the completion script for a shell'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and not __fish_seen_subcommand_from list get create update delete test events api listen deliveries verify sign send audit profile login logout secret sandbox doctor demo completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from deliveries" -f -a "list" -d 'List recorded deliveries, the latest first'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from deliveries" -f -a "show" -d 'Show one recorded delivery'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from deliveries" -f -a "replay" -d 'Send recorded deliveries again: the same bytes, once, to another URL'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from deliveries" -f -a "export" -d 'Write recorded deliveries as ndjson, the oldest first'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from deliveries" -f -a "prune" -d 'Remove recorded deliveries'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "list" -d 'List the profiles'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "show" -d 'Show each setting in force, and where it came from'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "use" -d 'Use this profile when none is named'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "set" -d 'Set a key of a profile, and make the profile where there is none'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from profile" -f -a "remove" -d 'Remove a profile'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from secret" -f -a "list" -d 'List the webhooks whose secrets are kept'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from secret" -f -a "get" -d 'Print kept secrets, to a pipe or a file'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from secret" -f -a "set" -d 'Keep the secret of a webhook that was created elsewhere, or another in its place'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from secret" -f -a "remove" -d 'Remove kept secrets for good'
complete -c hookctl -n "__fish_hookctl_using_subcommand help; and __fish_seen_subcommand_from sandbox" -f -a "emit" -d 'Deliver an event to every active subscriber, beside a running sandbox or without one'
