"""The page of a comparison."""

import unittest

import scenes
from browser import PageTest

ROWS = "section.workload:nth-of-type({}) a.row"


class BurstComparison(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.saved = scenes.burst_comparison()
        cls.path = cls.page("comparison", cls.saved)

    def setUp(self):
        self.media()
        self.window(1280, 800)
        self.open(self.path)

    def right_edges(self, workload):
        """Where the lanes of each row's users end, of a thousand."""
        return self.script("""return [...document.querySelectorAll(arguments[0])].map((row) => Math.max(
            ...[...row.querySelectorAll('svg:first-child path:not(.theory):not(.grid)')].flatMap(
              (path) => path.getAttribute('d').match(/(?<=[MH])[\\d.]+/g).map(Number))))""", ROWS.format(workload))

    def test_both_workloads_with_six_rows_each_are_above_the_fold(self):
        self.assertEqual(self.texts("h1"), ["A hundred users ask at the same instant, once each."])
        self.assertIn("all 12 rows valid", self.find("header").text)
        self.assertEqual(self.texts("section.workload h2"), ["Waiting /io/sleep?ms=50", "Computing /cpu/burn?ms=20"])
        bottoms = self.script("return [...document.querySelectorAll('.rows, .rows .axis, a.row')].map((e) => e.getBoundingClientRect().bottom)")
        self.assertEqual(len(self.find_all("a.row")), 12)
        self.assertLessEqual(max(bottoms), 800)
        self.assertGreater(self.script("return document.querySelector('.workloads + * + *').getBoundingClientRect().top"), 780)

    def test_rows_say_half_all_and_theory(self):
        self.assertEqual(self.texts(ROWS.format(1) + " .mode"),
                         ["thread-per-request", "event-loop", "hybrid", "worker-pool", "prefork", "single-threaded"])
        self.assertEqual(self.find_all(ROWS.format(1))[3].text.split("\n"),
                         ["worker-pool", "half 350 ms, all 650 ms", "theory 650 ms", "in queue 85 %", "8 threads"])
        self.assertEqual(self.find_all(ROWS.format(2))[0].text.split("\n")[:4],
                         ["hybrid", "half 500 ms, all 1.00 s", "theory 1.00 s", "in pool's queue 96 %"])
        self.assertIn("worker-pool and prefork need 13 rounds, single-threaded needs 100", self.texts(".sentence")[0])
        self.assertIn("100 of them are 2.00 s of work, 1.00 s for 2 CPUs", self.texts(".sentence")[1])

    def test_rows_draw_users_workers_and_theory(self):
        lanes = [[svg.get_attribute("data-lanes") for svg in row.find_elements("css selector", "svg")] for row in self.find_all(ROWS.format(2))]
        self.assertEqual(lanes, [["100", "3"], ["100", "100"], ["100", "8"], ["100", "8"], ["100", "1"], ["100", "1"]])
        self.assertEqual(len(self.find_all("a.row svg:first-child .theory")), 12)
        hybrid, pool = (f"section.workload:nth-of-type(2) li:nth-child({i})" for i in (1, 3))
        self.assertEqual(self.boxes(hybrid + " svg:first-child .pool"), 98)
        self.assertEqual(self.boxes(hybrid + " svg:last-child .cpu"), 100)
        self.assertEqual(self.boxes(pool + " svg:first-child .ready"), 100, "eight threads on two CPUs")
        legend = self.texts("header .legend li")
        self.assertEqual(legend, ["queue", "pool queue", "computing", "waiting", "without a CPU", "theory"])

    def test_one_time_axis_for_all_or_one_for_each(self):
        edges = self.right_edges(1)
        self.assertAlmostEqual(edges[0], 1000 * 50.1 / 5000 / 1.01, delta=0.5)
        self.assertGreater(edges[-1], 980)
        self.assertEqual(len(self.find_all(".axis")), 2)
        self.focus("input[type=radio]")
        self.press("ArrowRight", "ArrowRight", 39)
        self.assertGreater(min(self.right_edges(1)), 980)
        self.assertEqual(len(self.find_all(".axis")), 12)

    def test_enter_on_a_mode_opens_it_and_the_way_back_closes_it(self):
        for _ in range(30):
            self.press_tab()
            if self.script("return document.activeElement.textContent.startsWith('worker-pool')"):
                break
        self.press_enter()
        self.assertEqual(self.script("return document.activeElement.textContent"), "worker-pool, waiting /io/sleep?ms=50")
        self.assertEqual(self.texts("#details h3")[:2], ["Rounds", "Findings"])
        self.assertLess(self.script("return document.activeElement.getBoundingClientRect().top"), 100)
        self.assertEqual(self.chart("chart-breakdown")["labels"], ["mean", "p50", "p95", "p99", "max"])
        self.assertGreater(self.ink("chart-percentiles")[0], 1000)
        self.assertIn("valid", self.find("#details .checks").text)
        self.assertEqual(self.find("a.row[aria-current=true]").text.split("\n")[0], "worker-pool")
        self.script("document.querySelectorAll('input[type=radio]')[1].click()")
        self.assertEqual(len(self.find_all("a.row[aria-current=true]")), 1, "also after the time axes changed")
        self.focus(".back")
        self.press_enter()
        self.assertEqual(self.find("#details").text, "")

    def test_a_click_opens_another_mode(self):
        self.find_all(ROWS.format(2))[0].click()
        self.settle()
        self.assertEqual(self.find("#details h2").text, "hybrid, computing /cpu/burn?ms=20")
        self.assertEqual([part["label"] for part in self.chart("chart-breakdown")["sets"]], ["pool queue", "computing"])
        self.browser.back()
        self.settle()
        self.assertEqual(self.find("#details").text, "")

    def test_cost_is_below(self):
        self.assertEqual(len(self.find_all("main > .part tbody tr")), 12)

    def test_dark_narrow_and_printed(self):
        self.media(scheme="dark")
        self.window(400, 800)
        self.settle()
        self.assertLessEqual(self.script("return document.documentElement.scrollWidth"), 400)
        self.assertGreater(len(self.pdf()), 20_000)


class LoopComparison(PageTest):
    def test_rates_beside_theory(self):
        self.media()
        self.window(1280, 800)
        self.open(self.page("loops", scenes.loop_comparison()))
        self.assertEqual(self.texts("section.workload h2"), ["Both /mixed?cpu_ms=1&io_ms=40"])
        rows = self.texts("table.rates tbody tr")
        self.assertEqual(len(rows), 6)
        self.assertEqual(rows[0].split("\n")[0].split(), ["single-threaded", "1", "thread", "1000/s", "1000/s"])
        self.assertIn("59.1 ms", rows[0])
        self.assertEqual(len(self.find_all("table.rates .bar i")), 6)
        self.focus("table.rates tbody tr:nth-child(4) a")
        self.press_enter()
        self.assertEqual(self.find("#details h2").text.split(",")[0], "event-loop")
        self.assertEqual(len(self.find_all("#details .heat")), 1)


class LargeComparison(PageTest):
    def test_users_are_sampled_and_the_page_says_so(self):
        rows = scenes.burst_requests("worker-pool", True, users=1500)
        rounds = [scenes.run(rows, load={**scenes.BURST, "users": 1500})]
        mode = scenes.entry("worker-pool", rounds, None, answered_ms=rounds[0]["answered_ms"])
        saved = scenes.comparison([("/io/sleep?ms=50", {"total": 50.0, "cpu": 0.0, "wait": 50.0}, [mode])], rounds[0]["load"])
        self.open(self.page("large", saved))
        self.assertIn("above 100 of 1,500 users, evenly chosen", self.find("header").text)
        self.assertEqual(self.find("a.row svg").get_attribute("data-lanes"), "100")


class IncompleteComparison(PageTest):
    def test_a_mode_without_a_round_and_doubtful_ones(self):
        saved = scenes.burst_comparison()
        modes = saved["endpoints"][0]["modes"]
        modes[0].update(rounds=[], answered_ms={"half": None, "all": None}, run_by=None, spent=None)
        modes[1]["rounds"][2]["validity"]["verdict"] = "invalid"
        saved["failures"] = [{"mode": "single-threaded", "keep_alive": "park", "round": 1, "message": "did not start"}]
        self.open(self.page("incomplete", saved))
        self.assertEqual(self.texts("li:last-child > .row:not(a)"), ["single-threaded\nno round"])
        self.assertIn("invalid", self.find_all(ROWS.format(1))[0].text)
        self.assertIn("1 of 12 rows doubtful", self.find("header").text)
        self.assertIn("did not start", self.find("main").text)


if __name__ == "__main__":
    unittest.main()
