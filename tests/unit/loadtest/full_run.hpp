#pragma once

#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

// A run with something of everything that a report can tell: an open loop on two URLs after a warm-up, a server of its
// own, failures of three kinds, requests that waited and one that was never sent, connections that a lost SYN delayed,
// a bystander, limits kept, broken and unknown, a generator that had no room to spare, the server's timeline and usage,
// and a prediction.

client::Load full_load();
client::Recording full_recording();
/// Judged and complete, with the environment of some machine.
Report full_report();

}  // namespace hundred::loadtest
