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
    query.push_back(escaped(fmt::format("{}={}", parameter.name, parameter.default_text())));
  return fmt::format(R"(<a href="{0}{1}{2}">{0}</a>)", path, query.empty() ? "" : "?", fmt::join(query, "&amp;"));
}

std::string field(const Parameter& parameter) {
  const std::string name = escaped(parameter.name);
  switch (parameter.kind) {
    case Parameter::Kind::number:
      return fmt::format(R"(<input type="number" name="{}" value="{}" min="{}" max="{}" required>)", name,
                         parameter.fallback, parameter.least, parameter.most);
    case Parameter::Kind::word: {
      std::string options;
      for (const std::string_view word : parameter.words) options += fmt::format("<option>{}</option>", escaped(word));
      return fmt::format(R"(<select name="{}">{}</select>)", name, options);
    }
    case Parameter::Kind::text:
      return fmt::format(R"(<input name="{}" value="{}" maxlength="{}" required>)", name, escaped(parameter.text),
                         parameter.most);
  }
  return {};
}

std::string inputs(const Endpoint& endpoint) {
  std::string out;
  for (const Parameter& parameter : endpoint.parameters) {
    const std::string range = parameter.kind == Parameter::Kind::number
                                  ? fmt::format("<small>{} to {}</small>", parameter.least, parameter.most)
                                  : "";
    out += fmt::format("<label>{} {}{}</label>", escaped(parameter.name), field(parameter), range);
  }
  if (endpoint.method == Method::post && endpoint.parameters.empty())
    out += R"(<label>body <textarea name="body" rows="1">hello</textarea></label>)";
  return out;
}

nlohmann::ordered_json as_json(const Parameter& parameter) {
  switch (parameter.kind) {
    case Parameter::Kind::number:
      return {
          {"name", parameter.name}, {"default", parameter.fallback}, {"min", parameter.least}, {"max", parameter.most}};
    case Parameter::Kind::word:
      return {{"name", parameter.name}, {"default", parameter.default_text()}, {"one_of", parameter.words}};
    case Parameter::Kind::text:
      return {{"name", parameter.name}, {"default", parameter.text}, {"max_length", parameter.most}};
  }
  return {};
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
    for (const Parameter& parameter : endpoint.parameters) parameters.push_back(as_json(parameter));
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
