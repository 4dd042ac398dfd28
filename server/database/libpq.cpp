#include "server/database/libpq.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <stdexcept>

namespace hundred::server {

Libpq::Found Libpq::find(const char* name) {
  static void* const library = ::dlopen("libpq.so.5", RTLD_NOW);
  void* const function = library == nullptr ? nullptr : ::dlsym(library, name);
  if (function != nullptr) return {function};
  throw std::runtime_error(fmt::format(
      "PostgreSQL's client library cannot be loaded: {}; on Debian and Ubuntu: apt-get install libpq5", ::dlerror()));
}

const Libpq& libpq() {
  static const Libpq functions;
  return functions;
}

}  // namespace hundred::server
