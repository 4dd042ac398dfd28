#include "loadtest/kernel_watch.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace hundred::loadtest {
namespace {

constexpr const char* netstat =
    "TcpExt: SyncookiesSent ListenOverflows ListenDrops TCPLast\n"
    "TcpExt: 0 12 15 18446744073709551615\n"
    "IpExt: InNoRoutes ListenDrops OutOctets\n"
    "IpExt: 1 99 7\n";

TEST(NetstatCounter, IsTheNumberBelowTheName) {
  EXPECT_EQ(netstat_counter(netstat, "TcpExt:", "SyncookiesSent"), 0U);
  EXPECT_EQ(netstat_counter(netstat, "TcpExt:", "ListenOverflows"), 12U);
  EXPECT_EQ(netstat_counter(netstat, "TcpExt:", "ListenDrops"), 15U);
  EXPECT_EQ(netstat_counter(netstat, "TcpExt:", "TCPLast"), UINT64_MAX);
  EXPECT_EQ(netstat_counter(netstat, "IpExt:", "ListenDrops"), 99U);
}

TEST(NetstatCounter, WhatIsNotThereIsNotKnown) {
  EXPECT_EQ(netstat_counter(netstat, "TcpExt:", "OutOctets"), std::nullopt);
  EXPECT_EQ(netstat_counter(netstat, "TcpExt:", "Listen"), std::nullopt);
  EXPECT_EQ(netstat_counter(netstat, "MPTcpExt:", "ListenDrops"), std::nullopt);
  EXPECT_EQ(netstat_counter("", "TcpExt:", "ListenDrops"), std::nullopt);
  EXPECT_EQ(netstat_counter("TcpExt: ListenDrops\n", "TcpExt:", "ListenDrops"), std::nullopt);
  EXPECT_EQ(netstat_counter("TcpExt: A ListenDrops\nTcpExt: 1\n", "TcpExt:", "ListenDrops"), std::nullopt);
  EXPECT_EQ(netstat_counter("TcpExt:\nTcpExt:\n", "TcpExt:", "ListenDrops"), std::nullopt);
}

TEST(KernelEvents, BetweenTwoMomentsAreTheDifference) {
  const KernelEvents events = KernelEvents{15, 25, 7} - KernelEvents{12, 20, 7};
  EXPECT_EQ(events.listen_overflows, 3U);
  EXPECT_EQ(events.listen_drops, 5U);
  EXPECT_EQ(events.throttled, 0U);
}

TEST(KernelEvents, ThatAreNotKnownAtBothMomentsAreNotKnown) {
  const KernelEvents events = KernelEvents{15, {}, 3} - KernelEvents{{}, 20, 7};
  EXPECT_EQ(events.listen_overflows, std::nullopt);
  EXPECT_EQ(events.listen_drops, std::nullopt);
  EXPECT_EQ(events.throttled, std::nullopt) << "the process was moved to another group";
}

TEST(KernelEvents, AreKnownWhereThisKernelTells) {
  std::ifstream file("/proc/net/netstat");
  const bool told =
      std::string(std::istreambuf_iterator<char>(file), {}).find(" ListenOverflows ") != std::string::npos;
  EXPECT_EQ(kernel_events(true).listen_overflows.has_value(), told);
  EXPECT_EQ(kernel_events(false).listen_overflows, std::nullopt) << "of a server elsewhere this kernel knows nothing";
}

}  // namespace
}  // namespace hundred::loadtest
