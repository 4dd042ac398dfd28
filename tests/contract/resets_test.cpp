#include <atomic>
#include <thread>

#include "tests/contract/model_test.hpp"

namespace hundred::test {
namespace {

/// Asks /echo on connections of its own, again and again, and counts answers that were somebody else's.
class Echoer {
 public:
  Echoer(std::uint16_t port, std::string name) : name_(std::move(name)), thread_([this, port] { run(port); }) {}
  ~Echoer() { join(); }
  /// Lets it ask a few times more and ends it. @returns what went wrong first; empty if nothing.
  std::string finish() {
    const int before = asked_;
    const bool asked = eventually([&] { return asked_ >= before + 10 || failed_; });
    join();
    return asked ? wrong_ : name_ + " got no answers";
  }

 private:
  void join() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }
  void run(std::uint16_t port) {
    try {
      while (!stop_ && wrong_.empty()) ask(port);
    } catch (const std::exception& error) {
      wrong_ = name_ + ": " + error.what();
    }
    failed_ = !wrong_.empty();
  }
  void ask(std::uint16_t port) {
    RawConnection connection(port);
    for (int i = 0; i < 5; ++i) {
      const std::string body =
          name_ + std::to_string(asked_++) + std::string(static_cast<std::size_t>(i * 500), name_[0]);
      connection.send(post_request("/echo", body));
      const Response response = connection.read_response();
      if (response.status != 200 || response.body != body)
        wrong_ = body.substr(0, 30) + " got " + response.body.substr(0, 100);
    }
  }

  const std::string name_;
  std::atomic<bool> stop_{false};
  std::atomic<int> asked_{0};
  std::atomic<bool> failed_{false};
  std::string wrong_;  ///< the thread's own until it has ended
  std::thread thread_;
};

/// Clients that go away with a reset at the worst moments, beside two whose answers are checked.
class Resets : public ModelTest {
 protected:
  /// Calls `client` 200 times, each time with a new connection that it may reset.
  void expect_survival(const std::function<void(RawConnection&, int)>& client) {
    Echoer first(port(), "a"), second(port(), "b");
    for (int i = 0; i < 200; ++i) {
      RawConnection connection(port());
      client(connection, i);
    }
    EXPECT_EQ(first.finish(), "");
    EXPECT_EQ(second.finish(), "");
    EXPECT_EQ(get("/cpu/factorial?n=5").json()["result"], "120");
    EXPECT_TRUE(eventually([this] { return get("/stats").json()["connections"]["open"] == 1; })) << get("/stats").body;
  }
};
HUNDRED_AGAINST_ALL_MODELS(Resets);

TEST_P(Resets, WhileARequestWaits) {
  start();
  expect_survival([](RawConnection& connection, int i) {
    connection.send(get_request("/io/sleep?ms=3"));
    if (i % 3 == 0) std::this_thread::sleep_for(1ms);
    connection.reset();
  });
}

TEST_P(Resets, WhileARequestComputes) {
  start();
  expect_survival([](RawConnection& connection, int i) {
    connection.send(get_request("/cpu/sum-squares?n=300000"));
    if (i % 3 == 0) std::this_thread::sleep_for(1ms);
    connection.reset();
  });
}

TEST_P(Resets, WhileALargeAnswerIsOnItsWay) {
  start();
  expect_survival([](RawConnection& connection, int i) {
    connection.send(get_request("/io/download?kb=4096"));
    if (i % 2 == 0) connection.read_some(1000);
    connection.reset();
  });
}

TEST_P(Resets, InTheMiddleOfARequest) {
  start();
  const std::string whole = post_request("/echo", std::string(100'000, 'r'));
  expect_survival([&](RawConnection& connection, int i) {
    connection.send(whole.substr(0, static_cast<std::size_t>(i) * 500));
    connection.reset();
  });
}

TEST_P(Resets, WithRequestsInLine) {
  start();
  std::string line;
  for (int i = 0; i < 4; ++i)
    line += get_request("/io/sleep?ms=1") + get_request("/io/download?kb=300") + post_request("/echo", "mine");
  expect_survival([&](RawConnection& connection, int i) {
    connection.send(line);
    if (i % 2 == 0) connection.read_response();
    connection.reset();
  });
}

TEST_P(Resets, BeforeAsking) {
  start();
  expect_survival([](RawConnection& connection, int) { connection.reset(); });
}

TEST_P(Resets, OrAPlainCloseWithAnswersUnread) {
  start();
  expect_survival([](RawConnection& connection, int) {
    connection.send(get_request("/ping") + get_request("/io/sleep?ms=1") + get_request("/io/download?kb=300"));
  });
}

}  // namespace
}  // namespace hundred::test
