#!/bin/bash
# Wraps the frozen program into a Debian package: program in /opt, configuration in /etc, data in /var/lib, units that start it.
# DIST: where yuimado/ lies and the package goes, dist/ by default.
set -euo pipefail
cd "$(dirname "$0")/.."
umask 022
dist=${DIST:-dist}
[ -x "$dist/yuimado/kiosk" ] || { echo "make_deb: no program in $dist/yuimado; run make freeze first" >&2; exit 1; }
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
arch=$(dpkg --print-architecture)
# The libraries inside come from this machine and want its C library or a newer one.
libc=$(getconf GNU_LIBC_VERSION | cut -d ' ' -f 2)
package="$dist/yuimado_${version}_${arch}.deb"
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"

install -d "$tree"/{DEBIAN,opt/yuimado,usr/bin,etc/yuimado}
cp -a "$dist/yuimado/." "$tree/opt/yuimado/"
chmod -R u=rwX,go=rX "$tree/opt/yuimado"
install -m 755 packaging/kiosk.sh "$tree/usr/bin/kiosk"
install -m 644 packaging/config.toml "$tree/etc/yuimado/config.toml"
install -D -m 644 packaging/yuimado.desktop "$tree/usr/share/applications/yuimado.desktop"
install -D -m 644 packaging/yuimado.rules "$tree/usr/share/polkit-1/rules.d/yuimado.rules"
install -D -m 644 packaging/yuimado.service "$tree/usr/lib/systemd/user/yuimado.service"
install -D -m 644 packaging/yuimado-kiosk.service "$tree/usr/lib/systemd/system/yuimado-kiosk.service"

doc="$tree/usr/share/doc/yuimado"
install -D -m 644 docs/licences.md "$doc/copyright"
install -m 644 LICENSE CHANGELOG.md docs/manual.md "$doc/"
install -m 644 packaging/README.md "$doc/packaging.md"
install -D -m 644 -t "$doc/licences" docs/licences/*

sed -e "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@LIBC@/$libc/; s/@SIZE@/$(du -sk "$tree" | cut -f1)/" \
  packaging/debian/control > "$tree/DEBIAN/control"
echo /etc/yuimado/config.toml > "$tree/DEBIAN/conffiles"
install -m 755 packaging/debian/postinst packaging/debian/postrm "$tree/DEBIAN/"
dpkg-deb --root-owner-group -Zzstd --build "$tree" "$package" >/dev/null
du -h "$package"
