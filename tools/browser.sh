#!/bin/sh
# A browser and letters for every script its pages are drawn in. Root installs what is missing;
# anybody else is told by the tests themselves, which need it.
set -eu

has_browser() {
    [ -n "${CHROMIUM:-}" ] && return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

has_letters() { # fonts for Arabic, Tigrinya and Cyrillic
    for language in ar ti uk; do
        [ -n "$(fc-list ":lang=$language" file 2>/dev/null)" ] || return 1
    done
}

has_browser && has_letters && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "No Chromium, or no Noto fonts: browser tests will fail. Run 'make browser' once as root." >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends chromium fontconfig fonts-noto-core >/dev/null
