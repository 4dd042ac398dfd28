#include <memory>

#include "tests/contract/model_test.hpp"
#include "tests/support/process_facts.hpp"
#include "tests/trials/scale.hpp"

namespace hundred::test {
namespace {

/// A client that asks once, stays a while, leaves, and comes back.
class Visitor {
 public:
  explicit Visitor(std::uint16_t port) : port_(port) { come(); }

  /// Does what is due. @returns whether it was answered now.
  bool go_on(Milliseconds stay) {
    if (!answered_ && connection_->readable()) {
      EXPECT_EQ(connection_->read_response().status, 200);
      answered_ = Clock::now();
      return true;
    }
    if (answered_ && Clock::now() - *answered_ >= stay) come();
    return false;
  }

 private:
  void come() {
    answered_.reset();
    connection_ = std::make_unique<RawConnection>(port_);
    connection_->send(get_request("/ping"));
  }

  const std::uint16_t port_;
  std::unique_ptr<RawConnection> connection_;
  std::optional<Clock::time_point> answered_;
};

/// More clients than the server has descriptors.
class Storm : public ModelTest {
 protected:
  /// How long a visitor stays once answered. With 256 descriptors, a second makes 230 requests/s of a thousand clients.
  /// A thread costs 0.1 ms; under the address sanitizer, which maps and unmaps its own memory for each, 0.4 to 1 ms
  /// even if it does nothing: 230 of them a second are more than is allowed here to all. Visitors stay longer then.
  Milliseconds stay() const {
#if defined(__SANITIZE_ADDRESS__)
    if (mode() == "thread-per-request") return scaled(300ms, 5000ms);
#endif
    return scaled(300ms, 1000ms);
  }
};
HUNDRED_AGAINST_ALL_MODELS(Storm);

TEST_P(Storm, OfClientsBeyondTheDescriptorsCostsNoTimeAndPasses) {
  start({"--workers", "2"});
  limit_descriptors(server().pid(), scaled<std::uint64_t>(64, 256));
  const Milliseconds duration = scaled(1500ms, 30'000ms);
  const auto enough = scaled<std::size_t>(100, stay() > 1s ? 400 : 2000);
  const auto begun = Clock::now();
  const auto before = cpu_time(server().pid());
  std::size_t answers = 0;
  {
    std::vector<std::unique_ptr<Visitor>> visitors;
    for (int i = 0; i < scaled(200, 1000); ++i) visitors.push_back(std::make_unique<Visitor>(port()));
    const auto over = [&] {
      const auto elapsed = Clock::now() - begun;
      return (elapsed >= duration && answers >= enough) || elapsed >= duration + patience;
    };
    for (; !over(); std::this_thread::sleep_for(20ms))
      for (const auto& visitor : visitors) answers += visitor->go_on(stay());
  }
  const auto used = cpu_time(server().pid()) - before;
  const auto elapsed = std::chrono::duration_cast<Milliseconds>(Clock::now() - begun);
  RecordProperty("answers", std::to_string(answers));
  RecordProperty("cpu_ms", std::to_string(used.count()));
  EXPECT_GE(answers, enough);
  // In full, less than 5 % of a core. Small, what the visitors cost counts for more than that; who spins uses all of
  // it.
  EXPECT_LE(used, elapsed / scaled(2, 20));
  EXPECT_TRUE(eventually([this] { return get("/stats").json()["connections"]["open"] == 1; })) << get("/stats").body;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(get("/ping").status, 200);
}

}  // namespace
}  // namespace hundred::test
