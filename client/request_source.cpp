#include "client/request_source.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <array>

namespace hundred::client {
namespace {

constexpr std::string_view id_field = "X-Request-Id: ";
constexpr std::size_t digits = 8;

/// First of all fields, so that it is in the first segment that the kernel takes.
std::string head_of(const Load& load, const Url& url) {
  std::string head = fmt::format("{} {} HTTP/1.1\r\n", load.form.method, url.target);
  if (load.run_id) head += fmt::format("{}{}\r\n", id_field, request_id(*load.run_id, 0));
  return head;
}

std::string bytes_of(const Load& load, const Url& url) {
  const RequestForm& form = load.form;
  std::string bytes = head_of(load, url);
  const std::array<std::pair<std::string, std::string>, 3> usual{
      {{"Host", url.authority()}, {"User-Agent", "hundred-load/" HUNDRED_VERSION}, {"Accept", "*/*"}}};
  const auto add = [&](const auto& header) { bytes += fmt::format("{}: {}\r\n", header.first, header.second); };
  for (const auto& header : usual)
    if (std::none_of(form.headers.begin(), form.headers.end(),
                     [&](const auto& own) { return strcasecmp(own.first.c_str(), header.first.c_str()) == 0; }))
      add(header);
  std::for_each(form.headers.begin(), form.headers.end(), add);
  const bool may_lack_length = form.method == "GET" || form.method == "HEAD";
  if (!form.body.empty() || !may_lack_length) add(std::pair("Content-Length", form.body.size()));
  if (!load.keep_alive) add(std::pair("Connection", "close"));
  return bytes + "\r\n" + form.body;
}

}  // namespace

std::string request_id(std::uint32_t run, std::uint32_t number) { return fmt::format("{:08x}{:08x}", run, number); }

RequestSource::RequestSource(const Load& load, std::size_t first) : next_(first % load.urls.size()) {
  for (const Url& url : load.urls) {
    Request& request =
        requests_.emplace_back(Request{bytes_of(load, url), static_cast<std::uint16_t>(requests_.size())});
    if (load.run_id) request.id_at = head_of(load, url).size() - std::string_view("\r\n").size() - digits;
  }
}

void RequestSource::mark(const Request& request, std::uint32_t number) {
  if (request.id_at == std::string::npos) return;
  constexpr std::string_view hexadecimal = "0123456789abcdef";
  std::string& bytes = requests_[request.url].bytes;
  for (std::size_t digit = digits; digit-- > 0; number >>= 4U) bytes[request.id_at + digit] = hexadecimal[number & 15U];
}

}  // namespace hundred::client
