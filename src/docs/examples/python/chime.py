"""A client of Chime for Python 3.9 and newer. It needs the standard library, and nothing else."""

import http.client
import json
import logging
import random
import threading
import time
import urllib.error
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlencode

WAIT = 20  # seconds that one request waits: less than proxies allow
ANSWER = 10  # seconds that an answer may take, beyond the wait
SILENCE = 45  # seconds, on a stream; the server says something every 15 s
RECONNECT = 1  # seconds

# HTTPError is one of them, too, and has to be dealt with first.
BROKEN = (OSError, http.client.HTTPException, json.JSONDecodeError)


class ChimeError(Exception):
    """An answer that is an error, after all repetitions that make sense."""

    def __init__(self, status, problem):
        super().__init__(problem.get("detail") or problem.get("title") or f"status {status}")
        self.status = status
        self.problem = problem


class Chime:
    """Thread-safe: threads may share one."""

    def __init__(self, url, key=None):
        self._url = url
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    def create(self, timer, idempotency_key=None):
        """Creates a timer, once, however often the request has to be repeated."""
        return self._json("POST", "/timers", timer, {"Idempotency-Key": idempotency_key or str(uuid.uuid4())})

    def put(self, id, timer):
        """Creates a timer under an id of yours, which is as good as a key."""
        return self._json("PUT", f"/timers/{quote(id, safe='')}", timer)

    def cancel(self, id):
        """Cancels a timer, and returns it with the outcome that it has: ELAPSED, if that came first."""
        return self._json("DELETE", f"/timers/{quote(id, safe='')}")

    def wait(self, id):
        """Returns the timer when it has its outcome, however long that takes and whatever breaks meanwhile."""
        while True:
            timer = self._json("GET", f"/timers/{quote(id, safe='')}?wait={WAIT}s", patience=None)
            if timer["state"] != "PENDING":
                return timer

    def events(self, label=None, id=None):
        """What becomes of timers: pairs of an event and the id to go on after it.

        An event is a pair, too, of its name and its data. At an event "gap" some were lost: list the timers again.
        """
        path = "/timers/events" + (f"?{urlencode({'label': label})}" if label else "")
        while True:
            headers = {"Accept": "text/event-stream", **({"Last-Event-ID": id} if id else {})}
            stream = self._send("GET", path, None, headers, None, SILENCE, lambda answer: answer)
            with stream:
                for event, id in _events(stream):
                    if event:
                        yield event, id
            time.sleep(RECONNECT)

    def work(self, queue, handle, max=10, lease=30, retry_delay="30s"):
        """Takes work from a queue for ever: handle(timer, delivery) is called for each, in threads.

        What it raises gives the delivery back. It may see a delivery twice: delivery["id"] is the same then.
        """
        path = f"/queues/{queue}/claim?max={max}&lease={lease}s&wait={WAIT}s"
        with ThreadPoolExecutor(max) as threads:
            while True:
                deliveries = self._json("POST", path, patience=None)["deliveries"]
                for done in [threads.submit(self._carry_out, each, handle, lease, retry_delay) for each in deliveries]:
                    done.result()

    def _carry_out(self, delivery, handle, lease, retry_delay):
        def settle(how, **more):
            return self._json("POST", f"/deliveries/{delivery['id']}/{how}", {"token": delivery["token"], **more})

        def extend():
            while not is_done.wait(lease / 3):
                try:
                    settle("extend", lease=f"{lease}s")
                except (ChimeError, *BROKEN):
                    return  # ack will tell

        is_done = threading.Event()
        threading.Thread(target=extend, daemon=True).start()
        try:
            handle(delivery["timer"], delivery)
            how, more = "ack", {}
        except Exception:
            logging.exception("delivery %s has failed", delivery["id"])
            how, more = "nack", {"delay": retry_delay}
        finally:
            is_done.set()
        try:
            settle(how, **more)
        except ChimeError as e:
            # 409: the lease has ended and somebody else has the work, or this is the repetition of a call that has arrived.
            if e.status != 409:
                raise

    def _json(self, method, path, body=None, headers=None, patience=60):
        return self._send(method, path, body, headers or {}, patience, WAIT + ANSWER, json.load)

    def _send(self, method, path, body, headers, patience, timeout, read):
        """Repeats a request until it is answered. All requests of this client can be repeated without harm."""
        data = None if body is None else json.dumps(body).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        until = None if patience is None else time.monotonic() + patience
        attempt = 0
        while True:
            pause = random.uniform(0, min(10, 0.2 * 2**attempt))
            request = urllib.request.Request(self._url + path, data, {**self._headers, **kind, **headers}, method=method)
            try:
                return read(urllib.request.urlopen(request, timeout=timeout))
            except urllib.error.HTTPError as e:
                failure = ChimeError(e.code, _problem(e))
                retry_after = e.headers.get("Retry-After", "")
                if retry_after.isdigit():
                    pause = int(retry_after) * random.uniform(1, 1.2)
                elif e.code not in (502, 503, 504):
                    raise failure from None
            except BROKEN as e:  # the connection, or there was no answer in time
                failure = e
            if until is not None and time.monotonic() + pause > until:
                raise failure
            time.sleep(pause)
            attempt = min(attempt + 1, 10)


def _problem(error):
    try:
        return json.load(error)
    except BROKEN:
        return {}


def _events(stream):
    """The events of one connection, until it is dropped. One without data only says where to go on."""
    name, data, id = "message", "", None
    try:
        for line in stream:
            field, _, content = line.decode().rstrip("\n").partition(":")
            content = content[1:] if content.startswith(" ") else content
            if line == b"\n" and id:
                yield (name, json.loads(data)) if data else None, id
                name, data = "message", ""
            elif field == "id":
                id = content
            elif field == "event":
                name = content
            elif field == "data":
                data += content
    except (OSError, http.client.HTTPException):
        pass
