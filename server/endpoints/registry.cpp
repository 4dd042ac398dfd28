#include "server/endpoints/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cstdlib>

namespace hundred::server {
namespace {

/// The target in its parts; both forms that a server must take (RFC 9112, 3.2): /path?query and http://host/path?query.
boost::urls::url_view parse_target(std::string_view target) {
  if (target.starts_with('/')) {
    const auto parsed = boost::urls::parse_origin_form(target);
    if (parsed) return *parsed;
  } else {
    const auto parsed = boost::urls::parse_absolute_uri(target);
    if (parsed && parsed->scheme_id() == boost::urls::scheme::http && !parsed->encoded_host().empty() &&
        !parsed->has_userinfo())
      return *parsed;
  }
  throw HttpError(400,
                  "the request target is neither a path nor an http URL, with or without a query; or it has a "
                  "character or a percent-escape that is not allowed");
}

/// Tells most paths apart. @param places  of the table
std::size_t place_of(std::string_view path, std::size_t places) {
  constexpr std::size_t apart = 11;
  return (path.size() * apart + static_cast<unsigned char>(path.back())) % places;
}

// Of texts as short as these two a loop is quicker than the C library's functions: a request that comes alone would
// wait for their code, and their addresses, too.

bool needs_parsing(std::string_view target) {
  return !target.starts_with('/') || std::ranges::any_of(target, [](char c) { return c == '?' || c == '%'; });
}

bool is_same(std::string_view path, std::string_view other) {
  return std::ranges::equal(path, other, [](char a, char b) { return a == b; });
}

/// @throws HttpError 400 if it says something else decoded than as it stands.
std::string decoded_path(const boost::urls::url_view& target) {
  std::string path = target.path();
  const auto as_sent = target.encoded_path();
  if (path.find('\0') != std::string::npos ||
      std::count(path.begin(), path.end(), '/') != std::count(as_sent.begin(), as_sent.end(), '/'))
    throw HttpError(400, "the path has an escaped slash or NUL");
  return path.empty() ? "/" : path;
}

/// The methods of a path, or of all for "*", as the Allow field lists them.
std::string allowed_methods(std::span<const Endpoint> rows, std::string_view path) {
  bool get = false, post = false;
  for (const Endpoint& row : rows)
    if (path == "*" || row.path == path) (row.method == Method::get ? get : post) = true;
  return fmt::format("{}{}OPTIONS", get ? "GET, HEAD, " : "", post ? "POST, " : "");
}

bool answers(const Endpoint& endpoint, Method method) {
  return endpoint.method == method || (endpoint.method == Method::get && method == Method::head);
}

/// How much a client wants a media type, by the weight it names it with (RFC 9110, 12.5.1); 0 if it does not name it.
double weight_of(std::string_view accept, std::string_view type) {
  const std::size_t at = accept.find(type);
  if (at == std::string_view::npos) return 0;
  const std::string_view range = accept.substr(at, accept.find(',', at) - at);
  const std::size_t weight = range.find("q=");
  return weight == std::string_view::npos ? 1 : std::strtod(std::string(range.substr(weight + 2)).c_str(), nullptr);
}

Response list_endpoints(const Request& request, std::span<const Endpoint> rows) {
  const std::string_view accept = request.header("Accept");
  Response response;
  if (weight_of(accept, "text/html") > weight_of(accept, "application/json")) {
    response.content_type = "text/html; charset=utf-8";
    response.body = list_as_html(rows);
  } else {
    response.body = list_as_json(rows);
  }
  return response;
}

}  // namespace

Endpoints::Endpoints(OpsSources sources, const Backends& backends)
    : options_{Method::options, "*", "the methods allowed", {}, PlainHandler([this](const Request& request) {
                 Response response;
                 response.status = 204;
                 response.headers.emplace_back("Allow", allowed_methods(rows_, request.path()));
                 return response;
               })} {
  rows_.push_back(
      {Method::get, "/", "this list; a page when Accept prefers HTML", {}, PlainHandler([this](const Request& request) {
         return list_endpoints(request, rows_);
       })});
  for (Endpoint& row : endpoints_of_all_groups(std::move(sources), backends)) rows_.push_back(std::move(row));
  index();
}

void Endpoints::index() {
  if (rows_.size() > max_routes - first_endpoint) throw std::logic_error("more endpoints than can be counted");
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto first =
        std::find_if(rows_.begin(), rows_.end(), [&](const Endpoint& row) { return row.path == rows_[i].path; });
    rows_[i].route = static_cast<Route>(first_endpoint + (first - rows_.begin()));
    std::size_t place = place_of(rows_[i].path, by_path_.size());
    while (by_path_[place] != nullptr) place = (place + 1) % by_path_.size();
    by_path_[place] = &rows_[i];
  }
}

const Endpoint& Endpoints::choose(Request& request) const {
  bool found = false;
  const std::string_view path = request.path();
  for (std::size_t place = place_of(path, by_path_.size()); const Endpoint* row = by_path_[place];
       place = (place + 1) % by_path_.size()) {
    if (!is_same(row->path, path)) continue;
    if (answers(*row, request.method)) {
      request.route = row->route;
      return *row;
    }
    found = true;
  }
  if (found && request.method == Method::options) return options_;
  refuse(request, found);
}

/// @param found  whether the path is an endpoint's, of another method.
void Endpoints::refuse(const Request& request, bool found) const {
  if (request.method == Method::unknown)
    throw HttpError(501, fmt::format("the method {} is not known", request.method_text));
  if (!found) parse_target(request.target());  // a path without a query has not been looked at: 400 goes before 404
  if (!found) throw HttpError(404, fmt::format("there is no {}; GET / lists what there is", request.path()));
  const std::string allowed = allowed_methods(rows_, request.path());
  throw HttpError(405, fmt::format("{} answers {} only", request.path(), allowed), allowed);
}

const Handler& Endpoints::route(Request& request) const {
  request.route = no_endpoint;
  if (needs_parsing(request.target())) return route_parsed(request);
  const Endpoint& endpoint = choose(request);
  if (!endpoint.parameters.empty()) set_defaults(request, endpoint.parameters);
  return endpoint.handler;
}

const Handler& Endpoints::route_parsed(Request& request) const {
  if (request.target() == "*" && request.method == Method::options) return options_.handler;
  const boost::urls::url_view target = parse_target(request.target());
  request.set_decoded_path(decoded_path(target));
  const Endpoint& endpoint = choose(request);
  if (request.method != Method::options) set_parameters(request, endpoint.parameters, target.params());
  return endpoint.handler;
}

}  // namespace hundred::server
