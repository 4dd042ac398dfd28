#include "loadtest/size/size_theory.hpp"

#include <algorithm>
#include <cmath>

#include "loadtest/queue_simulation.hpp"
#include "loadtest/size/smallest_search.hpp"

namespace hundred::loadtest {
namespace {

/// Less than this is no gain, and as exact as a highest rate is.
constexpr double little = 1.02;
/// From here on more workers do harm.
constexpr double harm = 1.1;

/// One mode of a question, with so many CPUs.
class ModeTheory {
 public:
  ModeTheory(const ModeRow& mode, double cpus, const SizeQuestion& question, QueueFigures& figures)
      : mode_(mode),
        cpus_(cpus),
        question_(question),
        figures_(figures),
        most_(mode.counts_workers ? most_size_workers : 1) {}

  /// Whether there is an answer, and which.
  TheorySize answer() {
    TheorySize size;
    const auto fewest = keeping_up(question_.rate_per_s);
    if (!fewest) {
      size.lack = too_few_cpus() ? Lack::cpus : Lack::workers;
      return size;
    }
    size.minimum = *fewest;
    if (const auto workers = smallest(question_.rate_per_s))
      size.answer = SizePoint{*workers, at(*workers).shown_ms};
    else
      size.lack = Lack::speed;
    look_beyond(size);
    return size;
  }

  /// What else there is to say of it.
  void add_headroom(TheorySize& size) {
    if (!size.answer) return;
    const std::uint64_t workers = size.answer->workers;
    if (workers > size.minimum) size.one_less_ms = at(workers - 1).shown_ms;
    size.chance_ms = at(workers).chance_ms;
    size.up_to_per_s = highest_rate(workers);
    size.at_more = smallest(size_margin * question_.rate_per_s);
  }

 private:
  const QueueFigure& at(std::uint64_t workers, double rate_per_s) {
    return figures_.of(mode_.servers(workers), cpus_, rate_per_s);
  }
  const QueueFigure& at(std::uint64_t workers) { return at(workers, question_.rate_per_s); }

  double capacity_per_s(std::uint64_t workers) const {
    return OpenQueue{question_.work, mode_.servers(workers), cpus_, 0}.capacity_per_s();
  }

  bool too_few_cpus() const { return cpus_ * 1e3 <= question_.rate_per_s * question_.work.cpu_ms; }

  /// The fewest workers that do.
  std::optional<std::uint64_t> keeping_up(double rate_per_s) const {
    if (capacity_per_s(most_) <= rate_per_s) return std::nullopt;
    std::uint64_t workers = 1, too_few = 0;
    while (capacity_per_s(workers) <= rate_per_s) {
      too_few = workers;
      workers = std::min(2 * workers, most_);
    }
    while (workers - too_few > 1) {
      const std::uint64_t middle = too_few + (workers - too_few) / 2;
      (capacity_per_s(middle) <= rate_per_s ? too_few : workers) = middle;
    }
    return workers;
  }

  /// The fewest workers that meet the limits.
  std::optional<std::uint64_t> smallest(double rate_per_s) {
    const auto fewest = keeping_up(rate_per_s);
    if (!fewest) return std::nullopt;
    SmallestSearch search(*fewest, *fewest, most_);
    const QueueFigure* before = nullptr;
    while (const auto workers = search.next()) {
      const QueueFigure& now = at(*workers, rate_per_s);
      if (!now.met && before != nullptr && before->all.figures == now.all.figures) break;  // nobody waits for a worker
      search.take(*workers, now.met);
      before = &now;
    }
    return search.smallest();
  }

  /// What more workers than the answer, or than keep up if there is none, bring.
  void look_beyond(TheorySize& size) {
    const std::uint64_t first = size.answer ? size.answer->workers : size.minimum;
    SizePoint best{first, at(first).shown_ms}, last = best;
    for (std::uint64_t more = 1; first + more <= most_; more *= 2) {
      const QueueFigure& now = at(first + more);
      const bool as_before = now.all.figures == at(last.workers).all.figures;
      last = {first + more, now.shown_ms};
      if (last.figure_ms < best.figure_ms) best = last;
      if (as_before) break;
    }
    SmallestSearch search(first, first, best.workers);
    while (const auto workers = search.next()) search.take(*workers, at(*workers).shown_ms <= little * best.figure_ms);
    const std::uint64_t enough = search.smallest().value_or(best.workers);
    size.best = SizePoint{enough, at(enough).shown_ms};
    if (last.figure_ms > harm * size.best->figure_ms) size.crowd = last;
  }

  /// At which so many workers meet the limits; nothing if that has no end.
  std::optional<double> highest_rate(std::uint64_t workers) {
    double met = question_.rate_per_s, not_met = capacity_per_s(workers);
    if (std::isinf(not_met)) return std::nullopt;
    while (not_met > little * met) {
      const double middle = (met + not_met) / 2;
      (at(workers, middle).met ? met : not_met) = middle;
    }
    return met;
  }

  const ModeRow& mode_;
  const double cpus_;
  const SizeQuestion& question_;
  QueueFigures& figures_;
  const std::uint64_t most_;
};

bool same_answer(const TheorySize& one, const TheorySize& other) {
  if (!one.answer || !other.answer) return one.answer.has_value() == other.answer.has_value();
  return one.answer->workers == other.answer->workers;
}

}  // namespace

ModeSize size_by_theory(const ModeRow& mode, const SizeQuestion& question, QueueFigures& figures) {
  ModeTheory theory(mode, cpus_under(question.gil, mode, question.cpus), question, figures);
  ModeSize size{std::string(mode.name), theory.answer(), {}, {}};
  theory.add_headroom(size.theory);
  const double locked = cpus_under(Gil::process, mode, question.cpus);
  if (question.gil != Gil::none || question.work.cpu_ms == 0 || locked == question.cpus) return size;
  const TheorySize under_gil = ModeTheory(mode, locked, question, figures).answer();
  if (!same_answer(size.theory, under_gil)) size.under_gil = under_gil;
  return size;
}

double cpus_under(Gil gil, const ModeRow& mode, double cpus) {
  return gil == Gil::process && !mode.processes ? std::min(cpus, 1.0) : cpus;
}

}  // namespace hundred::loadtest
