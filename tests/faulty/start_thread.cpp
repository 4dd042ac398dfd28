#include <system_error>

#include "server/runtime/threads.hpp"
#include "tests/faulty/faults.hpp"

namespace hundred::server {

Thread start_thread(const std::function<void()>& body) {
  if (const int error = faulty::failure(faulty::Call::thread))
    throw std::system_error(error, std::generic_category(), "a thread");
  return Thread(body);
}

}  // namespace hundred::server
