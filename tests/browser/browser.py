"""Chromium without a window, for the tests of the pages that hundred-load writes. No network."""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")


def driver():
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "disable-gpu", "no-proxy-server",
                     "disable-background-networking", "force-device-scale-factor=1", "hide-scrollbars"):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=Service(DRIVER), options=options)


def program():
    return os.environ.get("HUNDRED_LOAD") or sys.exit("HUNDRED_LOAD names no program: run these tests with ctest")


class PageTest(unittest.TestCase):
    """Has a browser, and pages made by the program from what scenes.py makes up."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.browser = driver()
        cls.addClassCleanup(cls.browser.quit)

    @classmethod
    def page(cls, name, saved):
        """The path of the page of this report."""
        path = os.path.join(cls.folder.name, name)
        with open(path + ".json", "w", encoding="utf-8") as file:
            json.dump(saved, file)
        subprocess.run([program(), "report", path + ".json", "-o", path + ".html"], check=True, stdout=subprocess.DEVNULL)
        return path + ".html"

    def command(self, name, **arguments):
        return self.browser.execute_cdp_cmd(name, arguments)

    def script(self, code, *arguments):
        return self.browser.execute_script(code, *arguments)

    def window(self, width, height):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, kind="", scheme="light"):
        self.command("Emulation.setEmulatedMedia", media=kind, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, path, part=""):
        """Opens the page; whatever a page does must be without an error and without a request."""
        self.browser.get("about:blank")
        self.browser.get_log("browser")
        self.browser.get_log("performance")
        self.browser.get(f"file://{path}{part}")
        self.settle()
        self.addCleanup(self.assert_quiet)

    def settle(self):
        """Until the browser has drawn what is to be drawn."""
        self.browser.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))")

    def assert_quiet(self):
        self.assertEqual([line["message"] for line in self.browser.get_log("browser")], [])
        events = [json.loads(line["message"])["message"] for line in self.browser.get_log("performance")]
        asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
        self.assertEqual([url for url in asked if not url.startswith(("file:///", "about:"))], [])
        self.assertLessEqual(len(asked), 1, asked)

    def press(self, key, code, number, text=None):
        more = {"text": text} if text else {}
        for kind in ("keyDown", "keyUp"):
            self.command("Input.dispatchKeyEvent", type=kind, key=key, code=code, windowsVirtualKeyCode=number, **(more if kind == "keyDown" else {}))
        self.settle()

    def press_tab(self):
        self.press("Tab", "Tab", 9)

    def press_enter(self):
        self.press("Enter", "Enter", 13, "\r")

    def focus(self, selector):
        self.script("document.querySelector(arguments[0]).focus()", selector)

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector):
        return [found.text for found in self.find_all(selector)]

    def chart(self, canvas):
        """What Chart.js draws on this canvas: its datasets' labels and data."""
        return self.script("""const chart = Chart.getChart(arguments[0]);
            return chart && {labels: chart.data.labels, sets: chart.data.datasets.map(({label, data}) => ({label, data}))}""", canvas)

    def ink(self, canvas):
        """How many of a canvas's pixels are drawn, and how many colours there are."""
        return self.script("""const canvas = document.getElementById(arguments[0]);
            const data = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
            const drawn = data.filter((pixel) => pixel !== 0); return [drawn.length, new Set(drawn).size]""", canvas)

    def boxes(self, selector):
        """How many boxes the path has that is found so."""
        return self.script("return (document.querySelector(arguments[0])?.getAttribute('d').match(/M/g) ?? []).length", selector)

    def pdf(self):
        return base64.b64decode(self.command("Page.printToPDF", printBackground=True)["data"])
