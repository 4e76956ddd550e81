#!/bin/sh
# Run as root by dpkg (remove, purge, upgrade, ...) and by rpm (0: removed, 1: another version is there already).
# What users have stays: their folders, their state folder, their settings and secrets are not ours to remove, not even
# with purge, since what is not yet on the server is listed in the state folder.
# electron-builder replaces the words in braces.
name='${executable}'

case "$1" in
  remove | purge | disappear | 0) ;;
  *) exit 0 ;;
esac

profile="/etc/apparmor.d/$name"
if [ -f "$profile" ]; then
  if command -v apparmor_parser >/dev/null 2>&1 &&
    ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; } && [ -d /sys/kernel/security/apparmor ]; then
    apparmor_parser --remove "$profile" >/dev/null 2>&1 || true
  fi
  rm -f "$profile" || true
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
exit 0
