"""Runs and comparisons as hundred-load saves them, made from theory: every figure in them is known."""

import heapq
import math

MODES = {  # run by, worker's letter, workers (0: one a request, None: a loop)
    "single-threaded": ("1 thread", "s", 1),
    "thread-per-request": ("100 threads", "t", 0),
    "worker-pool": ("8 threads", "w", 8),
    "event-loop": ("1 loop", "l", None),
    "hybrid": ("1 loop + 2", "l", None),
    "prefork": ("8 processes", "p", 8),
}
CPUS = 2
PARTS = ["client", "network", "unexplained", "queue", "gil", "pool", "cpu", "wait", "ready"]


def journey(started, ended, cpu, stretches):
    return {"sent": 0.05, "arrived": 0.06, "started": started, "ended": ended, "handed": ended + 0.05,
            "answered": ended + 0.04, "cpu_time": cpu, "stretches": stretches}


def serve_in_rounds(users, workers, takes, kind, cpu):
    """`workers` at once, each for `takes` ms; the user's number, worker's index and the journey."""
    free = [(0.1, worker) for worker in range(workers)]
    for user in range(users):
        start, worker = heapq.heappop(free)
        end = start + takes
        heapq.heappush(free, (end, worker))
        yield user, worker, journey(start, end, cpu, [[kind, start, end]])


def burst_requests(mode, waits, users=100):
    """Of requests that wait for 50 ms, or compute for 20 ms."""
    _, letter, workers = MODES[mode]
    if waits:
        at_once = workers or users
        rows = serve_in_rounds(users, at_once, 50.0, "wait", 0.0)
    elif mode == "hybrid":
        rows = ((user, 0, journey(0.2, run["ended"], 20.0, [["pool", 0.2, run["started"]], ["cpu", run["started"], run["ended"]]]))
                for user, _, run in serve_in_rounds(users, CPUS, 20.0, "cpu", 20.0))
    elif workers == 0:
        rows = ((user, user, journey(0.2, 900.0 + user, 20.0, [["cpu", 0.2, 900.0 + user]])) for user in range(users))
    else:
        at_once = workers or 1
        takes = 20.0 * max(1, at_once / CPUS)
        rows = serve_in_rounds(users, at_once, takes, "cpu", 20.0)
    return [request(user, f"{letter}{worker if workers is not None else 0}", run) for user, worker, run in rows]


def request(user, worker, run, due=0.0):
    return {"user": user, "outcome": "ok", "due_ms": due, "response_ms": run["answered"] - due, "service_ms": run["answered"] - run["sent"],
            "queue_ms": run["started"] - run["arrived"], "handler_ms": run["ended"] - run["started"], "worker": worker, "journey_ms": run}


def rank(values, quantile):
    return values[max(0, math.ceil(len(values) * quantile - 1e-9) - 1)]


def summary(values):
    values = sorted(values)
    if not values:
        return {"count": 0}
    least = {"p75": 4, "p90": 10, "p95": 20, "p99": 100, "p99.9": 1000}
    figures = {"count": len(values), "min": values[0], "mean": sum(values) / len(values), "p50": rank(values, 0.5)}
    figures.update({name: rank(values, float(name[1:]) / 100) for name, n in least.items() if len(values) >= n})
    return {**figures, "max": values[-1]}


def breakdown(requests):
    """The mean of what these requests did, in parts."""
    parts = dict.fromkeys(PARTS, 0.0)
    for row in requests:
        run = row["journey_ms"]
        parts["client"] += run["sent"] - row["due_ms"]
        parts["queue"] += run["started"] - run["sent"]
        for kind, start, end in run["stretches"]:
            computed = min(run["cpu_time"], end - start)
            parts[kind] += computed if kind == "cpu" else end - start
            parts["ready"] += end - start - computed if kind == "cpu" else 0
        parts["network"] += run["answered"] - run["ended"]
    n = len(requests)
    return {"count": n, "total": sum(parts.values()) / n, **{kind: value / n for kind, value in parts.items()}}


def staircase(mode, waits, users=100):
    workers = MODES[mode][2]
    if waits:
        at_once, takes = workers or users, 50.0
    elif workers == 0:
        return [{"ms": users * 20.0 / CPUS, "users": users}]
    else:
        at_once = CPUS if mode == "hybrid" else workers or 1
        takes = 20.0 * max(1, at_once / CPUS)
    return [{"ms": takes * (i + 1), "users": min(at_once, users - at_once * i)} for i in range(math.ceil(users / at_once))]


def prediction(mode, waits):
    steps = staircase(mode, waits)
    done, half = 0, None
    for step in steps:
        done += step["users"]
        half = step["ms"] if half is None and done >= 50 else half
    end = steps[-1]["ms"]
    return {"alone_ms": {"total": 50.0 if waits else 20.0, "cpu": 0.0 if waits else 20.0, "wait": 50.0 if waits else 0.0},
            "effective_cpus": 2.0, "half_ms": {"least": half, "most": half}, "all_ms": {"least": end, "most": end}, "staircase": steps}


