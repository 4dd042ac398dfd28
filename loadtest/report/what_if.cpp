#include <fmt/format.h>

#include <cctype>

#include "loadtest/report/finding.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {
namespace {

/// Less than this share of its time is worth a change.
constexpr double worth_it = 0.75;
constexpr std::uint64_t usual_workers = 8;

/// What else could have served the load.
struct Choice {
  std::string words;
  Servers servers;
};

Choice same_mode(const ServedBy& by, std::uint64_t workers) {
  return {run_by(by.mode->name, workers, workers), by.mode->servers(workers)};
}

Choice worker_pool(std::uint64_t threads) {
  const ModeRow* mode = find_mode("worker-pool");
  return {"a worker pool of " + run_by(mode->name, threads, threads), mode->servers(threads)};
}

Choice event_loop() { return {"an event loop", find_mode("event-loop")->servers(1)}; }

/// From the least change to the greatest.
std::vector<Choice> choices(const Report& r, const ServedBy& by) {
  std::vector<Choice> all;
  const Work::Kind kind = r.prediction->work.kind();
  const std::uint64_t cpus = r.environment.cpus;
  if (kind != Work::Kind::waiting && by.servers.computing < cpus)
    all.push_back(by.mode->counts_workers ? same_mode(by, cpus) : worker_pool(cpus));
  if (kind == Work::Kind::computing) return all;
  if (by.mode->equal_workers) all.push_back(same_mode(by, 2 * by.servers.waiting));
  if (by.servers.waiting == 1) all.push_back(worker_pool(usual_workers));
  if (by.servers.waiting != Servers::unlimited) all.push_back(event_loop());
  return all;
}

std::string capitalised(std::string words) {
  words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
  return words;
}

std::string of_burst(const Report& r, const ServedBy& by) {
  const Prediction& theory = *r.prediction;
  std::string words;
  for (const Choice& choice : choices(r, by)) {
    const Bounds all = predict_burst(theory.work, choice.servers, r.load.users, theory.cpus).all_ms;
    if (all.most > worth_it * theory.burst->all_ms.least) continue;
    words += fmt::format("{}{} to about {}", words.empty() ? capitalised(choice.words) : ", " + choice.words,
                         words.empty() ? " would bring it" : "", bounds_text(all));
  }
  return words.empty() ? words : words + ".";
}

std::string of_loop(const Report& r, const ServedBy& by) {
  const Prediction& theory = *r.prediction;
  std::string words;
  for (const Choice& choice : choices(r, by)) {
    const double per_s =
        predict_loop(theory.work, choice.servers, r.load.users, theory.cpus, r.load.think_ms).throughput_per_s;
    if (theory.loop->throughput_per_s > worth_it * per_s) continue;
    words += fmt::format("{}{} about {:.0f} answers/s", words.empty() ? capitalised(choice.words) : ", " + choice.words,
                         words.empty() ? " would give" : "", per_s);
  }
  return words.empty() ? words : words + ".";
}

/// Where all compute at once, and so all wait to the end: taking turns costs nobody anything.
std::string of_turns(const Report& r) {
  const Prediction& theory = *r.prediction;
  const Choice pool = worker_pool(r.environment.cpus);
  const BurstPrediction turns = predict_burst(theory.work, pool.servers, r.load.users, theory.cpus);
  if (turns.half_ms.most > worth_it * theory.burst->half_ms.least) return {};
  return fmt::format("{} would have answered half of them after {}, and the last no later.", capitalised(pool.words),
                     duration_text(turns.half_ms.most));
}

}  // namespace

std::optional<ServedBy> served_by(const Report& r) {
  const ModeRow* mode = find_mode(r.mode);
  if (mode == nullptr) return std::nullopt;
  return ServedBy{mode, mode->servers(r.server_workers.value_or(1))};
}

std::string bounds_text(const Bounds& bounds) {
  const std::string least = duration_text(bounds.least), most = duration_text(bounds.most);
  return least == most ? least : fmt::format("{} to {}", least, most);
}

std::string what_if(const Report& r, const std::string& part) {
  const auto by = served_by(r);
  const bool in_line = part == "queue" || part == "pool" || part == "ready";
  if (!by || !in_line || !has_theory(r) || r.counts.ok < r.counts.sent) return {};
  if (std::string words = r.prediction->burst  ? of_burst(r, *by)
                          : r.prediction->loop ? of_loop(r, *by)
                                               : std::string();
      !words.empty())
    return words;
  if (r.prediction->work.kind() != Work::Kind::computing || by->servers.computing < r.environment.cpus) return {};
  const std::string turns = part == "ready" && r.prediction->burst ? of_turns(r) : std::string();
  return turns.empty() ? "All CPUs are at work: only less computing, or more CPUs, would help." : turns;
}

}  // namespace hundred::loadtest
