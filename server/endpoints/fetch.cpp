#include <fmt/format.h>

#include "server/endpoints/common.hpp"
#include "server/endpoints/registry.hpp"
#include "server/upstream/upstream.hpp"

namespace hundred::server {
namespace {

using std::chrono::milliseconds, std::chrono::seconds;

/// For the upstream to answer, beyond the time that it is to sleep.
constexpr seconds answering{10};

Awaitable<Response> fetch(Upstream* upstream, const Request& request, Context& context) {
  if (upstream == nullptr)
    throw HttpError(503, "there is nothing to fetch from: the server was started without --upstream URL");
  const milliseconds ms(request.number("ms"));
  const TimePoint asked = Clock::now();
  const Upstream::Answer answer =
      co_await upstream->get(context, fmt::format("/io/sleep?ms={}", ms.count()), ms + answering);
  const std::chrono::duration<double, std::milli> took = Clock::now() - asked;
  co_return json(fmt::format(R"({{"ms":{},"status":{},"took_ms":{:.3f},"bytes":{}}})", ms.count(), answer.status,
                             took.count(), answer.body_bytes));
}

}  // namespace

std::vector<Endpoint> fetch_endpoints(Upstream* upstream) {
  return {{Method::get,
           "/io/fetch",
           "asks the upstream, which waits",
           {{"ms", 100, 0, most_ms}},
           [upstream](const Request& request, Context& context) { return fetch(upstream, request, context); }}};
}

}  // namespace hundred::server
