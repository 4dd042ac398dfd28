"""One measurement of CPython's own lock: cpython.py WHAT THREADS SECONDS prints a number.

computing  the CPU seconds that so many threads get per second to add squares, in Python's own bytecode
releasing  the same for SHA-256, which releases the lock
sleeping   how long so many threads take to sleep for 0.1, 0.2, 0.3 ... s at once, in seconds
echo       the median time in ms in which a thread answers a datagram beside so many that compute

After CPython's Tools/ccbench: the threads compute until they are told to stop, and an answer is awaited by a process of
its own, so that only the answering thread needs the lock. Not additions are counted but the CPU time they get: how many
that makes depends on what the machine's neighbours do, second by second.
"""

import hashlib
import multiprocessing
import socket
import statistics
import sys
import threading
import time

STEP = 10_000  # numbers that are added between two looks at the clock


def add_squares():
    total = 0
    for i in range(STEP):
        total += i * i
    return total


BLOCK = bytes(1 << 20)


def digest():
    hashlib.sha256(BLOCK).digest()


def cpu_rate(work, threads, seconds):
    start = threading.Barrier(threads + 1)
    over = threading.Event()

    def run():
        start.wait()
        while not over.is_set():
            work()

    all_threads = [threading.Thread(target=run) for _ in range(threads)]
    for thread in all_threads:
        thread.start()
    start.wait()
    begun, used = time.monotonic(), time.process_time()
    time.sleep(seconds)
    rate = (time.process_time() - used) / (time.monotonic() - begun)
    over.set()
    for thread in all_threads:
        thread.join()
    return rate


def sleeping(threads, _):
    begun = time.monotonic()
    all_threads = [threading.Thread(target=time.sleep, args=(0.1 * (i + 1),)) for i in range(threads)]
    for thread in all_threads:
        thread.start()
    for thread in all_threads:
        thread.join()
    return time.monotonic() - begun


def ask(port, seconds, answer):
    """Sends ten datagrams per second and measures the time to each answer."""
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.connect(('127.0.0.1', port))
    times = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.perf_counter()
        client.send(b'ping')
        client.recv(16)
        times.append(time.perf_counter() - begun)
        time.sleep(0.1)
    client.send(b'over')
    answer.send(statistics.median(times) * 1000)


def echo(threads, seconds):
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(('127.0.0.1', 0))
    receiver, sender = multiprocessing.Pipe(False)
    asker = multiprocessing.Process(target=ask, args=(server.getsockname()[1], seconds, sender))
    asker.start()  # before there are threads: it is forked
    over = threading.Event()

    def compute():
        while not over.is_set():
            add_squares()

    computing = [threading.Thread(target=compute) for _ in range(threads)]
    for thread in computing:
        thread.start()
    while True:
        data, address = server.recvfrom(16)
        if data == b'over':
            break
        server.sendto(data, address)
    over.set()
    for thread in computing:
        thread.join()
    asker.join()
    return receiver.recv()


MEASURES = {
    'computing': lambda threads, seconds: cpu_rate(add_squares, threads, seconds),
    'releasing': lambda threads, seconds: cpu_rate(digest, threads, seconds),
    'sleeping': sleeping,
    'echo': echo,
}

if __name__ == '__main__':
    print(MEASURES[sys.argv[1]](int(sys.argv[2]), float(sys.argv[3])))