def load(words, kind, users=100, **more):
    return {"words": words, "kind": kind, "users": users, "requests": None, "duration_ms": None, "rate_per_s": None, "think_ms": 0.0,
            "warmup_ms": 0.0, "timeout_ms": 60000.0, "generator_threads": 1, **more}


BURST = load("burst: 100 users, one request each, all at the same instant", "burst", requests=100)
ENVIRONMENT = {"hundred_load": "0.1.0", "started_at": "2026-01-02T03:04:05Z", "system": "Linux 6.1.0 x86_64", "cpus": CPUS,
               "shares_cpus": True, "arguments": ["--mode", "worker-pool", "/io/sleep?ms=50"]}


def run(requests, **more):
    """A report of these requests."""
    times = sorted(row["response_ms"] for row in requests)
    service = sorted(row["service_ms"] for row in requests)
    quantiles = [1 - 10 ** (-i / 12) for i in range(25)] + [1.0] if requests else []
    workers = {}
    for row in requests:
        workers[row["worker"]] = workers.get(row["worker"], 0) + 1
    near = {name: requests[max(0, int(len(times) * q) - 2):][:3] for name, q in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1))}
    report = {
        "schema": "hundred.run/1", "load": BURST, "url": "http://127.0.0.1:8080/io/sleep?ms=50", "endpoint": "/io/sleep?ms=50",
        "mode": "worker-pool", "run_by": "8 threads", "pinned_workers": None, "interrupted": False,
        "counts": {"sent": len(requests), "ok": len(requests), "failed": 0, "timed_out": 0, "unanswered": 0}, "errors": {},
        "connect_ms": {"count": 0}, "connections": {"not_accepted_at_release": 0, "reconnects": 0, "asked_again": 0},
        "answered_ms": {"half": rank(times, 0.5), "p95": rank(times, 0.95), "all": times[-1]} if times else None,
        "throughput_per_s": None, "elapsed_ms": times[-1] if times else 0.0, "body_bytes": 900,
        "latency_ms": {"response": summary(times), "service": summary(service), "send_lag": summary([0.05] * len(times))},
        "breakdown_ms": breakdown(requests) if requests else None,
        "breakdown_at_ms": {name: breakdown(rows) for name, rows in near.items()} if requests else {},
        "workers": workers, "seconds": [], "urls": [], "bystander": None, "thresholds": [], "heat_map": None, "prediction": None,
        "validity": {"verdict": "valid", "checks": [{"name": "counts", "verdict": "valid", "words": "each request has one outcome"}]},
        "percentile_curve": {"quantile": quantiles, "response_ms": [rank(times, q) for q in quantiles],
                             "service_ms": [rank(service, q) for q in quantiles]},
        "fairness": {"workers_index": 0.995, "users_index": None, "users": len(times), "median_user_ms": rank(times, 0.5),
                     "slowest_user_ms": times[-1], "slowest_user": len(times) - 1} if requests else None,
        "findings": ["8 workers need 13 rounds of 50 ms."],
        "server": {"cpu_ms": 9.2, "peak_pss_bytes": 4282368, "peak_threads": 9, "peak_processes": 1, "voluntary_switches": 131,
                   "involuntary_switches": 74},
        "environment": ENVIRONMENT, "requests": requests,
    }
    return {**report, **more}


def burst(mode="worker-pool", waits=True, **more):
    endpoint = "/io/sleep?ms=50" if waits else "/cpu/burn?ms=20"
    return run(burst_requests(mode, waits), mode=mode, run_by=MODES[mode][0], endpoint=endpoint, url="http://127.0.0.1:8080" + endpoint,
               prediction=prediction(mode, waits), **more)


