#include "server/endpoints/encryption.hpp"

#include <gtest/gtest.h>

#include <span>
#include <string_view>

#include "server/endpoints/sha256.hpp"

namespace hundred::server {
namespace {

/// FIPS 180-2, B.1.
TEST(Sha256, IsThatOfTheStandard) {
  constexpr std::string_view text = "abc";
  Sha256 hash;
  EXPECT_EQ(hash.add(std::as_bytes(std::span(text.substr(0, 1)))), 1U);
  hash.add(std::as_bytes(std::span(text.substr(1))));
  EXPECT_EQ(hash.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/// As of: python3 -c 'import sys; sys.stdout.buffer.write((bytes(range(256)) * 4096)[:N])' |
///   openssl enc -aes-256-ctr -iv 0 -K $(printf %02x $(seq 0 31)) | sha256sum
TEST(Encryption, IsThatOfTheCommandLine) {
  EXPECT_EQ(encrypted_sha256(16, 1), "49c402bfd4b8534387dfe96fa324db0d11a8cc96d4c55a1fe064ed0c9c24c699");
  EXPECT_EQ(encrypted_sha256(5000, 1), "9be332eda58abdc740721c4172a8cc8cacd7d5498897be9dc6515148089b783f");
  EXPECT_EQ(encrypted_sha256(1 << 20, 1), "c7b4f4b3a9c168bdf9692ece50661a60a14c443048de5127198be8bbdc551051");
}

TEST(Encryption, EachRoundIsTheSameAgain) { EXPECT_EQ(encrypted_sha256(5000, 3), encrypted_sha256(5000, 1)); }

}  // namespace
}  // namespace hundred::server
