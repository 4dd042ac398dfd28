#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "server/endpoints/page.hpp"
#include "server/endpoints/registry.hpp"

namespace hundred::server {
namespace {

std::string_view method_name(const Endpoint& endpoint) { return endpoint.method == Method::get ? "GET" : "POST"; }

/// As it can stand in HTML, in an attribute too.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// The path, for GET as a link that asks with the defaults.
std::string heading(const Endpoint& endpoint) {
  std::string path = escaped(endpoint.path);
  if (endpoint.method != Method::get) return path;
  std::vector<std::string> query;
  for (const Parameter& parameter : endpoint.parameters)
    query.push_back(escaped(fmt::format("{}={}", parameter.name, parameter.fallback)));
  return fmt::format(R"(<a href="{0}{1}{2}">{0}</a>)", path, query.empty() ? "" : "?", fmt::join(query, "&amp;"));
}

std::string inputs(const Endpoint& endpoint) {
  std::string out;
  for (const Parameter& parameter : endpoint.parameters)
    out += fmt::format(R"(<label>{0} <input type="number" name="{0}" value="{1}" min="{2}" max="{3}" required>)"
                       "<small>{2} to {3}</small></label>",
                       escaped(parameter.name), parameter.fallback, parameter.least, parameter.most);
  if (endpoint.method == Method::post) out += R"(<label>body <textarea name="body" rows="1">hello</textarea></label>)";
  return out;
}

/// Works without JavaScript too.
std::string form(const Endpoint& endpoint) {
  const bool get = endpoint.method == Method::get;
  return fmt::format(R"(<form method="{}" action="{}"{}>
<h2><span>{}</span>{}</h2><p>{}</p>
<div class="inputs">{}</div>
<button aria-label="Ask {} {}">Ask</button>
<div class="answer" role="status"></div>
</form>
)",
                     get ? "get" : "post", escaped(endpoint.path), get ? "" : R"( enctype="text/plain")",
                     method_name(endpoint), heading(endpoint), escaped(endpoint.summary), inputs(endpoint),
                     method_name(endpoint), escaped(endpoint.path));
}

}  // namespace

std::string list_as_json(std::span<const Endpoint> endpoints) {
  auto list = nlohmann::ordered_json::array();
  for (const Endpoint& endpoint : endpoints) {
    auto parameters = nlohmann::ordered_json::array();
    for (const Parameter& parameter : endpoint.parameters)
      parameters.push_back({{"name", parameter.name},
                            {"default", parameter.fallback},
                            {"min", parameter.least},
                            {"max", parameter.most}});
    list.push_back({{"method", method_name(endpoint)},
                    {"path", endpoint.path},
                    {"work", endpoint.summary},
                    {"parameters", parameters}});
  }
  return nlohmann::ordered_json{{"endpoints", list}}.dump();
}

std::string list_as_html(std::span<const Endpoint> endpoints) {
  std::string forms;
  for (const Endpoint& endpoint : endpoints) forms += form(endpoint);
  std::string page(page_template);
  return page.replace(page.find(endpoints_mark), endpoints_mark.size(), forms);
}

}  // namespace hundred::server