def loop(rows=2000, samples=100_000, seconds=100):
    """A closed loop of 100 users on an event loop; of so many samples the last rows are there."""
    requests = []
    for i in range(rows):
        due = seconds * 1000 - (rows - i) / 100 * 60.0
        start = due + 9.0
        stretches = [["cpu", start, start + 1.0], ["wait", start + 1.0, start + 41.0]]
        path = {"sent": due + 0.1, "arrived": due + 0.11, "started": start, "ended": start + 50.0, "handed": start + 50.1,
                "answered": start + 50.05, "cpu_time": 0.5, "stretches": stretches}
        requests.append(request(i % 100, "l0", path, due))
    counts = {"sent": samples, "ok": samples - 7, "failed": 7, "timed_out": 0, "unanswered": 0}
    columns = min(seconds, 100)
    return run(requests, load=load("closed loop: 100 users, no think time, 100 s, 1 generator thread", "closed loop", duration_ms=1e5),
               mode="event-loop", run_by="1 loop", answered_ms=None, throughput_per_s=999.3, counts=counts, workers={"l0": samples},
               errors={"reset": 2, "unexpected_status": {"503": 5}},
               prediction={"alone_ms": {"total": 41.0, "cpu": 1.0, "wait": 40.0}, "effective_cpus": 0.9, "throughput_per_s": 1000.0, "response_ms": 100.0},
               heat_map={"column_s": seconds / columns, "edges_ms": [10 * 1.25 ** i for i in range(9)],
                         "counts": [[0, 5, 200, 600, 150, 40, 0, i % 2] for i in range(columns)]},
               seconds=[{"second": i, "ok": 990 + i % 20, "failed": 0, "p50_ms": 55.0, "p99_ms": 70.0 + i % 5, "max_ms": 90.0} for i in range(seconds)],
               bystander={"url": "http://127.0.0.1:8080/ping", "rate_per_s": 10.0, "counts": counts, "response_ms": summary([1.0, 2.0, 3.0])},
               thresholds=[{"threshold": "p99<50ms", "measured": 74.0, "met": False}])


def entry(mode, rounds, theory, **figures):
    spent = rounds[0]["breakdown_ms"]
    most = max(PARTS, key=lambda part: spent[part])
    words = {"queue": "in queue", "pool": "in pool queue", "wait": "waiting (I/O)", "ready": "without a CPU", "cpu": "computing"}[most]
    return {"mode": mode, "run_by": MODES[mode][0], "answered_ms": {"half": None, "all": None}, "throughput_per_s": None, "prediction": theory,
            "spent": {"on": words, "percent": 100 * spent[most] / spent["total"]}, "rounds": rounds, **figures}


def comparison(endpoints, words=BURST):
    return {"schema": "hundred.compare/1", "load": words, "repeats": 3, "interrupted": False, "failures": [], "environment": ENVIRONMENT,
            "endpoints": [{"endpoint": path, "keep_alive": "park", "alone_ms": alone, "effective_cpus": 2.0, "modes": modes}
                          for path, alone, modes in endpoints]}


def burst_comparison():
    def modes(waits):
        return [entry(mode, [burst(mode, waits) for _ in range(3)], prediction(mode, waits), answered_ms=burst(mode, waits)["answered_ms"])
                for mode in MODES]
    return comparison([("/io/sleep?ms=50", {"total": 50.0, "cpu": 0.0, "wait": 50.0}, modes(True)),
                       ("/cpu/burn?ms=20", {"total": 20.0, "cpu": 20.0, "wait": 0.0}, modes(False))])


def loop_comparison():
    def modes():
        for i, mode in enumerate(MODES):
            rounds = [{**loop(rows=200), "mode": mode, "run_by": MODES[mode][0], "throughput_per_s": 1000.0 - 100 * i}] * 3
            yield entry(mode, rounds, rounds[0]["prediction"], throughput_per_s=1000.0 - 100 * i)
    return comparison([("/mixed?cpu_ms=1&io_ms=40", {"total": 41.0, "cpu": 1.0, "wait": 40.0}, list(modes()))], loop()["load"])


def sweep(interrupted=False):
    """Over workers of worker-pool, which wait, and event-loop, which does not need them."""
    workers = [1, 2, 4, 8, 16, 32, 64]

    def point(value, per_s):
        mean = 1e5 / per_s
        return {"value": value, "duration_ms": 3000.0, "counts": {"sent": 900, "ok": 900, "failed": 0, "timed_out": 0, "unanswered": 0},
                "throughput_per_s": per_s, "response_ms": {"count": 900, "mean": mean, "p50": mean, "p99": 1.1 * mean},
                "little": {"rate_per_s": per_s, "cycle_ms": mean, "expected": 100.2, "actual": 100.0, "verdict": "valid"},
                "validity": {"verdict": "valid", "words": "each of 900 requests has one outcome"},
                "prediction": {"throughput_per_s": per_s, "response_ms": mean}}

    def curve(mode, per_s):
        return {"mode": mode, "run_by": None, "server_workers": None, "points": [point(c, per_s(c)) for c in workers], "failure": None}
    return {"schema": "hundred.sweep/1", "over": "workers", "values": workers, "endpoint": "/io/sleep?ms=20",
            "alone_ms": {"total": 20.0, "cpu": 0.0, "wait": 20.0}, "effective_cpus": 2.0, "interrupted": interrupted,
            "load": {"words": "closed loop: 100 users, no think time", "kind": "closed loop", "users": 100, "think_ms": 0.0},
            "curves": [curve("worker-pool", lambda c: 50.0 * min(c, 20)), curve("event-loop", lambda c: 4900.0)],
            "environment": ENVIRONMENT}
