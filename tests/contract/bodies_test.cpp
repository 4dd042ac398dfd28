#include "tests/contract/model_test.hpp"
#include "tests/support/json_search.hpp"
#include "tests/support/sha256.hpp"

namespace hundred::test {
namespace {

/// Bytes of every value, without a short period.
std::string some_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  std::uint32_t state = 1;
  for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  return bytes;
}

class Bodies : public ModelTest {
 protected:
  void SetUp() override { start(); }
};
HUNDRED_AGAINST_ALL_MODELS(Bodies);

TEST_P(Bodies, EchoReturnsWhatCame) {
  for (const std::size_t size : {0U, 1U, 100U, 65535U, 65536U, 65537U, 200U * 1024}) {
    const std::string body = some_bytes(size);
    const Response response = post("/echo", body);
    EXPECT_EQ(response.status, 200) << size;
    EXPECT_TRUE(response.body == body) << size << " bytes went, " << response.body.size() << " came";
  }
}

TEST_P(Bodies, EchoReturnsChunkedBodies) {
  const std::string body = some_bytes(200 * 1024);
  for (const std::vector<std::size_t>& sizes : {std::vector<std::size_t>{70000}, {1000, 1, 4096}, {65536}}) {
    RawConnection connection = connect();
    connection.send(request("POST", "/echo", "Transfer-Encoding: chunked\r\n") + chunked(body, sizes));
    const Response response = connection.read_response();
    EXPECT_EQ(response.status, 200);
    EXPECT_TRUE(response.body == body) << response.body.size() << " came";
  }
}

TEST_P(Bodies, ChunksMayHaveExtensionsAndTrailers) {
  RawConnection connection = connect();
  connection.send(request("POST", "/echo", "Transfer-Encoding: chunked\r\n") +
                  "5;name=value\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n" + get_request("/ping"));
  EXPECT_EQ(connection.read_response().body, "hello");
  EXPECT_EQ(connection.read_response().body, R"({"pong":true})");
}

TEST_P(Bodies, ABodyMayComeInPieces) {
  RawConnection connection = connect();
  const std::string whole = post_request("/echo", some_bytes(3000));
  for (std::size_t at = 0; at < whole.size(); at += 171) {
    connection.send(std::string_view(whole).substr(at, 171));
    std::this_thread::sleep_for(1ms);  // so that they come apart
  }
  EXPECT_TRUE(connection.read_response().body == some_bytes(3000));
}

TEST_P(Bodies, AClientThatExpectsContinueGetsIt) {
  RawConnection connection = connect();
  connection.send(request("POST", "/echo", "Content-Length: 5\r\nExpect: 100-continue\r\n"));
  EXPECT_EQ(connection.read_head().status, 100);
  connection.send("hello");
  EXPECT_EQ(connection.read_response().body, "hello");
}

TEST_P(Bodies, DownloadSendsThatManyBytes) {
  RawConnection connection = connect();
  for (const std::size_t kb : {1U, 64U, 1024U, 3000U}) {
    connection.send(get_request("/io/download?kb=" + std::to_string(kb)));
    const Response response = connection.read_response();
    EXPECT_EQ(response.status, 200) << kb;
    EXPECT_EQ(response.header("Content-Length"), std::to_string(kb * 1024));
    ASSERT_EQ(response.body.size(), kb * 1024);
    std::size_t wrong = 0;
    for (std::size_t at = 0; at < response.body.size(); ++at)
      wrong += response.body[at] == static_cast<char>(at + (at >> 12)) ? 0 : 1;
    EXPECT_EQ(wrong, 0) << kb;
  }
}

TEST_P(Bodies, UploadAnswersWithLengthAndChecksum) {
  for (const std::size_t size : {0U, 1000U, 300U * 1024}) {
    const std::string body = some_bytes(size);
    const auto json = post("/io/upload", body).json();
    EXPECT_TRUE(holds_value(json, size)) << json;
    EXPECT_TRUE(holds_value(json, sha256(body))) << json;
  }
}

}  // namespace
}  // namespace hundred::test
