#include "server/runtime/waker.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace hundred::server {

Waker::Waker(boost::asio::execution_context& context)
    : service(context), event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!event_) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Waker* Waker::of(boost::asio::execution_context& context) {
  return boost::asio::has_service<Waker>(context) ? &boost::asio::use_service<Waker>(context) : nullptr;
}

void Waker::wake() {
  if (loop_.load(std::memory_order_relaxed) == std::this_thread::get_id()) {
    noted_ = true;
    return;
  }
  const std::uint64_t once = 1;
  [[maybe_unused]] const ssize_t n = ::write(event_.get(), &once, sizeof once);
}

}  // namespace hundred::server
