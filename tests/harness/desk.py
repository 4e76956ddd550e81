"""Somebody at a desktop: looks at the programs on it by AT-SPI, and moves the mouse and presses keys by xdotool.

Steps are arguments, each WHAT:VALUE; what cannot be done ends it with a sentence on stderr and exit code 1.
  wait:NAME        until something of that name is shown
  click:NAME rclick:NAME   a row of a list, by its name
  menu:LABEL       an item of the menu that is open
  do:LABEL         the same by the item's own action, where the program tells wrong places
  absent:LABEL     no such item is shown
  at:X,Y rat:X,Y   a place on the screen, left or right button
  focus:TITLE      gives the keys to the window whose title holds it, where no window manager does
  key:NAMES        keys together, several with spaces
  type:TEXT        a text, letter by letter
  pause:SECONDS    a program draws what it tells of
"""

import argparse
import subprocess
import sys
import time

import gi
import pyatspi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

# a program on a busy machine answers late; what did not answer would look like what is not there
Atspi.set_timeout(20_000, 30_000)

ITEMS = {"menu item", "check menu item", "menu", "push button", "button", "radio menu item"}
MOST = 400


def told(ask, otherwise=None):
    """Objects go away while they are looked at."""
    try:
        return ask()
    except Exception:  # noqa: BLE001
        return otherwise


def walk(one, depth=0):
    if one is None or depth > 80:
        return
    yield one
    for nth in range(min(told(lambda: one.childCount, 0), MOST)):
        yield from walk(told(lambda: one[nth]), depth + 1)


def place(one):
    box = told(lambda: one.queryComponent().getExtents(pyatspi.DESKTOP_COORDS))
    return None if box is None else (box.x, box.y, box.width, box.height)


def is_drawn(box):
    return box is not None and box[2] > 0 and box[3] > 0 and box[0] >= 0 and box[1] >= 0


def is_showing(one):
    return told(lambda: one.getState().contains(pyatspi.STATE_SHOWING), False)


def pointer(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True)


class Desk:
    def __init__(self, program, dx, dy, corner, seconds):
        # of the window: GTK 4 tells places within it
        self.corner = [int(one) for one in corner.split(",")]
        self.program = program
        self.dx = dx
        self.dy = dy
        self.seconds = seconds

    def programs(self):
        desktop = pyatspi.Registry.getDesktop(0)
        return [one for one in desktop if one and self.program in (told(lambda: one.name, "") or "").lower()]

    def all(self):
        for program in self.programs():
            # what was told while its window was being made is not how it is now
            told(program.clearCache)
            yield from walk(program)

    def look(self, name, roles=None):
        for one in self.all():
            if (told(lambda: one.name) or "").strip() != name:
                continue
            if roles is None or told(lambda: one.getRoleName()) in roles:
                yield one

    def find(self, name, fits, roles=None):
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            for one in self.look(name, roles):
                if fits(one):
                    return one
            time.sleep(0.3)
        shown = sorted({str(told(lambda: one.name)) for one in self.all() if is_showing(one)})
        sys.exit(f"nothing of {self.program} is called {name!r}; there is {shown[:80]}")

    def press(self, name, button):
        x, y, width, height = place(self.find(name, lambda one: is_drawn(place(one))))
        left, top = self.corner
        self.press_at(left + x + min(width // 2, self.dx), top + y + min(height // 2, 30) + self.dy, button)

    def press_at(self, x, y, button):
        pointer("mousemove", x, y)
        time.sleep(0.2)
        pointer("click", button)
        time.sleep(1)

    def menu(self, label):
        box = place(self.find(label, lambda one: is_showing(one) and is_drawn(place(one)), ITEMS))
        pointer("mousemove", box[0] + box[2] // 3, box[1] + box[3] // 2)
        time.sleep(0.3)
        pointer("click", 1)
        time.sleep(0.5)

    def do(self, label):
        self.find(label, lambda one: is_drawn(place(one)), ITEMS).queryAction().doAction(0)
        time.sleep(0.5)

    def absent(self, label):
        if any(is_showing(one) for one in self.look(label, ITEMS)):
            sys.exit(f"{label!r} is shown")

    def dump(self):
        for one in self.all():
            if is_showing(one):
                print(told(lambda: one.getRoleName()), repr(told(lambda: one.name)), place(one))

    def step(self, what, value):
        if what == "wait":
            self.find(value, lambda one: is_showing(one) or is_drawn(place(one)))
        elif what == "click":
            self.press(value, 1)
        elif what == "rclick":
            self.press(value, 3)
        elif what in ("at", "rat"):
            self.press_at(*value.split(","), 1 if what == "at" else 3)
        elif what == "focus":
            found = subprocess.run(
                ["xdotool", "search", "--sync", "--onlyvisible", "--name", value],
                check=True,
                stdout=subprocess.PIPE,
            )
            pointer("windowfocus", "--sync", found.stdout.split()[-1].decode())
        elif what == "key":
            pointer("key", "--clearmodifiers", *value.split(" "))
            time.sleep(0.6)
        elif what == "type":
            pointer("type", "--clearmodifiers", "--delay", "20", value)
            time.sleep(0.6)
        elif what == "pause":
            time.sleep(float(value))
        else:
            getattr(self, what)(*([value] if value else []))


given = argparse.ArgumentParser()
given.add_argument("--program", required=True)
given.add_argument("--dx", type=int, default=40)
given.add_argument("--dy", type=int, default=0)
given.add_argument("--corner", default="0,0")
given.add_argument("--seconds", type=float, default=60)
given.add_argument("steps", nargs="+")
options = given.parse_args()
desk = Desk(options.program, options.dx, options.dy, options.corner, options.seconds)
for step in options.steps:
    desk.step(*step.split(":", 1) if ":" in step else (step, ""))
