#include "tests/contract/model_test.hpp"

namespace hundred::test {
namespace {

/// Clients that read or send slowly hold up nobody else, even with a single worker.
class SlowClients : public ModelTest {
 protected:
  void SetUp() override { start({"--workers", "1"}); }

  void expect_others_are_served() {
    RawConnection other = connect();
    for (int i = 0; i < 20; ++i) {
      const auto asked = Clock::now();
      other.send(get_request("/ping"));
      ASSERT_EQ(other.read_response().status, 200);
      ASSERT_LT(milliseconds_since(asked), 5000 * slowness);
    }
    EXPECT_EQ(get("/ping").status, 200) << "on a connection of its own";
  }
};
HUNDRED_AGAINST_ALL_MODELS(SlowClients);

TEST_P(SlowClients, ReadersOfLargeAnswers) {
  std::vector<std::unique_ptr<RawConnection>> readers;
  for (int i = 0; i < 10; ++i) {
    readers.push_back(std::make_unique<RawConnection>(port(), 4096));
    readers.back()->send(get_request("/io/download?kb=10240"));
  }
  for (const auto& reader : readers) EXPECT_EQ(reader->read_head().status, 200);
  expect_others_are_served();
  for (const auto& reader : readers) reader->skip(10'240 * 1024);
}

TEST_P(SlowClients, ReadersOfManyAnswers) {
  RawConnection reader(port(), 4096);
  std::string requests;
  for (int i = 0; i < 20; ++i) requests += get_request("/io/download?kb=1024");
  reader.send(requests);
  EXPECT_TRUE(eventually([&] { return reader.readable(); }));
  expect_others_are_served();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(reader.read_response().body.size(), 1024U * 1024);
}

TEST_P(SlowClients, SendersOfHeaders) {
  std::vector<RawConnection> senders = connect(20);
  for (RawConnection& sender : senders) sender.send("GET /ping HTTP/1.1\r\nHost: a\r\nX: y");
  expect_others_are_served();
  for (RawConnection& sender : senders) sender.send("\r\n\r\n");
  for (RawConnection& sender : senders) EXPECT_EQ(sender.read_response().status, 200);
}

TEST_P(SlowClients, SendersOfBodies) {
  std::vector<RawConnection> senders = connect(20);
  const std::string request_text = post_request("/echo", std::string(100'000, 'b'));
  for (RawConnection& sender : senders) sender.send(request_text.substr(0, 90'000));
  expect_others_are_served();
  for (RawConnection& sender : senders) sender.send(request_text.substr(90'000));
  for (RawConnection& sender : senders) EXPECT_EQ(sender.read_response().body.size(), 100'000U);
}

}  // namespace
}  // namespace hundred::test
