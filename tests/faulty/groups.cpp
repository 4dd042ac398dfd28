// The server's endpoints, and more, that fail in every way a handler can.
#include <stdexcept>

#include "server/endpoints/registry.hpp"

namespace hundred::server {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t promised = 8 << 20, made = 3 << 20;

/// What is thrown is an exception or, if the request says so, a mere number.
[[noreturn]] void fail(const Request& request) {
  if (request.number("number") != 0) throw 7;  // NOLINT(misc-throw-by-value-catch-by-reference): what a handler may do
  throw std::runtime_error("on purpose");
}

Response at_once(const Request& request) { fail(request); }

Awaitable<Response> after_waiting(const Request& request, Context& context) {
  co_await context.sleep(milliseconds(5));
  fail(request);
}

Awaitable<Response> computing(const Request& request, Context& context) {
  co_await context.compute(Computing::bytecode, [&request](const Checkpoint&) -> int { fail(request); });
  co_return Response();
}

Awaitable<Response> blocking(const Request& request, Context& context) {
  co_await context.blocking([&request]() -> int { fail(request); });
  co_return Response();
}

Awaitable<Response> refusing(const Request&, Context& context) {
  co_await context.sleep(milliseconds(5));
  throw HttpError(403, "on purpose");
}

Response in_the_body(const Request& request) {
  Response response;
  const bool number = request.number("number") != 0;
  response.generator = Generator{promised, [number](std::uint64_t offset, std::span<char> scratch) -> std::string_view {
                                   if (offset < made) return {scratch.data(), scratch.size()};
                                   if (number) throw 7;
                                   throw std::runtime_error("on purpose");
                                 }};
  return response;
}

Response too_short(const Request&) {
  Response response;
  response.generator = Generator{promised, [](std::uint64_t offset, std::span<char> scratch) -> std::string_view {
                                   return {scratch.data(), offset < made ? scratch.size() : 0};
                                 }};
  return response;
}

std::vector<Endpoint> failing_endpoints() {
  const std::vector<Parameter> number{{"number", 0, 0, 1}};
  return {
      {Method::get, "/fail/at-once", "throws", number, PlainHandler(at_once)},
      {Method::get, "/fail/after-waiting", "waits and throws", number, CoroutineHandler(after_waiting)},
      {Method::get, "/fail/computing", "throws while it computes", number, CoroutineHandler(computing)},
      {Method::get, "/fail/blocking", "throws while it blocks", number, CoroutineHandler(blocking)},
      {Method::get, "/fail/in-the-body", "throws amid 8 MB", number, PlainHandler(in_the_body)},
      {Method::get, "/fail/too-short", "makes less than its 8 MB", {}, PlainHandler(too_short)},
      {Method::get, "/fail/refusing", "waits and refuses", {}, CoroutineHandler(refusing)},
  };
}

}  // namespace

std::vector<Endpoint> endpoints_of_all_groups(OpsSources sources, const Backends& backends) {
  std::vector<Endpoint> all;
  for (auto&& group : {cpu_endpoints(), io_endpoints(backends.data_dir), fetch_endpoints(backends.upstream),
                       database_endpoints(backends.database), state_endpoints(backends),
                       ops_endpoints(std::move(sources)), failing_endpoints()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

}  // namespace hundred::server
