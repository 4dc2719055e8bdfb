#!/bin/sh
# Makes what docker-compose.yml needs and git must not have: passwords and keys in deploy/secrets, and .env. What is there already is
# kept, so that it can be run again after an upgrade.
#   sh deploy/make-secrets.sh [name of this installation, such as app.example.com]
set -eu
umask 077
cd "$(dirname "$0")/.."
name=${1:-localhost}
folder=deploy/secrets
command -v openssl >/dev/null || { echo 'openssl is needed: it makes the keys.' >&2; exit 1; }
mkdir -p "$folder"
# Nobody else gets into the folder. In the containers the files are read by users of their own, who have no name here: that is why
# they are readable by all.
chmod 0700 "$folder"

# keep <file> <content>: also when it cannot be written to the end, there is either no file or a whole one.
keep() {
  [ -e "$folder/$1" ] && return
  # One that an earlier run left behind cannot be written to.
  rm -f "$folder/.draft"
  printf '%s\n' "$2" >"$folder/.draft"
  chmod 0444 "$folder/.draft"
  mv "$folder/.draft" "$folder/$1"
}
random() { openssl rand -hex 32; }

keep site11_secret "$(random)"
keep redis_url "redis://site11:$(random)@redis:6379"
redis_password=$(sed 's/.*site11:\(.*\)@.*/\1/' "$folder/redis_url")
# Without a password nothing but the health check's PING.
keep redis_acl "user default on nopass -@all +ping
user site11 on >$redis_password ~* &* +@all -@admin -@dangerous +info"
keep mongo_keyfile "$(openssl rand -base64 96)"
keep mongo_root_password "$(random)"
keep mongo_password "$(random)"
keep mongo_url "mongodb://site11:$(cat "$folder/mongo_password")@mongo:27017/?replicaSet=site11&authSource=admin"

if [ ! -e "$folder/tls_certificate" ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj "/CN=$name" \
    -addext "subjectAltName=DNS:$name" -keyout "$folder/tls_key" -out "$folder/tls_certificate" 2>/dev/null
  chmod 0444 "$folder/tls_key" "$folder/tls_certificate"
  echo "The certificate for $name is self-signed: put your own into $folder/tls_certificate and $folder/tls_key."
fi

if [ ! -e .env ]; then
  sed "s|^PUBLIC_URL=.*|PUBLIC_URL=https://$name|" .env.example >.env
fi
echo "Secrets are in $folder, settings in .env. Next: docker compose up -d --wait console"
