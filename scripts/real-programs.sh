#!/usr/bin/env bash
# Has `sticky cut --search` make every single cut, both ways, between well-known clients and servers: none should break. Skips what is not
# installed. The servers listen on loopback alone, and are ended.
# usage: scripts/real-programs.sh [NAME…]      [default: redis postgres curl dig java go]
# Exits with 1 if a cut broke a program, and with 2 if there was none to try.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --quiet --release --package sticky
sticky=$PWD/${CARGO_TARGET_DIR:-target}/release/sticky
sources=$PWD/scripts/real-programs
work=$(mktemp -d)
servers=() tried=0 failed=0
# shellcheck disable=SC2317 # the trap calls it
finish() {
    for server in "${servers[@]}"; do
        kill "$server" 2>/dev/null || true
        wait "$server" || true
    done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

page="A page of two lines,
the second without an end: 粘包"

# Succeeds if all of these programs are installed; otherwise says what is missing.
have() {
    local name=$1 program
    shift
    for program in "$@"; do
        if ! command -v "$program" >/dev/null; then
            echo "$name: skipped, $program is not installed"
            return 1
        fi
    done
}

# A port that nobody listens on.
free_port() {
    local port
    while port=$((RANDOM % 10000 + 20000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
    echo "$port"
}

# Starts a server in the background, and waits until it listens on $port.
start() {
    "$@" >"$work/server.log" 2>&1 &
    servers+=($!)
    for ((look = 0; look < 300; look++)); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            return
        fi
        sleep 0.1
    done
    cat "$work/server.log" >&2
    return 1
}

# Runs a search of this command against the server on $port.
search() {
    local name=$1 status=0
    shift
    "$sticky" cut --search --format json --jobs 2 --to "127.0.0.1:$port" -- "$@" >"$work/found" 2>"$work/error" || status=$?
    tried=$((tried + 1))
    if [[ $status -eq 0 ]]; then
        local cuts result
        cuts=$(sed -n 's/.*"stage":"single-cuts","tried":\([0-9]*\),"of":\([0-9]*\).*/\1 of \2/p' "$work/found")
        result=$(sed -n 's/.*"not_made":\([0-9]*\),"not_proven":\([0-9]*\).*/\1 not made, \2 not proven/p' "$work/found")
        echo "$name: $cuts single cuts, none breaks it ($result)"
    else
        echo "$name: exit status $status"
        sed 's/^/    /' "$work/found" "$work/error"
        failed=1
    fi
}

# Runs a shell command, in which {host} and {port} stand for where to connect.
search_shell() {
    search "$1" sh -c "$2"
}

try_redis() {
    have redis redis-server redis-cli || return 0
    start redis-server --port "$port" --bind 127.0.0.1 --save '' --dir "$work"
    redis-cli -h 127.0.0.1 -p "$port" RPUSH list one two 粘包 >/dev/null
    printf 'OK\none\ntwo\n粘包\n' >"$work/redis"
    local command='redis-cli -h {host} -p {port}'
    search_shell redis-cli "{ $command SET name Lyon; $command LRANGE list 0 -1; } | cmp -s - $work/redis"
}

try_postgres() {
    have postgres postgres initdb psql || return 0
    local owner=() data=$work/data
    if [[ $(id -u) -eq 0 ]]; then # it refuses to run as root
        owner=(setpriv --reuid nobody --regid nogroup --clear-groups)
        chmod 755 "$work"
    fi
    install -d -m 700 "$data" && { [[ $(id -u) -ne 0 ]] || chown nobody "$data"; }
    "${owner[@]}" initdb --pgdata "$data" --username teacher --auth trust >/dev/null 2>&1
    start "${owner[@]}" postgres -D "$data" -p "$port" -h 127.0.0.1 -k ''
    printf '42|Lyon\n43|\n' >"$work/rows"
    local query="VALUES (42, 'Lyon'), (43, '')"
    search_shell psql "psql -X -A -t 'host={host} port={port} user=teacher dbname=postgres sslmode=disable gssencmode=disable' -c \"$query\" | cmp -s - $work/rows"
}

# A web server with the page.
start_web() {
    mkdir -p "$work/web" && printf '%s' "$page" >"$work/web/page"
    start python3 -m http.server --bind 127.0.0.1 --directory "$work/web" "$port"
}

try_curl() {
    have curl curl python3 || return 0
    start_web
    search_shell curl "curl -s --fail http://{host}:{port}/page | cmp -s - $work/web/page"
}

try_dig() {
    have dig dig dnsmasq || return 0
    start dnsmasq --no-daemon --no-resolv --no-hosts --conf-file=/dev/null --user="$(id -un)" --pid-file= \
        --listen-address=127.0.0.1 --bind-interfaces --port "$port" --address=/lyon.test/192.0.2.7 --txt-record=lyon.test,sticky
    # shellcheck disable=SC2016 # the shell of each try expands it
    search_shell 'dig +tcp' 'test "$(dig +tcp +short +tries=1 +time=20 -p {port} @{host} lyon.test A)" = 192.0.2.7'
}

try_java() {
    have java java javac python3 || return 0
    javac -d "$work" "$sources/Client.java"
    start_web
    search java java -XX:TieredStopAtLevel=1 -Xshare:auto -cp "$work" Client '{addr}' "$page"
}

try_go() {
    have go go python3 || return 0
    GOCACHE=$work/go-cache go build -o "$work/go-client" "$sources/client.go"
    start_web
    search go "$work/go-client" '{addr}' "$page"
}

names=("$@")
[[ ${#names[@]} -gt 0 ]] || names=(redis postgres curl dig java go)
for name in "${names[@]}"; do
    port=$(free_port)
    case $name in
    redis) try_redis ;;
    postgres) try_postgres ;;
    curl) try_curl ;;
    dig) try_dig ;;
    java) try_java ;;
    go) try_go ;;
    *)
        echo "usage: scripts/real-programs.sh [redis|postgres|curl|dig|java|go…]" >&2
        exit 2
        ;;
    esac
done
[[ $tried -gt 0 ]] || exit 2
exit "$failed"
