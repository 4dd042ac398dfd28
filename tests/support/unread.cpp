#include "tests/support/unread.hpp"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace hundred::test {
namespace {

/// A socket to ask the kernel about others. Closed with its thread.
class Inquiry {
 public:
  Inquiry() : fd_(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)) {
    const timeval patience{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  Inquiry(const Inquiry&) = delete;
  Inquiry& operator=(const Inquiry&) = delete;
  ~Inquiry() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

struct Question {
  nlmsghdr header;
  inet_diag_req_v2 about;
};

Question question_about(const sockaddr_in& local, const sockaddr_in& peer) {
  Question question{};
  question.header.nlmsg_len = sizeof question;
  question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.header.nlmsg_flags = NLM_F_REQUEST;
  question.about.sdiag_family = AF_INET;
  question.about.sdiag_protocol = IPPROTO_TCP;
  question.about.idiag_states = ~0U;
  question.about.id.idiag_sport = local.sin_port;
  question.about.id.idiag_dport = peer.sin_port;
  question.about.id.idiag_src[0] = local.sin_addr.s_addr;
  question.about.id.idiag_dst[0] = peer.sin_addr.s_addr;
  question.about.id.idiag_cookie[0] = question.about.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  return question;
}

}  // namespace

std::optional<std::uint32_t> unread_bytes(const sockaddr_in& local, const sockaddr_in& peer) {
  thread_local const Inquiry inquiry;
  const Question question = question_about(local, peer);
  if (::send(inquiry.fd(), &question, sizeof question, 0) < 0) return std::nullopt;
  alignas(nlmsghdr) std::array<char, 4096> answer{};
  const ssize_t size = ::recv(inquiry.fd(), answer.data(), answer.size(), 0);
  nlmsghdr header{};
  if (size < static_cast<ssize_t>(NLMSG_HDRLEN + sizeof(inet_diag_msg))) return std::nullopt;
  std::memcpy(&header, answer.data(), sizeof header);
  if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY) return std::nullopt;
  inet_diag_msg found{};
  std::memcpy(&found, answer.data() + NLMSG_HDRLEN, sizeof found);
  return found.idiag_rqueue;
}

}  // namespace hundred::test
