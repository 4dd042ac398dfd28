#include "server/endpoints/common.hpp"
#include "server/endpoints/registry.hpp"
#include "server/telemetry/exposition.hpp"
#include "server/telemetry/timeline.hpp"

namespace hundred::server {
namespace {

Response ping(const Request&) { return json(R"({"pong":true})"); }

/// The body moves into the response: a large one stays in its file.
Response echo(const Request& request) {
  Response response;
  const std::string_view type = request.header("Content-Type");
  response.content_type = type.empty() ? "application/octet-stream" : type;
  const std::uint64_t size = request.body.size();
  response.generator = Generator{size, [&body = request.body](std::uint64_t offset, std::span<char> scratch) {
                                   return std::string_view(scratch.data(), body.read(offset, scratch));
                                 }};
  return response;
}

}  // namespace

std::vector<Endpoint> ops_endpoints(OpsSources sources) {
  const auto stats = [read = sources.stats](const Request&) { return json(read()); };
  const auto metrics = [read = sources.metrics](const Request&) {
    Response response = json(read());
    response.content_type = Exposition::content_type;
    return response;
  };
  const auto ready = [accepting = sources.accepting](const Request&) {
    return accepting() ? json(R"({"ready":true})") : json(R"({"ready":false})", 503);
  };
  const auto timeline = [read = sources.timeline](const Request& request, Context& context) -> Awaitable<Response> {
    const auto last = static_cast<std::size_t>(request.number("last"));
    co_return json(co_await context.blocking([&] { return read(last); }));
  };
  return {
      {Method::get, "/ping", "nothing", {}, PlainHandler(ping)},
      {Method::post, "/echo", "answers with the body it was sent", {}, PlainHandler(echo)},
      {Method::get,
       "/timeline",
       "the last exchanges: who ran each, and what its time went into",
       {{"last", Timeline::capacity, 1, Timeline::capacity}},
       CoroutineHandler(timeline)},
      {Method::get, "/stats", "figures of the server", {}, PlainHandler(stats)},
      {Method::get, "/metrics", "figures of the server for Prometheus", {}, PlainHandler(metrics)},
      {Method::get, "/healthz", "alive", {}, PlainHandler([](const Request&) { return json(R"({"alive":true})"); })},
      {Method::get, "/readyz", "accepting connections", {}, PlainHandler(ready)},
  };
}

}  // namespace hundred::server
