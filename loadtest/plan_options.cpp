#include "loadtest/plan_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>

namespace hundred::loadtest {
namespace {

using std::chrono::hours;
using Json = nlohmann::ordered_json;

constexpr std::uint64_t most_threads = 1024;
/// As many connections as a bystander needs at its rate if an answer takes a second, but not without end.
constexpr double most_bystander_users = 100;
/// Where only the number of requests ends an open loop.
constexpr client::Time without_end = std::numeric_limits<client::Time>::max() / 4;

const std::string allowed_rate = fmt::format("a number of requests per second above 0, at most {}", most_rate);

template <class Target>
OptionValue rate_value(Target& target) {
  const auto set = [&target](std::string_view text) {
    const auto rate = parse_decimal(text);
    if (!rate || *rate <= 0 || *rate > most_rate) return false;
    target = *rate;
    return true;
  };
  const auto get = [&target]() -> Json {
    const std::optional<double> rate = target;
    return rate ? Json(*rate) : Json(nullptr);
  };
  return {OptionValue::Kind::number, allowed_rate, set, get};
}

/// "10s:500": from the rate before it to 500/s, within ten seconds.
std::optional<client::Stage> parse_stage(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto duration = parse_duration(text.substr(0, colon));
  const auto rate = parse_decimal(text.substr(colon + 1));
  if (!duration || !rate || *duration < std::chrono::milliseconds(1) || *duration > hours(24)) return std::nullopt;
  if (*rate > most_rate) return std::nullopt;
  return client::Stage{duration->count(), *rate};
}

OptionValue stages_value(std::vector<client::Stage>& target) {
  const auto set = [&target](std::string_view text) {
    const auto stage = parse_stage(text);
    if (stage) target.push_back(*stage);
    return stage.has_value();
  };
  return {OptionValue::Kind::list,
          fmt::format("D:RATE, a duration from 1ms to 24h and a rate from 0 to {}, such as 10s:500", most_rate), set,
          [] { return Json(nullptr); }};
}

bool is_path(const std::string& text) { return text.starts_with('/'); }

/// @throws UsageError if an option was set that an open loop, or a closed one, has no use for.
void refuse(const ChosenOptions& chosen, std::initializer_list<const char*> options, std::string_view why) {
  for (const char* option : options)
    if (std::find(chosen.begin(), chosen.end(), option) != chosen.end())
      throw UsageError(fmt::format("--{}: {}", option, why));
}

}  // namespace

std::vector<Option> plan_rows(PlanOptions& o) {
  return {
      {"-R,--rate", "N",
       "open loop: N requests/s in total, whatever the answers; latency counts from the planned moment",
       rate_value(o.rate), "closed loop", true},
      {"--arrivals", "NAME", "constant: evenly spaced; poisson: independent of each other",
       choice<client::Arrivals>(o.arrivals,
                                {{"constant", client::Arrivals::constant}, {"poisson", client::Arrivals::poisson}})},
      {"--seed", "N", "of Poisson arrivals: the same seed, the same moments",
       whole_number(o.seed, 0, std::numeric_limits<std::uint64_t>::max())},
      {"--stage", "D:RATE",
       "open loop: go to this rate within this time, from the rate before, the first from 0 (repeatable)",
       stages_value(o.stages)},
      {"--think", "D", "closed loop: a user's pause between an answer and the next request",
       duration(o.think, Nanoseconds(0), hours(24)), "none"},
      {"--warmup", "D", "load like this before the figures begin", duration(o.warmup, Nanoseconds(0), hours(24)),
       "none"},
      {"-t,--threads", "N", "generator threads, which share the users", whole_number(o.threads, 1, most_threads)},
      {"--no-keep-alive", "", "a new connection for each request", flag(o.no_keep_alive)},
      {"--bystander", "PATH", "ask for this beside the load, at a fixed rate; reported apart",
       text(o.bystander, "a path of the same server, such as /ping", is_path)},
      {"--bystander-rate", "N", "requests/s of the bystander", rate_value(o.bystander_rate)},
  };
}

void check_plan(const PlanOptions& options, const LoadOptions& load, const ChosenOptions& chosen) {
  if (options.threads > load.users)
    throw UsageError(
        fmt::format("--threads {}: must be at most the number of users, {} (--users)", options.threads, load.users));
  if (options.rate && !options.stages.empty())
    throw UsageError(
        "--rate: does not go with --stage, which says the rates; a steady stretch is a stage with the "
        "rate of the one before");
  if (options.open_loop())
    refuse(chosen, {"think"}, "is for a closed loop; with --rate or --stage requests are due whatever users think");
  else
    refuse(chosen, {"arrivals", "seed"}, "is for an open loop; add --rate N or --stage D:RATE");
  if (options.bystander.empty()) refuse(chosen, {"bystander-rate"}, "needs --bystander PATH");
  const auto planned = [](const client::Stage& stage) { return stage.rate > 0; };
  if (!options.stages.empty() && std::none_of(options.stages.begin(), options.stages.end(), planned))
    throw UsageError("--stage: no stage has a rate above 0, so no request would be due");
}

void apply_plan(const PlanOptions& options, client::Load& load) {
  load.think = options.think.count();
  load.warmup = options.warmup.count();
  load.threads = static_cast<std::uint32_t>(options.threads);
  load.keep_alive = !options.no_keep_alive;
  if (!options.open_loop()) return;
  client::OpenLoop& plan = load.open_loop.emplace();
  plan.arrivals = options.arrivals;
  plan.seed = options.seed;
  plan.stages = options.stages;
  if (!options.rate) return;
  plan.first_rate = *options.rate;
  plan.stages = {{load.duration ? load.warmup + *load.duration : without_end, *options.rate}};
}

std::optional<client::Load> bystander_load(const PlanOptions& options, const client::Load& load) {
  if (options.bystander.empty()) return std::nullopt;
  client::Load beside;
  beside.urls = {client::parse_url("http://" + load.url().authority() + options.bystander)};
  beside.users = static_cast<std::uint32_t>(std::clamp(options.bystander_rate, 1.0, most_bystander_users));
  beside.timeout = load.timeout;
  beside.warmup = load.is_burst() ? 0 : load.warmup;
  beside.open_loop = client::OpenLoop{options.bystander_rate, {{without_end, options.bystander_rate}}};
  return beside;
}

}  // namespace hundred::loadtest
