#include <algorithm>

#include "loadtest/report/building.hpp"
#include "loadtest/report/report.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

using client::Phase;
using client::Recording;
using client::Sample;
using client::Time;

class Rows {
 public:
  Rows(const Recording& recording, const Exchanges& exchanges) : recording_(recording), exchanges_(exchanges) {}

  RequestRow of(const Sample& sample) const {
    RequestRow row;
    if (sample.user != Sample::nobody) row.user = sample.user;
    row.outcome = outcome_name(sample.outcome);
    row.due_ms = since_release(sample.planned);
    row.response_ms = to_ms(static_cast<double>(sample.response_time()));
    if (sample.stamps.sent != 0) row.service_ms = to_ms(static_cast<double>(sample.service_time()));
    if (sample.timing.present) {
      row.queue_ms = sample.timing[Phase::queue] / 1e3;
      row.handler_ms = sample.timing[Phase::handler] / 1e3;
    }
    row.worker = recording_.workers[sample.worker].name;
    if (const auto exchange = exchanges_.find(sample.number); exchange != exchanges_.end() && sample.status != 0)
      row.journey = journey(sample, exchange->second);
    return row;
  }

 private:
  double since_release(Time time) const { return to_ms(static_cast<double>(time - recording_.released)); }

  Journey journey(const Sample& sample, const Exchange& exchange) const {
    Journey journey{since_release(sample.stamps.sent),
                    since_release(exchange.arrival),
                    since_release(exchange.start),
                    since_release(exchange.end),
                    since_release(exchange.handed),
                    since_release(sample.end),
                    to_ms(static_cast<double>(exchange.cpu)),
                    {}};
    for (const Exchange::Stretch& stretch : exchange.stretches)
      journey.stretches.push_back({stretch.kind, since_release(stretch.from), since_release(stretch.to)});
    return journey;
  }

  const Recording& recording_;
  const Exchanges& exchanges_;
};

/// The last requests that the timeline has, in the order in which they ended.
std::vector<const Sample*> last_with_journey(const Recording& recording, const Exchanges& exchanges) {
  std::vector<const Sample*> found;
  for (const Sample& sample : recording.samples)
    if (sample.status != 0 && exchanges.contains(sample.number)) found.push_back(&sample);
  std::sort(found.begin(), found.end(), [](const Sample* a, const Sample* b) { return a->end < b->end; });
  if (found.size() > Report::most_last_requests)
    found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(Report::most_last_requests));
  return found;
}

}  // namespace

std::vector<RequestRow> request_rows(const Recording& recording, const Exchanges& exchanges) {
  const Rows rows(recording, exchanges);
  std::vector<RequestRow> all;
  if (recording.requests() <= Report::most_request_rows)
    for (const Sample& sample : recording.samples) all.push_back(rows.of(sample));
  else
    for (const Sample* sample : last_with_journey(recording, exchanges)) all.push_back(rows.of(*sample));
  return all;
}

}  // namespace hundred::loadtest
