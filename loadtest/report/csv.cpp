#include "loadtest/report/csv.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "loadtest/report/report.hpp"

namespace hundred::loadtest {
namespace {

std::string span(client::Time nanoseconds) { return fmt::format("{:.6f}", static_cast<double>(nanoseconds) * 1e-6); }

std::string moment(client::Time time, client::Time released) { return time == 0 ? "" : span(time - released); }

std::string phase_cells(const client::Sample& sample) {
  std::string cells;
  for (const std::uint32_t microseconds : sample.timing.microseconds)
    cells += sample.timing.present ? fmt::format(",{:.3f}", microseconds * 1e-3) : ",";
  return cells;
}

std::string row(const client::Load& load, const client::Recording& recording, const client::Sample& sample) {
  const client::Stamps& stamps = sample.stamps;
  const auto at = [&](client::Time time) { return moment(time, recording.released); };
  const bool sent = stamps.sent != 0;
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}{},{}\n", csv_cell(load.urls[sample.url].text()),
                     sample.user == client::Sample::nobody ? "" : std::to_string(sample.user),
                     outcome_name(sample.outcome), sample.status == 0 ? "" : std::to_string(sample.status),
                     at(sample.planned), at(stamps.connect_start), at(stamps.connected), at(stamps.sent),
                     at(stamps.first_byte), at(stamps.last_byte), at(sample.end), span(sample.response_time()),
                     sent ? span(sample.service_time()) : "", sent ? span(sample.send_lag()) : "", phase_cells(sample),
                     csv_cell(recording.workers[sample.worker].name));
}

}  // namespace

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) cell.append(c == '"' ? 2 : 1, c);
  return cell + '"';
}

void write_csv(std::ostream& out, const client::Load& load, const client::Recording& recording) {
  out << "url,user,outcome,status,planned_ms,connect_start_ms,connected_ms,sent_ms,first_byte_ms,last_byte_ms,end_ms,"
         "response_ms,service_ms,send_lag_ms";
  for (const std::string_view phase : client::phase_names) out << ',' << phase << "_ms";
  out << ",worker\n";
  for (const client::Sample& sample : recording.samples) out << row(load, recording, sample);
}

}  // namespace hundred::loadtest
