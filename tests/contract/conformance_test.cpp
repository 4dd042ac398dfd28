#include <gmock/gmock.h>

#include <algorithm>

#include "tests/contract/conformance_cases.hpp"
#include "tests/contract/model_test.hpp"

namespace hundred::test {
namespace {

using ::testing::MatchesRegex;

/// Every case of the table, with another request behind it: that one is answered if the connection stays open, and
/// otherwise is not, whatever the first request made of it.
class Conformance : public ModelTest {
 protected:
  void SetUp() override { start(); }

  void expect_conformance(std::span<const Case> cases) {
    for (const Case& c : cases) {
      SCOPED_TRACE(std::string(c.name));
      const std::string bytes = bytes_of(c) + next_request();
      expect_conformance(c, [&](RawConnection& connection) { connection.send(bytes); });
      expect_conformance(c, [&](RawConnection& connection) {
        for (std::size_t at = 0; at < bytes.size(); ++at) connection.send(std::string_view(bytes).substr(at, 1));
      });
    }
    EXPECT_EQ(get("/ping").status, 200);
  }

 private:
  static std::string next_request() { return get_request("/cpu/factorial?n=3"); }

  void expect_conformance(const Case& c, const std::function<void(RawConnection&)>& send) const {
    try {
      RawConnection connection(port());
      send(connection);
      const Response response = connection.read_response();
      expect_answer(c, response);
      const bool alternative = response.status != c.statuses[0];
      if (c.then == Then::closes || (alternative && response.says_close()))
        expect_end(response, connection);
      else
        expect_next(response, connection);
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }

  static void expect_answer(const Case& c, const Response& response) {
    EXPECT_TRUE(std::find(c.statuses.begin(), c.statuses.end(), response.status) != c.statuses.end())
        << response.status << ' ' << response.body;
    EXPECT_THAT(response.header("Date"), MatchesRegex("[A-Z][a-z]+, [0-9]+ [A-Z][a-z]+ [0-9]+ [0-9:]+ GMT"));
    EXPECT_NE(response.has("Content-Length"), response.status == 204);
    EXPECT_FALSE(response.has("Transfer-Encoding"));
    if (response.status == 405) {
      EXPECT_NE(response.header("Allow"), "");
    }
    if (response.status >= 400) {
      EXPECT_EQ(response.json().at("error").at("status"), response.status);
    }
    if (!c.body.empty() && response.status == 200) {
      EXPECT_EQ(response.body, c.body);
    }
  }

  /// Nothing more is answered, and no reset could have cost the client the answer to a bad request.
  static void expect_end(const Response& response, RawConnection& connection) {
    ASSERT_TRUE(response.says_close());
    const auto second = connection.read_response_if_any();
    EXPECT_FALSE(second.has_value()) << "what followed was answered with " << second->status;
    const Ending ending = connection.await_ending();
    EXPECT_TRUE(ending == Ending::closed || (ending == Ending::reset && response.status < 400)) << ending;
  }

  static void expect_next(const Response& response, RawConnection& connection) {
    EXPECT_FALSE(response.says_close());
    const Response next = connection.read_response();
    EXPECT_EQ(next.status, 200) << next.body;
    EXPECT_EQ(next.json()["result"], "6") << "that is not the answer to what followed";
  }
};
HUNDRED_AGAINST_ALL_MODELS(Conformance);

TEST_P(Conformance, RequestLines) { expect_conformance(request_line_cases()); }
TEST_P(Conformance, Targets) { expect_conformance(target_cases()); }
TEST_P(Conformance, Fields) { expect_conformance(field_cases()); }
TEST_P(Conformance, Hosts) { expect_conformance(host_cases()); }
TEST_P(Conformance, Connections) { expect_conformance(connection_cases()); }
TEST_P(Conformance, Lengths) { expect_conformance(length_cases()); }
TEST_P(Conformance, Codings) { expect_conformance(coding_cases()); }
TEST_P(Conformance, Chunks) { expect_conformance(chunk_cases()); }

}  // namespace
}  // namespace hundred::test
