#include "loadtest/size/size_options.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "loadtest/cli.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre, testing::HasSubstr, testing::StartsWith;

using Arguments = std::vector<std::string>;

Arguments asked(const Arguments& more) {
  Arguments arguments{"--cpu", "5ms", "--wait", "45ms", "--rate", "200", "--slo", "p99<100ms"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::string refusal(const Arguments& arguments) {
  try {
    parse_size_options(arguments);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

TEST(SizeOptions, SayWhatARunIs) {
  const SizeOptions options = parse_size_options(asked({}));
  EXPECT_THAT(options.run.urls, ElementsAre("/mixed?cpu_ms=5&io_ms=45"));
  EXPECT_EQ(options.run.users, 100U);
  EXPECT_EQ(options.run.duration, Nanoseconds(60s));
  EXPECT_EQ(options.run.plan.warmup, Nanoseconds(3s));
  EXPECT_EQ(options.run.plan.arrivals, client::Arrivals::poisson);
  EXPECT_THAT(options.run.server_arguments, ElementsAre());
  EXPECT_EQ(options.modes.size(), 6U);
}

TEST(SizeOptions, ThereIsAConnectionForEachRequestAndAQueueThatHoldsThem) {
  const SizeOptions options =
      parse_size_options({"--wait", "100ms", "--rate", "5000", "--slo", "p99<1s", "--gil", "process"});
  EXPECT_EQ(options.run.users, 2000U);
  EXPECT_THAT(options.run.server_arguments, ElementsAre("--gil", "process", "--queue-capacity", "2000"));
  EXPECT_THAT(options.run.urls, ElementsAre("/mixed?cpu_ms=0&io_ms=100"));
}

TEST(SizeOptions, ModesMayBeChosen) {
  EXPECT_THAT(parse_size_options(asked({"--modes", "pool,async"})).modes, ElementsAre("worker-pool", "event-loop"));
  EXPECT_THAT(parse_size_options(asked({"--mode", "prefork"})).modes, ElementsAre("prefork"));
}

TEST(SizeOptions, MistakesAreNamed) {
  EXPECT_THAT(refusal({"--rate", "5", "--slo", "p99<1s"}), StartsWith("size: no work"));
  EXPECT_THAT(refusal({"--cpu", "0s", "--wait", "0s", "--rate", "5", "--slo", "p99<1s"}), StartsWith("size: no work"));
  EXPECT_THAT(refusal({"--cpu", "5ms", "--slo", "p99<1s"}), StartsWith("size: no rate"));
  EXPECT_THAT(refusal({"--cpu", "5ms", "--rate", "5"}), StartsWith("size: no limit"));
  EXPECT_THAT(refusal(asked({"/ping"})), StartsWith("size: '/ping': takes no URL"));
  EXPECT_THAT(refusal(asked({"--cpu", "2m"})), StartsWith("--cpu '2m': must be a duration from 0s to 1m"));
  EXPECT_THAT(refusal(asked({"--cpu", "2500us"})), StartsWith("--cpu 2500us: must be whole milliseconds"));
  EXPECT_EQ(refusal(asked({"--cpu", "2500us", "--theory-only"})), "none");
  EXPECT_THAT(refusal(asked({"--cpus", "8"})), StartsWith("--cpus 8: needs --theory-only"));
  EXPECT_THAT(refusal(asked({"--cpus", "0", "--theory-only"})), StartsWith("--cpus '0': must be a number of CPUs"));
  for (const char* limit : {"errors<1%", "rate>100", "min<5ms", "p99>5ms"})
    EXPECT_THAT(refusal(asked({"--slo", limit})), HasSubstr("must be an upper limit of a percentile")) << limit;
  EXPECT_EQ(refusal(asked({"--slo", "max<1s", "--slo", "mean<60ms"})), "none");
  EXPECT_EQ(refusal(asked({"--rate", "1"})),
            "--measure 1m: at 1/s has about 60 requests, too few for p99; make it longer");
  EXPECT_THAT(refusal(asked({"--gil", "thread"})), HasSubstr("must be one of none, process, worker"));
  EXPECT_THAT(refusal(asked({"--modes", "poll"})), HasSubstr("did you mean 'pool'"));
  EXPECT_THAT(refusal(asked({"-o", "x.csv"})), HasSubstr("must be a file that ends in one of .json, .txt"));
  for (const char* argument : {"--workers=4", "--gil=process", "--mode", "--port=80"})
    EXPECT_THAT(refusal(asked({"--server-arg", argument})), HasSubstr(": size sets --")) << argument;
}

TEST(SizeOptions, HelpFitsATerminal) {
  for (const char* flag : {"--help", "--help-all"}) {
    std::ostringstream out, err;
    Terminal terminal{out, err};
    EXPECT_EQ(run_program({"size", flag}, terminal), exit_done);
    std::istringstream lines(out.str());
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), text_width) << line;
    EXPECT_THAT(out.str(), HasSubstr("hundred-load size --cpu 5ms --wait 45ms --rate 200"));
  }
}

TEST(SizeCommand, OfTheoryAloneStartsNothing) {
  std::ostringstream out, err;
  Terminal terminal{out, err};
  Arguments arguments = asked({"--theory-only", "--cpus", "4", "--modes", "pool", "--server", "/nonexistent"});
  arguments.insert(arguments.begin(), "size");
  EXPECT_EQ(run_program(arguments, terminal), exit_done) << err.str();
  EXPECT_THAT(out.str(), StartsWith("How many workers meet p99<100ms at 200 requests/s?\nA request takes 50 ms: "));
  EXPECT_THAT(out.str(), HasSubstr("worker-pool: 11 threads are the minimum (200/s x 50 ms keep 10 busy)"));
  EXPECT_EQ(err.str(), "");
}

TEST(SizeCommand, WhatNoModeMeetsIsABrokenThreshold) {
  std::ostringstream out, err;
  Terminal terminal{out, err};
  EXPECT_EQ(run_program({"size", "--wait", "45ms", "--rate", "20", "--slo", "p99<40ms", "--theory-only"}, terminal),
            exit_threshold);
  EXPECT_EQ(err.str(), "hundred-load: no mode meets p99<40ms\n");
}

}  // namespace
}  // namespace hundred::loadtest
