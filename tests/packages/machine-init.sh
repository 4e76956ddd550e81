# A computer of its own for tests/packages/machine.ts, begun in a mount and pid namespace of its own (unshare), where
# this is the first process: what is started there ends with it, and what is mounted there nobody else sees.
#   machine-init.sh SCRATCH BARE-LAYERS DESK-LAYERS ARCHIVES
# SCRATCH/bare: the computer that a package is installed on. SCRATCH/desk: the desktop around it (screen, bus, keyring),
# of which it has the sockets alone. Layers: folders, the uppermost first, with colons between; none is written to.
# ARCHIVES: what apt downloaded before. Says "ready FIRST BARE": process ids as the world outside has them.
set -eu
scratch=$1 bare_layers=$2 desk_layers=$3 archives=$4

# in memory: an overlay cannot be written on every file system
mount -t tmpfs -o mode=755 scratch "$scratch"
cd "$scratch"
mkdir x11 user

# the uppermost layer of each is its own, and gone with it
root() {
  mkdir -p "$1" "written-$1" "work-$1"
  mount -t overlay overlay -o "lowerdir=$2,upperdir=$scratch/written-$1,workdir=$scratch/work-$1" "$1"
  mount -t proc proc "$1/proc"
  mount -t sysfs -o ro sysfs "$1/sys"
  mount -t tmpfs -o mode=755 dev "$1/dev"
  # made anew, and not the machine's: who is root there may set their modes
  while read -r node major minor; do mknod -m 666 "$1/dev/$node" c "$major" "$minor"; done << 'NODES'
null 1 3
zero 1 5
full 1 7
random 1 8
urandom 1 9
tty 5 0
fuse 10 229
NODES
  mkdir "$1/dev/pts" "$1/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$1/dev/pts"
  mount -t tmpfs -o mode=1777 shm "$1/dev/shm"
  ln -s pts/ptmx "$1/dev/ptmx"
  ln -s /proc/self/fd "$1/dev/fd"
  mount -t tmpfs -o mode=1777 tmp "$1/tmp"
  mkdir -p "$1/tmp/.X11-unix" "$1/run/user"
  mount --bind x11 "$1/tmp/.X11-unix"
  mount --bind user "$1/run/user"
  cp /etc/resolv.conf /etc/hosts "$1/etc/"
}
chmod 1777 x11
root bare "$bare_layers"
root desk "$desk_layers"
mount --bind "$archives" bare/var/cache/apt/archives
# rpm works on the bare computer from here: it has none of its own
mkdir desk/bare
mount --rbind bare desk/bare

# The bare computer is a root and no chroot: in a chroot nobody may make the user namespaces that the app's sandbox wants.
unshare --mount --propagation private bash -c '
  set -eu
  read -r itself rest < /proc/self/stat
  cd bare
  mkdir outside
  pivot_root . outside
  umount -l /outside
  rmdir /outside
  echo "$itself" > /run/first
  cd /
  exec sleep infinity
' &
until [ -s bare/run/first ]; do sleep 0.05; done
read -r bare < bare/run/first
rm bare/run/first
read -r itself rest < /proc/self/stat
echo "ready $itself $bare"
# whoever has lost its parent becomes a child of this one, and is waited for
while :; do sleep 86400 & wait $! || true; done
