#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/database/mix.hpp"
#include "tests/support/raw_connection.hpp"

namespace hundred::test {

/// What the database does. In `stopping` and `starting` it may be there or not.
enum class Phase { before, stopping, down, starting, after };

/// What became of the requests of one kind.
struct Answers {
  std::uint64_t good = 0;
  std::uint64_t refused = 0;  ///< 503: not done
  std::uint64_t unknown = 0;  ///< 503: perhaps done
};

/// What became of those who registered a name.
struct Registration {
  int created = 0;
  int existed = 0;
  int unknown = 0;  ///< perhaps created
};

struct Tally {
  std::map<std::string, Answers> requests;    ///< by their lines
  std::map<std::string, Registration> names;  ///< that somebody had an answer for
  std::vector<std::string> wrong;             ///< answers, and what came instead of one
};

/// Users, each with a connection and a thread, who ask all questions again and again, every time in another order,
/// which is drawn from a fixed seed; and register names, of which each is one for several users. Whoever needs the
/// database must be told that it cannot be reached while it is down, may be refused while that changes, and must not be
/// at any other time. Who has a wrong answer notes it and leaves. Thread safety: none, but they run beside whoever has
/// this object.
class MixUsers {
 public:
  /// Connects. @param questions  must outlive it. @param names  what the names that they register begin with: nobody
  /// else's. @throws std::system_error
  MixUsers(std::uint16_t port, std::size_t users, const std::vector<Question>& questions, std::string names);
  ~MixUsers() { stop(); }
  MixUsers(const MixUsers&) = delete;
  MixUsers& operator=(const MixUsers&) = delete;

  /// They begin to ask, in Phase::before.
  void begin();
  void enter(Phase phase);
  /// Enters a phase and stays in it for so long, and until everything has been asked and answered within it.
  /// @returns whether it has, after `patience`.
  bool spend(Phase phase, Milliseconds duration);
  /// They end once each has asked everything. Their connections stay.
  void stop();

  /// What they have seen; not while they ask.
  const Tally& tally() const { return tally_; }
  std::vector<RawConnection>& connections() { return connections_; }

 private:
  void ask_all(std::size_t user);
  void ask(RawConnection& connection, const Question& question);
  void note(const Question& question, const Response& answer, Phase first, Phase last);

  const std::vector<Question>& questions_;
  const std::string names_;
  std::vector<RawConnection> connections_;
  std::vector<std::thread> threads_;
  std::atomic<Phase> phase_ = Phase::before;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> registered_ = 0;

  std::mutex mutex_;
  Tally tally_;
  std::set<std::string> answered_;  ///< in this phase
};

}  // namespace hundred::test
