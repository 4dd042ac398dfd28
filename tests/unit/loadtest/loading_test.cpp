#include "loadtest/loading.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace hundred::loadtest {
namespace {

using testing::AllOf, testing::HasSubstr, testing::Not;

constexpr int nobody_stops = -1;

class UpstreamOfLoads : public testing::Test {
 protected:
  void SetUp() override {
    setenv("FAKE_DOES", "serve", 1);
    setenv("FAKE_URL", "http://127.0.0.1:4711", 1);
    setenv("FAKE_NOTES", notes_.c_str(), 1);
    options_.server = FAKE_SERVER;
    options_.server_arguments = {"--gil=process"};
  }
  void TearDown() override { std::remove(notes_.c_str()); }

  /// What the server that started last was told.
  std::string told() const {
    std::ifstream file(notes_);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  LoadOptions options_;
  const std::string notes_ = testing::TempDir() + "loading_notes." + std::to_string(getpid());
};

TEST_F(UpstreamOfLoads, IsAnEventLoopWithoutTheUsersArguments) {
  const auto upstream = start_upstream(options_, {"/ping", "/io/fetch?ms=50"}, nobody_stops);
  ASSERT_TRUE(upstream);
  EXPECT_THAT(told(), AllOf(HasSubstr("--mode event-loop --port 0"), Not(HasSubstr("--gil"))));
}

TEST_F(UpstreamOfLoads, IsWhatServersAreTold) {
  const auto upstream = start_upstream(options_, {"/io/fetch"}, nobody_stops);
  const auto server = start_server(options_, "hybrid", {}, nobody_stops);
  EXPECT_THAT(told(), HasSubstr("--mode hybrid --port 0 --upstream http://127.0.0.1:4711 --gil=process"));
}

TEST_F(UpstreamOfLoads, IsNotThereIfNothingIsFetched) {
  EXPECT_FALSE(start_upstream(options_, {"/ping", "/io/sleep", ""}, nobody_stops));
  EXPECT_EQ(told(), "");
  const auto server = start_server(options_, "hybrid", {}, nobody_stops);
  EXPECT_THAT(told(), Not(HasSubstr("--upstream")));
}

}  // namespace
}  // namespace hundred::loadtest
