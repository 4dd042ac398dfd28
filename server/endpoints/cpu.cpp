#include <fmt/format.h>

#include "server/endpoints/common.hpp"
#include "server/endpoints/computing.hpp"
#include "server/endpoints/encryption.hpp"
#include "server/endpoints/mandelbrot.hpp"
#include "server/endpoints/registry.hpp"

namespace hundred::server {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t billion = 1'000'000'000;

/// The parameter of all that computes: how it treats the interpreter lock.
Parameter kind_row() { return one_of("kind", {"bytecode", "c-hold", "c-release"}); }
Computing kind_of(const Request& request) { return static_cast<Computing>(request.number("kind")); }

std::uint64_t natural(const Request& request, std::string_view name) {
  return static_cast<std::uint64_t>(request.number(name));
}

Awaitable<Response> sum_squares(const Request& request, Context& context) {
  const std::uint64_t n = natural(request, "n");
  const std::string result =
      co_await context.compute(kind_of(request), [n](const Checkpoint& look) { return sum_of_squares(n, look); });
  co_return json(fmt::format(R"({{"n":{},"result":"{}"}})", n, result));
}

Awaitable<Response> factorial_of(const Request& request, Context& context) {
  const std::uint64_t n = natural(request, "n"), repeat = natural(request, "repeat");
  const std::string result = co_await context.compute(
      kind_of(request), [n, repeat](const Checkpoint& look) { return factorial(n, repeat, look); });
  co_return json(fmt::format(R"({{"n":{},"repeat":{},"result":"{}"}})", n, repeat, result));
}

Awaitable<Response> pi(const Request& request, Context& context) {
  const std::uint64_t samples = natural(request, "samples"), seed = natural(request, "seed");
  const double result = co_await context.compute(
      kind_of(request), [samples, seed](const Checkpoint& look) { return monte_carlo_pi(samples, seed, look); });
  co_return json(fmt::format(R"({{"samples":{},"seed":{},"result":{:.9f}}})", samples, seed, result));
}

Awaitable<Response> burn(const Request& request, Context& context) {
  const std::int64_t ms = request.number("ms");
  const std::uint64_t result = co_await context.compute(
      kind_of(request), [ms](const Checkpoint& look) { return burn_cpu(milliseconds(ms), look); });
  co_return json(fmt::format(R"({{"ms":{},"result":"{:016x}"}})", ms, result));
}

Awaitable<Response> encrypt(const Request& request, Context& context) {
  const std::uint64_t kb = natural(request, "kb"), rounds = natural(request, "rounds");
  const std::string sha256 = co_await context.compute(
      kind_of(request), [kb, rounds](const Checkpoint& look) { return encrypted_sha256(kb * kilobyte, rounds, look); });
  co_return json(fmt::format(R"({{"kb":{},"rounds":{},"sha256":"{}"}})", kb, rounds, sha256));
}

Awaitable<Response> image(const Request& request, Context& context) {
  const auto size = [&request](std::string_view name) { return static_cast<std::uint32_t>(request.number(name)); };
  const std::uint32_t width = size("width"), height = size("height"), iterations = size("iterations");
  Response response;
  response.content_type = "image/png";
  response.body = co_await context.compute(kind_of(request), [width, height, iterations](const Checkpoint& look) {
    return mandelbrot_png(width, height, iterations, look);
  });
  co_return response;
}

Awaitable<Response> mixed(const Request& request, Context& context) {
  const std::int64_t cpu_ms = request.number("cpu_ms"), io_ms = request.number("io_ms"),
                     rounds = request.number("rounds");
  for (std::int64_t round = 0; round < rounds; ++round) {
    co_await context.compute(Computing::bytecode,
                             [cpu_ms](const Checkpoint& look) { return burn_cpu(milliseconds(cpu_ms), look); });
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
       {{"n", 1'000'000, 0, billion}, kind_row()},
       sum_squares},
      {Method::get,
       "/cpu/factorial",
       "n!, exact",
       {{"n", 100, 0, 20'000}, {"repeat", 1, 1, 10'000}, kind_row()},
       factorial_of},
      {Method::get,
       "/cpu/pi",
       "Monte Carlo simulation, same answer for same seed",
       {{"samples", 1'000'000, 1, billion}, {"seed", 1, 0, billion}, kind_row()},
       pi},
      {Method::get,
       "/cpu/encrypt",
       "encrypts a fixed buffer by AES-256-CTR; answers with the SHA-256 of the ciphertext",
       {{"kb", 256, 1, most_kb}, {"rounds", 1, 1, 1000}, kind_row()},
       encrypt},
      {Method::get,
       "/cpu/image",
       "draws the Mandelbrot set, as a PNG",
       {{"width", 256, 1, 4096}, {"height", 256, 1, 4096}, {"iterations", 200, 1, 10'000}, kind_row()},
       image},
      {Method::get,
       "/cpu/burn",
       "computes until the thread has used that much CPU time",
       {{"ms", 50, 0, most_ms}, kind_row()},
       burn},
      {Method::get,
       "/mixed",
       "computes, waits, again",
       {{"cpu_ms", 5, 0, most_ms}, {"io_ms", 45, 0, most_ms}, {"rounds", 1, 1, 1000}},
       mixed},
  };
}

}  // namespace hundred::server
