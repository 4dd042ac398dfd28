#include "loadtest/sweep.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "client/errors.hpp"
#include "loadtest/cli.hpp"
#include "tests/support/test_server.hpp"
#include "tests/unit/loadtest/sweep_samples.hpp"

namespace hundred::loadtest {
namespace {

using std::chrono::milliseconds, std::chrono::seconds;
using testing::ElementsAre, testing::HasSubstr, testing::StartsWith;
using Arguments = std::vector<std::string>;

std::vector<PlannedPoint> plan_of(Arguments arguments, const std::vector<ServerFacts>& servers,
                                  const std::optional<EndpointFacts>& alone = sleeping_20()) {
  return plan_sweep(parse_sweep_options(arguments), servers, alone);
}

const Arguments workers_sleep{"--mode", "pool", "--over", "workers=1,4,100", "/io/sleep?ms=20"};

TEST(SweepPlan, APointTakesTwentyMeanResponses) {
  const auto plan = plan_of(workers_sleep, {{"worker-pool", 8}});
  ASSERT_EQ(plan.size(), 3U);
  EXPECT_EQ(plan[0].options.duration, milliseconds(40'400)) << "100 users in line for 20.2 ms each";
  EXPECT_EQ(plan[1].options.duration, milliseconds(10'100));
  EXPECT_EQ(plan[2].options.duration, seconds(3)) << "at least";
  EXPECT_NEAR(plan[0].seconds, 42.72, 0.01) << "and until the last answers";
  EXPECT_EQ(plan[1].options.workers, 4U);
}

TEST(SweepPlan, TheoryIsOfEachPoint) {
  const auto plan = plan_of(workers_sleep, {{"worker-pool", 8}});
  EXPECT_NEAR(plan[0].theory->throughput_per_s, 1 / 0.0202, 1e-6);
  EXPECT_NEAR(*plan[0].theory->response_ms, 2020 * (1 - 49.5 / 2100), 1e-6) << "at the start the line is short";
  EXPECT_NEAR(plan[2].theory->throughput_per_s, 100 / 0.0202, 1e-6);
  EXPECT_NEAR(*plan[2].theory->response_ms, 20.2, 1e-6);
}

TEST(SweepPlan, TheUsersTimesWin) {
  Arguments arguments = workers_sleep;
  arguments.insert(arguments.end(), {"-d", "1s", "--warmup", "100ms"});
  for (const PlannedPoint& point : plan_of(arguments, {{"worker-pool", 8}})) {
    EXPECT_EQ(point.options.duration, seconds(1));
    EXPECT_EQ(point.options.plan.warmup, milliseconds(100));
  }
}

TEST(SweepPlan, APercentileNeedsItsRequestsButNotForEver) {
  const auto rates = plan_of({"--mode", "pool", "--over", "rate=1,20,100", "/io/sleep?ms=20"}, {{"worker-pool", 8}});
  EXPECT_EQ(rates[0].options.duration, seconds(60));
  EXPECT_EQ(rates[1].options.duration, milliseconds(5'500));
  EXPECT_EQ(rates[2].options.duration, seconds(3));
}

TEST(SweepPlan, KnowsHowLongTooManyRequestsTake) {
  const auto plan = plan_of({"--mode", "pool", "--over", "rate=100,3960", "/io/sleep?ms=20"}, {{"worker-pool", 8}});
  EXPECT_NEAR(plan[0].seconds, 3.32, 0.01);
  EXPECT_NEAR(plan[1].seconds, 33, 0.1) << "8 workers do 396/s";
}

TEST(SweepPlan, OfAnOpenLoopTheoryIsASimulationBelowWhatTheServerCanDo) {
  const auto at = [](const char* arrivals) {
    return plan_of({"--mode", "pool", "--over", "rate=100,380,500", "--arrivals", arrivals, "/io/sleep?ms=20"},
                   {{"worker-pool", 8}});
  };
  EXPECT_EQ(at("constant")[1].theory->response_ms, 20.2) << "evenly spaced requests never meet";
  const auto poisson = at("poisson");
  EXPECT_NEAR(*poisson[0].theory->response_ms, 20.2, 0.1);
  EXPECT_GT(*poisson[1].theory->response_ms, 30);
  EXPECT_EQ(poisson[1].theory->throughput_per_s, 380);
  EXPECT_NEAR(poisson[2].theory->throughput_per_s, 396, 0.1);
  EXPECT_FALSE(poisson[2].theory->response_ms);
}

TEST(SweepPlan, WithoutTheoryHasRoundTimes) {
  const auto plan = plan_of({"--over", "users=1,5", "x:1"}, std::vector<ServerFacts>(1), std::nullopt);
  ASSERT_EQ(plan.size(), 2U);
  EXPECT_EQ(plan[1].options.duration, seconds(5));
  EXPECT_FALSE(plan[1].theory);
}

TEST(SweepPlan, SaysWhatAllLoadsHaveInCommon) {
  const auto words = [](Arguments arguments) { return empty_sweep(parse_sweep_options(arguments), {}).load.words; };
  EXPECT_EQ(words(workers_sleep), "closed loop: 100 users, no think time");
  EXPECT_EQ(words({"--over", "users=1,5", "--think", "200ms", "x:1"}), "closed loop: 200 ms think time");
  EXPECT_EQ(words({"--over", "rate=1,5", "x:1"}), "open loop: evenly spaced, at most 100 connections");
  EXPECT_EQ(words({"--mode", "pool", "--over", "workers=1,5", "-R", "50", "--arrivals", "poisson", "/ping"}),
            "open loop: 50 requests/s, Poisson arrivals (seed 1), at most 100 connections");
}

/// A sweep of two modes whose points are made up.
struct MadeUp {
  SweepOptions options = parse_sweep_options({"--modes", "pool,async", "--over", "workers=1,2,4", "/ping"});
  Sweep sweep = empty_sweep(options, sleeping_20());
  std::vector<std::string> places;

  void measure(const MeasurePoint& measure) {
    measure_points(sweep, plan_sweep(options, {{"worker-pool", 8}, {"event-loop", 1}}, sleeping_20()), measure,
                   [&](const std::string& place, double seconds_left) {
                     EXPECT_GT(seconds_left, 0);
                     places.push_back(place);
                   });
  }
  std::vector<double> values(std::size_t curve) const {
    std::vector<double> values;
    for (const SweepPoint& point : sweep.curves[curve].points) values.push_back(point.value);
    return values;
  }
};

MeasuredPoint point_at(const PlannedPoint& planned) {
  MeasuredPoint measured;
  measured.point.value = planned.value;
  measured.run_by = "8 threads";
  return measured;
}

TEST(SweepPoints, AreMeasuredOnceInTheirOrder) {
  MadeUp made;
  made.measure([](const PlannedPoint& planned, const std::string&) { return point_at(planned); });
  EXPECT_THAT(made.values(0), ElementsAre(1, 2, 4));
  EXPECT_THAT(made.values(1), ElementsAre(1, 2, 4));
  EXPECT_EQ(made.sweep.curves[0].run_by, "8 threads");
  EXPECT_THAT(made.places, ElementsAre("point 1 of 6, worker-pool 1 worker", "point 2 of 6, worker-pool 2 workers",
                                       "point 3 of 6, worker-pool 4 workers", "point 4 of 6, event-loop 1 worker",
                                       "point 5 of 6, event-loop 2 workers", "point 6 of 6, event-loop 4 workers"));
}

TEST(SweepPoints, EndWhenInterrupted) {
  MadeUp made;
  made.measure([](const PlannedPoint& planned, const std::string&) {
    return planned.value == 4 ? std::nullopt : std::optional(point_at(planned));
  });
  EXPECT_TRUE(made.sweep.interrupted);
  EXPECT_THAT(made.values(0), ElementsAre(1, 2));
  EXPECT_EQ(made.places.size(), 3U);
}

TEST(SweepPoints, OfAServerThatFailsEndAndTheNextModeGoesOn) {
  MadeUp made;
  made.measure([](const PlannedPoint& planned, const std::string&) {
    if (planned.curve == 0 && planned.value == 2) throw client::RunError("no luck");
    MeasuredPoint measured = point_at(planned);
    if (planned.curve == 1 && planned.value == 2) measured.fault = "it died";
    return std::optional(measured);
  });
  EXPECT_THAT(made.values(0), ElementsAre(1));
  EXPECT_EQ(made.sweep.curves[0].failure, "no luck");
  EXPECT_THAT(made.values(1), ElementsAre(1, 2)) << "what was measured before the server failed";
  EXPECT_EQ(made.sweep.curves[1].failure, "it died");
}

TEST(SweepPoints, TakeTheirFiguresFromARun) {
  Ran ran;
  ran.report.load.kind = LoadKind::closed_loop;
  ran.report.load.duration_ms = 1000;
  ran.report.load.think_ms = 50;
  ran.report.counts.sent = ran.report.counts.ok = 100;
  ran.report.throughput_per_s = 105;  // 952 ms to the last answer, 1002 ms with the pause after it
  ran.report.run_by = "8 threads";
  ran.report.server_workers = 8;
  ran.report.validity = {Verdict::suspect, {{"counts", Verdict::valid, "fine"}, {"little", Verdict::suspect, "off"}}};
  const MeasuredPoint measured = point_of({0, 4, {}, PointTheory{99, 10}, 0}, ran);
  EXPECT_EQ(measured.point.value, 4);
  EXPECT_NEAR(*measured.point.throughput_per_s, 99.77, 0.01);
  EXPECT_EQ(measured.point.reason, "off");
  EXPECT_EQ(measured.point.theory->throughput_per_s, 99);
  EXPECT_EQ(measured.workers, 8U);
  ran.report.load.kind = LoadKind::open_loop;
  EXPECT_EQ(point_of({0, 4, {}, {}, 0}, ran).point.throughput_per_s, 105);
}

struct Result {
  int code;
  std::string out, err;
};

Result sweep(const Arguments& more) {
  Arguments arguments{"sweep", "-d", "100ms"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  std::ostringstream out, err;
  Terminal terminal{out, err};
  const int code = run_program(arguments, terminal);
  return {code, out.str(), err.str()};
}

TEST(SweepCommand, LoadsAServerThatIsThere) {
  const test::TestServer server(test::answering(std::string(test::ok_answer)));
  const Result result = sweep({"--over", "users=1,2,4", server.url("/a?b=c")});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("Sweep over 3 numbers of users, 1 to 4; each measured once.\n"));
  EXPECT_THAT(result.err, HasSubstr("3 points, about "));
  EXPECT_THAT(result.err, HasSubstr("\npoint 2 of 3, 2 users; about "));
  EXPECT_THAT(result.err, HasSubstr("\nNext: "));
  EXPECT_THAT(sweep({"--over", "users=1,2", "--no-progress", "--json", server.url()}).err, "");
}

TEST(SweepCommand, FailsWhereNobodyListensOrAnswersWell) {
  const Result nobody = sweep({"--over", "users=1,2", "127.0.0.1:" + std::to_string(test::free_port()) + "/x"});
  EXPECT_EQ(nobody.code, 1);
  EXPECT_EQ(nobody.out, "");
  EXPECT_THAT(nobody.err, HasSubstr("nobody listens"));
  const test::TestServer busy(test::answering("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
  const Result failing = sweep({"--over", "users=1,2", busy.url()});
  EXPECT_EQ(failing.code, 1);
  EXPECT_THAT(failing.out, HasSubstr("Requests without a good answer: "));
  EXPECT_THAT(failing.err, HasSubstr("no request had a good answer"));
}

}  // namespace
}  // namespace hundred::loadtest
