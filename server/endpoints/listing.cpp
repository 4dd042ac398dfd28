#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "server/endpoints/registry.hpp"

namespace hundred::server {
namespace {

std::string_view method_name(const Endpoint& endpoint) { return endpoint.method == Method::get ? "GET" : "POST"; }

std::string example(const Endpoint& endpoint) {
  std::vector<std::string> query;
  for (const Parameter& parameter : endpoint.parameters)
    query.push_back(fmt::format("{}={}", parameter.name, parameter.fallback));
  return fmt::format("{}{}{}", endpoint.path, query.empty() ? "" : "?", fmt::join(query, "&amp;"));
}

std::string table_row(const Endpoint& endpoint) {
  std::vector<std::string> ranges;
  for (const Parameter& parameter : endpoint.parameters)
    ranges.push_back(fmt::format("{}: {} to {}", parameter.name, parameter.least, parameter.most));
  const std::string link =
      endpoint.method == Method::get ? fmt::format("<a href=\"{0}\">{0}</a>", example(endpoint)) : example(endpoint);
  return fmt::format("<tr><td>{}<td><code>{}</code><td>{}<td>{}\n", method_name(endpoint), link, endpoint.summary,
                     fmt::join(ranges, "<br>"));
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
  std::string page =
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
      "<title>Hundred</title><style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui;margin:2rem auto;"
      "max-width:70rem;padding:0 1rem}td,th{padding:.2rem 1rem .2rem 0;text-align:left;vertical-align:top}</style>"
      "<h1>Hundred</h1><p>What happens when a hundred users hit the same endpoint? Pick one.</p>\n"
      "<table><tr><th>Method<th>Endpoint, with its defaults<th>Work<th>Ranges\n";
  for (const Endpoint& endpoint : endpoints) page += table_row(endpoint);
  return page + "</table></html>\n";
}

}  // namespace hundred::server
