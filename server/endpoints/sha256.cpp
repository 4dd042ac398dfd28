#include "server/endpoints/sha256.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace hundred::server {
namespace {

void check(bool good) {
  if (!good) throw std::runtime_error("OpenSSL cannot hash");
}

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : hash_(EVP_MD_CTX_new()) {
  check(hash_ && EVP_DigestInit_ex(hash_.get(), EVP_sha256(), nullptr) == 1);
}

std::size_t Sha256::add(std::span<const std::byte> bytes) {
  check(EVP_DigestUpdate(hash_.get(), bytes.data(), bytes.size()) == 1);
  return bytes.size();
}

std::string Sha256::hex() {
  std::array<unsigned char, 32> digest{};
  check(EVP_DigestFinal_ex(hash_.get(), digest.data(), nullptr) == 1);
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

}  // namespace hundred::server
