#include <gmock/gmock.h>

#include "tests/contract/model_test.hpp"

namespace hundred::test {
namespace {

using ::testing::HasSubstr;

class Routing : public ModelTest {
 protected:
  void SetUp() override { start(); }

  static std::string error_message(const Response& response, int status) {
    EXPECT_EQ(response.status, status);
    EXPECT_THAT(response.header("Content-Type"), HasSubstr("application/json"));
    const auto error = response.json().at("error");
    EXPECT_EQ(error.at("status"), status);
    return error.at("message");
  }
};
HUNDRED_AGAINST_ALL_MODELS(Routing);

TEST_P(Routing, UnknownPathsAreNotFound) {
  for (const char* path : {"/nowhere", "/ping/", "/pin", "/io", "/PING", "/cpu/sum-squares/1"})
    EXPECT_THAT(error_message(get(path), 404), HasSubstr(path)) << path;
}

TEST_P(Routing, TheQueryIsNoPartOfThePath) {
  EXPECT_EQ(get("/ping?").status, 200);
  EXPECT_EQ(get("/io/sleep?ms=1").status, 200);
}

TEST_P(Routing, WrongMethodsLearnTheRightOnes) {
  const Response post_to_get = post("/ping", "x");
  EXPECT_THAT(error_message(post_to_get, 405), HasSubstr("GET"));
  EXPECT_THAT(post_to_get.header("Allow"), HasSubstr("GET"));
  const Response get_to_post = get("/echo");
  EXPECT_THAT(error_message(get_to_post, 405), HasSubstr("POST"));
  EXPECT_THAT(get_to_post.header("Allow"), HasSubstr("POST"));
  EXPECT_THAT(get_to_post.header("Allow"), ::testing::Not(HasSubstr("GET")));
}

TEST_P(Routing, ErrorsLeaveTheConnectionUsable) {
  RawConnection connection = connect();
  for (const char* target : {"/nowhere", "/io/sleep?ms=-1", "/io/sleep?ms=%zz", "/ping"})
    connection.send(get_request(target));
  for (const int status : {404, 400, 400, 200}) EXPECT_EQ(connection.read_response().status, status);
}

TEST_P(Routing, AParameterOutOfRangeIsNamedWithItsRange) {
  struct Case {
    const char *target, *parameter, *value, *most;
  };
  const Case cases[] = {
      {"/io/sleep?ms=60001", "ms", "60001", "60000"},
      {"/io/sleep?ms=-1", "ms", "-1", "60000"},
      {"/io/sleep?ms=abc", "ms", "abc", "60000"},
      {"/io/sleep?ms=1.5", "ms", "1.5", "60000"},
      {"/io/sleep?ms=99999999999999999999999", "ms", "99999999999999999999999", "60000"},
      {"/cpu/burn?ms=10x", "ms", "10x", "60000"},
      {"/cpu/sum-squares?n=1000000001", "n", "1000000001", "1000000000"},
      {"/cpu/sum-squares?n=1e3", "n", "1e3", "1000000000"},
      {"/cpu/factorial?n=20001", "n", "20001", "20000"},
      {"/cpu/factorial?n=5&repeat=10001", "repeat", "10001", "10000"},
      {"/cpu/pi?samples=1000000001", "samples", "1000000001", "1000000000"},
      {"/io/download?kb=1048577", "kb", "1048577", "1048576"},
      {"/io/file?kb=0", "kb", "0", "1048576"},
      {"/io/gather?n=101", "n", "101", "100"},
      {"/io/gather?how=both", "how", "both", "sequential or concurrent"},
      {"/cpu/encrypt?kb=1048577", "kb", "1048577", "1048576"},
      {"/cpu/encrypt?rounds=1001", "rounds", "1001", "1000"},
      {"/cpu/image?width=4097", "width", "4097", "4096"},
      {"/cpu/image?height=0", "height", "0", "4096"},
      {"/cpu/image?iterations=10001", "iterations", "10001", "10000"},
      {"/mixed?cpu_ms=1&io_ms=60001", "io_ms", "60001", "60000"},
      {"/mixed?cpu_ms=1&io_ms=1&rounds=1001", "rounds", "1001", "1000"},
  };
  RawConnection connection = connect();
  for (const Case& c : cases) {
    connection.send(get_request(c.target));
    const std::string message = error_message(connection.read_response(), 400);
    for (const char* part : {c.parameter, c.value, c.most}) EXPECT_THAT(message, HasSubstr(part)) << c.target;
  }
}

TEST_P(Routing, EscapesAreDecodedAndBadOnesRefused) {
  EXPECT_EQ(get("/%70ing").status, 200);
  EXPECT_EQ(get("/cpu/factorial?n=%31%30").json()["result"], "3628800");
  for (const char* target : {"/ping%", "/ping%zz", "/%7", "/io/sleep?ms=%4", "/io/sleep?ms=%g1"})
    EXPECT_EQ(get(target).status, 400) << target;
}

TEST_P(Routing, AnAbsoluteTargetIsServed) { EXPECT_EQ(get("http://127.0.0.1/ping").body, R"({"pong":true})"); }

}  // namespace
}  // namespace hundred::test
