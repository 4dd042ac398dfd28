#include "loadtest/report/sweep_text.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "loadtest/report/html.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/sweep_csv.hpp"
#include "loadtest/report/sweep_json.hpp"
#include "loadtest/report/sweep_why.hpp"
#include "tests/unit/loadtest/golden.hpp"
#include "tests/unit/loadtest/sweep_samples.hpp"

namespace hundred::loadtest {
namespace {

using testing::AllOf, testing::HasSubstr, testing::Not, testing::StartsWith;

const std::vector<double> few{1, 2, 3, 4, 8, 16};

Sweep burning_sweep() {
  return workers_sweep(few, [](double c) { return 196 * std::min(c, 1.95); }, burning_5());
}

std::string findings(const Sweep& sweep) {
  std::string text;
  for (const std::string& finding : curve_findings(sweep, sweep.curves.front())) text += finding + "\n";
  return text;
}

TEST(SweepText, OfWorkersThatWait) { expect_golden(to_text(sleeping_sweep(), Style(false)), "sweep_workers.txt"); }

TEST(SweepText, OfWorkersThatCompute) {
  Sweep sweep = burning_sweep();
  sweep.interrupted = true;
  SweepPoint& doubtful = sweep.curves.front().points[4];
  doubtful.verdict = Verdict::suspect;
  doubtful.reason = "99 % of requests were sent within 5 ms of when they could be, the median response is 20 ms";
  doubtful.counts.ok -= 2;
  sweep.curves.front().points.back().verdict = Verdict::invalid;
  sweep.curves.front().points.back().reason = "the generator thread worked 95 % of its time";
  sweep.curves.push_back({"event-loop", "", {}, {}, "the server did not start: it ended with exit code 1"});
  expect_golden(to_text(sweep, Style(false)), "sweep_doubts.txt");
}

TEST(SweepText, OfARate) {
  expect_golden(
      to_text(rate_sweep({50, 100, 200, 300, 400, 800}, 396, [](double r) { return r < 300 ? 21 : 55; }), Style(false)),
      "sweep_rate.txt");
}

TEST(SweepText, KneeOfComputingIsAtTheCpus) {
  const Sweep sweep = burning_sweep();
  const auto knee = knee_of(sweep, sweep.curves.front());
  ASSERT_TRUE(knee);
  EXPECT_NEAR(knee->at, 1.95, 0.01);
  EXPECT_EQ(knee->below, 1);
  EXPECT_EQ(knee->above, 2);
  EXPECT_THAT(findings(sweep), AllOf(HasSubstr("The knee is at 1.95 workers, between the points 1 and 2"),
                                     HasSubstr("the CPUs do the work of 1.98")));
}

TEST(SweepText, SaysWhichLawFits) {
  const Sweep slowed = workers_sweep(
      {1, 2, 3, 4, 6, 10, 16, 25, 40, 64}, [](double c) { return 50 * c / (1 + 0.05 * (c - 1) + 0.001 * c * (c - 1)); },
      sleeping_20());
  EXPECT_THAT(findings(slowed),
              AllOf(HasSubstr("The Universal Scalability Law fits within 0."),
                    HasSubstr("sigma = 0.05, contention: 5.0 % of the work"), HasSubstr("kappa = 0.001"),
                    HasSubstr("greatest at 30.8 workers"), Not(HasSubstr("A hard limit fits"))));
  EXPECT_THAT(findings(burning_sweep()),
              AllOf(HasSubstr("A hard limit fits, X = 196/s x min(c, 1.95)"), HasSubstr("not clearly better")));
}

TEST(SweepText, SaysWhereNothingFits) {
  const Sweep disturbed = workers_sweep(few, [](double c) { return c == 2 || c == 8 ? 900.0 : 100.0; }, burning_5());
  EXPECT_THAT(findings(disturbed), AllOf(HasSubstr("Neither a hard limit nor the Universal Scalability Law fits"),
                                         HasSubstr("other programs had the CPUs"), Not(HasSubstr("knee"))));
}

TEST(SweepText, SaysWhyOnlyWhereTheoryHolds) {
  const Sweep slow = workers_sweep(few, [](double c) { return 30 * c; }, sleeping_20());
  EXPECT_THAT(findings(slow), AllOf(HasSubstr("Off theory by over 5 %: 1 worker (-39.4 %), 2 workers"),
                                    Not(HasSubstr("A worker has one request"))));
  EXPECT_THAT(findings(sleeping_sweep()),
              HasSubstr("A worker has one request at a time, for 20.2 ms: c workers end c/S"));
}

TEST(SweepText, SaysWhatBoundsAMode) {
  const auto words = [](const char* mode, Swept over, double value, const EndpointFacts& alone) {
    Sweep sweep = workers_sweep(few, [](double c) { return c; }, alone);
    sweep.over = over;
    Curve& curve = sweep.curves.front();
    curve.mode = mode;
    curve.workers = 8;
    SweepPoint point;
    point.value = value;
    return bound_words(sweep, curve, point);
  };
  EXPECT_EQ(words("event-loop", Swept::workers, 4, sleeping_20()),
            "Who waits holds no worker: 100 users get N/(S + Z) of any number of them.");
  EXPECT_EQ(words("event-loop", Swept::workers, 1, burning_5()),
            "One worker computes 5.05 ms for each request, and nothing else meanwhile: 198/s.");
  EXPECT_THAT(words("worker-pool", Swept::workers, 200, sleeping_20()),
              HasSubstr("and 100 users ask for one each: more workers than that have nobody to serve."));
  EXPECT_THAT(words("worker-pool", Swept::users, 4, sleeping_20()), HasSubstr("nothing is used up yet"));
  EXPECT_THAT(words("worker-pool", Swept::users, 50, sleeping_20()),
              HasSubstr("there are 8: 396/s. Further users wait in line, 2.52 ms more with each."));
  EXPECT_EQ(words("", Swept::users, 50, sleeping_20()), "");
}

TEST(SweepKnee, OfARateIsWhereP99DoublesOrAnswersFallShort) {
  const auto knee = [](const Sweep& sweep) { return knee_of(sweep, sweep.curves.front()); };
  const std::vector<double> rates{100, 200, 300, 400, 800};
  const auto by_p99 = knee(rate_sweep(rates, 500, [](double r) { return r < 300 ? 21 : 50; }));
  ASSERT_TRUE(by_p99);
  EXPECT_EQ(by_p99->at, 200);
  EXPECT_EQ(by_p99->above, 300);
  EXPECT_EQ(knee(rate_sweep(rates, 396, [](double) { return 21; }))->at, 400) << "1 % less is as asked for";
  EXPECT_FALSE(knee(rate_sweep(rates, 1000, [](double) { return 21; })));
  const auto at_once = knee(rate_sweep(rates, 50, [](double) { return 21; }));
  EXPECT_EQ(at_once->at, 100);
  EXPECT_FALSE(at_once->above);
}

TEST(SweepKnee, IsOfSoundPoints) {
  Sweep sweep = burning_sweep();
  for (SweepPoint& point : sweep.curves.front().points)
    if (point.value > 2) point.counts.ok = point.counts.sent / 2;
  EXPECT_FALSE(scaling_of(sweep, sweep.curves.front())) << "two points are left";
  EXPECT_THAT(findings(sweep), HasSubstr(" at 3 workers (in no fit), "));
}

TEST(SweepJson, ReadsBackAsTheSameSweep) {
  Sweep sweep = burning_sweep();
  sweep.interrupted = true;
  sweep.curves.push_back({"", "", {}, {}, "nobody listens"});
  sweep.curves.front().points[1].little.reset();
  sweep.curves.front().points[2].theory.reset();
  for (const Sweep& one : {sweep, rate_sweep({50, 800}, 396, [](double) { return 20; })}) {
    const auto json = to_json(one);
    EXPECT_EQ(json["schema"], "hundred.sweep/1");
    EXPECT_EQ(to_json(sweep_from_json(json)), json);
    EXPECT_EQ(to_text(sweep_from_json(json), Style(false)), to_text(one, Style(false)));
  }
}

TEST(SweepJson, HasTheFitAndTheKnee) {
  const auto curve = to_json(burning_sweep())["curves"][0];
  EXPECT_EQ(curve["fit"]["better"], "hard_limit");
  EXPECT_NEAR(curve["fit"]["hard_limit"]["limit"].get<double>(), 1.95, 0.01);
  EXPECT_GT(curve["fit"]["scalability_law"]["sigma"], 0);
  EXPECT_NEAR(curve["knee"]["at"].get<double>(), 1.95, 0.01);
}

TEST(SweepJson, ThatIsDamagedIsRefused) {
  auto json = to_json(burning_sweep());
  json["over"] = "threads";
  EXPECT_THROW(sweep_from_json(json), std::out_of_range);
  json = to_json(burning_sweep());
  json["curves"] = nlohmann::ordered_json::array();
  EXPECT_THROW(sweep_from_json(json), std::out_of_range);
}

TEST(SweepCsv, HasARowEachPoint) {
  const std::string csv = to_csv(burning_sweep());
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 7);
  EXPECT_THAT(csv, StartsWith("mode,over,value,duration_ms,sent,ok,throughput_per_s,"));
  EXPECT_THAT(
      csv, HasSubstr("\nworker-pool,workers,1,4000,784,784,196,510.204,510.204,561.224,100.2,100,valid,198.02,505,"));
}

TEST(SweepHtml, HasTheTextAndTheData) {
  const std::string page = to_html(sleeping_sweep());
  EXPECT_THAT(page, AllOf(HasSubstr("<title>/io/sleep?ms=20 swept - hundred-load</title>"),
                          HasSubstr("\"schema\":\"hundred.sweep/1\""), HasSubstr("Sweep over 10 numbers of workers")));
}

}  // namespace
}  // namespace hundred::loadtest
