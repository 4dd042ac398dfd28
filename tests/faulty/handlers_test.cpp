#include <gmock/gmock.h>

#include "tests/faulty/faulty_test.hpp"

namespace hundred::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// What a handler throws ends with its request.
class FailingHandlers : public FaultyTest {
 protected:
  void SetUp() override { start_with(""); }
};
HUNDRED_AGAINST_ALL_MODELS(FailingHandlers);

TEST_P(FailingHandlers, AreAnsweredForAndCounted) {
  RawConnection connection = connect(), other = connect();
  std::uint64_t failures = 0;
  for (const char* target : {"/fail/at-once", "/fail/after-waiting", "/fail/computing", "/fail/blocking"})
    for (const char* query : {"", "?number=1"}) {
      connection.send(get_request(std::string(target) + query) + get_request("/cpu/factorial?n=5"));
      const Response response = connection.read_response();
      EXPECT_EQ(response.status, 500) << target << query;
      EXPECT_THAT(response.body, Not(HasSubstr("on purpose"))) << "it is nobody's business";
      EXPECT_EQ(connection.read_response().json()["result"], "120") << "on the same connection, after " << target;
      other.send(get_request("/ping"));
      EXPECT_EQ(other.read_response().status, 200) << "on another connection, after " << target << query;
      ++failures;
      EXPECT_EQ(times_said(std::string(target) + ": the handler failed"), failures % 2 == 0 ? 2U : 1U);
    }
  expect_counted("/failed"_json_pointer, failures);
  EXPECT_EQ(times_said("on purpose"), failures / 2);
}

TEST_P(FailingHandlers, WhoRefusesHasNotFailed) {
  EXPECT_EQ(get("/fail/refusing").status, 403);
  EXPECT_EQ(get("/nowhere").status, 404);
  expect_counted("/failed"_json_pointer, 0);
}

TEST_P(FailingHandlers, ManyAtOnceBesideOthers) {
  std::vector<RawConnection> failing = connect(50), others = connect(10);
  for (RawConnection& connection : others) connection.send(get_request("/io/sleep?ms=20"));
  for (RawConnection& connection : failing) connection.send(get_request("/fail/computing"));
  for (RawConnection& connection : failing) EXPECT_EQ(connection.read_response().status, 500);
  for (RawConnection& connection : others) EXPECT_EQ(connection.read_response().status, 200);
  expect_counted("/failed"_json_pointer, 50);
}

TEST_P(FailingHandlers, ABodyThatCannotBeMadeEndsItsConnectionOnly) {
  std::uint64_t failures = 0;
  for (const char* target : {"/fail/in-the-body", "/fail/in-the-body?number=1", "/fail/too-short"}) {
    RawConnection connection = connect(), other = connect();
    connection.send(get_request(target) + get_request("/ping"));
    EXPECT_EQ(connection.read_head().header("Content-Length"), std::to_string(8 << 20)) << target;
    EXPECT_THROW(connection.skip(8 << 20), std::runtime_error) << target;
    EXPECT_NE(connection.await_ending(), Ending::still_open) << target;
    other.send(get_request("/ping"));
    EXPECT_EQ(other.read_response().status, 200);
    expect_counted("/failed"_json_pointer, ++failures);
  }
  expect_counted("/dropped"_json_pointer, failures);
  EXPECT_EQ(times_said("the body of a response cannot be made"), failures) << server().errors();
}

}  // namespace
}  // namespace hundred::test
