/** Functions of Python that every program for torchrun has. */

export const rowsClass = `RANK = int(os.environ.get("RANK", 0))
WORLD = int(os.environ.get("WORLD_SIZE", 1))
DEVICE, DTYPE = torch.device("cpu"), torch.float64


class Rows:
    """Numbers of a file on disk: rows that are asked for are read, and no others."""

    def __init__(self, path):
        self.numbers = np.load(path, mmap_mode="r")

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, which):
        if torch.is_tensor(which):
            which = which.numpy()
        return torch.from_numpy(np.array(self.numbers[which])).to(DEVICE, DTYPE)`;

export const dataFunctions = `def prepare(path, name, folder):
    """Writes the rows of a CSV file as numbers; those that lack what is needed are left out."""
    os.makedirs(folder, exist_ok=True)
    raw = [os.path.join(folder, f"{name}_{part}.raw") for part in ("inputs", "targets")]
    written, left_out, widths = 0, 0, (0, 0)
    with open(path, newline="", encoding="utf-8") as file, open(raw[0], "wb") as inputs, open(raw[1], "wb") as targets:
        reader = csv.DictReader(file)
        missing = [column for column in [*(column for column, _ in COLUMNS), TARGET] if column not in (reader.fieldnames or [])]
        if missing:
            raise SystemExit(f"{path} has no column {missing[0]!r}: expected {[column for column, _ in COLUMNS] + [TARGET]}")
        for row in reader:
            cells = [_cell_of(row[column], categories) for column, categories in COLUMNS]
            if row[TARGET] == "" or not _is_whole(cells):
                left_out += 1
                continue
            pair = encode([cells])[0], targets_of(row[TARGET])
            widths = tuple(map(len, pair))
            for numbers, to in zip(pair, (inputs, targets)):
                to.write(struct.pack(f"<{len(numbers)}d", *numbers))
            written += 1
    for part, source, width in zip(("inputs", "targets"), raw, widths):
        to = np.lib.format.open_memmap(os.path.join(folder, f"{name}_{part}.npy"), "w+", "<f8", (written, width))
        if written > 0:
            to[:] = np.memmap(source, "<f8", "r", shape=(written, width))
        to.flush()
        os.remove(source)
    print(f"{written} rows of {path} are in {folder}" + (f", {left_out} were left out" if left_out else ""))


def _cell_of(text, categories):
    if text == "":
        return None
    return float(text) if categories is None else text


def _is_whole(cells):
    try:
        encode([cells])
    except ValueError:
        return False
    return True


def write_embedded(folder):
    """The rows that the file holds, where there are none yet."""
    if os.path.exists(os.path.join(folder, "train_inputs.npy")):
        return
    held = embedded()
    if not held:
        raise SystemExit(f"there are no rows in {folder}, and none in this file: prepare some with --prepare")
    os.makedirs(folder, exist_ok=True)
    for name, numbers in held.items():
        np.save(os.path.join(folder, f"{name}.npy"), numbers.numpy())


def open_rows(folder):
    def rows(name, other=None):
        path = os.path.join(folder, f"{name}.npy")
        return Rows(path) if other is None or os.path.exists(path) else other

    global TRAIN_INPUTS, TRAIN_TARGETS, TRAINED_TARGETS, TEST_INPUTS, TEST_TARGETS
    TRAIN_INPUTS, TRAIN_TARGETS = rows("train_inputs"), rows("train_targets")
    TRAINED_TARGETS = rows("trained_targets", TRAIN_TARGETS)
    TEST_INPUTS, TEST_TARGETS = rows("test_inputs", []), rows("test_targets", [])`;

export const torchOrderClass = `class TorchOrder:
    """An order of PyTorch's own: of millions of rows it is much sooner there than that of the page."""

    def __init__(self):
        self.generator = torch.Generator().manual_seed(SEED)

    def shuffled(self, count):
        return torch.randperm(count, generator=self.generator)

    def drawn(self, count):
        return torch.randint(count, (count,), generator=self.generator)`;

export const sharedStep = `def step(optimizer, s, epoch, places, rows):
    """One step by the mean gradient of a batch, of which this process computes its share."""
    optimizer.zero_grad()
    mine = slice(RANK, None, WORLD)
    if len(rows[mine]) > 0:
        outputs = trained(TRAIN_INPUTS[rows[mine]], epoch, places[mine])
        losses(outputs, TRAINED_TARGETS[rows[mine]], s).sum().backward()
    sum_gradients(len(rows))
    finish_gradients(s)
    take_step(optimizer)


@torch.no_grad()
def sum_gradients(count):
    """Sums over all processes, divided by the samples of the whole batch: unequal shares are right."""
    parameters = list(model.parameters())
    sums = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in parameters])
    if WORLD > 1:
        dist.all_reduce(sums)
    for p, mean in zip(parameters, (sums / count).split([p.numel() for p in parameters])):
        p.grad = mean.view_as(p).clone()`;

export const mainFunction = `def report(epoch, s):
    """Prints the losses; True where there is no use in going on."""
    train_loss, test_loss = measured(s)
    if RANK == 0:
        print(f"epoch {epoch}: train loss {train_loss!r}, test loss {test_loss!r}", flush=True)
        if not math.isfinite(train_loss):
            print("The training has diverged.")
    return not math.isfinite(train_loss)


def main():
    parser = argparse.ArgumentParser(description="Trains in as many processes as torchrun starts.")
    parser.add_argument("--data", default=FOLDER, help="the folder of the .npy files (%(default)s)")
    parser.add_argument("--epochs", type=int, default=EPOCHS or 100, help="how many (%(default)s)")
    parser.add_argument("--backend", choices=["gloo", "nccl"], help="nccl where there are GPUs, else gloo")
    parser.add_argument("--dtype", choices=["float64", "float32"], default="float64", help="(%(default)s)")
    parser.add_argument("--order", choices=["page", "torch"], default="page", help="who shuffles (%(default)s)")
    parser.add_argument("--save", help="a file for the trained state_dict")
    parser.add_argument("--prepare", metavar="CSV", help="writes the train rows into the folder, and ends")
    parser.add_argument("--prepare-test", metavar="CSV", help="writes the test rows into the folder, and ends")
    chosen = parser.parse_args()
    if chosen.prepare or chosen.prepare_test:
        for path, name in ((chosen.prepare, "train"), (chosen.prepare_test, "test")):
            if path:
                prepare(path, name, chosen.data)
        return
    global DEVICE, DTYPE
    backend = chosen.backend or ("nccl" if torch.cuda.is_available() else "gloo")
    if backend == "nccl":
        DEVICE = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0)))
        torch.cuda.set_device(DEVICE)
    DTYPE = getattr(torch, chosen.dtype)
    model.to(DEVICE, DTYPE)
    if WORLD > 1:
        dist.init_process_group(backend)
    if RANK == 0:
        write_embedded(chosen.data)
    if WORLD > 1:
        dist.barrier()
    open_rows(chosen.data)
    train(report, chosen.epochs, 0, TorchOrder() if chosen.order == "torch" else None)
    if RANK == 0 and chosen.save:
        torch.save({name: numbers.double().cpu() for name, numbers in model.state_dict().items()}, chosen.save)
    if WORLD > 1:
        dist.destroy_process_group()`;

export const afterwards = `if __name__ == "__main__":
    main()`;
