#include <sys/resource.h>

#include "tests/contract/model_test.hpp"
#include "tests/support/process_facts.hpp"
#include "tests/trials/load.hpp"
#include "tests/trials/scale.hpp"

namespace hundred::test {
namespace {

/// About what a browser sends.
constexpr auto browser_fields =
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-US,en;q=0.5\r\n"
    "Accept-Encoding: gzip, deflate, br\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101\r\n"
    "Cookie: session=0123456789abcdef; theme=dark\r\nUpgrade-Insecure-Requests: 1\r\nSec-Fetch-Dest: document\r\n"
    "Sec-Fetch-Mode: navigate\r\nPriority: u=0, i\r\n";

class Crowd : public ModelTest {
 protected:
  static void SetUpTestSuite() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }

  std::size_t open_descriptors() const { return family_descriptors(server().pid()); }
  std::size_t stat(const char* group, const char* name) const { return get("/stats").json()[group][name]; }
};
HUNDRED_AGAINST_ALL_MODELS(Crowd);

TEST_P(Crowd, OfIdleConnectionsCostsLittleAndRefusesNobody) {
  const auto crowd = scaled<std::size_t>(500, 10'000);
  start({"--max-connections", "12000", "--keep-alive-timeout", "10m", "--queue-capacity", "12000"});
  closed_loop(port(), "/io/sleep?ms=1", 100, 300ms);  // every thread and buffer is there
  ASSERT_TRUE(eventually([&] { return stat("connections", "open") == 1; }));
  const std::size_t descriptors = open_descriptors();
  const std::uint64_t before = resident_memory(server().pid());
  {
    std::vector<RawConnection> idle = connect(crowd);
    for (RawConnection& connection : idle) connection.send(get_request("/ping", browser_fields));
    for (RawConnection& connection : idle) ASSERT_EQ(connection.read_response().status, 200);
    EXPECT_TRUE(eventually([&] { return stat("connections", "idle") == crowd; }));
    const std::uint64_t now = std::max(resident_memory(server().pid()), before);
    RecordProperty("resident_bytes_per_connection", std::to_string((now - before) / crowd));
    if (!sanitized) {  // sanitizers keep what is given back, and more
      EXPECT_LE(now, before + crowd * 1024 * scaled<std::size_t>(16, 4))
          << "a small crowd does not fill the pages it takes";
    }
    EXPECT_TRUE(eventually([&] { return get("/stats").json()["idle_bytes_per_connection"] > 0; }));
    const std::size_t own_bytes = get("/stats").json()["idle_bytes_per_connection"];
    RecordProperty("stats_bytes_per_connection", std::to_string(own_bytes));
    EXPECT_LE(own_bytes, 1536U);
    const auto active = closed_loop(port(), "/io/sleep?ms=5", 100, scaled(500ms, 5000ms));
    EXPECT_EQ(without_good_answer(active), 0U);
    EXPECT_GE(active.requests(), 100U);
    for (RawConnection& connection : idle) ASSERT_FALSE(connection.readable());
  }
  EXPECT_TRUE(eventually([&] { return stat("connections", "open") == 1; })) << stat("connections", "open");
  EXPECT_TRUE(eventually([&] { return open_descriptors() <= descriptors; }))
      << open_descriptors() << " descriptors, before " << descriptors;
}

}  // namespace
}  // namespace hundred::test
