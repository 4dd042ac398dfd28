#include <atomic>
#include <memory>
#include <thread>

#include "tests/contract/model_test.hpp"
#include "tests/trials/load.hpp"
#include "tests/trials/scale.hpp"

namespace hundred::test {
namespace {

/// Clients that send a byte of a header now and then (slowloris), and others that ask for much and read nothing.
class Attackers {
 public:
  Attackers(std::uint16_t port, int slow_senders, int slow_readers, Milliseconds pause) : pause_(pause) {
    for (int i = 0; i < slow_readers; ++i) {
      readers_.push_back(std::make_unique<RawConnection>(port, 4096));
      readers_.back()->send(get_request("/io/download?kb=10240"));
    }
    for (int i = 0; i < slow_senders; ++i) {
      senders_.push_back(std::make_unique<RawConnection>(port));
      senders_.back()->send("GET /ping HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    }
    dripping_ = std::thread([this] { drip(); });
  }
  ~Attackers() {
    stop_ = true;
    dripping_.join();
  }

 private:
  void drip() {
    while (!stop_) {
      std::this_thread::sleep_for(pause_);
      for (const auto& sender : senders_) sender->send("x");
    }
  }

  const Milliseconds pause_;
  std::vector<std::unique_ptr<RawConnection>> senders_, readers_;
  std::atomic<bool> stop_{false};
  std::thread dripping_;
};

class Attack : public ModelTest {
 protected:
  std::size_t open_connections() const { return get("/stats").json()["connections"]["open"]; }
};
HUNDRED_AGAINST_ALL_MODELS(Attack);

TEST_P(Attack, DelaysNobodyElseAndIsOverInTime) {
  const Milliseconds limit = scaled(3000ms, 10'000ms);  // in full: the defaults
  const std::string limit_text = std::to_string(limit.count()) + "ms";
  start({"--header-timeout", limit_text, "--write-timeout", limit_text});
  const auto users = scaled<std::uint32_t>(20, 100);
  const Milliseconds duration = scaled(1000ms, 6000ms);
  const auto alone = closed_loop(port(), "/io/sleep?ms=10", users, duration);
  EXPECT_EQ(without_good_answer(alone), 0U);
  const int slow_senders = scaled(40, 200), slow_readers = scaled(10, 50);
  const Attackers attackers(port(), slow_senders, slow_readers, scaled(100ms, 1000ms));
  EXPECT_TRUE(eventually([&] { return open_connections() > static_cast<std::size_t>(slow_senders + slow_readers); }));
  const auto attacked = closed_loop(port(), "/io/sleep?ms=10", users, duration);
  EXPECT_EQ(without_good_answer(attacked), 0U);
  // Small, on a machine that other tests share, a p99 says little. But who holds a worker or a loop holds it until its
  // own timeout: nobody else may have waited for that.
  if (full_scale())
    EXPECT_LE(p99(attacked), 2 * p99(alone));
  else
    EXPECT_LT(attacked.response.max(), std::chrono::nanoseconds(limit).count());
  RecordProperty("p99_alone_ms", std::to_string(p99(alone)));
  RecordProperty("p99_attacked_ms", std::to_string(p99(attacked)));
  EXPECT_GT(open_connections(), static_cast<std::size_t>(slow_senders)) << "the attack was over before the load";
  // After the timeout they may read the 408 for two seconds; time in which the loop ran handlers does not count.
  const Milliseconds last = limit + duration + 2s + 2s * slowness;
  EXPECT_TRUE(eventually([&] { return open_connections() == 1; }, last)) << open_connections();
}

}  // namespace
}  // namespace hundred::test
