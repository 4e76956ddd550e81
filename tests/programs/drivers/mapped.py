"""Keeps a file mapped: made first, then written once for every line that is read, each answered by a line."""
import mmap
import sys

[path] = sys.argv[1:]
size = 65536
with open(path, "wb") as made:
    made.write(b"." * size)
file = open(path, "r+b")
mapped = mmap.mmap(file.fileno(), size)
print("made", flush=True)
for line in sys.stdin:
    for at in range(0, size, 4096):
        mapped[at : at + len(line)] = line.encode()
    print("saved", flush=True)
