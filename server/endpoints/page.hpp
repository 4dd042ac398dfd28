#pragma once

#include <string_view>

namespace hundred::server {

/// The page for GET /, from page.html with page.css and page.js in it: it loads nothing from elsewhere. The endpoints
/// are to take the place of `endpoints_mark`.
extern const std::string_view page_template;
constexpr std::string_view endpoints_mark = "<!-- endpoints -->";

}  // namespace hundred::server
