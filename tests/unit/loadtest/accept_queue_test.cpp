#include "client/accept_queue.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <chrono>
#include <thread>

#include "common/descriptor.hpp"
#include "tests/support/test_server.hpp"

namespace hundred::client {
namespace {

/// A socket that listens on a free port of 127.0.0.1, and accepts when it is told.
class AcceptQueue : public testing::Test {
 protected:
  AcceptQueue() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address_;
    EXPECT_EQ(bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address_), length), 0);
    EXPECT_EQ(listen(listener_.get(), 16), 0);
    EXPECT_EQ(getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address_), &length), 0);
  }
  Descriptor connected() const {
    Descriptor client(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(connect(client.get(), reinterpret_cast<const sockaddr*>(&address_), sizeof address_), 0);
    return client;
  }
  std::optional<std::uint64_t> length() const { return accept_queue_length(ntohs(address_.sin_port)); }
  /// The last step of a handshake may take the kernel a moment.
  void expect_length(std::uint64_t expected) const {
    for (int i = 0; i < 5000 && length() != expected; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_EQ(length(), expected);
  }

  Descriptor listener_;
  sockaddr_in address_{};
};

TEST_F(AcceptQueue, IsWhatNobodyHasAcceptedYet) {
  EXPECT_EQ(length(), 0U);
  const Descriptor first = connected(), second = connected(), third = connected();
  expect_length(3);
  const Descriptor accepted(accept(listener_.get(), nullptr, nullptr));
  expect_length(2);
}

TEST_F(AcceptQueue, IsUnknownWhereNobodyListens) { EXPECT_EQ(accept_queue_length(test::free_port()), std::nullopt); }

}  // namespace
}  // namespace hundred::client
