#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/process.hpp"
#include "tests/support/process_facts.hpp"

namespace hundred::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

/// hundred-load compare with the real server, small.
class Compare : public ::testing::Test {
 protected:
  Compare() : folder_(::mkdtemp(name_.data())) {}
  void TearDown() override { fs::remove_all(folder_); }

  Arguments arguments(const Arguments& more = {}) const {
    Arguments all{"compare", "-c", "10", "--repeats", "2", "-o", folder_ / "report", "--modes", "pool,event-loop"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  Finished compare(const Arguments& more = {}) const {
    return run_to_end(HUNDRED_LOAD_PROGRAM, arguments(more), {}, 60s);
  }
  static std::string content(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  Json report() const { return Json::parse(std::ifstream(folder_ / "report" / "report.json")); }

  /// A program that does as hundred-server does, but for one mode, in which it runs `script` instead.
  std::string server_that(const std::string& script, const std::string& mode = "worker-pool") const {
    const fs::path path = folder_ / "server";
    std::ofstream(path) << "#!/bin/sh\ncase \"$*\" in\n*'--mode " << mode << "'*) " << script << " ;;\n*) exec '"
                        << HUNDRED_SERVER_PROGRAM << "' \"$@\" ;;\nesac\n";
    fs::permissions(path, fs::perms::owner_all);
    return path;
  }

  std::string name_ = (fs::temp_directory_path() / "hundred-compare-XXXXXX").string();
  fs::path folder_;
};

TEST_F(Compare, PutsModesSideBySideWithTheory) {
  const Finished finished = compare({"--endpoints", "/io/sleep?ms=20", "--endpoints", "/cpu/burn?ms=2"});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  for (const char* part :
       {"WAITING  '/io/sleep?ms=20'", "COMPUTING  '/cpu/burn?ms=2'", "theory", "8 threads", "1 loop"})
    EXPECT_THAT(finished.output, HasSubstr(part));
  const Json json = report();
  EXPECT_EQ(json["schema"], "hundred.compare/1");
  ASSERT_EQ(json["endpoints"].size(), 2U);
  for (const Json& endpoint : json["endpoints"]) {
    EXPECT_GT(endpoint["effective_cpus"], 0);
    ASSERT_EQ(endpoint["modes"].size(), 2U);
    for (const Json& mode : endpoint["modes"]) {
      EXPECT_EQ(mode["rounds"].size(), 2U);
      EXPECT_GT(mode["answered_ms"]["all"], 0);
      EXPECT_GT(mode["prediction"]["all_ms"]["most"], 0);
      for (const Json& round : mode["rounds"]) {
        EXPECT_EQ(round["counts"]["ok"], 10);
        EXPECT_GT(round["server"]["cpu_ms"], 0);
        EXPECT_EQ(round["server"]["peak_processes"], 1);
      }
    }
  }
  const Json& waiting = json["endpoints"][0];
  EXPECT_GE(waiting["alone_ms"]["total"], 20);
  EXPECT_DOUBLE_EQ(waiting["modes"][0]["prediction"]["all_ms"]["most"].get<double>(),
                   2 * waiting["alone_ms"]["total"].get<double>())
      << "two rounds of eight";
}

TEST_F(Compare, ReadsBackWhatItSaved) {
  const Finished finished = compare({"--endpoints", "/io/sleep?ms=5", "-d", "200ms"});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  const Finished again = run_to_end(HUNDRED_LOAD_PROGRAM, {"report", folder_ / "report" / "report.json"});
  EXPECT_TRUE(again.output.starts_with(finished.output)) << again.output;
  EXPECT_THAT(again.output, HasSubstr("what it cost"));
  EXPECT_EQ(again.output, content(folder_ / "report" / "report.txt"));
  EXPECT_THAT(again.output, HasSubstr("again and again"));
}

TEST_F(Compare, KeepsAnEarlierReport) {
  const Arguments once{"--endpoints", "/ping", "--repeats", "1"};
  EXPECT_EQ(compare(once).exit_code, 0);
  const std::string first = content(folder_ / "report" / "report.json");
  const Finished second = compare(once);
  EXPECT_EQ(second.exit_code, 0);
  EXPECT_THAT(second.errors, HasSubstr("The earlier report is now in " + (folder_ / "report.1").string()));
  EXPECT_TRUE(fs::exists(folder_ / "report" / "report.txt"));
  EXPECT_TRUE(fs::exists(folder_ / "report" / "report.html"));
  EXPECT_EQ(content(folder_ / "report.1" / "report.json"), first);
}

TEST_F(Compare, WaysToKeepConnectionsAliveAreColumns) {
  const Finished finished = compare({"--endpoints", "/ping", "--repeats", "1", "--keep-alive", "park,close"});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_THAT(finished.output, ContainsRegex(" park: +close: "));
  const Json endpoints = report()["endpoints"];
  ASSERT_EQ(endpoints.size(), 2U);
  EXPECT_EQ(endpoints[0]["keep_alive"], "park");
  EXPECT_EQ(endpoints[1]["keep_alive"], "close");
}

TEST_F(Compare, ABystanderAsksBesideWhatComputes) {
  const Finished finished =
      compare({"--endpoints", "/cpu/burn?ms=40", "--endpoints", "/io/sleep?ms=300", "--repeats", "1"});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_THAT(finished.output, HasSubstr("/ping beside"));
  const Json endpoints = report()["endpoints"];
  const Json& loop = endpoints[0]["modes"][1];
  EXPECT_GE(loop["rounds"][0]["bystander"]["counts"]["ok"], 4) << "ten a second, while the loop computes for 400 ms";
  EXPECT_GE(loop["bystander_ms"]["p50"], 100);
  EXPECT_GE(loop["bystander_ms"]["max"], loop["bystander_ms"]["p50"]);
  for (const Json& mode : endpoints[1]["modes"]) EXPECT_TRUE(mode["rounds"][0]["bystander"].is_null());
}

TEST_F(Compare, AServerThatDoesNotStartIsReportedAndTheOthersGoOn) {
  const Finished finished =
      compare({"--endpoints", "/ping", "--server", server_that("echo 'no luck today' >&2; exit 1")});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.output, HasSubstr("worker-pool failed in round 1 of 2:\n"));
  EXPECT_THAT(finished.output, HasSubstr("no luck today"));
  const Json json = report();
  EXPECT_EQ(json["failures"].size(), 1U);
  EXPECT_EQ(json["endpoints"][0]["modes"][0]["rounds"].size(), 0U);
  EXPECT_EQ(json["endpoints"][0]["modes"][1]["rounds"].size(), 2U);
}

TEST_F(Compare, TheModeThatTheoryIsMeasuredInMayFailToo) {
  const Finished finished =
      compare({"--endpoints", "/io/sleep?ms=20", "--server", server_that("echo 'no loops' >&2; exit 1", "event-loop")});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.output, HasSubstr("event-loop failed in round 1 of 2:\n"));
  EXPECT_THAT(finished.output, HasSubstr("no loops"));
  const Json pool = report()["endpoints"][0]["modes"][0];
  EXPECT_EQ(pool["rounds"].size(), 2U);
  EXPECT_GE(pool["prediction"]["all_ms"]["most"], 40);
}

TEST_F(Compare, WhatServersAreToldDoesNotChangeTheory) {
  const Finished finished = compare({"--endpoints", "/io/sleep?ms=20", "--repeats", "1", "--server-arg",
                                     "--server-timing=off", "--server-arg", "--workers=1"});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_THAT(finished.output, HasSubstr("WAITING  '/io/sleep?ms=20'"));
  EXPECT_GE(report()["endpoints"][0]["modes"][0]["prediction"]["all_ms"]["most"], 200) << "ten, one after the other";
  EXPECT_EQ(compare({"--server-arg", "--keep-alive=pin"}).exit_code, 2);
}

TEST_F(Compare, WorkThatOneLoadLeavesIsNotChargedToTheNext) {
  const Finished finished = compare({"-c", "100", "--modes", "single", "--repeats", "1", "--timeout", "1s",
                                     "--endpoints", "/io/sleep?ms=100", "--endpoints", "/ping"});
  const Json json = report();
  const auto counts = [&json](std::size_t endpoint) {
    return json["endpoints"][endpoint]["modes"].back()["rounds"][0]["counts"];
  };
  EXPECT_GT(counts(0)["timed_out"], 50);
  EXPECT_EQ(counts(1)["ok"], 100) << finished.output;
}

TEST_F(Compare, AServerThatDiesUnderLoadIsReportedAndTheOthersGoOn) {
  const std::string program = HUNDRED_SERVER_PROGRAM;
  const Finished finished =
      compare({"--endpoints", "/io/sleep?ms=4000", "--repeats", "1", "--server",
               server_that("echo 'last words' >&2; (sleep 2; kill -KILL $$) & exec '" + program + "' \"$@\"")});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.output, HasSubstr("worker-pool failed in round 1 of 1:\n  the server was ended by signal 9"));
  EXPECT_THAT(finished.output, HasSubstr("last words"));
  const Json json = report();
  EXPECT_EQ(json["endpoints"][0]["modes"][0]["rounds"].size(), 0U);
  EXPECT_EQ(json["endpoints"][0]["modes"][1]["rounds"].size(), 1U);
}

