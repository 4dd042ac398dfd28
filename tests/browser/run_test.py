"""The page of one run."""

import os
import unittest

import scenes
from browser import PageTest

BURST_PARTS = ["Findings", "Latency", "Where the time went", "Who is done when", "Swim lanes", "Fairness", "Requests and errors",
               "What it cost the server", "Can it be believed?", "Environment"]


# The contrast of an element's words, as WCAG 2 defines it.
CONTRAST = """
const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
const light = (colour) => channels(colour).slice(0, 3).map((c) => c / 255)
  .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const element = document.querySelector(arguments[0]);
let behind = element;
while (channels(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
const [one, other] = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map(light).sort((a, b) => a - b);
return (other + 0.05) / (one + 0.05);
"""


class BurstPage(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.saved = scenes.burst("worker-pool", True)
        cls.path = cls.page("burst", cls.saved)

    def setUp(self):
        self.media()
        self.window(1280, 800)
        self.open(self.path)

    def test_each_part_has_a_heading_and_says_what_it_is(self):
        self.assertEqual(self.texts("h1"), ["Burst: 100 users, one request each, all at the same instant"])
        self.assertEqual(self.texts("section > h2"), BURST_PARTS)
        self.assertEqual(len([text for text in self.texts("section > .what") if text]), len(BURST_PARTS))
        self.assertEqual(self.texts(".findings li"), self.saved["findings"])
        self.assertEqual(self.texts(".tile strong"), ["350 ms", "650 ms"])
        self.assertIn("theory 650 ms", self.find(".tiles").text)

    def test_charts_show_the_figures(self):
        curve = self.chart("chart-percentiles")["sets"]
        self.assertEqual([line["label"] for line in curve], ["response time", "service time"])
        self.assertAlmostEqual(curve[0]["data"][-1]["y"], self.saved["latency_ms"]["response"]["max"], 2)
        breakdown = self.chart("chart-breakdown")
        self.assertEqual(breakdown["labels"], ["mean", "p50", "p95", "p99", "max"])
        self.assertEqual([part["label"] for part in breakdown["sets"]], ["queue", "waiting"])
        self.assertAlmostEqual(breakdown["sets"][0]["data"][0], self.saved["breakdown_ms"]["queue"], 2)
        self.assertEqual(self.chart("chart-workers")["sets"][0]["data"], list(self.saved["workers"].values()))
        for canvas in ("chart-percentiles", "chart-breakdown", "chart-workers"):
            pixels, colours = self.ink(canvas)
            self.assertGreater(pixels, 1000, canvas)
            self.assertGreater(colours, 4, canvas)

    def test_lanes_show_every_user_and_worker(self):
        users, workers = self.find_all("svg.lanes:not(.staircase)")
        self.assertEqual((users.get_attribute("data-lanes"), workers.get_attribute("data-lanes")), ("100", "8"))
        for kind, many in (("queue", 100), ("wait", 100), ("cpu", 0), ("ready", 0)):
            self.assertEqual(self.boxes(f"svg[data-lanes='100'] path.{kind}"), many, kind)
        self.assertEqual(self.boxes("svg[data-lanes='8'] path.wait"), 100)
        self.assertEqual(self.texts("section:has(svg[data-lanes='100']) > .legend li"), ["unsent", "on the way", "queue", "waiting"])
        self.script("""const box = arguments[0].getBoundingClientRect(); arguments[0].dispatchEvent(new PointerEvent('pointermove',
            {clientX: box.left + box.width / 2, clientY: box.bottom - 2}))""", users)
        self.assertRegex(self.find(".tip").text, r"^user 100: queue for 600 ms")

    def test_the_staircase_of_theory_has_its_steps(self):
        steps = self.script("return document.querySelector('.staircase .theory').getAttribute('d').match(/H/g).length")
        self.assertEqual(steps, 13)
        self.assertIn("theory says 350 ms and 650 ms", self.find("figure:has(.staircase) figcaption").text)

    def test_pictures_have_words_and_figures_in_their_place(self):
        pictures = self.find_all("canvas, figure > svg, figure .framed")
        self.assertGreaterEqual(len(pictures), 6)
        for picture in pictures:
            self.assertEqual(picture.get_attribute("role"), "img")
            self.assertGreater(len(picture.get_attribute("aria-label")), 20)
        self.focus("figure:has(#chart-percentiles) summary")
        self.press_enter()
        rows = self.find_all("figure:has(#chart-percentiles) tbody tr")
        self.assertEqual(len(rows), len(self.saved["percentile_curve"]["quantile"]))
        self.assertEqual(rows[-1].text, "100 % 650 ms 650 ms")

    def test_tab_reaches_everything_that_opens(self):
        reached = []
        for _ in range(40):
            self.press_tab()
            reached.append(self.script("return document.activeElement.textContent.slice(0, 20)"))
        self.assertEqual(reached[0], "To the report")
        self.assertGreaterEqual(reached.count("As a table"), 4)
        outline = self.script("document.querySelector('summary').focus(); return getComputedStyle(document.activeElement).outlineStyle")
        self.assertEqual(outline, "solid")

    def test_dark_and_light(self):
        def look():
            self.settle()
            return self.script("""const chart = Chart.getChart('chart-breakdown');
                return [getComputedStyle(document.documentElement).backgroundColor, chart.options.color, chart.data.datasets[0].backgroundColor]""")
        light = look()
        self.media(scheme="dark")
        dark = look()
        for one, other in zip(light, dark):
            self.assertNotEqual(one, other)
        self.media(kind="print", scheme="dark")
        self.assertEqual(look()[1:], light[1:], "paper is white")

    def test_words_stand_out_from_what_is_behind_them(self):
        for scheme in ("light", "dark"):
            self.media(scheme=scheme)
            self.settle()
            for selector in ("h1", "h2", ".what", "td", "tbody th", "thead th", "dt", "figcaption", "summary", ".verdict", ".axis span", ".legend li"):
                ratio = self.script(CONTRAST, selector)
                self.assertGreaterEqual(ratio, 4.5, f"{selector}, {scheme}")

    def test_prints(self):
        pdf = self.pdf()
        self.assertTrue(pdf.startswith(b"%PDF"))
        self.assertGreater(len(pdf), 20_000)

    def test_no_part_is_wider_than_a_narrow_window(self):
        for width in (400, 800):
            self.window(width, 800)
            self.settle()
            self.assertLessEqual(self.script("return document.documentElement.scrollWidth"), width)


class WithoutScripts(PageTest):
    def test_the_text_is_there(self):
        self.command("Emulation.setScriptExecutionDisabled", value=True)
        self.browser.get("file://" + self.page("text", scenes.burst()))
        text = self.find("noscript pre").text
        self.command("Emulation.setScriptExecutionDisabled", value=False)
        self.assertIn("half / 95 / all 100 have an answer after 350 ms", text)


class LoopPage(PageTest):
    def test_the_parts_of_a_long_run(self):
        saved = scenes.loop()
        self.open(self.page("loop", saved))
        cells = sum(many > 0 for column in saved["heat_map"]["counts"] for many in column)
        drawn = self.script("return [...document.querySelectorAll('.heat path')].map((path) => path.getAttribute('d').match(/M/g).length)")
        self.assertEqual(sum(drawn), cells)
        self.assertEqual([line["label"] for line in self.chart("chart-seconds")["sets"]], ["p50", "p99", "good answers"])
        self.assertGreater(self.ink("chart-seconds")[0], 1000)
        self.assertIn("1,000 of 100,000 requests, the last", self.find("section:has(.lanes[data-lanes='100']) .what").text)
        self.assertEqual(self.boxes("svg[data-lanes='1'] path.cpu"), 1000, "what waits does not occupy the loop")
        self.assertEqual(self.boxes("svg[data-lanes='1'] path.wait"), 0)
        self.assertEqual(self.boxes("svg[data-lanes='100'] path.wait"), 1000)
        page = self.find("main").text
        for words in ("unexpected status", "503", "broken", "/ping", "theory 1000/s"):
            self.assertIn(words, page)

    def test_a_hundred_thousand_samples(self):
        path = self.page("large", scenes.loop(rows=10_000))
        self.assertLess(os.path.getsize(path), 5_000_000)
        took = []
        for _ in range(3):
            self.open(path)
            took.append(self.script("return performance.getEntriesByName('shown')[0].startTime"))
        self.assertLess(min(took), 2000)


class StrangeRuns(PageTest):
    def test_hostile_words_stay_words(self):
        hostile = "</script><script>hacked = 1</script><!--\"'&<img src=x onerror='hacked = 1'>"
        saved = scenes.burst(findings=[hostile], errors={"refused": {hostile: 1}})
        saved.update(endpoint=hostile, url=hostile, mode=hostile)
        for row in saved["requests"]:
            row["worker"] = hostile if row["worker"] == "w0" else row["worker"]
        self.open(self.page("hostile", saved))
        self.assertEqual(self.script("return typeof hacked"), "undefined")
        self.assertEqual(self.texts(".findings li"), [hostile])
        self.assertIn(hostile, self.find(".target").text)
        names = self.script("return [...document.querySelectorAll('.names span')].map((span) => span.textContent)")
        self.assertIn(hostile, names)

    def test_a_run_without_an_answer(self):
        counts = {"sent": 5, "ok": 0, "failed": 5, "timed_out": 0, "unanswered": 0}
        rows = [{**row, "outcome": "refused", "journey_ms": None, "worker": ""} for row in scenes.burst()["requests"][:5]]
        saved = {**scenes.run([]), "counts": counts, "errors": {"refused": 5}, "requests": rows, "answered_ms": {"half": None, "p95": None, "all": None}}
        self.open(self.page("failing", saved))
        self.assertEqual(self.texts(".tile strong"), ["–", "–"])
        self.assertEqual(self.boxes("path.failed"), 5)
        self.assertIn("5 sent = 0 ok + 5 failed", self.find("main").text)

    def test_a_larger_burst_is_sampled_and_says_so(self):
        rows = scenes.burst_requests("single-threaded", True, users=5000)
        self.open(self.page("sampled", {**scenes.run(rows), "load": {**scenes.BURST, "users": 5000}}))
        words = self.find("section:has(svg[data-lanes='100']) .what").text
        self.assertIn("2,000 of 5,000 requests, evenly chosen; 100 of 2,000 users, evenly chosen", words)


if __name__ == "__main__":
    unittest.main()
