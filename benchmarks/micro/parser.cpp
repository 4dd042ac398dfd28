// What parsing a request costs.
#include "server/http/parser.hpp"

#include <benchmark/benchmark.h>

#include <string_view>

#include "server/http/plain_request.hpp"

namespace hundred::server {
namespace {

/// As wrk asks.
constexpr std::string_view plain = "GET /ping HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n";
/// As a browser does: ten fields, 500 bytes.
constexpr std::string_view browser =
    "GET /ping HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8\r\n"
    "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br\r\nConnection: keep-alive\r\n"
    "Cookie: session=0123456789abcdef; theme=dark\r\nUpgrade-Insecure-Requests: 1\r\n"
    "Sec-Fetch-Dest: document\r\nSec-Fetch-Mode: navigate\r\n\r\n";
constexpr std::string_view query = "GET /mixed?cpu_ms=5&io_ms=45&rounds=3 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n";
constexpr std::string_view chunked =
    "POST /echo HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nTransfer-Encoding: chunked\r\n\r\n"
    "5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n";

FrontEndOptions roomy() {
  FrontEndOptions options{};
  options.limits.header_bytes = options.limits.target_bytes = options.limits.body_bytes = 64 * 1024;
  return options;
}

void parse(benchmark::State& state, std::string_view text) {
  const FrontEndOptions options = roomy();
  Request request;
  for (auto _ : state) {
    RequestParser parser(request, options);
    benchmark::DoNotOptimize(parser.parse(text));
    if (!parser.done()) return state.SkipWithError("it is refused");
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

/// As a connection reads what comes whole.
void take(benchmark::State& state, std::string_view text) {
  const FrontEndOptions options = roomy();
  Request request;
  for (auto _ : state) {
    if (take_plain_request(text, request, options.limits) == 0) return state.SkipWithError("it is not plain");
    request.clear();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

BENCHMARK_CAPTURE(take, plain, plain);
BENCHMARK_CAPTURE(take, browser, browser);
BENCHMARK_CAPTURE(parse, plain, plain);
BENCHMARK_CAPTURE(parse, browser, browser);
BENCHMARK_CAPTURE(parse, query, query);
BENCHMARK_CAPTURE(parse, chunked, chunked);

}  // namespace
}  // namespace hundred::server
