#include "loadtest/calibration.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>

#include "tests/support/test_server.hpp"

namespace hundred::loadtest {
namespace {

using std::chrono::milliseconds;

/// Stands in for hundred-server: '/takes/MS' says that it computed for so long, and takes it; another path takes a
/// millisecond.
class Answering {
 public:
  Answering() {
    setenv("FAKE_DOES", "serve", 1);
    setenv("FAKE_URL", server_.url("").c_str(), 1);
  }
  std::map<std::string, int> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  void serve(int socket) {
    for (char head[4096]; true;) {
      const ssize_t count = ::recv(socket, head, sizeof head, 0);
      if (count <= 0) return;
      const std::string text(head, static_cast<std::size_t>(count));
      const std::string path = text.substr(4, text.find(' ', 4) - 4);
      const int ms = path.starts_with("/takes/") ? std::stoi(path.substr(7)) : 1;
      {
        const std::lock_guard lock(mutex_);
        ++asked_[path];
      }
      std::this_thread::sleep_for(milliseconds(ms));
      test::send_text(socket,
                      fmt::format("HTTP/1.1 200 OK\r\nServer-Timing: cpu;dur={}\r\nContent-Length: 0\r\n\r\n", ms));
    }
  }

  mutable std::mutex mutex_;
  std::map<std::string, int> asked_;
  test::TestServer server_{[this](int socket) { serve(socket); }};
};

EndpointFacts calibrated(const std::string& endpoint) {
  LoadOptions options;
  options.server = FAKE_SERVER;
  const Interrupt interrupt;
  return calibrate(options, {endpoint}, interrupt).at(0);
}

TEST(Calibration, AsksForAShortRequestAgainAndAgain) {
  const Answering server;
  const EndpointFacts facts = calibrated("/takes/20");
  EXPECT_GE(facts.work.total_ms, 20);
  EXPECT_EQ(facts.work.cpu_ms, 20);
  EXPECT_GT(server.asked()["/takes/20"], 10);
  EXPECT_EQ(server.asked().size(), 1U) << "it tells by itself what the CPUs do";
}

TEST(Calibration, AsksForALongRequestOnce) {
  const Answering server;
  const EndpointFacts facts = calibrated("/takes/600");
  EXPECT_GE(facts.work.total_ms, 600);
  EXPECT_EQ(server.asked()["/takes/600"], 1);
  EXPECT_GT(server.asked()["/cpu/burn?ms=10"], 10) << "which stands in to measure the CPUs";
}

}  // namespace
}  // namespace hundred::loadtest
