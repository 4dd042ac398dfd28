#include "server/endpoints/registry.hpp"

namespace hundred::server {

std::vector<Endpoint> endpoints_of_all_groups(OpsSources sources, const Backends& backends) {
  std::vector<Endpoint> all;
  for (auto&& group :
       {cpu_endpoints(), io_endpoints(backends.data_dir), fetch_endpoints(backends.upstream),
        database_endpoints(backends.database), state_endpoints(backends), ops_endpoints(std::move(sources))})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

}  // namespace hundred::server
