#pragma once

#include <string>
#include <utility>
#include <vector>

#include "client/load.hpp"
#include "common/option_table.hpp"

namespace hundred::loadtest {

/// What is asked, beside the URL.
struct RequestOptions {
  std::string method;  ///< empty: GET, or POST if there is a body
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// The rows of the option table. They refer to `options`, which must outlive them.
std::vector<Option> request_rows(RequestOptions& options);

client::RequestForm request_form(const RequestOptions& options);

}  // namespace hundred::loadtest
