/** Functions of Python that every program for Dask has. */

/** What a worker does by the command line: it knows nothing of the file but what it is given. */
export const workFunctions = `class NoCommand(Exception):
    pass


def by_command(command, links, table, epochs, goal):
    """Rows of the page's table, by the command line of chainrule."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = os.path.join(folder, "runs.json"), os.path.join(folder, "runs.csv")
        with open(asked, "w", encoding="utf-8") as file:
            json.dump({"format": "chainrule runs 1", "runs": links, **({"table": table} if table else {})}, file)
        reach = "none" if goal is None else f"{goal[0]}={goal[1]!r}"
        options = ["--epochs", str(epochs), "--goal", reach, "--workers", "1", "--quiet", "--out", answered]
        try:
            done = subprocess.run([*command, "runs", asked, *options], capture_output=True, text=True)
        except (FileNotFoundError, PermissionError) as error:
            raise NoCommand(f"{command[0]} cannot be called on a worker ({error})") from None
        if not os.path.exists(answered):
            raise NoCommand(f"{shlex.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
        with open(answered, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))`;

/** The page measures some epochs only; the best figures are of those. */
export const torchFunctions = `def by_torch(programs, links, epochs, goal, measured):
    """The same rows, by PyTorch in double precision."""
    return [one_by_torch(program, epochs, goal, set(measured) | {epochs}) for program in programs]


def one_by_torch(program, epochs, goal, measured):
    module = types.ModuleType("run")
    exec(compile(program, "run.py", "exec"), module.__dict__)
    names = ("trainLoss", "testLoss", "trainAccuracy", "testAccuracy")
    row = {"epochs": 0, "diverged": "false", "reachedAt": ""}
    best = [math.inf, math.inf]

    def told(epoch, settings):
        figures = [*module.measured(settings), *module.accuracies()]
        if not math.isfinite(figures[0]):
            row["diverged"] = "true"
            return True
        row["epochs"] = epoch
        if epoch in measured:
            row.update(zip(names, map(_text, figures)))
            best[:] = [min(low, now) for low, now in zip(best, figures)]
        if goal is not None and row["reachedAt"] == "" and epoch > 0:
            name, value = goal
            now = figures[("train-loss", "test-loss", "train-accuracy", "test-accuracy").index(name)]
            now = math.nan if now is None else now
            if (now <= value) if name.endswith("loss") else (100 * now >= value):
                row["reachedAt"] = epoch
        return False

    module.train(told, epochs, 0)
    row.update({"bestTrainLoss": _text(best[0]), "bestTestLoss": _text(best[1]), "failure": ""})
    return row


def _text(number):
    return "" if number is None or not math.isfinite(number) else repr(number).removesuffix(".0")`;

export const resultFunctions = `def whole_row(place, row):
    """A row of the table, with what is known of the run without training it."""
    _, seed, data_seed, values = RUNS[place]
    swept = [name for name in COLUMNS if name.startswith("set ")]
    full = {**row, "run": place + 1, "seed": seed, "dataSeed": data_seed, **dict(zip(swept, values))}
    return [full.get(name, "") for name in COLUMNS]


def read_done(path):
    """Rows that were there before, by the places of their runs; a line that was cut off counts for none."""
    if not os.path.exists(path):
        return {}
    with open(path, newline="", encoding="utf-8") as file:
        text = file.read()
    lines = list(csv.reader(text[: text.rfind("\\n") + 1].splitlines(True)))
    if not lines:
        return {}
    if lines[0] != COLUMNS:
        sys.exit(f"{path} is there already and has other columns: choose another --out")
    done = {}
    for line in lines[1:]:
        place = int(line[0]) - 1 if line and line[0].isdigit() else -1
        if len(line) != len(COLUMNS) or not 0 <= place < len(RUNS):
            sys.exit(f"{path} is there already and is of other runs: choose another --out")
        if line != [str(cell) for cell in whole_row(place, dict(zip(COLUMNS, line)))]:
            sys.exit(f"{path} is there already and has another run {place + 1}: choose another --out")
        done[place] = line
    return done


def write_all(path, done):
    """All rows in their order, in place of the file as it came about."""
    with open(path + ".new", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(done[place] for place in sorted(done))
    os.replace(path + ".new", path)`;

export const fleetFunctions = `def run_all(client, chosen, done, file):
    """Hands out what is not done yet, and writes every row as soon as it is known."""
    writer = csv.writer(file)
    waiting = [place for place in range(len(RUNS)) if place not in done]
    threads = max(1, sum(client.nthreads().values()))
    size = chosen.batch or max(1, min(32, math.ceil(len(waiting) / (4 * threads))))
    command = shlex.split(chosen.chainrule)
    programs = json.loads(zlib.decompress(base64.b64decode(PROGRAMS))) if chosen.engine == "torch" else None
    places_of = {}

    def submit(places):
        links = [RUNS[place][0] for place in places]
        if programs is None:
            future = client.submit(by_command, command, links, TABLE, EPOCHS, GOAL, pure=False)
        else:
            some = [programs[place] for place in places]
            future = client.submit(by_torch, some, links, EPOCHS, GOAL, MEASURED, pure=False)
        places_of[future.key] = places
        return future

    def settle(places, rows):
        for place, row in zip(places, rows):
            done[place] = [str(cell) for cell in whole_row(place, row)]
            writer.writerow(done[place])
        file.flush()
        print(f"{len(done)} of {len(RUNS)} runs", file=sys.stderr)

    coming = as_completed([submit(waiting[at : at + size]) for at in range(0, len(waiting), size)])
    for future in coming:
        places = places_of.pop(future.key)
        error = future.exception()
        if error is None:
            settle(places, future.result())
        elif isinstance(error, NoCommand) or type(error).__name__ == "NoCommand":
            sys.exit(f"{error}. Install chainrule there, say how to call it with --chainrule, or use --engine torch")
        elif len(places) > 1:
            # One of them may be what kills whoever takes it: each is done again, alone.
            for place in places:
                coming.add(submit([place]))
        else:
            settle(places, [{"failure": f"Every worker that took it ended: {type(error).__name__}."}])


def main():
    parser = argparse.ArgumentParser(description=f"Trains {len(RUNS)} runs on a cluster of Dask.")
    parser.add_argument("--scheduler", help="its address, such as tcp://HOST:8786 (a cluster on this machine)")
    parser.add_argument("--workers", type=int, help="processes of the cluster on this machine (its cores)")
    parser.add_argument("--batch", type=int, help="runs that a worker takes at once (a fourth of its share, at most 32)")
    parser.add_argument("--engine", choices=["chainrule", "torch"], default="chainrule", help="(%(default)s)")
    parser.add_argument("--chainrule", default="chainrule", help="how workers call the command line (%(default)s)")
    parser.add_argument("--out", default="results.csv", help="the table of results (%(default)s)")
    chosen = parser.parse_args()
    if chosen.engine == "torch" and PROGRAMS is None:
        sys.exit(f"there is no --engine torch for these runs: {TORCH_PROBLEM}")
    done = read_done(chosen.out)
    write_all(chosen.out, done)
    if len(done) < len(RUNS):
        if chosen.scheduler:
            client = Client(chosen.scheduler)
        else:
            workers = chosen.workers or os.cpu_count() or 1
            client = Client(LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0"))
        with client, open(chosen.out, "a", newline="", encoding="utf-8") as file:
            run_all(client, chosen, done, file)
    write_all(chosen.out, done)
    print(f"{len(done)} runs are in {chosen.out}")


if __name__ == "__main__":
    main()`;
