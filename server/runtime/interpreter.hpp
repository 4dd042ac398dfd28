#pragma once

#include <cstdint>

#include "server/runtime/gil.hpp"

namespace hundred::server {

/// --gil: whose lock a thread takes that runs a handler.
enum class GilKind : std::uint8_t {
  none,
  process,  ///< all threads of a process share one
  worker    ///< each thread has its own, as with a sub-interpreter each
};

/// The interpreter that handlers are run by, as far as its lock goes: a thread enters it to run a handler's own code,
/// and leaves it whenever it waits, or runs what needs no interpreter. The lock belongs to threads, not to coroutines:
/// none is suspended inside. Without `--gil` there is none.
/// Thread safety: all members.
class Interpreter {
 public:
  /// @param kind  not none. @param figures  must outlive it
  Interpreter(GilKind kind, Nanoseconds switch_interval, GilFigures& figures)
      : kind_(kind), interval_(switch_interval), figures_(figures), shared_(switch_interval, figures) {}

  // What the calling thread waits for the lock is stamped.

  /// Takes it. @returns how long that took
  Nanoseconds enter(Stamps& stamps);
  /// Lets go of it; waits until another thread has taken it, if one has asked for it.
  void leave(Stamps& stamps);
  /// Takes the lock and lets it go, as CPython does between sending an answer and waiting for what comes next.
  void pass();
  /// For who is inside: lets go of the lock and takes it again, if another thread has asked for it.
  bool asked_to_make_way() { return lock().asked_for(); }
  /// @param computing_since  when it began to compute: stamped too. @returns when it goes on
  TimePoint make_way(Stamps& stamps, TimePoint computing_since);

  /// Whether the calling thread is inside of any.
  static bool is_inside();

 private:
  Gil& lock();
  Nanoseconds take();
  Nanoseconds drop();

  const GilKind kind_;
  const Nanoseconds interval_;
  GilFigures& figures_;
  Gil shared_;
};

}  // namespace hundred::server
