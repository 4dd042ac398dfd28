#include "server/endpoints/encryption.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>
#include <span>
#include <stdexcept>

#include "server/endpoints/sha256.hpp"

namespace hundred::server {
namespace {

/// Some microseconds' work, and a multiple of the plaintext's period.
using Piece = std::array<unsigned char, 4096>;

class Aes256Ctr {
 public:
  Aes256Ctr() {
    std::array<unsigned char, 32> key{};
    std::iota(key.begin(), key.end(), static_cast<unsigned char>(0));
    const std::array<unsigned char, 16> counter{};
    check(cipher_ && EVP_EncryptInit_ex(cipher_.get(), EVP_aes_256_ctr(), nullptr, key.data(), counter.data()) == 1);
  }

  /// @param out  has room for as many bytes
  void encrypt(std::span<const unsigned char> plain, unsigned char* out) {
    int written = 0;
    check(EVP_EncryptUpdate(cipher_.get(), out, &written, plain.data(), static_cast<int>(plain.size())) == 1);
  }

 private:
  static void check(bool good) {
    if (!good) throw std::runtime_error("OpenSSL cannot encrypt");
  }

  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> cipher_{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
};

std::string encrypt_once(std::uint64_t bytes, const Piece& plain, const Checkpoint& look) {
  Aes256Ctr cipher;
  Sha256 hash;
  Piece encrypted;
  for (std::uint64_t left = bytes; left > 0; look()) {
    const std::size_t size = std::min<std::uint64_t>(left, plain.size());
    cipher.encrypt(std::span(plain).first(size), encrypted.data());
    left -= hash.add(std::as_bytes(std::span(encrypted).first(size)));
  }
  return hash.hex();
}

}  // namespace

std::string encrypted_sha256(std::uint64_t bytes, std::uint64_t rounds, const Checkpoint& look) {
  Piece plain;
  std::iota(plain.begin(), plain.end(), static_cast<unsigned char>(0));
  std::string sha256;
  for (std::uint64_t round = 0; round < rounds; ++round) sha256 = encrypt_once(bytes, plain, look);
  return sha256;
}

}  // namespace hundred::server
