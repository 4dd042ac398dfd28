"""The page of a sweep."""

import unittest

import scenes
from browser import PageTest


class Sweep(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.path = cls.page("sweep", scenes.sweep(interrupted=True))

    def setUp(self):
        self.media()
        self.window(1280, 800)
        self.open(self.path)

    def test_it_says_what_was_swept(self):
        self.assertEqual(self.texts("h1"), ["Sweep over workers: 1 to 64 workers"])
        self.assertEqual(self.texts("main h2"), ["All modes", "worker-pool", "event-loop", "Environment"])
        self.assertIn("closed loop: 100 users", self.find("header").text)
        self.assertIn("Interrupted", self.find("header").text)
        self.assertIn("The knee is at 20 workers", self.find(".findings").text)

    def test_charts_show_what_was_measured_theory_fit_and_knee(self):
        throughput = self.chart("chart-throughput-1")["sets"]
        self.assertEqual([line["label"] for line in throughput], ["measured", "theory", "hard limit", "knee"])
        self.assertEqual(throughput[0]["data"][2], {"x": 4, "y": 200})
        self.assertAlmostEqual(throughput[2]["data"][-1]["y"], 1000, 3)
        self.assertAlmostEqual(throughput[3]["data"][0]["x"], 20, 3)
        self.assertEqual([line["label"] for line in self.chart("chart-response-2")["sets"]], ["p50", "p99", "theory, mean"])
        self.assertEqual([line["label"] for line in self.chart("chart-modes")["sets"]], ["worker-pool", "event-loop"])
        for canvas in ("chart-modes", "chart-throughput-1", "chart-response-1"):
            self.assertGreater(self.ink(canvas)[0], 1000, canvas)

    def test_points_are_a_table_too(self):
        self.script("document.querySelector('details').open = true")
        self.settle()
        rows = self.texts("details table tbody tr")
        self.assertEqual(len(rows), 7)
        self.assertIn("50.0/s", rows[0])

    def test_dark_and_narrow(self):
        self.media(scheme="dark")
        self.window(400, 800)
        self.settle()
        self.assertLessEqual(self.script("return document.documentElement.scrollWidth"), 400)
        self.assertGreater(self.ink("chart-throughput-1")[0], 1000)


if __name__ == "__main__":
    unittest.main()