TEST_F(Compare, AnEndpointThatIsNoneIsSaidBeforeAnythingIsLoaded) {
  const Finished finished = compare({"--endpoints", "/nowhere"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.errors, HasSubstr("'/nowhere': hundred-server answers it with status 404"));
  EXPECT_FALSE(fs::exists(folder_ / "report"));
}

TEST_F(Compare, WhatCannotBeInTimeIsSaidBefore) {
  const Finished finished =
      compare({"-c", "100", "--endpoints", "/io/sleep?ms=200", "--repeats", "1", "--timeout", "1s"});
  EXPECT_THAT(finished.errors, HasSubstr("worker-pool: theory says 2."));
  EXPECT_THAT(finished.output, HasSubstr("of 100 requests have no good answer"));
  EXPECT_GT(report()["endpoints"][0]["modes"][0]["rounds"][0]["counts"]["timed_out"], 0);
}

TEST_F(Compare, WhatFetchesHasAnUpstream) {
  const Finished finished = compare({"--endpoints", "/io/fetch?ms=20", "--server-arg", "--log-level=warn"});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_THAT(finished.output, HasSubstr("WAITING  '/io/fetch?ms=20'"));
  const Json modes = report()["endpoints"][0]["modes"];
  for (const Json& mode : modes) {
    ASSERT_EQ(mode["rounds"].size(), 2U);
    for (const Json& round : mode["rounds"]) EXPECT_EQ(round["counts"]["ok"], 10);
  }
}

TEST_F(Compare, CtrlCEndsTheUpstreamToo) {
  Process process(HUNDRED_LOAD_PROGRAM, arguments({"--endpoints", "/io/fetch?ms=20", "--repeats", "100"}));
  ASSERT_TRUE(eventually([&] { return process.errors().find("round 2 of 100") != std::string::npos; }, 30s));
  const std::vector<pid_t> family = family_of(process.pid());
  EXPECT_GE(family.size(), 2U) << "the load tool and the upstream at least";
  process.signal(SIGINT);
  EXPECT_EQ(process.wait_for_exit(patience), 130);
  for (const pid_t member : family) EXPECT_FALSE(runs(member)) << member;
}

TEST_F(Compare, CtrlCEndsItWithTheRoundsThatWereDone) {
  Process process(HUNDRED_LOAD_PROGRAM, arguments({"--endpoints", "/io/sleep?ms=20", "--repeats", "100"}));
  ASSERT_TRUE(eventually([&] { return process.errors().find("round 3 of 100") != std::string::npos; }, 30s));
  process.signal(SIGINT);
  EXPECT_EQ(process.wait_for_exit(patience), 130);
  EXPECT_THAT(process.output(), HasSubstr("Interrupted"));
  EXPECT_GE(report()["endpoints"][0]["modes"][0]["rounds"].size(), 2U);
}

}  // namespace
}  // namespace hundred::test
