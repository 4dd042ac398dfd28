#include "loadtest/server_process.hpp"

#include <gmock/gmock.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "client/errors.hpp"
#include "common/option_table.hpp"

namespace hundred::loadtest {
namespace {

using testing::AllOf, testing::HasSubstr, testing::Not;

class ServerProcessTest : public testing::Test {
 protected:
  void SetUp() override {
    setenv("FAKE_URL", "http://127.0.0.1:4711", 1);
    setenv("FAKE_NOTES", notes_.c_str(), 1);
  }
  void TearDown() override { std::remove(notes_.c_str()); }

  std::unique_ptr<ServerProcess> start(const char* does, const std::vector<std::string>& arguments = {}) {
    setenv("FAKE_DOES", does, 1);
    return std::make_unique<ServerProcess>(FAKE_SERVER, arguments, stop_.get());
  }

  template <class Error>
  std::string message_of_start(const char* does) {
    try {
      start(does);
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  }

  std::string notes() const {
    std::ifstream file(notes_);
    std::string line;
    std::getline(file, line);
    return line;
  }
  pid_t pid() const { return std::stoi(notes()); }

  const Descriptor stop_{eventfd(0, EFD_CLOEXEC)};
  const std::string notes_ = testing::TempDir() + "fake_server_notes." + std::to_string(getpid());
};

bool runs(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  const std::string text{std::istreambuf_iterator<char>(stat), {}};
  const std::size_t name_end = text.rfind(')');
  return name_end != std::string::npos && text.substr(name_end + 2, 1) != "Z";
}

TEST_F(ServerProcessTest, StartsReadsAndStops) {
  const auto server = start("serve", {"--mode", "worker-pool"});
  EXPECT_EQ(server->base_url(), "http://127.0.0.1:4711");
  EXPECT_EQ(server->facts().mode, "worker-pool");
  EXPECT_EQ(server->facts().workers, 8U);
  EXPECT_THAT(notes(), HasSubstr("--mode worker-pool"));
  const pid_t child = pid();
  EXPECT_TRUE(runs(child));
  EXPECT_FALSE(server->stop());
  EXPECT_FALSE(runs(child));
  EXPECT_FALSE(server->stop()) << "a second time does nothing";
}

TEST_F(ServerProcessTest, KillsAServerThatDoesNotStop) {
  const auto server = start("ignore-term");
  const pid_t child = pid();
  EXPECT_THAT(server->stop(std::chrono::milliseconds(50)).value_or("in order"), HasSubstr("signal 9"));
  EXPECT_FALSE(runs(child));
}

TEST_F(ServerProcessTest, TellsHowItDied) {
  const auto server = start("die-later");
  std::optional<std::string> end;
  for (int i = 0; i < 1000 && runs(pid()); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  end = server->stop();
  EXPECT_THAT(end.value_or("stopped"), AllOf(HasSubstr("exit code 3"), HasSubstr("out of luck")));
}

TEST_F(ServerProcessTest, ShowsTheLastLinesOfAFailedStart) {
  const std::string message = message_of_start<client::RunError>("fail");
  EXPECT_THAT(message, HasSubstr("exit code 1"));
  EXPECT_THAT(message, HasSubstr("line 6"));
  EXPECT_THAT(message, HasSubstr("line 2"));
  EXPECT_THAT(message, Not(HasSubstr("line 1")));
}

TEST_F(ServerProcessTest, PassesAUsageErrorOn) {
  EXPECT_EQ(message_of_start<UsageError>("refuse"),
            "the server refuses its arguments: hundred-server: --mode 'x': must be one of a, b");
}

TEST_F(ServerProcessTest, RefusesAnotherProgram) {
  EXPECT_THAT(message_of_start<client::RunError>("babble"), HasSubstr("hello"));
  EXPECT_FALSE(runs(pid()));
}

TEST_F(ServerProcessTest, NamesAMissingProgram) {
  EXPECT_THROW(ServerProcess("/nonexistent/hundred-server", {}, stop_.get()), client::RunError);
}

TEST_F(ServerProcessTest, EndsWithItsParentHoweverThatEnds) {
  const pid_t parent = fork();
  if (parent == 0) {
    const auto server = start("serve");
    _exit(0);
  }
  waitpid(parent, nullptr, 0);
  const pid_t child = pid();
  for (int i = 0; i < 1000 && runs(child); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_FALSE(runs(child));
}

TEST(ReadyLine, MayLackWorkers) {
  const ReadyLine ready = parse_ready_line("hundred-server listening on http://127.0.0.1:1 mode=single-threaded pid=5")
                              .value_or(ReadyLine{});
  EXPECT_EQ(ready.url, "http://127.0.0.1:1");
  EXPECT_EQ(ready.facts.mode, "single-threaded");
  EXPECT_FALSE(ready.facts.workers);
  EXPECT_FALSE(parse_ready_line("something else"));
}

TEST(ReadyLine, SaysWhetherConnectionsArePinned) {
  const auto pinned = [](const std::string& more) {
    const auto ready =
        parse_ready_line("hundred-server listening on http://127.0.0.1:1 mode=worker-pool workers=8" + more);
    return ready && ready->facts.pinned;
  };
  EXPECT_TRUE(pinned(" pid=5 keep-alive=pin"));
  EXPECT_FALSE(pinned(" pid=5"));
}

}  // namespace
}  // namespace hundred::loadtest
