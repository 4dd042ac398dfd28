// A client's bytes, as they come: requests, one behind the other, and what is no request. However the bytes are cut
// into pieces, they must be understood in the same way.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <random>

#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/reading.hpp"

namespace hundred::test {
namespace {

/// The names of the first fields of a text, or what might be taken for them.
std::vector<std::string> field_names(std::string_view text) {
  constexpr std::size_t most = 12;
  std::vector<std::string> names;
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos && names.size() < most;
       colon = text.find(':', colon + 1)) {
    const std::string_view before = text.substr(0, colon);
    const std::size_t line = before.find_last_of("\r\n");
    names.emplace_back(before.substr(line == std::string_view::npos ? 0 : line + 1));
  }
  return names;
}

/// Feeds a reader with pieces, whose sizes `next_size` says; each at least a byte.
void feed(Reader& reader, std::string_view input, const std::function<std::size_t()>& next_size) {
  while (!input.empty()) {
    const std::size_t size = std::min(input.size(), next_size());
    reader.feed(input.substr(0, size));
    input.remove_prefix(size);
  }
}

/// Whether the bytes of a header end within what may be held of one. If not, then how they come decides what is seen
/// first: what is wrong with them, or that they are too many.
bool header_ends(std::string_view bytes) {
  return bytes.substr(0, Reader::options().limits.header_bytes).find("\r\n\r\n") != std::string_view::npos;
}

std::string describe(const Reader& reader) {
  return fmt::format("{} requests, then {}{} at {}", reader.requests().size(),
                     reader.refusal() ? fmt::format("{}", *reader.refusal()) : "more awaited",
                     reader.in_body() ? " in the body" : "", reader.start());
}

/// Whether something of the request that begins at `start` exceeds a limit on bytes.
bool exceeds_limit(std::string_view input, const Reader& whole, std::size_t index, std::size_t start) {
  const std::size_t most = Reader::options().limits.header_bytes;
  if (index < whole.requests().size()) return whole.requests()[index].size > most;
  return whole.in_body() ? input.size() - start > most : !header_ends(input.substr(start));
}

void expect_the_same(std::string_view input, const Reader& whole, const Reader& pieces) {
  const std::string both = fmt::format("whole: {}; in pieces: {}", describe(whole), describe(pieces));
  const std::size_t count = pieces.requests().size();
  must(count <= whole.requests().size(), "pieces hold no more requests than the whole", both);
  for (std::size_t i = 0; i < count; ++i)
    must(pieces.requests()[i].same_as(whole.requests()[i]), "pieces are the same requests", both);
  if (exceeds_limit(input, whole, count, pieces.start())) return;
  must(count == whole.requests().size(), "pieces hold as many requests as the whole", both);
  must(pieces.refusal() == whole.refusal(), "pieces are refused as the whole is", both);
}

}  // namespace

void fuzz(std::string_view input) {
  const std::vector<std::string> names = field_names(input);
  Reader whole(names);
  whole.feed(input);

  Reader bytes(names);
  feed(bytes, input, [] { return std::size_t{1}; });
  expect_the_same(input, whole, bytes);

  std::minstd_rand random(static_cast<std::minstd_rand::result_type>(std::hash<std::string_view>{}(input)));
  for (const std::size_t most : {7U, 100U}) {
    Reader pieces(names);
    feed(pieces, input, [&] { return 1 + random() % most; });
    expect_the_same(input, whole, pieces);
  }
}

}  // namespace hundred::test
