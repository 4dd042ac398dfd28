#include "server/endpoints/registry.hpp"

namespace hundred::server {

std::vector<Endpoint> endpoints_of_all_groups(OpsSources sources) {
  std::vector<Endpoint> all;
  for (auto&& group : {cpu_endpoints(), io_endpoints(), ops_endpoints(std::move(sources))})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

}  // namespace hundred::server
