#!/bin/sh
# Run as root by dpkg (configure, OLD VERSION) and by rpm (1: installed, 2: upgraded). Nothing in it may fail the
# installation: the app starts without any of it, only less well.
# electron-builder replaces the words in braces.
app='/opt/${sanitizedProductName}'
name='${executable}'

case "$1" in
  abort-upgrade | abort-remove | abort-deconfigure | triggered) exit 0 ;;
esac

# Ubuntu 24.04 and newer forbid user namespaces to programs without a profile. An AppArmor that does not know abi 4.0
# (Debian 12, Ubuntu 22.04) forbids nothing and could not read it.
profile="/etc/apparmor.d/$name"
if command -v apparmor_parser >/dev/null 2>&1 &&
  apparmor_parser --skip-kernel-load --skip-cache "$app/resources/apparmor-profile" >/dev/null 2>&1; then
  cp -f "$app/resources/apparmor-profile" "$profile" || true
  # In a chroot or an image that is being made there is no kernel of its own to load it into.
  if ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; } && [ -d /sys/kernel/security/apparmor ]; then
    apparmor_parser --replace --write-cache --skip-read-cache "$profile" >/dev/null 2>&1 || true
  fi
fi

# Chromium's sandbox wants user namespaces for users, or a helper that is setuid root. What root itself may do says
# nothing about users, so the kernel's switches are read.
off() {
  [ -r "$1" ] && [ "$(cat "$1")" = "$2" ]
}
if [ ! -e /proc/self/ns/user ] ||
  off /proc/sys/kernel/unprivileged_userns_clone 0 ||
  off /proc/sys/user/max_user_namespaces 0 ||
  { off /proc/sys/kernel/apparmor_restrict_unprivileged_userns 1 && [ ! -e "$profile" ]; }; then
  chmod 4755 "$app/chrome-sandbox" || true
else
  chmod 0755 "$app/chrome-sandbox" || true
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true
fi
exit 0
