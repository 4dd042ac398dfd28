#include "server/http/outgoing.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>

#include "common/uncancelled.hpp"

namespace hundred::server {
namespace {

constexpr std::size_t chunk_bytes = 64 * 1024, turn_bytes = 1024 * 1024;

/// @returns bytes sent; -1 if the socket's buffer is full, -2 if the client has gone.
ssize_t send_some(int fd, std::string_view bytes) {
  for (;;) {
    const ssize_t n = uncancelled::send(fd, bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n >= 0) return n;
    if (errno == EINTR) continue;
    return errno == EAGAIN || errno == EWOULDBLOCK ? -1 : -2;
  }
}

}  // namespace

Outgoing::Outgoing(std::string_view bytes, std::optional<Generator>&& generator)
    : memory_(bytes), unsent_(memory_), generator_(std::move(generator)) {}

Outgoing::Result Outgoing::resume(int fd) try {
  for (std::size_t turn = 0; turn < turn_bytes;) {
    if (unsent_.empty() && !refill()) return Result::done;
    const ssize_t n = send_some(fd, unsent_);
    if (n < 0) return n == -1 ? Result::blocked : Result::gone;
    unsent_.remove_prefix(static_cast<std::size_t>(n));
    turn += static_cast<std::size_t>(n);
  }
  return Result::blocked;
} catch (const std::exception& error) {
  spdlog::error("the body of a response cannot be made: {}", error.what());
  return Result::failed;
} catch (...) {
  spdlog::error("the body of a response cannot be made: what makes it threw what is no exception");
  return Result::failed;
}

/// Makes the next bytes. @returns false at the end.
bool Outgoing::refill() {
  if (!generator_ || made_ == generator_->size) return false;
  const std::uint64_t left = generator_->size - made_;
  memory_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(chunk_bytes, left)));
  unsent_ = generator_->make(made_, memory_);
  if (unsent_.empty()) throw std::runtime_error("it is shorter than its header says");
  if (unsent_.size() > left) unsent_ = unsent_.substr(0, static_cast<std::size_t>(left));
  made_ += unsent_.size();
  return true;
}

Outgoing::Result send_response(int fd, std::string_view bytes, std::optional<Generator>&& generator,
                               std::unique_ptr<Outgoing>& rest) {
  const ssize_t n = send_some(fd, bytes);
  if (n == -2) return Outgoing::Result::gone;
  const std::size_t sent = n < 0 ? 0 : static_cast<std::size_t>(n);
  if (sent == bytes.size() && !generator) return Outgoing::Result::done;
  rest = std::make_unique<Outgoing>(bytes.substr(sent), std::move(generator));
  return rest->resume(fd);
}

}  // namespace hundred::server
