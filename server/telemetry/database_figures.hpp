#pragma once

#include <atomic>
#include <cstdint>

namespace hundred::server {

/// What the pool of a process counts of its connections to the database; in memory that processes may share.
struct DatabaseFigures {
  using Counter = std::atomic<std::uint64_t>;

  Counter open;        ///< connections that there are now
  Counter in_use;      ///< of the pool's connections those that are lent now, or being made for who asked
  Counter waits;       ///< statements that had to wait for a free connection
  Counter wait_ns;     ///< all these waits together
  Counter queries;     ///< statements to be run
  Counter failed;      ///< of these: could not be run, or were refused
  Counter reconnects;  ///< connections made in place of lost ones

  /// The process has ended, and its connections with it.
  void process_ended() { open = in_use = 0; }
  void add_to(DatabaseFigures& sum) const {
    for (const auto figure :
         {&DatabaseFigures::open, &DatabaseFigures::in_use, &DatabaseFigures::waits, &DatabaseFigures::wait_ns,
          &DatabaseFigures::queries, &DatabaseFigures::failed, &DatabaseFigures::reconnects})
      sum.*figure += this->*figure;
  }
};

}  // namespace hundred::server
