#include <fmt/format.h>

#include "server/endpoints/common.hpp"
#include "server/endpoints/computing.hpp"
#include "server/endpoints/registry.hpp"

namespace hundred::server {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t billion = 1'000'000'000;

std::uint64_t natural(const Request& request, std::string_view name) {
  return static_cast<std::uint64_t>(request.number(name));
}

Awaitable<Response> sum_squares(const Request& request, Context& context) {
  const std::uint64_t n = natural(request, "n");
  const std::string result = co_await context.compute([n] { return sum_of_squares(n); });
  co_return json(fmt::format(R"({{"n":{},"result":"{}"}})", n, result));
}

Awaitable<Response> factorial_of(const Request& request, Context& context) {
  const std::uint64_t n = natural(request, "n"), repeat = natural(request, "repeat");
  const std::string result = co_await context.compute([n, repeat] { return factorial(n, repeat); });
  co_return json(fmt::format(R"({{"n":{},"repeat":{},"result":"{}"}})", n, repeat, result));
}

Awaitable<Response> pi(const Request& request, Context& context) {
  const std::uint64_t samples = natural(request, "samples"), seed = natural(request, "seed");
  const double result = co_await context.compute([samples, seed] { return monte_carlo_pi(samples, seed); });
  co_return json(fmt::format(R"({{"samples":{},"seed":{},"result":{:.9f}}})", samples, seed, result));
}

Awaitable<Response> burn(const Request& request, Context& context) {
  const std::int64_t ms = request.number("ms");
  const std::uint64_t result = co_await context.compute([ms] { return burn_cpu(milliseconds(ms)); });
  co_return json(fmt::format(R"({{"ms":{},"result":"{:016x}"}})", ms, result));
}

Awaitable<Response> mixed(const Request& request, Context& context) {
  const std::int64_t cpu_ms = request.number("cpu_ms"), io_ms = request.number("io_ms"),
                     rounds = request.number("rounds");
  for (std::int64_t round = 0; round < rounds; ++round) {
    co_await context.compute([cpu_ms] { return burn_cpu(milliseconds(cpu_ms)); });
    co_await context.sleep(milliseconds(io_ms));
  }
  co_return json(fmt::format(R"({{"cpu_ms":{},"io_ms":{},"rounds":{}}})", cpu_ms, io_ms, rounds));
}

}  // namespace

std::vector<Endpoint> cpu_endpoints() {
  return {
      {Method::get,
       "/cpu/sum-squares",
       "the sum of i*i for 0 <= i < n, by the loop, exact",
       {{"n", 1'000'000, 0, billion}},
       sum_squares},
      {Method::get, "/cpu/factorial", "n!, exact", {{"n", 100, 0, 20'000}, {"repeat", 1, 1, 10'000}}, factorial_of},
      {Method::get,
       "/cpu/pi",
       "Monte Carlo simulation, same answer for same seed",
       {{"samples", 1'000'000, 1, billion}, {"seed", 1, 0, billion}},
       pi},
      {Method::get,
       "/cpu/burn",
       "computes until the thread has used that much CPU time",
       {{"ms", 50, 0, most_ms}},
       burn},
      {Method::get,
       "/mixed",
       "computes, waits, again",
       {{"cpu_ms", 5, 0, most_ms}, {"io_ms", 45, 0, most_ms}, {"rounds", 1, 1, 1000}},
       mixed},
  };
}

}  // namespace hundred::server
