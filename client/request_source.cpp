#include "client/request_source.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <array>

namespace hundred::client {
namespace {

std::string bytes_of(const Load& load, const Url& url) {
  const RequestForm& form = load.form;
  std::string bytes = fmt::format("{} {} HTTP/1.1\r\n", form.method, url.target);
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

RequestSource::RequestSource(const Load& load, std::size_t first) : next_(first % load.urls.size()) {
  for (const Url& url : load.urls)
    requests_.push_back({bytes_of(load, url), static_cast<std::uint16_t>(requests_.size())});
}

}  // namespace hundred::client
