#pragma once

#include <array>
#include <string_view>

namespace hundred::server {

enum CharacterKind : unsigned char { token_character = 1, plain_host_character = 2 };

/// What each character may be part of. One table for all kinds, as every request looks things up in it.
inline constexpr auto character_kinds = [] {
  constexpr std::string_view letters_and_digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::array<unsigned char, 256> kinds{};
  const auto add = [&](CharacterKind kind, std::string_view characters) {
    for (const char c : characters) kinds[static_cast<unsigned char>(c)] |= kind;
    for (const char c : letters_and_digits) kinds[static_cast<unsigned char>(c)] |= kind;
  };
  add(token_character, "!#$%&'*+-.^_`|~");
  add(plain_host_character, "-._");
  return kinds;
}();

/// RFC 9110, 5.6.2: whether names of fields may have it.
inline bool is_token(char c) { return (character_kinds[static_cast<unsigned char>(c)] & token_character) != 0; }

/// Whether a host that is a name or an IPv4 address may have it.
inline bool is_plain_host(char c) {
  return (character_kinds[static_cast<unsigned char>(c)] & plain_host_character) != 0;
}

}  // namespace hundred::server
