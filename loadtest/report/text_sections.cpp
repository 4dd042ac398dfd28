#include "loadtest/report/text_sections.hpp"

#include <array>

#include "loadtest/report/text_details.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::array<Section, 13> all{{
    {finding_lines,
     "Sentences that the load tool makes of the figures below, the most important first. What 'would' be is theory: it "
     "takes what one request took alone, on an idle server, and reckons who would have to wait for whom."},
    {count_lines,
     "Every request that was due is counted once. One that failed or timed out is no answer, but stays in the "
     "latencies "
     "with the time it took: to leave it out would flatter the server."},
    {error_lines,
     "refused: nobody listened. reset: the connection ended before a byte of the answer; short answer: amid it. "
     "unexpected status: an answer, but none of 200 to 299; 503 is a server that turns requests away."},
    {latency_table,
     "p50 is the median: half of the requests took no longer; p99: 99 of 100 took no longer. Response time is what a "
     "user "
     "feels, from when the request was due. Service time is what the server was given, from when it was sent. Where "
     "they "
     "differ, requests waited at the load tool. A percentile that few requests exceed rests on those few."},
    {breakdown_table,
     "The server stamps each request and says so in its answer. The column 'mean' cuts the average response time into "
     "parts that add up to it; the others do so for requests "
     "about "
     "that percentile, so a part that grows to the right makes the slow ones slow. Much queue: too few workers, or one "
     "that computes for long. Much pool: the computing threads are busy. Much ready: more threads than CPUs. Much "
     "wait: "
     "the time is spent elsewhere. Much client or network: look at the load tool or the way, not at the server."},
    {url_table, "Each URL was asked for in turn, so each has nearly the same number of requests."},
    {second_table,
     "Answers and latencies as the run went on. A second that differs from its neighbours is a stall, a pause, or a "
     "queue "
     "that fills; figures that grow from second to second are a server that does not keep up."},
    {bystander_lines,
     "Something small, asked for at a steady rate while the load ran: what everybody else feels of it. If it takes "
     "long, "
     "it waited behind the load, though it needs next to nothing itself."},
    {fairness_lines,
     "Jain's index is 1 if all have the same, and 1/n if one of n has all. Workers that ran more than others were "
     "found "
     "more often, not faster. In a burst the last user waits for all before; in a loop a user who waits much longer "
     "than "
     "the one in the middle is treated worse."},
    {usage_lines,
     "CPU time, threads and memory of the server with all its processes; memory that n processes share counts 1/n for "
     "each. A context switch to wait is a thread that had nothing to do or slept; a forced one is a thread that could "
     "have gone on, but others wanted the CPU: many mean more threads than CPUs."},
    {threshold_lines, "Limits that were given with --slo. If one is broken, the exit code is 99."},
    {validity_lines,
     "Whether the figures are the server's, or show the load tool's own limits. Little's law: requests per second "
     "times "
     "the mean time is the number in flight, or something was not counted. Send lag is how late the tool itself was. "
     "Do "
     "not use figures that are invalid; compare suspect ones only with care."},
    {environment_lines,
     "Figures depend on the machine, and on what else runs there. If load tool and server share the CPUs, each slows "
     "the "
     "other."},
}};

}  // namespace

std::span<const Section> sections() { return all; }

}  // namespace hundred::loadtest
