#include "loadtest/report/html.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "loadtest/report/comparison_text.hpp"
#include "loadtest/report/html_assets.hpp"
#include "loadtest/report/html_data.hpp"
#include "loadtest/report/sweep_json.hpp"
#include "loadtest/report/sweep_text.hpp"
#include "loadtest/report/text.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;
using Replacements = std::vector<std::pair<char, std::string_view>>;

std::string escaped(std::string_view text, const Replacements& replacements) {
  std::string out;
  for (const char c : text) {
    std::string_view as(&c, 1);
    for (const auto& [from, to] : replacements)
      if (c == from) as = to;
    out += as;
  }
  return out;
}

/// JSON that can stand in a script element: without '<' it neither ends that nor begins a comment. Bytes that are not
/// UTF-8 become U+FFFD.
std::string data_text(const Json& json) {
  return escaped(json.dump(-1, ' ', false, Json::error_handler_t::replace), {{'<', "\\u003c"}});
}

/// Text that can stand in an element, in UTF-8.
std::string markup_text(const std::string& text) {
  const std::string valid = Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace));
  return escaped(valid, {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}});
}

std::string page(const std::string& title, const std::string& text, const Json& data) {
  const std::string markup_title = markup_text(title), markup = markup_text(text), json = data_text(data);
  const std::vector<std::pair<std::string_view, std::string_view>> parts{
      {"@TITLE@", markup_title}, {"@STYLE@", html_assets.style},    {"@TEXT@", markup}, {"@CHART@", html_assets.chart},
      {"@DATA@", json},          {"@SCRIPTS@", html_assets.scripts}};
  std::string_view rest = html_assets.page;
  std::string out;
  for (const auto& [name, value] : parts) {
    const std::size_t at = rest.find(name);
    out.append(rest.substr(0, at)).append(value);
    rest.remove_prefix(at + name.size());
  }
  return out.append(rest);
}

}  // namespace

std::string to_html(const Report& r) {
  const std::string title = r.mode.empty() ? r.url : fmt::format("{} {}", r.mode, r.endpoint);
  return page(title + " - hundred-load", to_text(r, Style(false)), drawn(r));
}

std::string to_html(const Comparison& comparison) {
  return page("All modes side by side - hundred-load", to_text(comparison, Style(false)), drawn(comparison));
}

std::string to_html(const Sweep& sweep) {
  return page(fmt::format("{} swept - hundred-load", sweep.endpoint), to_text(sweep, Style(false)), to_json(sweep));
}

}  // namespace hundred::loadtest
