#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "server/endpoints/common.hpp"
#include "server/endpoints/registry.hpp"

namespace hundred::server {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t most_kb = 1'048'576;
constexpr std::uint64_t kilobyte = 1024;
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

class Sha256 {
 public:
  Sha256() { check(hash_ && EVP_DigestInit_ex(hash_.get(), EVP_sha256(), nullptr) == 1); }

  /// @returns how many bytes that were.
  std::size_t add(std::span<const char> bytes) {
    check(EVP_DigestUpdate(hash_.get(), bytes.data(), bytes.size()) == 1);
    return bytes.size();
  }
  std::string hex() {
    std::array<unsigned char, 32> digest{};
    check(EVP_DigestFinal_ex(hash_.get(), digest.data(), nullptr) == 1);
    return fmt::format("{:02x}", fmt::join(digest, ""));
  }

 private:
  static void check(bool good) {
    if (!good) throw std::runtime_error("OpenSSL cannot hash");
  }

  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash_{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

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
    at += co_await context.compute([&] { return hash.add(std::span(chunk).first(n)); });
  }
  co_return json(fmt::format(R"({{"length":{},"sha256":"{}"}})", body.size(), hash.hex()));
}

}  // namespace

std::vector<Endpoint> io_endpoints() {
  return {
      {Method::get, "/io/sleep", "waits", {{"ms", 100, 0, most_ms}}, sleep},
      {Method::get, "/io/download", "sends that many bytes", {{"kb", 1024, 0, most_kb}}, PlainHandler(download)},
      {Method::post, "/io/upload", "takes a body; answers with its length and SHA-256", {}, upload},
  };
}

}  // namespace hundred::server
