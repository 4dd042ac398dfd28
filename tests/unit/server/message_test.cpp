#include "server/runtime/message.hpp"

#include <gtest/gtest.h>

namespace hundred::server {
namespace {

TEST(Request, FindsHeaderFieldsInAnyCase) {
  Request request;
  request.add_header("Content-Type", "text/plain");
  request.add_header("X-Request-Id", "a1");
  EXPECT_EQ(request.header("x-request-ID"), "a1");
  EXPECT_EQ(request.header("content-type"), "text/plain");
  EXPECT_EQ(request.header("accept"), "");
}

TEST(Request, KeepsLittleMemoryWhenCleared) {
  Request request;
  request.set_target(std::string(100'000, 'x'));
  for (int i = 0; i < 100; ++i) request.add_header("X-Field", std::string(1000, 'v'));
  request.method_text = std::string(100'000, 'M');
  request.method = Method::head;
  request.clear();
  EXPECT_LE(request.retained_bytes(), 1024U);
  EXPECT_EQ(request.header("X-Field"), "");
  EXPECT_EQ(request.method, Method::unknown);
}

TEST(ErrorResponse, IsJsonWhateverTheMessageHolds) {
  const Response response = error_response(404, "no \"such\"\nthing\xff");
  EXPECT_EQ(response.status, 404U);
  EXPECT_EQ(response.body, "{\"error\":{\"status\":404,\"message\":\"no \\\"such\\\"\\nthing\xEF\xBF\xBD\"}}");
}

TEST(ErrorResponse, CarriesAllowAndRetryAfter) {
  EXPECT_EQ(error_response(HttpError(405, "no", "POST")).headers.at(0).second, "POST");
  EXPECT_EQ(error_response(HttpError(503, "full")).headers.at(0).first, "Retry-After");
}

}  // namespace
}  // namespace hundred::server
