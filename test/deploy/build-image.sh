#!/bin/sh
# Builds deploy/Dockerfile as it is, and leaves of the image its files and its configuration. No registry is asked: base-images.sh
# makes the images that it starts from. As root; whatever is mounted for it is gone with it.
#   build-image.sh <folder for the Debian> <folder for the image> <memory | disk> <npm's cache>
# In memory: hundreds of thousands of files are written and deleted again, and no disk has to hear of it.
set -eu
[ "${INSIDE:-}" ] || exec env INSIDE=1 unshare --mount -- "$0" "$@"
debian=$1 image=$2 where=$3 npm_cache=$4
here=$(cd "$(dirname "$0")/../.." && pwd)
storage=$image/storage
mkdir -p "$storage"
[ "$where" = disk ] || mount -t tmpfs -o mode=0700 tmpfs "$storage"
buildah() { command buildah --root "$storage/root" --runroot "$storage/run" --storage-driver vfs "$@"; }

"$here/test/deploy/base-images.sh" "$debian" "$storage"
cd "$here"
# OCI's own format has no health check. What `npm ci` loads has mostly been loaded already, by the `npm ci` of this repository.
buildah bud --format docker --isolation chroot --network host --pull-never --volume "$npm_cache:/root/.npm" \
  -f deploy/Dockerfile -t site11 .
buildah inspect --type image site11 >"$image/image.json"
cp -a "$(buildah mount "$(buildah from --pull-never site11)")" "$image/files"
umount "$storage" 2>/dev/null || rm -rf "$storage"
