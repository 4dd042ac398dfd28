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

/// Bytes that can be made at any offset and are no run of one value: the offset's low byte plus its page.
std::size_t fill_pattern(std::uint64_t offset, std::span<char> out) {
  for (char& byte : out) {
    byte = static_cast<char>(offset + (offset >> 12));
    ++offset;
  }
  return out.size();
}

Response download(const Request& request) {
  Response response;
  response.content_type = binary;
  response.generator = Generator{static_cast<std::uint64_t>(request.number("kb")) * kilobyte, fill_pattern};
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

/// Puts what `content` makes into a file in `folder` and on the disk, reads it back and lets the file go, in constant
/// memory. @returns the SHA-256 of what was read
std::string write_and_read_back(const std::string& folder, const Generator& content) {
  std::vector<char> chunk(Body::max_in_memory);
  const auto next = [&](std::uint64_t at) {
    return std::span(chunk).first(static_cast<std::size_t>(std::min<std::uint64_t>(chunk.size(), content.size - at)));
  };
  UnnamedFile file(folder);
  for (std::uint64_t at = 0; at < content.size;) {
    const std::span<char> part = next(at);
    at += content.fill(at, part);
    file.append({part.data(), part.size()});
  }
  file.sync();
  Sha256 hash;
  for (std::uint64_t at = 0; at < content.size;) {
    const std::span<char> part = next(at);
    file.read(at, part);
    at += hash.add(std::as_bytes(part));
  }
  return hash.hex();
}

/// @throws HttpError if the disk is full or there is no descriptor: such is no fault of the server's.
std::string checked_round_trip(const std::string& folder, const Generator& content) {
  try {
    return write_and_read_back(folder, content);
  } catch (const std::system_error& error) {
    const unsigned status = status_of(error.code());
    if (status == 500) throw;
    throw HttpError(status, error.what());
  }
}

Awaitable<Response> file(const Request& request, Context& context, const std::string& folder) {
  const Generator content{static_cast<std::uint64_t>(request.number("kb")) * kilobyte, fill_pattern};
  const std::string sha256 = co_await context.blocking([&] { return checked_round_trip(folder, content); });
  co_return json(fmt::format(R"({{"length":{},"sha256":"{}"}})", content.size, sha256));
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
