"""Has the example client do one thing, and prints what came of it: client.py <url> <key> <what> <arguments>."""

import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[5] / "docs" / "examples" / "python"))
sys.dont_write_bytecode = True

from chime import Chime

url, key, what, *rest = sys.argv[1:]
chime = Chime(url, key)


def say(*words):
    print(" ".join(map(str, words)) + "\n", end="", flush=True)  # whole lines, also from several threads


def handle(timer, delivery):
    say(timer["payload"], delivery["attempt"])
    if timer["payload"] == "slow":
        time.sleep(6.5)
    if timer["payload"] == "bad" and delivery["attempt"] == 1:
        raise ValueError("it went wrong")


if what == "create":
    say(chime.create(json.loads(rest[0]), rest[1])["id"])
elif what == "wait":
    say(chime.wait(rest[0])["state"])
elif what == "events":
    for (name, data), id in chime.events(label=rest[0]):
        say(name, data["payload"])
elif what == "work":
    chime.work(rest[0], handle, lease=3, retry_delay="100ms")
