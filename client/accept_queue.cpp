#include "client/accept_queue.hpp"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "common/descriptor.hpp"

namespace hundred::client {
namespace {

struct Question {
  nlmsghdr header;
  inet_diag_req_v2 about;
};

Question question_about(int family, std::uint16_t port) {
  Question question{};
  question.header.nlmsg_len = sizeof question;
  question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  question.about.sdiag_family = static_cast<std::uint8_t>(family);
  question.about.sdiag_protocol = IPPROTO_TCP;
  question.about.idiag_states = 1U << TCP_LISTEN;
  question.about.id.idiag_sport = htons(port);
  return question;
}

/// Adds up the queues of the sockets in a part of the answer. @returns whether more parts follow.
bool add_queues(std::span<const char> part, std::optional<std::uint64_t>& length) {
  nlmsghdr header{};
  while (part.size() >= sizeof header) {
    std::memcpy(&header, part.data(), sizeof header);
    if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY || header.nlmsg_len > part.size())
      return false;  // the end, or an error
    inet_diag_msg found{};
    if (header.nlmsg_len < NLMSG_HDRLEN + sizeof found) return false;
    std::memcpy(&found, part.data() + NLMSG_HDRLEN, sizeof found);
    length = length.value_or(0) + found.idiag_rqueue;
    part = part.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), part.size()));
  }
  return true;
}

}  // namespace

std::optional<std::uint64_t> accept_queue_length(std::uint16_t port) {
  std::optional<std::uint64_t> length;
  for (const int family : {AF_INET, AF_INET6}) {
    const Descriptor inquiry(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    const timeval patience{1, 0};
    setsockopt(inquiry.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const Question question = question_about(family, port);
    if (send(inquiry.get(), &question, sizeof question, 0) < 0) return std::nullopt;
    std::array<char, 16384> answer{};
    ssize_t size = 0;
    do {
      size = recv(inquiry.get(), answer.data(), answer.size(), 0);
    } while (size > 0 && add_queues({answer.data(), static_cast<std::size_t>(size)}, length));
  }
  return length;
}

}  // namespace hundred::client
