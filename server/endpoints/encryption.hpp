#pragma once

#include <cstdint>
#include <string>

#include "server/runtime/context.hpp"

namespace hundred::server {

/// Encrypts `bytes` bytes by AES-256-CTR and hashes the ciphertext, the same `rounds` times, in constant memory. The
/// plaintext is 0, 1 … 255, 0, 1 …; the key 0, 1 … 31; the counter begins at 0. Looks at the checkpoint between pieces
/// of some microseconds.
/// @param rounds  > 0. @returns the ciphertext's SHA-256, in hexadecimal. @throws std::runtime_error if OpenSSL fails
std::string encrypted_sha256(std::uint64_t bytes, std::uint64_t rounds, const Checkpoint& look = {});

}  // namespace hundred::server
