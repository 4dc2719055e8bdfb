#!/bin/sh
# Makes the two images that deploy/Dockerfile starts from, under the very names it gives, where no registry can be reached: a small
# Debian by debootstrap, and the same with Node and npm of this machine. As root.
#   base-images.sh <folder for the Debian> <folder of the container storage>
set -eu
debian=$1
storage=$2
here=$(cd "$(dirname "$0")/../.." && pwd)
buildah() { command buildah --root "$storage/root" --runroot "$storage/run" --storage-driver vfs "$@"; }

if [ ! -e "$debian/.complete" ]; then
  # Made in the storage, which may be in memory: dpkg waits for the disk after every file.
  made=$storage/debian
  debootstrap --variant=minbase bookworm "$made" >"$debian.log"
  # What Debian's slim images leave out too.
  rm -rf "$made"/var/cache/apt/* "$made"/var/lib/apt/lists/* "$made"/usr/share/doc/* "$made"/usr/share/man/* "$made"/usr/share/locale/*
  rm -rf "$debian"
  cp -a "$made" "$debian"
  rm -rf "$made"
  touch "$debian/.complete"
fi

name_of() { sed -n "s/^FROM \($1:[^ ]*\).*/localhost\/\1/p" "$here/deploy/Dockerfile" | head -n 1; }

container=$(buildah from scratch)
buildah add --quiet "$container" "$debian" / >/dev/null
buildah commit --quiet "$container" "$(name_of debian)" >/dev/null

# …/npm/bin/npm-cli.js
npm=$(dirname "$(dirname "${npm_execpath:-$(readlink -f "$(command -v npm)")}")")
buildah add --quiet "$container" "$(readlink -f "$here/node_modules/.bin/node")" /usr/local/bin/node >/dev/null
library=$(ldd "$here/node_modules/.bin/node" | sed -n 's/.*=> \(.*libatomic.so.1\) .*/\1/p')
buildah add --quiet "$container" "$(readlink -f "$library")" "/usr/lib/$(uname -m)-linux-gnu/libatomic.so.1" >/dev/null
buildah add --quiet "$container" "$npm" /usr/local/lib/node_modules/npm >/dev/null
buildah run --isolation chroot "$container" ln -sf ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
# Certificates of a proxy that this machine is behind.
[ ! -d /etc/ssl/certs ] || buildah add --quiet "$container" /etc/ssl/certs /etc/ssl/certs >/dev/null
buildah config --env "NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-}" "$container"
buildah commit --quiet --rm "$container" "$(name_of node)" >/dev/null
