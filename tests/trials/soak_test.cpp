#include <atomic>
#include <cstdlib>
#include <thread>

#include "tests/contract/model_test.hpp"
#include "tests/support/process_facts.hpp"
#include "tests/trials/load.hpp"
#include "tests/trials/scale.hpp"

namespace hundred::test {
namespace {

/// For how long; SOAK_MINUTES says it in full scale.
Milliseconds soak_duration() {
  const char* minutes = std::getenv("SOAK_MINUTES");
  return scaled<Milliseconds>(2s, std::chrono::minutes(minutes == nullptr ? 1 : std::atoi(minutes)));
}

/// Clients that do everything but behave: they leave before, amid and after an answer, send what is no request, large
/// bodies, long pipelines, and begin what they do not end.
class Misfits {
 public:
  explicit Misfits(std::uint16_t port) : port_(port), thread_([this] { run(); }) {}
  ~Misfits() {
    stop_ = true;
    thread_.join();
  }

 private:
  void run() {
    for (int i = 0; !stop_; ++i) {
      RawConnection connection(port_);
      visit(connection, i);
      if (i % 3 == 0) connection.reset();
    }
  }
  static void visit(RawConnection& connection, int i) {
    switch (i % 7) {
      case 0:
        connection.send(get_request("/io/download?kb=4096"));
        connection.read_some(1000);
        break;
      case 1:
        connection.send(post_request("/io/upload", std::string(300'000, 'u')));
        connection.read_response_if_any();
        break;
      case 2:
        connection.send("what is this\r\n\r\n");
        connection.read_response_if_any();
        break;
      case 3:
        connection.send(post_request("/echo", std::string(100'000, 'e')).substr(0, 70'000));
        break;
      case 4:
        for (int n = 0; n < 50; ++n) connection.send(get_request("/ping"));
        break;
      case 5:
        connection.send(get_request("/io/sleep?ms=20"));
        break;
      default:
        connection.send("GET /ping HT");
    }
  }

  const std::uint16_t port_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

class Soak : public ModelTest {};
HUNDRED_AGAINST_ALL_MODELS(Soak);

TEST_P(Soak, NeitherMemoryNorConnectionsAreLeft) {
  start({"--header-timeout", "2s", "--body-timeout", "2s"});
  const auto load_for = [this](Milliseconds duration) {
    const Misfits misfits(port());
    const auto recording = closed_loop(port(), "/mixed?cpu_ms=0&io_ms=2", 50, duration);
    EXPECT_EQ(without_good_answer(recording), 0U) << testing::PrintToString(recording.outcomes);
    return recording.requests();
  };
  const std::uint64_t warmed_up = load_for(scaled<Milliseconds>(1s, 20s));  // until then there is always more
  const std::uint64_t before = resident_memory(server().pid());
  const std::uint64_t requests = load_for(soak_duration());
  const std::uint64_t after = resident_memory(server().pid());
  RecordProperty("requests", std::to_string(requests));
  RecordProperty("resident_kib_before", std::to_string(before / 1024));
  RecordProperty("resident_kib_after", std::to_string(after / 1024));
  // The timeline's ring: until it is full each process may still touch more of it.
  const std::uint64_t ring = warmed_up < 100'000 ? 24U << 20 : 1U << 20;
  const std::uint64_t leeway = ring * family_of(server().pid()).size() + before / 4;
  if (!sanitized) {  // the address sanitizer keeps what is given back for a while, and finds leaks itself
    EXPECT_LE(after, before + leeway) << "after " << requests << " requests";
  }
  EXPECT_TRUE(eventually([this] { return get("/stats").json()["connections"]["open"] == 1; })) << get("/stats").body;
}

}  // namespace
}  // namespace hundred::test
