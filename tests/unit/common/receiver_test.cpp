#include "common/receiver.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <thread>

#include "common/descriptor.hpp"

namespace hundred {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds hold_up{50}, good_enough{25}, clocks_differ{1};

/// Two ends of a TCP connection over the loopback interface, as only there the kernel stamps what arrives.
class ReceiverTest : public testing::Test {
 protected:
  ReceiverTest() : near_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const Descriptor listener(::socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener.get(), 1), 0);
    EXPECT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    Receiver::stamp_arrivals(near_.get());
    EXPECT_EQ(::connect(near_.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    far_ = Descriptor(::accept(listener.get(), nullptr, nullptr));
  }

  void send(std::string_view text) const {
    ASSERT_EQ(::send(far_.get(), text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
    wait_readable();
  }
  Receiver::Result read() { return receiver_.read(near_.get(), buffer_); }
  void wait_readable() const {
    pollfd near{near_.get(), POLLIN, 0};
    ASSERT_EQ(::poll(&near, 1, 30'000), 1);
  }

  Descriptor near_, far_;
  Receiver receiver_{good_enough};
  std::array<char, 100> buffer_{};
};

TEST_F(ReceiverTest, TellsWhenTheLastByteCameThoughItIsReadLater) {
  send("first");
  std::this_thread::sleep_for(hold_up);
  const auto last = Clock::now();
  send("last");
  std::this_thread::sleep_for(hold_up);
  const Receiver::Result late = read();
  EXPECT_EQ(late.bytes, 9U);
  EXPECT_GE(late.arrival, last - clocks_differ);
  EXPECT_LE(late.arrival, Clock::now() - hold_up / 2);
}

TEST_F(ReceiverTest, TakesTheTimeOfReadingWhileItKeepsUp) {
  bool took = false;
  for (int i = 0; i < 20 && !took; ++i) {  // it does not keep up where it is held up itself
    send("a");
    read();
    send("b");
    std::this_thread::sleep_for(good_enough / 4);
    const auto before = Clock::now();
    took = read().arrival >= before;
  }
  EXPECT_TRUE(took);
}

TEST_F(ReceiverTest, AsksForTheStampOnceItHasFallenBehind) {
  bool asked = false;
  for (int i = 0; i < 20 && !asked; ++i) {  // the kernel begins to stamp a little after it was asked to
    send("a");
    read();
    send("b");
    std::this_thread::sleep_for(good_enough / 4);
    receiver_.fall_behind();
    const auto before = Clock::now();
    asked = read().arrival < before;
  }
  EXPECT_TRUE(asked);
}

TEST_F(ReceiverTest, TellsNothingToReadFromTheEnd) {
  const Receiver::Result nothing = read();
  EXPECT_EQ(nothing.bytes, 0U);
  EXPECT_FALSE(nothing.ended);
  ::shutdown(far_.get(), SHUT_WR);
  wait_readable();
  const Receiver::Result end = read();
  EXPECT_TRUE(end.ended);
  EXPECT_EQ(end.error, 0);
}

TEST_F(ReceiverTest, TellsWhyThePeerHasGone) {
  const linger reset{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(far_.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  far_ = Descriptor();
  wait_readable();
  const Receiver::Result gone = read();
  EXPECT_TRUE(gone.ended);
  EXPECT_EQ(gone.error, ECONNRESET);
}

}  // namespace
}  // namespace hundred
