#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

struct evp_md_ctx_st;

namespace hundred::server {

/// SHA-256 of bytes that come in pieces, by OpenSSL. All throw std::runtime_error if that fails.
class Sha256 {
 public:
  Sha256();
  /// @returns how many bytes that were.
  std::size_t add(std::span<const std::byte> bytes);
  /// The digest in lower-case hexadecimal; the last call.
  std::string hex();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> hash_;
};

}  // namespace hundred::server
