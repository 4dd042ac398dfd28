#include "server/http/response.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <cstring>

#include "server/http/date.hpp"

namespace hundred::server {
namespace {

// Headers are written by hand, into memory that has room for all of it: at a fourth of what formatting costs.

template <std::size_t size>
char* put(char* at, const char (&text)[size]) {
  std::memcpy(at, text, size - 1);
  return at + size - 1;
}

char* put(char* at, std::string_view text) {
  std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

/// Nearly always one digit or two: no way to a library's function, then.
char* put_number(char* at, std::uint64_t number) {
  constexpr std::size_t most_digits = 20;
  if (number >= 100) return std::to_chars(at, at + most_digits, number).ptr;
  const auto tens = static_cast<std::uint32_t>(number) / 10;
  *at = static_cast<char>('0' + tens);
  if (tens > 0) ++at;
  *at = static_cast<char>('0' + static_cast<std::uint32_t>(number) - tens * 10);
  return at + 1;
}

/// The digits of two numbers below 10,000, one in each half of a register: four each, those of the lower half first,
/// the first character lowest.
std::uint64_t eight_digits(std::uint64_t numbers) {
  static_assert(std::endian::native == std::endian::little);
  const std::uint64_t upper = numbers * 5243 >> 19 & 0x0000007f0000007f;  // of four digits that is a hundredth,
  const std::uint64_t pairs = upper | (numbers - upper * 100) << 16;
  const std::uint64_t tens = pairs * 103 >> 10 & 0x000f000f000f000f;  // and of two digits that is a tenth
  return 0x3030303030303030 | tens | (pairs - tens * 10) << 8;
}

/// "1.234" of "1234".
char* put_with_point(char* at, std::uint32_t digits) {
  const std::uint32_t rest = (digits & ~std::uint32_t{0xff}) | '.';
  *at = static_cast<char>(digits);
  std::memcpy(at + 1, &rest, sizeof rest);
  return at + 5;
}

/// Times are told in milliseconds with three decimals: these are shorter than ten.
bool is_short(Nanoseconds rounded) { return static_cast<std::uint64_t>(rounded.count()) < 10'000'000; }

constexpr Nanoseconds half_a_microsecond{500};  // to round

std::uint32_t microseconds(Nanoseconds rounded) { return static_cast<std::uint32_t>(rounded.count()) / 1000; }

/// Of whatever length.
char* put_milliseconds(char* at, Nanoseconds duration) {
  constexpr std::chrono::milliseconds ten{10};
  Nanoseconds rounded = std::max(duration, Nanoseconds::zero()) + half_a_microsecond;
  if (!is_short(rounded)) {
    at = put_number(at, static_cast<std::uint64_t>(rounded / ten));
    rounded %= ten;
  }
  return put_with_point(at, static_cast<std::uint32_t>(eight_digits(microseconds(rounded))));
}

constexpr char short_times[] =
    "Server-Timing: queue;dur=0.000, gil;dur=0.000, pool;dur=0.000, cpu;dur=0.000, wait;dur=0.000, "
    "ready;dur=0.000, handler;dur=0.000, worker;desc=\"";

consteval std::size_t behind(std::string_view name) { return std::string_view(short_times).find(name) + name.size(); }

/// Of an answer that came soon, from a handler that was ready all the time. Both times are rounded and short.
char* put_short_times(char* at, Nanoseconds queue, Nanoseconds handler) {
  const std::uint64_t digits = eight_digits(microseconds(queue) | std::uint64_t{microseconds(handler)} << 32);
  char* const end = put(at, short_times);
  put_with_point(at + behind("queue;dur="), static_cast<std::uint32_t>(digits));
  put_with_point(at + behind("ready;dur="), static_cast<std::uint32_t>(digits >> 32));
  put_with_point(at + behind("handler;dur="), static_cast<std::uint32_t>(digits >> 32));
  return end;
}

char* put_times(char* at, const Stamps& stamps) {
  const Nanoseconds known = stamps.gil + stamps.pool + stamps.cpu + stamps.wait;
  const Nanoseconds queue = stamps.queue() + half_a_microsecond, handler = stamps.handler() + half_a_microsecond;
  if (known == Nanoseconds::zero() && is_short(queue) && is_short(handler)) [[likely]]
    return put_short_times(at, queue, handler);
  at = put_milliseconds(put(at, "Server-Timing: queue;dur="), stamps.queue());
  at = put_milliseconds(put(at, ", gil;dur="), stamps.gil);
  at = put_milliseconds(put(at, ", pool;dur="), stamps.pool);
  at = put_milliseconds(put(at, ", cpu;dur="), stamps.cpu);
  at = put_milliseconds(put(at, ", wait;dur="), stamps.wait);
  at = put_milliseconds(put(at, ", ready;dur="), stamps.ready());
  at = put_milliseconds(put(at, ", handler;dur="), stamps.handler());
  return put(at, ", worker;desc=\"");
}

char* put_server_timing(char* at, const Stamps& stamps) {
  at = put_times(at, stamps);
  *at++ = stamps.worker.kind;
  return put(put_number(at, stamps.worker.index), "\"\r\n");
}

/// The standard phrase for a status code, such as "Not Found".
std::string_view reason_phrase(unsigned status) {
  const auto phrase = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
  return {phrase.data(), phrase.size()};
}

char* put_status(char* at, unsigned status) {
  if (status == 200) [[likely]]
    return put(at, "HTTP/1.1 200 OK\r\n");
  at = put_number(put(at, "HTTP/1.1 "), status);
  return put(put(put(at, " "), reason_phrase(status)), "\r\n");
}

std::size_t most_header_bytes(const Response& response) {
  std::size_t bytes = 1024;  // status, date and length take 200 at most, the times 400
  bytes += response.content_type.size();
  for (const auto& [name, value] : response.headers)
    bytes += name.size() + value.size() + std::string_view(": \r\n").size();
  return bytes;
}

}  // namespace

char* WrittenResponse::room_for(std::size_t bytes) {
  if (bytes <= usual_.size()) [[likely]]
    return usual_.data();
  larger_ = std::make_unique_for_overwrite<char[]>(bytes);
  return larger_.get();
}

// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): nothing is read that was not written
WrittenResponse::WrittenResponse(const Response& response, Stamps& stamps, Framing framing) {
  const bool ended = stamps.end != TimePoint();
  std::string_view body = response.body;
  if (!framing.with_body || response.generator) [[unlikely]]
    body.remove_suffix(body.size());
  char* const begin = room_for(most_header_bytes(response) + body.size());
  char* at = put_status(begin, response.status);
  at = put(put_date(put(at, "Server: hundred\r\nDate: "), ended ? stamps.end : Clock::now()), "\r\n");
  if (may_have_body(response.status)) [[likely]] {
    at = put(put(at, "Content-Type: "), response.content_type);
    at = put(put_number(put(at, "\r\nContent-Length: "), response.size()), "\r\n");
  }
  if (!framing.keep_alive) [[unlikely]]
    at = put(at, "Connection: close\r\n");
  else if (framing.http_1_0)
    at = put(at, "Connection: keep-alive\r\n");
  for (const auto& [name, value] : response.headers) at = put(put(put(put(at, name), ": "), value), "\r\n");
  if (!ended) stamps.end = Clock::now();
  if (framing.server_timing) at = put_server_timing(at, stamps);
  at = put(put(at, "\r\n"), body);
  bytes_ = {begin, at};
}

}  // namespace hundred::server
