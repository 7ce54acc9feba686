"""Damaged files for every reader: no crash, no hang, no flood of memory, one clear sentence.

    python tests/faults/fuzz.py --inputs 10000            every reader
    python tests/faults/fuzz.py --inputs 500 VOC picture   some of them

Input number n of a reader is the same every time; `--only n` writes it to a file and reads it once.
Each reader runs in a child with 500 MB beyond what its libraries take and 2 s of processor time
for an input. What kills the child is noted, and a new one goes on behind it.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np

MEMORY, SECONDS, PATIENCE = 500_000_000, 2.0, 60  # patience: for a hang that takes no processor
LONGEST = 700  # characters of a sentence
DEATHS = {signal.SIGPROF: f"took over {SECONDS:g} s", signal.SIGALRM: "did not come back"}


def make(name, number, seeds):
    """Input number `number` of a reader."""
    from mutations import damaged
    from readers import READERS, SABOTEURS

    rng = np.random.default_rng([number, *name.encode()])
    return damaged(seeds[number % len(seeds)], rng, (READERS | SABOTEURS)[name].is_text)


def problem(error, allowed):
    """What is wrong with an error, or None for one clear sentence."""
    chain, message = error, str(error)
    while chain is not None:
        if isinstance(chain, MemoryError):
            return "took more than 500 MB"
        chain = chain.__cause__ or chain.__context__
    if not isinstance(error, allowed):
        return f"{type(error).__name__}: {message[:200]}"
    if "\n" in message or not 10 < len(message) < LONGEST or " " not in message:
        return f"no clear sentence: {message[:200]!r}"
    return None


def limit_memory():
    """Allow so much more than what there is now."""
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def child(name, first, stop, folder, place):
    """Read inputs first..stop; a JSON line for each finding, the present number in `place`."""
    from readers import READERS, SABOTEURS

    warnings.simplefilter("ignore")
    reader, folder = (READERS | SABOTEURS)[name], Path(folder)
    seeds = reader.seeds(folder)
    path = folder / f"input{reader.suffix}"
    for seed in seeds:
        path.write_bytes(seed)
        reader.read(path)  # a seed that were refused would make the whole run worthless
    limit_memory()
    counts = {"read": 0, "refused": 0}
    for number in range(first, stop):
        Path(place).write_text(str(number))
        path.write_bytes(make(name, number, seeds))
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        signal.alarm(PATIENCE)
        try:
            reader.read(path)
            counts["read"] += 1
        except BaseException as error:
            counts["refused"] += 1
            if what := problem(error, reader.errors):
                print(json.dumps({"number": number, "what": what}), flush=True)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
    print(json.dumps(counts), flush=True)


def fuzz(name, inputs, first=0):
    """(counts, findings) of a reader over so many inputs."""
    counts, findings = {"read": 0, "refused": 0, "killed": 0}, []
    number, stop = first, first + inputs
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "number"
        while number < stop:
            place.write_text("")
            command = [sys.executable, __file__, "--child", name, str(number), str(stop), folder]
            done = subprocess.run([*command, str(place)], capture_output=True, text=True)
            for line in map(json.loads, done.stdout.splitlines()):
                if "number" in line:
                    findings.append(line)
                else:
                    counts = {key: counts[key] + line.get(key, 0) for key in counts}
            if done.returncode == 0:
                break
            if not place.read_text() or done.returncode > 0:
                raise RuntimeError(f"{name}: {done.stderr}")
            number = int(place.read_text())
            death = signal.Signals(-done.returncode)
            findings.append({"number": number, "what": DEATHS.get(death, f"died of {death.name}")})
            counts["killed"] += 1
            number += 1
    return counts, findings


def main(arguments):
    """Fuzz the readers asked for; returns 1 where something was found."""
    from readers import READERS

    parser = argparse.ArgumentParser(description="Damaged files for every reader of the course.")
    parser.add_argument("names", nargs="*", metavar="READER", help=", ".join(READERS))
    parser.add_argument("--inputs", type=int, default=10_000, help="for each reader")
    parser.add_argument("--only", type=int, help="read this one input, and show what happens")
    options = parser.parse_args(arguments)
    bad = 0
    for name in options.names or READERS:
        if options.only is not None:
            return once(name, options.only)
        counts, findings = fuzz(name, options.inputs)
        told = ", ".join(f"{number} {what}" for what, number in counts.items())
        print(f"{name}: {options.inputs} inputs, {told}, {len(findings)} findings", flush=True)
        for finding in findings[:20]:
            print(f"  {finding['number']}: {finding['what']}", flush=True)
        bad += len(findings)
    return 1 if bad else 0


def once(name, number):
    """Read one input, with its traceback; the file stays."""
    from readers import READERS

    folder = Path(tempfile.mkdtemp())
    reader = READERS[name]
    path = folder / f"input{reader.suffix}"
    path.write_bytes(make(name, number, reader.seeds(folder)))
    print(path)
    print(reader.read(path))
    return 0


if __name__ == "__main__":
    sys.path.insert(0, os.fspath(Path(__file__).resolve().parents[2]))
    if sys.argv[1:2] == ["--child"]:
        _, _, which, low, high, scratch, where = sys.argv
        child(which, int(low), int(high), scratch, where)
    else:
        sys.exit(main(sys.argv[1:]))
