#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/endpoints/registry.hpp"

namespace hundred::server {
namespace {

using testing::HasSubstr;

class RoutingTest : public testing::Test {
 protected:
  const Handler& route(Method method, const std::string& target) {
    request_.clear();
    request_.method = method;
    request_.target = target;
    return endpoints_.route(request_);
  }
  HttpError refusal(Method method, const std::string& target) {
    try {
      route(method, target);
    } catch (const HttpError& error) {
      return error;
    }
    return {200, "found"};
  }

  static std::string nothing() { return "{}"; }

  Endpoints endpoints_{{nothing, [](std::size_t) { return nothing(); }, nothing, [] { return true; }}};
  Request request_;
};

TEST_F(RoutingTest, ParametersHaveDefaultsAndCanBeGiven) {
  route(Method::get, "/mixed");
  EXPECT_EQ(request_.number("cpu_ms"), 5);
  route(Method::head, "/mixed?rounds=3&cpu%5fms=%37");
  EXPECT_EQ(request_.number("cpu_ms"), 7);
  EXPECT_EQ(request_.number("io_ms"), 45);
  EXPECT_EQ(request_.number("rounds"), 3);
}

TEST_F(RoutingTest, EveryParameterRefusesWhatIsOutOfItsRangeAndNamesBoth) {
  for (const Endpoint& endpoint : endpoints_.rows())
    for (const Parameter& parameter : endpoint.parameters) {
      const std::string start = std::string(endpoint.path) + "?" + std::string(parameter.name) + "=";
      EXPECT_EQ(refusal(endpoint.method, start + std::to_string(parameter.least)).status(), 200U) << start;
      EXPECT_EQ(refusal(endpoint.method, start + std::to_string(parameter.most)).status(), 200U) << start;
      for (const std::string& bad :
           {std::to_string(parameter.most + 1), std::string("-1"), std::string("1x"), std::string()}) {
        const HttpError error = refusal(endpoint.method, start + bad);
        EXPECT_EQ(error.status(), 400U) << start << bad;
        EXPECT_THAT(error.what(), HasSubstr(std::string(parameter.name) + "=" + bad));
        EXPECT_THAT(error.what(), HasSubstr(std::to_string(parameter.most)));
      }
    }
}

TEST_F(RoutingTest, TakesBothFormsOfTargets) {
  route(Method::get, "http://example.com/io/sleep?ms=5");
  EXPECT_EQ(request_.path, "/io/sleep");
  EXPECT_EQ(request_.number("ms"), 5);
  route(Method::get, "http://example.com");
  EXPECT_EQ(request_.path, "/");
  route(Method::get, "/%70ing");
  EXPECT_EQ(request_.path, "/ping");
}

TEST_F(RoutingTest, RefusesWithTheRightStatus) {
  EXPECT_EQ(refusal(Method::get, "/nowhere").status(), 404U);
  EXPECT_EQ(refusal(Method::get, "/ping%zz").status(), 400U);
  EXPECT_EQ(refusal(Method::get, "/ping?x=1").status(), 400U);
  EXPECT_EQ(refusal(Method::unknown, "/ping").status(), 501U);
  const HttpError wrong = refusal(Method::post, "/ping");
  EXPECT_EQ(wrong.status(), 405U);
  EXPECT_EQ(wrong.allow(), "GET, HEAD, OPTIONS");
  EXPECT_EQ(refusal(Method::get, "/echo").allow(), "POST, OPTIONS");
}

TEST_F(RoutingTest, RefusesTargetsThatAreNotAsTheyShouldBe) {
  for (const char* bad : {"/ping#x", "/pi\"ng", "/ping%00", "/io%2fsleep", "*", "ping", "h:80", "ftp://h/ping",
                          "http:///ping", "http://u@h/ping", "http://h/ping#x"})
    EXPECT_EQ(refusal(Method::get, bad).status(), 400U) << bad;
  EXPECT_EQ(refusal(Method::get, "/%2570ing").status(), 404U) << "decoded twice";
}

TEST_F(RoutingTest, OptionsAreTheMethodsOfAPathOrOfAll) {
  const std::pair<const char*, const char*> cases[] = {
      {"/ping", "GET, HEAD, OPTIONS"}, {"/echo?x", "POST, OPTIONS"}, {"*", "GET, HEAD, POST, OPTIONS"}};
  for (const auto& [target, methods] : cases) {
    const Response response = std::get<PlainHandler>(route(Method::options, target))(request_);
    EXPECT_EQ(response.status, 204U) << target;
    EXPECT_THAT(response.headers, testing::ElementsAre(testing::Pair("Allow", methods))) << target;
  }
  EXPECT_EQ(refusal(Method::options, "/nowhere").status(), 404U);
}

TEST_F(RoutingTest, TheListNamesEveryEndpoint) {
  const std::string json = list_as_json(endpoints_.rows());
  for (const Endpoint& endpoint : endpoints_.rows())
    EXPECT_THAT(json, HasSubstr("\"" + std::string(endpoint.path) + "\""));
}

}  // namespace
}  // namespace hundred::server
