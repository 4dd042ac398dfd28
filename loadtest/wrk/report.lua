-- What json.lua and mixed.lua share: wrk's results as one line of JSON.
--
--   url               what wrk was started with
--   requests          responses that came, whatever their status
--   errors            by kind: connect, read, write (of a socket), status (400 and above; these are among the requests),
--                     timeout (responses that took longer than wrk's --timeout; among the requests, not in latency_ms)
--   elapsed_ms        how long wrk ran
--   bytes_read        with the heads of the responses
--   throughput_per_s  requests over elapsed time
--   latency_ms        count (responses that were timed), min, mean, stdev, p50, p75, p90, p95, p99, p99.9, max. A
--                     percentile is left out where there are too few: p50 takes 2, p75 4, p90 10, p95 20, p99 100,
--                     p99.9 1000. Without a single response there is the count only.
--
-- The latencies are those that wrk prints. Its users wait for each answer, and for an answer that took more than twice the
-- mean it adds samples, one for each request that would meanwhile have been sent. These weigh in mean, stdev and
-- percentiles, and are not in the count.

local report = {}

local percentiles = {{50, 2}, {75, 4}, {90, 10}, {95, 20}, {99, 100}, {99.9, 1000}}

local function number(value, format)
  local finite = value == value and value > -math.huge and value < math.huge
  return finite and string.format(format, value) or "null"
end

local function text(value)
  local escaped = value:gsub('[%c"\\]', function(character) return string.format("\\u%04x", character:byte()) end)
  return '"' .. escaped .. '"'
end

-- Members are pairs of a key and JSON: an object has an order.
local function object(members)
  local pieces = {}
  for i, member in ipairs(members) do pieces[i] = text(member[1]) .. ":" .. member[2] end
  return "{" .. table.concat(pieces, ",") .. "}"
end

local function counts(table_of_counts)
  local names, members = {}, {}
  for name in pairs(table_of_counts) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do members[i] = {name, number(table_of_counts[name], "%d")} end
  return object(members)
end

local function latency_ms(latency, count)
  local function ms(microseconds) return number(microseconds / 1000, "%.3f") end
  local members = {{"count", number(count, "%d")}}
  if count > 0 then
    members[#members + 1] = {"min", ms(latency.min)}
    members[#members + 1] = {"mean", ms(latency.mean)}
    members[#members + 1] = {"stdev", ms(latency.stdev)}
    for _, percentile in ipairs(percentiles) do
      local p, least = percentile[1], percentile[2]
      if count >= least then members[#members + 1] = {"p" .. p, ms(latency:percentile(p))} end
    end
    members[#members + 1] = {"max", ms(latency.max)}
  end
  return object(members)
end

local function url()
  local host = wrk.host:find(":", 1, true) and "[" .. wrk.host .. "]" or wrk.host
  return wrk.scheme .. "://" .. host .. (wrk.port and ":" .. wrk.port or "") .. wrk.path
end

-- Prints the line. `sent`: how many requests each path was sent; nil to leave that out.
function report.print(summary, latency, sent)
  os.setlocale("C", "numeric")
  local members = {
    {"url", text(url())},
    {"requests", number(summary.requests, "%d")},
    {"errors", counts(summary.errors)},
    {"elapsed_ms", number(summary.duration / 1000, "%.3f")},
    {"bytes_read", number(summary.bytes, "%d")},
    {"throughput_per_s", number(summary.requests / summary.duration * 1e6, "%.3f")},
    {"latency_ms", latency_ms(latency, summary.requests - summary.errors.timeout)},
  }
  if sent then members[#members + 1] = {"requests_sent", counts(sent)} end
  print(object(members))
end

return report
