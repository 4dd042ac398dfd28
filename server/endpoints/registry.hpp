#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/database/database.hpp"
#include "server/endpoints/parameters.hpp"
#include "server/runtime/handler.hpp"

namespace hundred::server {

class Database;
struct SharedState;

/// One endpoint: everything the rest of the program knows of it.
struct Endpoint {
  Method method;  ///< get (which answers HEAD too) or post
  std::string path;
  std::string_view summary;
  std::vector<Parameter> parameters;
  Handler handler;
  Route route = no_endpoint;  ///< set by Endpoints; the same for all methods of a path
};

/// What endpoints say of the server itself, asked when a request comes. Called from any thread.
struct OpsSources {
  std::function<std::string()> stats;                     ///< JSON
  std::function<std::string(std::size_t last)> timeline;  ///< JSON, of at most that many exchanges
  std::function<std::string()> metrics;                   ///< for Prometheus
  std::function<bool()> accepting;
};

class Upstream;

/// What endpoints work with, beside their request. Each must outlive the endpoints, and may be used from any thread.
struct Backends {
  std::string data_dir;  ///< folder that files are made in
  Database& database;
  SharedState& state;            ///< of this process
  Upstream* upstream = nullptr;  ///< null: there is none
};

// One file each.
std::vector<Endpoint> cpu_endpoints();
std::vector<Endpoint> io_endpoints(const std::string& data_dir);
std::vector<Endpoint> fetch_endpoints(Upstream* upstream);
std::vector<Endpoint> database_endpoints(Database& database);
std::vector<Endpoint> state_endpoints(const Backends& backends);
std::vector<Endpoint> ops_endpoints(OpsSources sources);
/// All of them; in a file of its own, so that a test program can bring more.
std::vector<Endpoint> endpoints_of_all_groups(OpsSources sources, const Backends& backends);

/// All endpoints, and the way from a request to one of them. Thread safety: route() may be called concurrently.
class Endpoints {
 public:
  Endpoints(OpsSources sources, const Backends& backends);

  /// Finds the endpoint, sets the request's path and parameters. OPTIONS is answered for every path, and for "*", with
  /// the methods allowed there. @throws HttpError 400, 404, 405 or 501.
  const Handler& route(Request& request) const;
  std::span<const Endpoint> rows() const { return rows_; }

 private:
  const Endpoint& choose(Request& request) const;
  [[noreturn]] void refuse(const Request& request, bool found) const;
  const Handler& route_parsed(Request& request) const;
  void index();

  std::vector<Endpoint> rows_;
  std::array<const Endpoint*, 2 * max_routes> by_path_{};  ///< a hash table: each at its path's place or behind it
  Endpoint options_;
};

/// The list of endpoints for GET /, as JSON or as a page that asks them: a form each, which works without JavaScript.
std::string list_as_json(std::span<const Endpoint> endpoints);
std::string list_as_html(std::span<const Endpoint> endpoints);

}  // namespace hundred::server
