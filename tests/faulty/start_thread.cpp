#include <system_error>

#include "server/runtime/threads.hpp"
#include "tests/faulty/faults.hpp"

namespace hundred::server {

std::jthread start_thread(std::function<void()> body) {
  if (const int error = faulty::failure(faulty::Call::thread))
    throw std::system_error(error, std::generic_category(), "a thread");
  return std::jthread(std::move(body));
}

}  // namespace hundred::server
