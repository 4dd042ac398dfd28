#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "client/url.hpp"

namespace hundred::client {

/// What is asked: a request's bytes, built once. Thread safety: may be read by any number of threads.
class RequestSource {
 public:
  explicit RequestSource(const Url& url)
      : bytes_(fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: hundred-load/{}\r\nAccept: */*\r\n\r\n",
                           url.target, url.authority(), HUNDRED_VERSION)) {}

  std::string_view next() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace hundred::client
