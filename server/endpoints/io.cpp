#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

#include "server/endpoints/registry.hpp"

namespace hundred::server {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t most_ms = 60'000, most_kb = 1'048'576;
constexpr std::uint64_t kilobyte = 1024;
constexpr std::string_view binary = "application/octet-stream";

Awaitable<Response> sleep(const Request& request, Context& context) {
  const std::int64_t ms = request.number("ms");
  co_await context.sleep(milliseconds(ms));
  Response response;
  response.body = fmt::format(R"({{"ms":{}}})", ms);
  co_return response;
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

std::string sha256_of(const Body& body) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  bool good = hash && EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr) == 1;
  std::vector<char> chunk(Body::max_in_memory);
  for (std::uint64_t at = 0; good && at < body.size();) {
    const std::size_t n = body.read(at, chunk);
    good = EVP_DigestUpdate(hash.get(), chunk.data(), n) == 1;
    at += n;
  }
  std::array<unsigned char, 32> digest{};
  if (!good || EVP_DigestFinal_ex(hash.get(), digest.data(), nullptr) != 1)
    throw std::runtime_error("OpenSSL cannot hash");
  std::string hex;
  for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
  return hex;
}

Awaitable<Response> upload(const Request& request, Context& context) {
  const std::string sha256 = co_await context.blocking([&request] { return sha256_of(request.body); });
  Response response;
  response.body = fmt::format(R"({{"length":{},"sha256":"{}"}})", request.body.size(), sha256);
  co_return response;
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
