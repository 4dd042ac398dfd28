#include "loadtest/cli.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/test_server.hpp"

namespace hundred::loadtest {
namespace {

using test::answering, test::TestServer;
using testing::AllOf, testing::HasSubstr, testing::IsEmpty, testing::Not, testing::StartsWith;

struct Result {
  int code;
  std::string out;
  std::string err;
};

Result hundred_load(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  Terminal terminal{out, err};
  const int code = run_program(arguments, terminal);
  return {code, out.str(), err.str()};
}

std::string ok_answer() { return std::string(test::ok_answer); }

struct Mistake {
  std::vector<std::string> arguments;
  const char* said;
};

TEST(Usage, MistakesAreNamedInOneLineWithExitCode2) {
  for (const Mistake& mistake : std::vector<Mistake>{
           {{}, "no URL"},
           {{"run"}, "no URL"},
           {{"rum"}, "did you mean 'run'"},
           {{"reprot", "x"}, "did you mean 'report'"},
           {{"compare", "/ping"}, "takes no URL"},
           {{"compare", "--modes", "async,poll"}, "did you mean 'pool'"},
           {{"compare", "--modes", ""}, "--modes '': must be modes"},
           {{"compare", "--endpoints", "ping"}, "must be a path"},
           {{"compare", "--keep-alive", "pin"}, "--keep-alive 'pin': must be park, close"},
           {{"compare", "--repeats", "0"}, "--repeats '0': must be a whole number from 1"},
           {{"compare", "-c", "10", "-n", "5"}, "--requests 5: must be at least"},
           {{"sweep"}, "no --over"},
           {{"sweep", "--over", "users=5", "x:1"}, "--over 'users=5': must be users, workers or rate"},
           {{"--usres", "5", "x:1"}, "did you mean '--users'"},
           {{"-R", "0", "x:1"}, "--rate '0': must be a number of requests per second above 0"},
           {{"-R", "5", "--think", "1s", "x:1"}, "--think: is for a closed loop"},
           {{"-R", "5", "--stage", "1s:9", "x:1"}, "--rate: does not go with --stage"},
           {{"--stage", "9", "x:1"}, "--stage '9': must be D:RATE"},
           {{"--stage", "9s:0", "x:1"}, "--stage: no stage has a rate above 0"},
           {{"--seed", "5", "x:1"}, "--seed: is for an open loop"},
           {{"--arrivals", "random", "-R", "5", "x:1"}, "--arrivals 'random': must be one of constant"},
           {{"-t", "5", "-c", "4", "x:1"}, "--threads 5: must be at most the number of users, 4"},
           {{"--bystander", "ping", "x:1"}, "--bystander 'ping': must be a path"},
           {{"--bystander-rate", "5", "x:1"}, "--bystander-rate: needs --bystander"},
           {{"--slo", "p98<50ms", "x:1"}, "--slo 'p98<50ms': must be a limit"},
           {{"-m", "GET /", "x:1"}, "--method 'GET /': must be a method"},
           {{"-H", "Content-Length: 5", "x:1"}, "--header 'Content-Length: 5': must be"},
           {{"-H", "a b: c", "x:1"}, "--header 'a b: c': must be"},
           {{"--body-file", "/nonexistent", "x:1"}, "must be a file that can be read"},
           {{"-q", "5", "x:1"}, "per worker in hey and in total in oha"},
           {{"-d", "{\"a\":1}", "x:1"}, "a request body is -b"},
           {{"-c", "0", "x:1"}, "--users '0': must be a whole number from 1"},
           {{"-c", "10", "-n", "5", "x:1"}, "--requests 5: must be at least"},
           {{"-d", "10", "x:1"}, "must be a duration"},
           {{"-o", "x.pdf", "x:1"}, ".html, .json, .txt, .csv, .hgrm"},
           {{"https://x/"}, "https is not supported"},
           {{"x:1", "y:2"}, "several URLs must be of one server"},
           {{"run", "ping"}, "is no URL"},
           {{"/ping"}, "--mode"},
           {{"--mode", "hybrid"}, "no path"},
           {{"--mode", "hybrid", "http://x:1/"}, "takes a path"},
           {{"--workers", "4", "http://x:1/"}, "--workers"},
           {{"report"}, "no FILE"},
           {{"report", "x.json", "-o", "x.pdf"}, "--output 'x.pdf': must be a file that ends in .html"},
           {{"report", "x.json", "y.json", "-o", "x.html"}, "--output 'x.html': a page is of one FILE; there are 2"},
           {{"report", "x.json", "--csv", "--explain"}, "--csv: is a table, which does not go with --explain"},
           {{"diff"}, "diff: 0 reports: it takes two, OLD and NEW"},
           {{"diff", "x.json"}, "diff: 1 report: it takes two"},
           {{"diff", "/nonexistent.json", "y.json"}, "/nonexistent.json: cannot be read"},
           {{"diff", "x", "y", "--fail-above", "much"}, "--fail-above 'much': must be a number of percent"},
           {{"diff", "x", "y", "-o", "x.html"}, "--output 'x.html': must be a file that ends in one of .txt, .json"},
           {{"report", "/nonexistent.json"}, "/nonexistent.json: cannot be read"}}) {
    const Result result = hundred_load(mistake.arguments);
    SCOPED_TRACE(mistake.said);
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_THAT(result.err, AllOf(StartsWith("hundred-load: "), HasSubstr(mistake.said)));
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
  }
}

TEST(Usage, HelpAndVersionGoToStdout) {
  EXPECT_THAT(hundred_load({"--version"}).out, StartsWith("hundred-load "));
  const Result help = hundred_load({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, AllOf(HasSubstr("--users"), Not(HasSubstr("--server-arg"))));
  EXPECT_THAT(hundred_load({"run", "--help-all"}).out, AllOf(HasSubstr("--users"), HasSubstr("--server-arg")));
  EXPECT_THAT(hundred_load({"report", "--help"}).out, HasSubstr("report FILE"));
  EXPECT_THAT(hundred_load({"diff", "--help"}).out, HasSubstr("diff OLD NEW"));
}

TEST(Run, PrintsTheReportAndProposesWhatIsNext) {
  const TestServer server(answering(ok_answer()));
  const Result result = hundred_load({"run", server.url("/a?b=c"), "-c", "10"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, StartsWith("burst: 10 users, one request each, all at the same instant\n"));
  EXPECT_THAT(result.out, AllOf(HasSubstr("half / all 10 have an answer after"), HasSubstr("10 sent = 10 ok"),
                                Not(HasSubstr("\x1b"))));
  EXPECT_THAT(result.err, StartsWith("\nNext: "));
}

TEST(Run, TakesTheUrlWithoutACommandOrScheme) {
  const TestServer server(answering(ok_answer()));
  const std::string bare = server.url().substr(std::string("http://").size());
  EXPECT_EQ(hundred_load({bare, "--users", "2"}).code, 0);
  EXPECT_EQ(hundred_load({"--connections=2", bare}).code, 0);
}

TEST(Run, PrintsNothingButJsonIfAsked) {
  const TestServer server(answering(ok_answer()));
  const Result result = hundred_load({"run", server.url(), "-c", "2", "-n", "50", "--json"});
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["schema"], "hundred.run/1");
  EXPECT_EQ(json["counts"]["ok"], 50);
  EXPECT_GT(json["throughput_per_s"], 0);
  EXPECT_GT(json["latency_ms"]["response"]["p90"], 0);
  EXPECT_EQ(json["latency_ms"]["service"]["count"], 50);
  EXPECT_EQ(json["requests"].size(), 50U);
  EXPECT_THAT(result.err, IsEmpty());
}

TEST(Run, WritesFilesThatReportRenders) {
  const TestServer server(answering(ok_answer()));
  const std::string stem = testing::TempDir() + "cli_test." + std::to_string(getpid());
  const Result run = hundred_load({"run", server.url(), "-c", "3", "-o", stem + ".json", "--output", stem + ".txt"});
  EXPECT_EQ(run.code, 0);
  std::ifstream text(stem + ".txt");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(text), {}), run.out);
  EXPECT_EQ(hundred_load({"report", stem + ".json"}).out, run.out);
  EXPECT_THAT(hundred_load({"report", stem + ".json", stem + ".json"}).out, HasSubstr("half have"));
  std::remove((stem + ".json").c_str());
  std::remove((stem + ".txt").c_str());
}

TEST(Run, FailsIfAFileCannotBeWritten) {
  const TestServer server(answering(ok_answer()));
  const Result result = hundred_load({server.url(), "-c", "1", "-o", "/nonexistent/x.json"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("/nonexistent/x.json: cannot be written"));
}

TEST(Run, FailsIfAllRequestsFail) {
  const TestServer server(answering("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
  const Result result = hundred_load({server.url(), "-c", "4"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, AllOf(HasSubstr("4 of 4 have no good answer"), HasSubstr("unexpected status: 503")));
  EXPECT_THAT(result.err, HasSubstr("all 4 requests failed"));
}

TEST(Run, SaysWhatToDoIfNobodyListens) {
  const Result result = hundred_load({"127.0.0.1:" + std::to_string(test::free_port()) + "/x"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, AllOf(HasSubstr("nobody listens"), HasSubstr("hundred-load run --mode worker-pool '/x'")));
}

TEST(Run, ReportsWhatWasDoneWhenInterrupted) {
  const TestServer server([](int socket) {
    while (test::read_request(socket)) kill(getpid(), SIGINT);
  });
  const Result result = hundred_load({server.url(), "-c", "1"});
  EXPECT_EQ(result.code, 130);
  EXPECT_THAT(result.out, AllOf(HasSubstr("Interrupted"), HasSubstr("1 unanswered")));
}

class StartedServer : public testing::Test {
 protected:
  Result run(const char* does) {
    setenv("FAKE_URL", server_.url("").c_str(), 1);
    setenv("FAKE_DOES", does, 1);
    unsetenv("FAKE_NOTES");
    return hundred_load({"run", "--mode", "worker-pool", "--server", FAKE_SERVER, "-c", "2", "/ping"});
  }
  const TestServer server_{answering(ok_answer())};
};

TEST_F(StartedServer, IsNamedInTheReport) {
  const Result result = run("serve");
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("\n'/ping', worker-pool, 8 threads\n"));
  EXPECT_THAT(result.err, HasSubstr("--mode worker-pool"));
}

TEST_F(StartedServer, ThatDoesNotStartFailsTheRun) {
  const Result result = run("fail");
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.err, HasSubstr("line 6"));
  EXPECT_EQ(run("refuse").code, 2);
}

}  // namespace
}  // namespace hundred::loadtest
