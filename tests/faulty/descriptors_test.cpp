#include <deque>

#include "tests/faulty/faulty_test.hpp"
#include "tests/support/process_facts.hpp"

namespace hundred::test {
namespace {

/// The server, without any fault but a low limit of descriptors.
class FewDescriptors : public FaultyTest {
 protected:
  void start_with_descriptors(std::uint64_t most, const Arguments& arguments) {
    start(arguments);
    limit_descriptors(server().pid(), most);
  }
};
HUNDRED_AGAINST_ALL_MODELS(FewDescriptors);

TEST_P(FewDescriptors, ClientsTakeTurnsAndNothingSpins) {
  start_with_descriptors(64, {"--workers", "2"});
  std::deque<RawConnection> clients;
  for (int i = 0; i < 200; ++i) {
    clients.emplace_back(port());
    clients.back().send(get_request("/ping"));
  }
  EXPECT_TRUE(eventually([&] { return times_said("out of file descriptors (the limit is 64)") > 0; }));
  for (std::size_t i = 0; i <= 20; ++i) EXPECT_TRUE(eventually([&] { return clients[i].readable(); })) << i;
  expect_rest();
  EXPECT_FALSE(clients.back().readable()) << "there were descriptors for all";
  for (; !clients.empty(); clients.pop_front())
    ASSERT_EQ(clients.front().read_response().status, 200) << clients.size();
  expect_counted("/connections/open"_json_pointer, 1);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(get("/ping").status, 200);
}

TEST_P(FewDescriptors, ALargeUploadIsTurnedAwayAndAskedBack) {
  start_with_descriptors(64, {"--workers", "1"});
  RawConnection sender = connect();
  sender.send(get_request("/ping"));
  EXPECT_EQ(sender.read_response().status, 200);
  std::vector<RawConnection> others = connect(100);
  EXPECT_TRUE(eventually([&] { return times_said("out of file descriptors") > 0; }));
  sender.send(post_request("/echo", std::string(200'000, 'u')));
  const Response response = sender.read_response();
  EXPECT_EQ(response.status, 503) << response.body;
  EXPECT_EQ(response.header("Retry-After"), "1");
  others.clear();
  EXPECT_EQ(post("/echo", std::string(200'000, 'u')).body.size(), 200'000U);
  expect_counted("/shed/out_of_descriptors"_json_pointer, 1);
}

}  // namespace
}  // namespace hundred::test
