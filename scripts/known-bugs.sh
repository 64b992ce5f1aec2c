#!/usr/bin/env bash
# Has `sticky cut --search` look for known bugs in published packages. In the version that has the bug it must find a cut that breaks the
# package; in the version that mends it, none. Installs the packages in a temporary folder, from the registries that npm, pip and cargo
# are configured for, and removes them at the end. scripts/known-bugs/README.md describes the bugs.
# usage: scripts/known-bugs.sh [PACKAGE…]      [default: all of them]
# Exits with 1 if a search ended differently, and with 2 if no package could be searched.
set -euo pipefail
cd "$(dirname "$0")/.."

# Each with the version that has the bug, and the version that mends it.
packages=(
    "npm eventsource 1.0.5 1.0.6"
    "npm modbus-serial 8.0.23 8.0.25"
    "pip pymodbus 3.6.2 3.6.3"
    "pip pyownet 0.8.0 0.8.1"
    "cargo memcache 0.17.0 0.17.1"
)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export npm_config_cache=$work/npm-cache npm_config_update_notifier=false
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# Installs one version into a folder, and names the command of its client and that of the server.
# Steps are joined by && because bash does not stop at a failed one inside a condition.
install() {
    server="python3 $recipe/server.py {port}"
    case $installer in
    npm)
        client=(node "$folder/client.js")
        npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" "$package@$version" &&
            cp "$recipe/client.js" "$folder"
        ;;
    pip)
        client=("$folder/bin/python" "$recipe/client.py") server="$folder/bin/python $recipe/server.py {port}"
        python3 -m venv "$folder" && "$folder/bin/pip" install --quiet "$package==$version"
        ;;
    cargo)
        client=("$folder/target/debug/client")
        cargo new --quiet --vcs none --name client "$folder" && cp "$recipe/client.rs" "$folder/src/main.rs" &&
            cd "$folder" && cargo add --quiet "$package@=$version" --no-default-features &&
            cargo build --quiet --target-dir target && cd "$OLDPWD"
        ;;
    esac
}

# Searches one version, and says whether the search ended with the status that it should have.
search() {
    local expected=$1 status=0
    "$sticky" cut --search --serve "$server" -- "${client[@]}" >"$folder.search" 2>&1 || status=$?
    judged=1
    if [[ $status -eq $expected ]]; then
        echo "$package $version: $(grep -m 1 -E '^(The smallest cut|This breaks|Nothing broke)' "$folder.search")"
    else
        echo "$package $version: exit status $status instead of $expected"
        sed 's/^/    /' "$folder.search"
        failed=1
    fi
}

cargo build --quiet --release --package sticky
sticky=$(realpath "${CARGO_TARGET_DIR:-target}")/release/sticky
repository=$PWD judged=0 failed=0
for line in "${packages[@]}"; do
    read -r installer package bad mended <<<"$line"
    [[ $# -eq 0 || " $* " == *" $package "* ]] || continue
    recipe=$repository/scripts/known-bugs/$package
    for version in "$bad" "$mended"; do
        folder=$work/$package-$version
        if install >"$folder.install" 2>&1; then
            expected=0
            [[ $version != "$bad" ]] || expected=1
            search "$expected"
        else
            cd "$repository"
            echo "skipped: $package $version cannot be installed: $(tail -n 1 "$folder.install")"
        fi
    done
done
if [[ $judged -eq 0 ]]; then
    echo "error: no package was searched; scripts/known-bugs.sh searches all that can be installed" >&2
    exit 2
fi
exit "$failed"
