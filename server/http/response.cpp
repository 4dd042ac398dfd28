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

/// Four digits with a point behind the first, and three bytes more. Two digits are made at a time, in one register.
char* put_thousandths(char* at, std::uint32_t thousandths) {
  static_assert(std::endian::native == std::endian::little);
  const std::uint32_t upper = thousandths / 100, pairs = upper | (thousandths - upper * 100) << 16;
  const std::uint32_t tens = pairs * 103 >> 10 & 0x000f000f;  // of two digits 103 / 1024 is near enough to a tenth
  const std::uint32_t digits = 0x30303030 | tens | (pairs - tens * 10) << 8;
  const std::uint64_t text = (digits & 0xff) | '.' << 8 | std::uint64_t{digits >> 8} << 16;
  std::memcpy(at, &text, sizeof text);
  return at + 5;
}

/// Milliseconds with three decimals.
char* put_milliseconds(char* at, Nanoseconds duration) {
  constexpr std::uint64_t four_digits = 10'000'000;
  auto nanoseconds = static_cast<std::uint64_t>(std::max(duration, Nanoseconds::zero()).count() + 500);
  if (nanoseconds >= four_digits) {
    at = put_number(at, nanoseconds / four_digits);
    nanoseconds %= four_digits;
  }
  return put_thousandths(at, static_cast<std::uint32_t>(nanoseconds) / 1000);
}

/// Of a handler that just answered: it was ready all the time.
char* put_handler_time(char* at, Nanoseconds handler) {
  constexpr std::size_t longest = 24;
  std::array<char, longest> time;  // NOLINT(cppcoreguidelines-pro-type-member-init): nothing is read unwritten
  const auto size = put_milliseconds(time.data(), handler) - time.data();
  at = put(at, ", gil;dur=0.000, pool;dur=0.000, cpu;dur=0.000, wait;dur=0.000, ready;dur=");
  std::memcpy(at, time.data(), longest);
  at = put(at + size, ", handler;dur=");
  std::memcpy(at, time.data(), longest);
  return at + size;
}

char* put_handler_times(char* at, const Stamps& stamps) {
  const Nanoseconds known = stamps.gil + stamps.pool + stamps.cpu + stamps.wait;
  if (known == Nanoseconds::zero()) [[likely]]
    return put_handler_time(at, stamps.handler());
  at = put_milliseconds(put(at, ", gil;dur="), stamps.gil);
  at = put_milliseconds(put(at, ", pool;dur="), stamps.pool);
  at = put_milliseconds(put(at, ", cpu;dur="), stamps.cpu);
  at = put_milliseconds(put(at, ", wait;dur="), stamps.wait);
  at = put_milliseconds(put(at, ", ready;dur="), stamps.ready());
  return put_milliseconds(put(at, ", handler;dur="), stamps.handler());
}

char* put_server_timing(char* at, const Stamps& stamps) {
  at = put_milliseconds(put(at, "Server-Timing: queue;dur="), stamps.queue());
  at = put(put_handler_times(at, stamps), ", worker;desc=\"");
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
