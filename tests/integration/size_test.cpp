#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hundred::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using ::testing::AllOf, ::testing::HasSubstr, ::testing::Not;

/// Four are busy of those that wait, and a few more meet it easily.
Arguments sizing(const Arguments& more) {
  Arguments all{"size", "--wait", "40ms", "--rate", "100", "--slo", "p90<100ms", "--measure", "2s"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

Finished size(const Arguments& more) { return run_to_end(HUNDRED_LOAD_PROGRAM, sizing(more), {}, 60s); }

std::string content(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Size, MeasuresWhatTheorySaysUntilOneLessDoesNotDo) {
  const TemporaryFolder folder;
  const fs::path json_file = fs::path(folder.path()) / "size.json", text_file = fs::path(folder.path()) / "size.txt";
  const Finished finished = size({"--modes", "pool,event-loop,threads", "-o", json_file, "-o", text_file});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_EQ(content(text_file), finished.output);
  EXPECT_THAT(finished.output,
              HasSubstr("How many workers meet p90<100ms at 100 requests/s?\nAlone a request takes 4"));
  EXPECT_THAT(finished.errors, AllOf(HasSubstr("measuring: at least 3 runs of 2 s, about "),
                                     HasSubstr("\nworker-pool, "), HasSubstr("\nNext: "), HasSubstr("--workers")));
  const Json json = Json::parse(content(json_file));
  const Json& pool = json["modes"][0];
  EXPECT_GE(pool["theory"]["minimum_workers"], 5);
  ASSERT_TRUE(pool["measured"]["settled"]) << pool;
  const int workers = pool["measured"]["workers"];
  EXPECT_GE(workers, 4);
  EXPECT_LE(workers, 20);
  for (const Json& run : pool["measured"]["runs"]) {
    EXPECT_NEAR(run["counts"]["sent"].get<double>(), 200, 60);
    if (run["workers"].get<int>() <= workers) {
      EXPECT_EQ(run["met"].get<bool>(), run["workers"].get<int>() == workers);
    }
  }
  EXPECT_EQ(json["modes"][1]["measured"]["workers"], 1) << "a loop sleeps as often as it likes";
  EXPECT_EQ(json["modes"][2]["measured"]["runs"].size(), 0U) << "its workers are not counted";
}

TEST(Size, AServerThatFailsIsReported) {
  const TemporaryFolder folder;
  const fs::path server = fs::path(folder.path()) / "server";
  std::ofstream(server)
      << "#!/bin/sh\ncase \"$*\" in *'--mode worker-pool'*) echo 'no luck today' >&2; exit 1 ;; esac\n"
      << "exec '" << HUNDRED_SERVER_PROGRAM << "' \"$@\"\n";
  fs::permissions(server, fs::perms::owner_all);
  const Finished finished = size({"--modes", "pool,event-loop", "--server", server});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.output, AllOf(HasSubstr(" threads failed:\n"), HasSubstr("no luck today")));
  EXPECT_THAT(finished.output, HasSubstr("event-loop: 1 loop is the minimum"));
}

TEST(Size, TheServersHaveTheInterpreterLock) {
  const Finished finished = run_to_end(HUNDRED_LOAD_PROGRAM,
                                       {"size", "--cpu", "1ms", "--wait", "10ms", "--rate", "100", "--slo", "p90<100ms",
                                        "--measure", "1s", "--mode", "hybrid", "--gil", "process"},
                                       {}, 60s);
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_THAT(finished.output, AllOf(HasSubstr("One interpreter lock in each"), Not(HasSubstr("failed"))));
  EXPECT_THAT(finished.errors, HasSubstr("--server-arg=--gil=process"));
}

TEST(Size, CtrlCEndsItWithTheRunsThatWereDone) {
  // So wide a limit the smallest pool meets even where another program takes the CPU from it for half a second.
  Process process(HUNDRED_LOAD_PROGRAM, {"size", "--wait", "40ms", "--rate", "100", "--slo", "p90<1s", "--measure",
                                         "2s", "--modes", "pool,event-loop,hybrid"});
  ASSERT_TRUE(eventually([&] { return process.errors().find("\nworker-pool, ") != std::string::npos; }, 30s));
  process.signal(SIGINT);
  EXPECT_EQ(process.wait_for_exit(patience), 130);
  EXPECT_THAT(process.output(), AllOf(HasSubstr("Interrupted: this is what was found until then."),
                                      HasSubstr("as measured, fewer perhaps too")));
}

}  // namespace
}  // namespace hundred::test
