#include "loadtest/progress.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <sstream>

#include "loadtest/cli.hpp"
#include "tests/support/test_server.hpp"

namespace hundred::loadtest {
namespace {

using testing::AllOf, testing::HasSubstr, testing::Not;

ProgressFigures after(client::Time seconds, std::uint64_t done, std::uint64_t failed = 0) {
  return {done, failed, seconds * 1'000'000'000, 0, 0};
}

TEST(ProgressText, SaysHowFarARunIs) {
  client::Load load;
  load.users = 10;
  load.requests = 400;
  EXPECT_EQ(progress_text(load, after(2, 100)), "100/400 done, 50/s, 6 s left");
  load.duration = 5'000'000'000;
  EXPECT_EQ(progress_text(load, after(2, 100, 3)), "100/400 done, 50/s, 3 failed, 3 s left");
  load.requests.reset();
  EXPECT_EQ(progress_text(load, after(2, 100)), "100 done, 50/s, 3 s left");
  EXPECT_EQ(progress_text(load, after(8, 100)), "100 done, 12/s, waiting for the last answers");
  load.duration.reset();
  load.requests = 10;
  EXPECT_EQ(progress_text(load, after(2, 0)), "0/10 done");
}

TEST(ProgressText, SaysWhatTheLastSecondWasLike) {
  client::Load load;
  load.warmup = 1'500'000'000;
  load.duration = 10'000'000'000;
  EXPECT_EQ(progress_text(load, after(1, 0)), "warming up, 1 s left");
  ProgressFigures figures = after(4, 500);
  figures.p50 = 1'200'000;
  figures.p99 = 9'000'000;
  EXPECT_EQ(progress_text(load, figures), "500 done, 200/s, p50 1.20 ms, p99 9.00 ms, 8 s left");
}

TEST(ProgressText, KnowsTheEndOfStages) {
  client::Load load;
  load.open_loop = client::OpenLoop{0, {{3'000'000'000, 10}, {4'000'000'000, 10}}};
  EXPECT_EQ(progress_text(load, after(2, 10)), "10 done, 5/s, 5 s left");
}

/// What hundred-load writes on a terminal with 24 rows while it runs.
std::string shown(const std::vector<std::string>& arguments) {
  setenv("TERM", "xterm", 1);
  setenv("LC_ALL", "C", 1);
  std::ostringstream out, err;
  Terminal terminal{out, err, false, true, [] { return WindowSize{24, 80}; }};
  run_program(arguments, terminal);
  return err.str();
}

TEST(ProgressView, DrawsABurstFromItsBeginningToItsEndAndErasesIt) {
  const test::TestServer server(test::answering(std::string(test::ok_answer)));
  const std::string text = shown({server.url("/x"), "-c", "4", "--no-color"});
  EXPECT_THAT(text, AllOf(HasSubstr(server.url("/x") + "\x1b[K"), HasSubstr("connecting 4 users\x1b[K"),
                          HasSubstr("4 of 4 answered, "), HasSubstr(" times that\x1b[K\x1b[J\r\x1b[4A\x1b[J")));
}

TEST(ProgressView, DrawsInColourUnlessToldOtherwise) {
  const test::TestServer server(test::answering(std::string(test::ok_answer)));
  unsetenv("NO_COLOR");
  EXPECT_THAT(shown({server.url(), "-c", "4"}), HasSubstr("\x1b[32m#"));
  EXPECT_THAT(shown({server.url(), "-c", "4", "--no-color"}), Not(HasSubstr("\x1b[32m")));
  setenv("NO_COLOR", "1", 1);
  EXPECT_THAT(shown({server.url(), "-c", "4"}), Not(HasSubstr("\x1b[32m")));
}

TEST(ProgressView, NamesTheFirstOfSeveralUrls) {
  const test::TestServer server(test::answering(std::string(test::ok_answer)));
  EXPECT_THAT(shown({server.url("/x"), server.url("/y"), "-c", "4"}), HasSubstr(server.url("/x") + " and 1 more\x1b"));
}

TEST(ProgressView, DrawsNeitherOtherLoadsNorWhatIsNotWanted) {
  const test::TestServer server(test::answering(std::string(test::ok_answer)));
  EXPECT_THAT(shown({server.url(), "-c", "4", "--no-progress"}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(shown({server.url(), "-c", "4", "-n", "8"}), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace hundred::loadtest
