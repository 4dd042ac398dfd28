#include "tests/contract/model_test.hpp"

namespace hundred::test {
namespace {

/// What a client sends, and which of the answers are to a HEAD.
struct Dialogue {
  std::string_view name;
  std::string bytes;
  std::vector<bool> to_head;
};

std::vector<Dialogue> dialogues() {
  const std::string chunked_post =
      request("POST", "/echo?", "Transfer-Encoding: chunked\r\nContent-Type: text/plain\r\n") +
      "2\r\nhe\r\n3;name=\"value\"\r\nllo\r\n0\r\nX-First: 1\r\nX-Second: 2\r\n\r\n";
  return {{"a GET with a query", get_request("/cpu/factorial?n=%31%30&repeat=1", "X-Request-Id: 7\r\n"), {false}},
          {"a POST with a length", post_request("/echo", "hello\r\n\r\nhello"), {false}},
          {"a chunked POST with trailers", chunked_post, {false}},
          {"five, mixed",
           get_request("/ping") + "\r\n" + post_request("/echo", "GET / HTTP/1.1\r\n\r\n") + request("HEAD", "/ping") +
               chunked_post + request("DELETE", "/echo?x=%41"),
           {false, false, true, false, false}}};
}

/// The same requests, cut anywhere, have the same answers.
class Splits : public ModelTest {
 protected:
  void SetUp() override { start(); }

  /// The answers without what differs from one time to the next.
  static std::string read_answers(RawConnection& connection, const Dialogue& dialogue) {
    std::string text;
    for (const bool to_head : dialogue.to_head) {
      const Response response = connection.read_response(to_head);
      text += std::to_string(response.status) + '\n';
      for (const auto& [name, value] : response.fields)
        if (name != "Date" && name != "Server-Timing") text.append(name).append(": ").append(value).append("\n");
      text += response.body + '\n';
    }
    return text;
  }

  /// Sends pieces that end at `cuts`, each when the server has read the one before, and the rest.
  static void send_cut(RawConnection& connection, std::string_view bytes, const std::vector<std::size_t>& cuts) {
    std::size_t at = 0;
    for (const std::size_t cut : cuts) {
      connection.send(bytes.substr(at, cut - at));
      connection.await_read();
      at = cut;
    }
    connection.send(bytes.substr(at));
  }

  std::string whole_answers(const Dialogue& dialogue) const {
    RawConnection connection = connect();
    connection.send(dialogue.bytes);
    return read_answers(connection, dialogue);
  }
};
HUNDRED_AGAINST_ALL_MODELS(Splits);

TEST_P(Splits, InTwoAnywhere) {
  for (const Dialogue& dialogue : dialogues()) {
    const std::string expected = whole_answers(dialogue);
    RawConnection connection = connect();
    for (std::size_t cut = 1; cut < dialogue.bytes.size(); ++cut) {
      send_cut(connection, dialogue.bytes, {cut});
      ASSERT_EQ(read_answers(connection, dialogue), expected) << dialogue.name << ", cut at " << cut;
    }
  }
}

TEST_P(Splits, ByteByByte) {
  for (const Dialogue& dialogue : dialogues()) {
    std::vector<std::size_t> everywhere;
    for (std::size_t cut = 1; cut < dialogue.bytes.size(); ++cut) everywhere.push_back(cut);
    RawConnection connection = connect();
    send_cut(connection, dialogue.bytes, everywhere);
    EXPECT_EQ(read_answers(connection, dialogue), whole_answers(dialogue)) << dialogue.name;
  }
}

}  // namespace
}  // namespace hundred::test
