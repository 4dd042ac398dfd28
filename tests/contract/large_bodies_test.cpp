#include "tests/contract/model_test.hpp"
#include "tests/support/json_search.hpp"
#include "tests/support/process_facts.hpp"
#include "tests/support/sha256.hpp"

namespace hundred::test {
namespace {

constexpr std::size_t megabyte = 1 << 20;

/// 100 MB go through without being held.
class LargeBodies : public ModelTest {
 protected:
  void SetUp() override {
    start({"--max-body-bytes", "200m"});
    get("/ping");
    before_ = peak_memory(server().pid());
  }
  void expect_constant_memory() {
    if (!sanitized) {
      EXPECT_LT(peak_memory(server().pid()) - before_, 30 * megabyte);
    }
  }
  /// Sends 100 MB as `piece` over and over. @returns its checksum.
  static std::string send_100_megabytes(RawConnection& connection, const std::string& before_each,
                                        const std::string& after_each) {
    const std::string piece(megabyte, 'u');
    std::string framed = before_each;
    framed.append(piece).append(after_each);
    Sha256 hash;
    for (int i = 0; i < 100; ++i) {
      connection.send(framed);
      hash.add(piece);
    }
    return hash.finish();
  }
  static void expect_all_arrived(const Response& response, const std::string& checksum) {
    ASSERT_EQ(response.status, 200) << response.body;
    EXPECT_TRUE(holds_value(response.json(), 100 * megabyte)) << response.body;
    EXPECT_TRUE(holds_value(response.json(), checksum)) << response.body;
  }

 private:
  std::uint64_t before_ = 0;
};
HUNDRED_AGAINST_ALL_MODELS(LargeBodies);

TEST_P(LargeBodies, Upload) {
  RawConnection connection = connect();
  connection.send(request("POST", "/io/upload", "Content-Length: 104857600\r\n"));
  const std::string checksum = send_100_megabytes(connection, "", "");
  expect_all_arrived(connection.read_response(), checksum);
  expect_constant_memory();
}

TEST_P(LargeBodies, UploadInChunks) {
  RawConnection connection = connect();
  connection.send(request("POST", "/io/upload", "Transfer-Encoding: chunked\r\n"));
  const std::string checksum = send_100_megabytes(connection, "100000\r\n", "\r\n");
  connection.send("0\r\n\r\n");
  expect_all_arrived(connection.read_response(), checksum);
  expect_constant_memory();
}

TEST_P(LargeBodies, Download) {
  RawConnection connection = connect();
  connection.send(get_request("/io/download?kb=102400") + get_request("/ping"));
  const Response head = connection.read_head();
  ASSERT_EQ(head.status, 200);
  ASSERT_EQ(head.header("Content-Length"), "104857600");
  connection.skip(100 * megabyte);
  EXPECT_EQ(connection.read_response().body, R"({"pong":true})");
  expect_constant_memory();
}

TEST_P(LargeBodies, ALargeEchoReturns) {
  RawConnection connection = connect();
  const std::string body(5 * megabyte + 3, 'e');
  connection.send(post_request("/echo", body));
  EXPECT_TRUE(connection.read_response().body == body);
}

}  // namespace
}  // namespace hundred::test
