#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/process.hpp"
#include "tests/support/server_process.hpp"

namespace hundred::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using ::testing::AllOf, ::testing::HasSubstr, ::testing::Not;

/// hundred-load sweep with the real server, small.
class Sweep : public ::testing::Test {
 protected:
  Sweep() : folder_(::mkdtemp(name_.data())) {}
  void TearDown() override { fs::remove_all(folder_); }

  static Finished sweep(Arguments more) {
    more.insert(more.begin(), "sweep");
    return run_to_end(HUNDRED_LOAD_PROGRAM, more, {}, 60s);
  }
  static std::string content(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string name_ = (fs::temp_directory_path() / "hundred-sweep-XXXXXX").string();
  fs::path folder_;
};

TEST_F(Sweep, FollowsTheoryOverWorkers) {
  const fs::path json = folder_ / "sweep.json", csv = folder_ / "sweep.csv", text = folder_ / "sweep.txt",
                 page = folder_ / "sweep.html";
  const Finished finished = sweep({"--mode", "pool", "--over", "workers=1,2,4,8", "-c", "10", "-d", "1s", "-o", json,
                                   "-o", csv, "-o", text, "-o", page, "/io/sleep?ms=20"});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  const Json sweep = Json::parse(content(json));
  const Json& points = sweep["curves"][0]["points"];
  ASSERT_EQ(points.size(), 4U);
  const double one = points[0]["prediction"]["throughput_per_s"];
  EXPECT_LE(one, 50) << "a worker sleeps for 20 ms each time";
  for (const Json& point : points) {
    const double theory = point["prediction"]["throughput_per_s"];
    EXPECT_NEAR(theory, point["value"].get<double>() * one, 1e-6 * theory);
    EXPECT_LE(point["throughput_per_s"], 1.1 * 50 * point["value"].get<double>());
  }
  EXPECT_GT(points[3]["throughput_per_s"], points[0]["throughput_per_s"]);
  EXPECT_EQ(content(text), finished.output);
  EXPECT_EQ(run_to_end(HUNDRED_LOAD_PROGRAM, {"report", json}).output, finished.output);
  EXPECT_THAT(content(csv), HasSubstr("\nworker-pool,workers,8,1000,"));
  EXPECT_THAT(content(page), HasSubstr("\"schema\":\"hundred.sweep/1\""));
  EXPECT_THAT(finished.errors, AllOf(HasSubstr("4 points, about "), HasSubstr("point 4 of 4, 8 workers")));
}

TEST_F(Sweep, VariesUsersAndRatesOfAServerThatIsThere) {
  const ServerProcess server({"--mode", "worker-pool"});
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/io/sleep?ms=5";
  for (const char* over : {"users=1,2,4", "rate=50,100,200"}) {
    const Finished finished = sweep({"--over", over, "-d", "500ms", "--json", url});
    EXPECT_EQ(finished.exit_code, 0) << finished.errors;
    const Json json = Json::parse(finished.output);
    EXPECT_TRUE(json["alone_ms"].is_null());
    for (const Json& point : json["curves"][0]["points"]) EXPECT_GT(point["throughput_per_s"], 0);
  }
}

TEST_F(Sweep, ModesHaveACurveEach) {
  const Finished finished = sweep({"--modes", "pool,async", "--over", "users=1,2,16", "-d", "300ms", "/io/sleep?ms=5"});
  EXPECT_EQ(finished.exit_code, 0) << finished.errors;
  EXPECT_THAT(finished.output, AllOf(HasSubstr("\nworker-pool, 8 threads\n"), HasSubstr("\nevent-loop, 1 loop\n")));
  EXPECT_THAT(finished.errors, HasSubstr("point 6 of 6, event-loop 16 users"));
}

TEST_F(Sweep, CtrlCEndsItWithThePointsThatWereMeasured) {
  Process process(HUNDRED_LOAD_PROGRAM, {"sweep", "--mode", "pool", "--over", "workers=1..64", "-d", "300ms", "-c", "4",
                                         "-o", folder_ / "sweep.json", "/io/sleep?ms=5"});
  ASSERT_TRUE(eventually([&] { return process.errors().find("point 3 of 10") != std::string::npos; }, 30s));
  process.signal(SIGINT);
  EXPECT_EQ(process.wait_for_exit(patience), 130);
  EXPECT_THAT(process.output(), HasSubstr("Interrupted: these are the points up to then."));
  const Json json = Json::parse(content(folder_ / "sweep.json"));
  EXPECT_GE(json["curves"][0]["points"].size(), 2U);
  EXPECT_TRUE(json["interrupted"]);
}

TEST_F(Sweep, AServerThatRefusesItsArgumentsIsAWrongOption) {
  const Finished finished = sweep({"--mode", "pool", "--over", "workers=1,2", "--server-arg", "--nonsense", "/ping"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.errors, HasSubstr("--nonsense"));
  EXPECT_THAT(finished.output, Not(HasSubstr("Sweep")));
}

}  // namespace
}  // namespace hundred::test
