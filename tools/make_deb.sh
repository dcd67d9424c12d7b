#!/bin/bash
# Wraps dist/yuimado into a Debian package: program in /opt, configuration in /etc, data in /var/lib, a service that starts it.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
arch=$(dpkg --print-architecture)
tree=build/deb
rm -rf "$tree"
install -d "$tree"/{DEBIAN,opt/yuimado,usr/bin,etc/yuimado,usr/share/doc/yuimado,usr/share/applications,lib/systemd/user}
cp -a dist/yuimado/. "$tree/opt/yuimado/"
install -m 644 packaging/config.toml "$tree/etc/yuimado/config.toml"
install -m 644 LICENSE README.md CHANGELOG.md docs/licences.md docs/manual.md "$tree/usr/share/doc/yuimado/"
install -m 644 packaging/yuimado.desktop "$tree/usr/share/applications/yuimado.desktop"
install -m 644 packaging/yuimado.service "$tree/lib/systemd/user/yuimado.service"
ln -s /opt/yuimado/kiosk "$tree/usr/bin/kiosk"
sed -e "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@SIZE@/$(du -sk dist/yuimado | cut -f1)/" packaging/debian/control > "$tree/DEBIAN/control"
echo /etc/yuimado/config.toml > "$tree/DEBIAN/conffiles"
install -m 755 packaging/debian/postinst packaging/debian/postrm "$tree/DEBIAN/"
mkdir -p dist
dpkg-deb --root-owner-group -Zzstd --build "$tree" "dist/yuimado_${version}_${arch}.deb"
ls -l "dist/yuimado_${version}_${arch}.deb"
