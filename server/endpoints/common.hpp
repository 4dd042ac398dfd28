#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "server/runtime/message.hpp"

namespace hundred::server {

// What several groups of endpoints use.

/// The longest that a request may ask to wait or to compute, in milliseconds.
constexpr std::int64_t most_ms = 60'000;
/// The most that it may ask to send, to keep or to encrypt, in units of 1024 bytes.
constexpr std::int64_t most_kb = 1'048'576;
constexpr std::uint64_t kilobyte = 1024;

/// An answer with a body that is JSON already.
inline Response json(std::string body, unsigned status = 200) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

}  // namespace hundred::server
