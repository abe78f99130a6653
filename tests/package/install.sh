#!/bin/sh
# install.sh PACKAGE: into a bare Debian 12, used there as README says, and removed: nothing is left but the user's files.
set -eu
package=$(realpath "$1")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mmdebstrap --quiet --variant=minbase --mode="${MODE:-auto}" bookworm "$root/bare" >&2
inside() { chroot "$root/bare" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LC_ALL=C.UTF-8 "$@"; }
files() { (cd "$root/bare" && find . -xdev -path ./proc -prune -o -path ./sys -prune -o \( -type f -o -type l \) -print | grep -v -e '^./var/log/' -e '^./var/cache/' -e '^./var/lib/dpkg/' | sort); }
inside apt-get install -qq -y tzdata >/dev/null 2>&1 || { inside apt-get update -qq && inside apt-get install -qq -y tzdata; } >/dev/null
files >"$root/before"
cp "$package" "$root/bare/tmp/collab.deb"
inside dpkg -i /tmp/collab.deb
rm "$root/bare/tmp/collab.deb"
inside sh -euc 'mkdir /root/shop && cd /root/shop
  collab init --sample
  collab plan quick-answers
  collab run quick-answers
  collab review quick-answers
  collab decide quick-answers extend -m "As planned" --next
  collab correct --help >/dev/null
  collab verify
  test -s /usr/share/bash-completion/completions/collab
  test -s /usr/share/man/man1/collab.1.gz || grep -q path-exclude /etc/dpkg/dpkg.cfg.d/*'
inside dpkg -r collab
files >"$root/after"
if diff "$root/before" "$root/after" | grep '^[<>]' | grep -v '^> ./root/shop/'; then
  echo "these files were left, or lost" >&2
  exit 1
fi
echo "installed, used and removed in a bare Debian: nothing is left but the user's files"
