#!/bin/sh
# /usr/bin/kiosk. What opens the data folder runs as the folder's owner: a key that root made would shut the kiosk out.
# Qt wants UTF-8 where nothing is set, as in a service.
export LANG="${LANG:-C.UTF-8}"
case "$(id -u) $1" in
"0 run" | "0 doctor" | "0 outbox")
  export HOME=/var/lib/yuimado
  exec setpriv --reuid=yuimado --regid=yuimado --init-groups /opt/yuimado/kiosk "$@"
  ;;
esac
exec /opt/yuimado/kiosk "$@"
