#!/bin/bash
# Downloads the Debian packages of the servers and proxies that the tests start, with the libraries
# they need, and unpacks them into one tree of a cache folder. Nothing is installed: some of them
# exclude each other, and most would start a service. packages.py runs them from that tree.
#
# usage: tests/servers/fetch.sh
# TLSPROBE_SERVERS=FOLDER        the cache; default ${XDG_CACHE_HOME:-~/.cache}/tlsprobe-servers
set -euo pipefail

say() { echo "fetch: $*"; }
die() { echo "fetch: $*" >&2; exit 1; }

. /etc/os-release
# The home folder of the user database: a test runner may have set HOME to something else.
home=$(getent passwd "$EUID" | cut -d: -f6)
cache=${TLSPROBE_SERVERS:-${XDG_CACHE_HOME:-$home/.cache}/tlsprobe-servers}/${VERSION_CODENAME:?}
tree=$cache/tree       # what the packages hold
list=$cache/unpacked   # the files of the packages that the tree was made of
missing=$cache/missing # packages that this Debian does not have

servers=(postfix dovecot-core dovecot-imapd dovecot-pop3d dovecot-lmtpd dovecot-managesieved vsftpd
  prosody lua-sec inspircd inn2 slapd mariadb-server-core xrdp
  tinyproxy squid-openssl microsocks dante-server)
case $VERSION_CODENAME in
  bookworm) servers+=(postgresql-15) ;;
  *) servers+=(postgresql-17) ;;
esac

# To ask apt takes seconds: only when this list or what is installed has changed since.
if [[ $list -nt $0 && $list -nt /var/lib/dpkg/status ]]; then
  say "$cache is complete"
  exit 0
fi

# Works without root: nothing of apt's own state is written.
install() {
  apt-get -q -y -o Debug::NoLocking=1 -o APT::Sandbox::User=root -o Dir::Cache::archives="$cache/packages" \
    --no-install-recommends install "$@"
}
having() { # those of the packages $@ that apt could install
  apt-cache policy "$@" |
    awk '/^[^ ]/ { name = $1; sub(/:$/, "", name) } $1 == "Candidate:" && $2 != "(none)" { print name }'
}
wanted() { # exactly what an installation would fetch: not what the system has already
  # apt leaves out what it has downloaded.
  rm -rf "$cache/packages"
  mkdir -p "$cache/packages"
  install --print-uris "${available[@]}" | awk '/^\047/ { print $2 }' | sort
}
download() { install -qq --download-only "${available[@]}" > /dev/null; }
unpack() {
  local new=$tree.new folder package
  rm -rf "$new"
  # Some of Debian 12's packages hold files below /lib: one /usr is enough to lay over the system's.
  mkdir -p "$new"/{etc,usr/{bin,lib,sbin}}
  for folder in bin lib sbin; do ln -s "usr/$folder" "$new/$folder"; done
  for package; do
    dpkg --fsys-tarfile "$cache/packages/$package" |
      tar -x --keep-directory-symlink --exclude='./usr/share/'{doc,man,locale,info} -C "$new"
  done
  # xrdp does not start without this file, which an installation makes; with TLS it is not read.
  mkdir -p "$new/etc/xrdp"
  touch "$new/etc/xrdp/rsakeys.ini"
  rm -rf "$tree"
  mv "$new" "$tree"
}

if [[ -z $(having postfix) ]]; then
  say "apt knows no packages: updating its lists"
  apt-get update -q || die "apt-get update failed"
fi
mkdir -p "$cache"
mapfile -t available < <(having "${servers[@]}")
printf '%s\n' "${servers[@]}" | grep -vxFf <(printf '%s\n' "${available[@]}") > "$missing" || true
[[ ! -s $missing ]] || say "not in Debian $VERSION_CODENAME:" $(< "$missing")

wanted=$(wanted)
if [[ ! -e $list || $wanted != "$(< "$list")" ]]; then
  say "downloading $(wc -w <<< "$wanted") packages to $cache"
  if ! download; then
    say "apt's lists may be old: updating them"
    apt-get update -q
    wanted=$(wanted)
    download
  fi
  unpack $wanted
fi
rm -rf "$cache/packages"
echo "$wanted" > "$list"
say "$cache is complete: $(du -sh "$tree" | cut -f1)"
