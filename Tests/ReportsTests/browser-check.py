#!/usr/bin/env python3
"""Opens pages in a real browser and says what a reader would stumble over. An extra: `make test` doesn't need it.

    RENDERED_PAGES=/tmp/pages swift test --disable-xctest --filter RenderedPages
    Tests/ReportsTests/browser-check.py /tmp/pages/*.html --shots /tmp/shots

Each page is opened at 360 and 1440 pixels, in light and dark. What must hold:

- nothing is written to the console, and nothing is asked of the network;
- nothing sticks out: the page doesn't scroll sideways;
- whatever scrolls by itself can be reached by the keyboard;
- it is drawn within a second of being asked for (--within).

With --shots there is a picture of each and a PDF as it would be printed. It needs Chromium or Chrome (--browser) and
nothing but Python's standard library: it speaks the DevTools protocol through a pipe.
"""

import argparse
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

WIDTHS = [360, 1440]
SCHEMES = ["light", "dark"]

MEASURE = """new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
  const scrolls = [...document.querySelectorAll('*')].filter(e =>
    /auto|scroll/.test(getComputedStyle(e).overflowX + getComputedStyle(e).overflowY)
    && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1));
  const page = document.scrollingElement;
  done({
    drawn: performance.now(), width: page.scrollWidth, height: page.scrollHeight, window: innerWidth,
    unreachable: scrolls.filter(e => e !== page && e.tabIndex < 0).map(e => e.outerHTML.slice(0, 80)),
    requests: performance.getEntriesByType('resource').map(e => e.name),
  });
})))"""


class Browser:
    """A headless browser and one tab of it."""

    def __init__(self, program):
        to_browser, from_here = os.pipe()
        from_browser, to_here = os.pipe()
        self.profile = tempfile.mkdtemp()

        def connect():
            # The browser reads commands from 3 and writes answers to 4; copies first, since those may be taken.
            read, write = os.dup(to_browser), os.dup(to_here)
            high = max(read, write, 10) + 1
            os.dup2(read, high)
            os.dup2(write, high + 1)
            os.dup2(high, 3)
            os.dup2(high + 1, 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
             f"--user-data-dir={self.profile}", "--remote-debugging-pipe"],
            preexec_fn=connect, pass_fds=(3, 4), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(to_here)
        self.commands, self.answers = os.fdopen(from_here, "wb", 0), os.fdopen(from_browser, "rb")
        self.number, self.session, self.events = 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")

    def read(self):
        message = bytearray()
        while (byte := self.answers.read(1)) != b"\0":
            if not byte:
                sys.exit("The browser went away.")
            message += byte
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.commands.write(json.dumps(message).encode() + b"\0")
        while (answer := self.read()).get("id") != self.number:
            self.events.append(answer)
        if "error" in answer:
            sys.exit(f"{method}: {answer['error']}")
        return answer["result"]

    def open(self, url):
        self.events.clear()
        self.call("Page.navigate", url=url)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.read())
        answer = self.call("Runtime.evaluate", expression=MEASURE, awaitPromise=True, returnByValue=True)
        return answer["result"]["value"]

    def complaints(self):
        """What was written to the console since the page was opened."""
        logged = {"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"}
        return [json.dumps(event["params"])[:300] for event in self.events if event.get("method") in logged]

    def close(self):
        self.session = None
        self.call("Browser.close")
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


def check(browser, page, width, scheme, options):
    """What is wrong with a page, and how long it took."""
    browser.call(
        "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    seen = browser.open(page.resolve().as_uri())
    wrong = [f"console: {line}" for line in browser.complaints()]
    wrong += [f"asks for {name}" for name in seen["requests"]]
    wrong += [f"scrolls out of reach of the keyboard: {element}" for element in seen["unreachable"]]
    if seen["width"] > seen["window"]:
        wrong.append(f"is {seen['width']} wide in a window of {seen['window']}")
    if seen["drawn"] > 1000 * options.within:
        wrong.append(f"took {seen['drawn'] / 1000:.2f} s to be drawn")
    if options.shots:
        shot = browser.call("Page.captureScreenshot", captureBeyondViewport=True, clip={
            "x": 0, "y": 0, "width": width, "height": seen["height"], "scale": 1})
        save(options.shots / f"{page.stem}-{width}-{scheme}.png", shot["data"])
        if (width, scheme) == (WIDTHS[-1], SCHEMES[0]):
            save(options.shots / f"{page.stem}.pdf", browser.call("Page.printToPDF", printBackground=True)["data"])
    return wrong, seen["drawn"]


def save(path, data):
    path.write_bytes(base64.b64decode(data))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    parser.add_argument("--shots", type=pathlib.Path, help="a folder for pictures and PDFs")
    parser.add_argument("--within", type=float, default=1, help="seconds a page may take")
    parser.add_argument("--browser", default=shutil.which("chromium") or shutil.which("google-chrome"))
    options = parser.parse_args()
    if options.browser is None:
        sys.exit("No Chromium was found; name one with --browser.")
    if options.shots:
        options.shots.mkdir(parents=True, exist_ok=True)
    browser = Browser(options.browser)
    failures = 0
    for page in options.pages:
        slowest = 0
        for width in WIDTHS:
            for scheme in SCHEMES:
                wrong, drawn = check(browser, page, width, scheme, options)
                slowest = max(slowest, drawn)
                failures += len(wrong)
                for line in wrong:
                    print(f"{page.name} at {width} in {scheme}: {line}")
        print(f"{page.name}: {page.stat().st_size:,} bytes, drawn within {slowest:.0f} ms")
    browser.close()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
