#include "server/runtime/threads.hpp"

namespace hundred::server {

Thread start_thread(const std::function<void()>& body) { return Thread(body); }

}  // namespace hundred::server
