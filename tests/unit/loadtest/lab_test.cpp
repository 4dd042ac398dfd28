#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <sstream>

#include "client/errors.hpp"
#include "loadtest/cli.hpp"
#include "loadtest/lab/experiments.hpp"
#include "loadtest/lab/tools.hpp"
#include "tests/unit/loadtest/golden.hpp"

namespace hundred::loadtest {
namespace {

using client::RunError;
using std::chrono::milliseconds;
using testing::AllOf, testing::HasSubstr, testing::IsEmpty, testing::StartsWith, testing::ThrowsMessage;

/// A run that ended with that exit code.
Finished finished(int exit_code, std::string output, std::string errors = {}) {
  return {exit_code << 8, std::move(output), std::move(errors), milliseconds(20)};
}

constexpr const char* line_of_wrk =
    R"({"url":"http://127.0.0.1:1/","requests":2000,"errors":{"connect":1,"read":2,"status":30,"timeout":4,"write":0},)"
    R"("elapsed_ms":1000.0,"bytes_read":9,"throughput_per_s":1999.5,"latency_ms":{"count":1996,"min":0.5,"mean":1.0,)"
    R"("stdev":0.1,"p50":1.5,"p75":2,"p90":2.5,"p95":2.75,"p99":3.5,"p99.9":4,"max":5.25}})";

TEST(WrkFigures, AreReadFromTheLastLine) {
  const Figures figures =
      wrk_figures(finished(0, std::string("Running 1s test\nRequests/sec: 7\n") + line_of_wrk + "\n"));
  EXPECT_EQ(figures.requests, 2000U);
  EXPECT_EQ(figures.good, 1966U);
  EXPECT_EQ(figures.errors, 37U);
  EXPECT_EQ(figures.throughput_per_s, 1999.5);
  EXPECT_EQ(figures.p50_ms, 1.5);
  EXPECT_EQ(figures.p90_ms, 2.5);
  EXPECT_EQ(figures.p99_ms, 3.5);
  EXPECT_EQ(figures.max_ms, 5.25);
  EXPECT_EQ(figures.cpu_us_per_request, 10);
}

TEST(WrkFigures, OfNoAnswerAreFew) {
  const Figures figures =
      wrk_figures(finished(0, R"({"requests":0,"errors":{"connect":0,"status":0,"timeout":0},"throughput_per_s":0.000,)"
                              R"("latency_ms":{"count":0}})"));
  EXPECT_EQ(figures.good, 0U);
  EXPECT_EQ(figures.p50_ms, std::nullopt);
  EXPECT_EQ(figures.max_ms, std::nullopt);
  EXPECT_EQ(figures.cpu_us_per_request, std::nullopt);
}

TEST(WrkFigures, ThatAreNotThereAreSaidInOneLine) {
  EXPECT_THAT(
      [] { wrk_figures(finished(1, "", "first\nunable to connect to x:1 Connection refused\n")); },
      ThrowsMessage<RunError>("wrk failed: it ended with exit code 1: unable to connect to x:1 Connection refused"));
  EXPECT_THAT([] { wrk_figures({9, "", "", {}}); },
              ThrowsMessage<RunError>("wrk failed: it was ended by signal 9 (Killed)"));
  for (const char* output : {"", "Running\nTransfer/sec: 1\n", "{}", R"({"requests":"many","errors":{}})", "[1]"})
    EXPECT_THAT([output] { wrk_figures(finished(0, output)); },
                ThrowsMessage<RunError>(StartsWith("wrk: its figures cannot be read: ")));
}

constexpr const char* json_of_run =
    R"({"counts":{"sent":1000,"ok":990,"failed":7,"timed_out":2,"unanswered":1},"throughput_per_s":985.5,)"
    R"("latency_ms":{"response":{"count":1000,"p50":8},"service":{"count":1000,"min":1,"p50":2,"p90":3,"max":4}}})";

TEST(OwnFigures, AreServiceTimes) {
  const Figures figures = own_figures(finished(0, json_of_run));
  EXPECT_EQ(figures.requests, 1000U);
  EXPECT_EQ(figures.good, 990U);
  EXPECT_EQ(figures.errors, 10U);
  EXPECT_EQ(figures.throughput_per_s, 985.5);
  EXPECT_EQ(figures.p50_ms, 2);
  EXPECT_EQ(figures.p90_ms, 3);
  EXPECT_EQ(figures.p99_ms, std::nullopt);
  EXPECT_EQ(figures.cpu_us_per_request, 20);
}

TEST(OwnFigures, OfARunThatIsDoubtedAreFiguresToo) { EXPECT_EQ(own_figures(finished(3, json_of_run)).requests, 1000U); }

TEST(OwnFigures, ThatAreNotThereAreSaidInOneLine) {
  EXPECT_THAT(
      [] { own_figures(finished(1, "", "hundred-load: x:1: nobody listens\n")); },
      ThrowsMessage<RunError>("hundred-load run failed: it ended with exit code 1: hundred-load: x:1: nobody listens"));
  EXPECT_THAT([] { own_figures(finished(0, "{}")); },
              ThrowsMessage<RunError>(StartsWith("hundred-load run: its figures cannot be read: ")));
}

TEST(WrkVersion, IsTheSecondWord) {
  EXPECT_EQ(wrk_version("wrk 4.2.0 [epoll] Copyright (C) 2012 Will Glozer\nUsage: ...\n"), "4.2.0");
  EXPECT_EQ(wrk_version("wrk debian/4.1.0-3+b2 [epoll]"), "debian/4.1.0-3+b2");
  EXPECT_EQ(wrk_version("hey 1.0\n"), "");
  EXPECT_EQ(wrk_version(""), "");
}

TEST(WrkScript, IsComplete) {
  EXPECT_THAT(wrk_script(), AllOf(HasSubstr("function report.print"), HasSubstr("function done(")));
}

Figures figures_of(double rate, double ms, double cpu_us) {
  return {10000, 10000, 0, rate, ms, ms * 2, ms * 3, ms * 4, cpu_us};
}

SideBySide three_rounds() {
  SideBySide found;
  found.load.words = "closed loop: 100 users, no think time, 5 s, 1 generator thread";
  found.url = "http://127.0.0.1:8080/ping";
  found.wrk_version = "4.1.0";
  found.environment.version = "0.1.0";
  found.repeats = 3;
  found.pairs = {{true, figures_of(50000, 2, 10), figures_of(60000, 1, 8)},
                 {false, figures_of(40000, 2.5, 11), figures_of(60000, 1.25, 8.8)},
                 {true, figures_of(45000, 2.25, 12), figures_of(54000, 0.9, 9)}};
  return found;
}

TEST(SideBySide, ComparesMediansAndEachRound) {
  const Compared both = compared(three_rounds(), measures().front());
  EXPECT_EQ(both.wrk, 45000);
  EXPECT_EQ(both.own, 60000);
  EXPECT_DOUBLE_EQ(*both.ratio, 60.0 / 45);
  EXPECT_DOUBLE_EQ(*both.least, 1.2);
  EXPECT_DOUBLE_EQ(*both.most, 1.5);
}

TEST(SideBySide, IsATableAndWhatEachCannotSee) { expect_golden(to_text(three_rounds(), Style(false)), "lab-wrk.txt"); }

TEST(SideBySide, LeavesOutWhatIsNotKnown) {
  SideBySide found = three_rounds();
  found.interrupted = true;
  found.mode = "event-loop";
  found.run_by = "1 loop";
  found.pairs = {{true, {0, 0, 12, 0, {}, {}, {}, {}, {}}, {40, 38, 2, 20.5, 50.25, {}, {}, 61, 31}}};
  expect_golden(to_text(found, Style(false)), "lab-wrk-interrupted.txt");
  const auto json = to_json(found);
  EXPECT_TRUE(json["medians"]["p50_ms"]["ratio"].is_null());
  EXPECT_TRUE(json["rounds"][0]["wrk"]["p50_ms"].is_null());
  EXPECT_EQ(json["rounds"][0]["hundred_load"]["p50_ms"], 50.25);
  EXPECT_EQ(json["rounds"][0]["hundred_load"]["errors"], 2);
}

struct Result {
  int code;
  std::string out, err;
};

Result lab(std::vector<std::string> arguments) {
  std::ostringstream out, err;
  Terminal terminal{out, err};
  arguments.insert(arguments.begin(), "lab");
  const int code = run_program(arguments, terminal);
  return {code, out.str(), err.str()};
}

struct Mistake {
  std::vector<std::string> arguments;
  const char* said;
};

TEST(Lab, MistakesAreNamedInOneLineWithExitCode2) {
  for (const Mistake& mistake :
       std::vector<Mistake>{{{}, "lab: no experiment: name one of hundred-users, "},
                            {{"wkr"}, "lab: 'wkr': unknown experiment; did you mean 'wrk'?"},
                            {{"pool-vs-thread"}, "did you mean 'pool-vs-threads'"},
                            {{"./none.json"}, "./none.json: cannot be read"},
                            {{"backlog", "/ping"}, "lab backlog: '/ping': takes options only"},
                            {{"backlog", "-o", "x.txt"}, "--output 'x.txt': must be a file that ends in .json"},
                            {{"backlog", "--repeats", "2"}, "--repeats: unknown option"},
                            {{"race", "/ping"}, "lab race: '/ping': takes options only"},
                            {{"race", "--repeats", "2"}, "--repeats: unknown option"},
                            {{"--lsit"}, "did you mean '--list'"},
                            {{"--list", "wrk"}, "lab: 'wrk': the name of an experiment comes first"},
                            {{"wrk"}, "no URL"},
                            {{"wrk", "/ping"}, "add --mode"},
                            {{"wrk", "ping"}, "is no URL"},
                            {{"wrk", "https://x/"}, "https is not supported"},
                            {{"wrk", "x:1", "y:2"}, "one URL only"},
                            {{"wrk", "--mode", "hybrid"}, "no path"},
                            {{"wrk", "--mode", "hybrid", "x:1/"}, "takes a path"},
                            {{"wrk", "--workers", "2", "x:1"}, "--workers: is for a server"},
                            {{"wrk", "--server", "/x", "x:1"}, "--server: is for a server"},
                            {{"wrk", "--server-arg", "--x", "x:1"}, "--server-arg: is for a server"},
                            {{"wrk", "-d", "1500ms", "x:1"}, "--duration '1500ms': must be whole seconds"},
                            {{"wrk", "-t", "3", "x:1"}, "--users 100: must be a multiple of --threads, 3"},
                            {{"wrk", "--repeats", "0", "x:1"}, "--repeats '0': must be a whole number from 1"},
                            {{"wrk", "--usres", "5", "x:1"}, "did you mean '--users'"}}) {
    const Result result = lab(mistake.arguments);
    SCOPED_TRACE(mistake.said);
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_THAT(result.err, AllOf(StartsWith("hundred-load: "), HasSubstr(mistake.said)));
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
  }
}

TEST(Lab, ListsEachExperimentOnce) {
  const Result list = lab({"--list"});
  EXPECT_EQ(list.code, 0);
  std::vector<std::string> names{"race", "wrk"};
  for (const EmbeddedExperiment& embedded : embedded_experiments()) names.emplace_back(embedded.name);
  for (const std::string& name : names) {
    EXPECT_THAT(list.out, HasSubstr("  " + name + "  "));
    EXPECT_EQ(lab({name, "--help"}).code, 0);
  }
  EXPECT_THAT(lab({"backlog", "--help"}).out, AllOf(HasSubstr("accept"), HasSubstr("--output FILE")));
  EXPECT_THAT(lab({"--help"}).out, HasSubstr(list.out));
  EXPECT_THAT(lab({"wrk", "--version"}).out, StartsWith("hundred-load "));
  for (const char* name : {"race", "wrk"}) EXPECT_THAT(lab({name, "--help-all"}).out, HasSubstr("--server-arg"));
}

}  // namespace
}  // namespace hundred::loadtest
