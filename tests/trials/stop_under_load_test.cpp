#include <atomic>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "tests/contract/model_test.hpp"
#include "tests/trials/scale.hpp"

namespace hundred::test {
namespace {

/// A user in a closed loop, who notes when the request was wholly sent that had no answer, if there was one.
class User {
 public:
  /// @param keeps_connection  otherwise a new one for each request
  User(std::uint16_t port, bool keeps_connection, std::atomic<int>& answers)
      : keeps_connection_(keeps_connection), answers_(answers), thread_([this, port] { run(port); }) {}

  /// To be called once the server has ended. @returns when the request was sent that was lost.
  std::optional<Clock::time_point> lost() {
    thread_.join();
    return lost_;
  }

 private:
  void run(std::uint16_t port) {
    try {
      do {
        RawConnection connection(port);
        while (ask(connection) && keeps_connection_) {
        }
      } while (!keeps_connection_ && !lost_);
    } catch (const std::system_error&) {
      return;  // nobody listens any more
    }
  }
  /// @returns whether there may be another request.
  bool ask(RawConnection& connection) {
    if (!connection.send(get_request("/io/sleep?ms=5"))) return false;
    const auto sent = Clock::now();
    std::optional<Response> response;
    try {
      response = connection.read_response_if_any();
    } catch (const std::runtime_error&) {
      response.reset();  // it ended amid the answer
    }
    if (!response || response->status != 200) {
      lost_ = sent;
      return false;
    }
    ++answers_;
    return response->header("Connection") != "close";
  }

  const bool keeps_connection_;
  std::atomic<int>& answers_;
  std::optional<Clock::time_point> lost_;  // the thread's own until it has ended
  std::thread thread_;
};

class StopUnderLoad : public ModelTest {};
HUNDRED_AGAINST_ALL_MODELS(StopUnderLoad);

TEST_P(StopUnderLoad, EveryRequestThatWasSentBeforeIsAnswered) {
  const int users = scaled(30, 100);
  int lost = 0, lost_before = 0;
  for (int round = 0; round < scaled(3, 50); ++round) {
    start({"--drain-timeout", "60s"});
    std::atomic<int> answers{0};
    std::vector<std::unique_ptr<User>> loop;
    for (int i = 0; i < users; ++i) loop.push_back(std::make_unique<User>(port(), i % 5 != 0, answers));
    EXPECT_TRUE(eventually([&] { return answers >= 2 * users; }));
    const auto asked = Clock::now();
    EXPECT_EQ(server().stop(SIGTERM, 60s), 0) << server().errors();
    for (const auto& user : loop)
      if (const auto sent = user->lost()) ++(*sent < asked ? lost_before : lost);
  }
  EXPECT_EQ(lost_before, 0) << "requests that were sent before the signal";
  RecordProperty("sent_after_the_signal_and_lost", std::to_string(lost));
}

}  // namespace
}  // namespace hundred::test
