#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/fuzz/fuzz.hpp"

namespace hundred::test {

void must(bool holds, std::string_view rule, std::string_view detail) {
  if (holds) return;
  std::string printable;
  for (const char c : detail) {
    const auto byte = static_cast<unsigned char>(c);
    printable += byte < ' ' || byte > '~' ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  fmt::print(stderr, "does not hold: {}{}{}\n", rule, detail.empty() ? "" : ": ", printable);
  std::abort();
}

}  // namespace hundred::test

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hundred::test::fuzz({reinterpret_cast<const char*>(data), size});
  return 0;
}
