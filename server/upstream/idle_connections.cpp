#include "server/upstream/idle_connections.hpp"

#include <utility>

namespace hundred::server {

Descriptor IdleConnections::take(TimePoint now) {
  const std::lock_guard lock(mutex_);
  close_old(now);
  if (idle_.empty()) return {};
  Descriptor connection = std::move(idle_.back().connection);
  idle_.pop_back();
  return connection;
}

void IdleConnections::put(Descriptor connection, TimePoint now) {
  const std::lock_guard lock(mutex_);
  close_old(now);
  idle_.push_back({std::move(connection), now});
  if (idle_.size() > most_) idle_.pop_front();
}

void IdleConnections::close() {
  const std::lock_guard lock(mutex_);
  most_ = 0;
  idle_.clear();
}

void IdleConnections::close_old(TimePoint now) {
  while (!idle_.empty() && now - idle_.front().since > longest_) idle_.pop_front();
}

}  // namespace hundred::server
