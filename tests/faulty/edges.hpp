#pragma once

#include <sys/epoll.h>

namespace hundred::faulty {

/// Remembers that the epoll set watches the descriptor, and for what. Thread-safe.
void note_watched(int set, int fd, const epoll_event& event);

/// Has the set that watches the descriptor, if any, report it again if it is ready. An edge-triggered set (epoll(7))
/// would not: to it the kernel's EAGAIN, or less than was asked for, means that the socket is empty or full, and a
/// made-up one does not. Thread-safe; leaves errno alone.
void report_again(int fd);

}  // namespace hundred::faulty
