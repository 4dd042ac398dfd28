#include <fmt/format.h>

#include <algorithm>

#include "server/endpoints/common.hpp"
#include "server/endpoints/gather.hpp"
#include "server/endpoints/registry.hpp"
#include "server/endpoints/sha256.hpp"
#include "server/runtime/unnamed_file.hpp"

namespace hundred::server {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view binary = "application/octet-stream";

Awaitable<Response> sleep(const Request& request, Context& context) {
  const std::int64_t ms = request.number("ms");
  co_await context.sleep(milliseconds(ms));
  co_return json(fmt::format(R"({{"ms":{}}})", ms));
}

/// Bytes that are known at any offset and are no run of one value: the offset's low byte plus its page, which comes
/// again after 256 pages. @returns some of those from there on
std::string_view pattern_from(std::uint64_t offset) {
  constexpr std::size_t period = std::size_t{256} << 12;
  static const std::string once = [] {
    std::string bytes(period, '\0');
    for (std::size_t at = 0; at < period; ++at) bytes[at] = static_cast<char>(at + (at >> 12));
    return bytes;
  }();
  return std::string_view(once).substr(static_cast<std::size_t>(offset % period));
}

Response download(const Request& request) {
  Response response;
  response.content_type = binary;
  response.generator = Generator{static_cast<std::uint64_t>(request.number("kb")) * kilobyte,
                                 [](std::uint64_t offset, std::span<char>) { return pattern_from(offset); }};
  return response;
}

/// Only what lies in a file takes waiting for.
Awaitable<Response> upload(const Request& request, Context& context) {
  const Body& body = request.body;
  Sha256 hash;
  std::vector<char> chunk(Body::max_in_memory);
  for (std::uint64_t at = 0; at < body.size();) {
    const auto read = [&] { return body.read(at, chunk); };
    std::size_t n = 0;
    if (body.spooled())
      n = co_await context.blocking(read);
    else
      n = read();
    at += co_await context.compute(
        Computing::c_release, [&](const Checkpoint&) { return hash.add(std::as_bytes(std::span(chunk).first(n))); });
  }
  co_return json(fmt::format(R"({{"length":{},"sha256":"{}"}})", body.size(), hash.hex()));
}

/// Puts `size` bytes into a file in `folder` and on the disk, reads it back and lets the file go, in constant memory.
/// @returns the SHA-256 of what was read
std::string write_and_read_back(const std::string& folder, std::uint64_t size) {
  std::vector<char> chunk(Body::max_in_memory);
  const auto part_size = [&](std::uint64_t at) {
    return static_cast<std::size_t>(std::min<std::uint64_t>(chunk.size(), size - at));
  };
  UnnamedFile file(folder);
  for (std::uint64_t at = 0; at < size;) {
    const std::string_view part = pattern_from(at).substr(0, part_size(at));
    file.append(part);
    at += part.size();
  }
  file.sync();
  Sha256 hash;
  for (std::uint64_t at = 0; at < size;) {
    const std::span<char> part = std::span(chunk).first(part_size(at));
    file.read(at, part);
    at += hash.add(std::as_bytes(part));
  }
  return hash.hex();
}

/// @throws HttpError if the disk is full or there is no descriptor: such is no fault of the server's.
std::string checked_round_trip(const std::string& folder, std::uint64_t size) {
  try {
    return write_and_read_back(folder, size);
  } catch (const std::system_error& error) {
    const unsigned status = status_of(error.code());
    if (status == 500) throw;
    throw HttpError(status, error.what());
  }
}

Awaitable<Response> file(const Request& request, Context& context, const std::string& folder) {
  const std::uint64_t size = static_cast<std::uint64_t>(request.number("kb")) * kilobyte;
  const std::string sha256 = co_await context.blocking([&] { return checked_round_trip(folder, size); });
  co_return json(fmt::format(R"({{"length":{},"sha256":"{}"}})", size, sha256));
}

Awaitable<Response> gather(const Request& request, Context& context) {
  const std::int64_t n = request.number("n"), ms = request.number("ms");
  const bool concurrent = request.number("how") != 0;
  const auto wait = concurrent ? wait_at_once : wait_in_turn;
  const milliseconds sum = co_await wait(context, n, milliseconds(ms));
  co_return json(fmt::format(R"({{"n":{},"ms":{},"how":"{}","sum_ms":{}}})", n, ms,
                             concurrent ? "concurrent" : "sequential", sum.count()));
}

}  // namespace

std::vector<Endpoint> io_endpoints(const std::string& data_dir) {
  return {
      {Method::get, "/io/sleep", "waits", {{"ms", 100, 0, most_ms}}, sleep},
      {Method::get,
       "/io/gather",
       "several waits, one after the other or at once, combined at the end",
       {{"n", 5, 1, 100}, {"ms", 100, 0, most_ms}, one_of("how", {"sequential", "concurrent"})},
       gather},
      {Method::get,
       "/io/file",
       "writes a file, fsyncs, reads it back, deletes it; answers with its length and SHA-256",
       {{"kb", 64, 1, most_kb}},
       [data_dir](const Request& request, Context& context) { return file(request, context, data_dir); }},
      {Method::get, "/io/download", "sends that many bytes", {{"kb", 1024, 0, most_kb}}, PlainHandler(download)},
      {Method::post, "/io/upload", "takes a body; answers with its length and SHA-256", {}, upload},
  };
}

}  // namespace hundred::server
