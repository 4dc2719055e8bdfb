#!/bin/sh
# Runs a command in an image's root file system as a container would: processes, mounts and hosts of its own, first process, the
# image's user, no rights to gain, nothing to write to but /data and /tmp. For machines without a container engine. As root.
#   run-image.sh <root file system> <folder for /data> <uid:gid> <command> [argument]…     The environment is passed on.
set -eu
[ "${INSIDE:-}" ] || exec env INSIDE=1 unshare --mount --pid --fork --kill-child -- "$0" "$@"
unset INSIDE
root=$1 data=$2 user=$3
shift 3
mount --make-rprivate /
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount --bind "$data" "$root/data"
mount -t tmpfs -o nosuid,nodev,noexec,mode=1777 tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
mount -t tmpfs -o nosuid,noexec,mode=0755 tmpfs "$root/dev"
for device in null zero random urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -o remount,ro "$root/dev"
# $0 of the shell in the image, whose working directory and first process the command takes over.
exec setpriv --no-new-privs chroot --userspec="$user" --groups= "$root" /bin/sh -c 'cd /app && exec "$@"' sh "$@"
