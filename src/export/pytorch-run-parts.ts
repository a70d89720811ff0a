/** Functions of Python that every repeated run has. */

export const doublesFunction = `def _doubles(text, *shape):
    data = base64.b64decode(text)
    return torch.tensor(struct.unpack(f"<{len(data) // 8}d", data), dtype=torch.float64).reshape(shape)`;

/** pure-rand's xoroshiro128+, and its doubles of 53 bits. */
export const orderClass = `class Order:
    """The order of the rows in every epoch: xoroshiro128+ and Fisher-Yates, to the bit."""

    def __init__(self, state):
        a, b, c, d = (word & 0xFFFFFFFF for word in state)
        self.state = a << 32 | b, c << 32 | d

    def _uniforms(self, count):
        mask = 0xFFFFFFFFFFFFFFFF
        a, b = self.state
        for _ in range(count):
            high = (a + b) & 0x3FFFFFF
            c = a ^ b
            a = ((a << 24 | a >> 40) ^ c ^ c << 16) & mask
            b = (c << 37 | c >> 27) & mask
            low = (a + b) & 0x7FFFFFF
            c = a ^ b
            a = ((a << 24 | a >> 40) ^ c ^ c << 16) & mask
            b = (c << 37 | c >> 27) & mask
            self.state = a, b
            yield high * 2.0**-26 + low * 2.0**-53

    def shuffled(self, count):
        order = list(range(count))
        for i, share in zip(range(count - 1, 0, -1), self._uniforms(count - 1)):
            j = int((i + 1) * share)
            order[i], order[j] = order[j], order[i]
        return order

    def drawn(self, count):
        return [int(count * share) for share in self._uniforms(count)]`;

export const gradientsFunction = `@torch.no_grad()
def finish_gradients(s):
    """L1, clipping, and nothing for what is not trained; L2 and decay are the optimizer's."""
    for p, rests in zip(model.parameters(), RESTS):
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        if s["l1"] > 0 and p.dim() > 1:
            p.grad += s["l1"] * p.sign()
        p.grad[rests] = 0
    if s["clip_value"] > 0:
        nn.utils.clip_grad_value_(model.parameters(), s["clip_value"])
    if s["clip_norm"] > 0:
        nn.utils.clip_grad_norm_(model.parameters(), s["clip_norm"])`;

export const hashFunctions = `def _mixed_again(x):
    x = (x * 0x21F0AAAD) & 0xFFFFFFFF
    x = ((x ^ (x >> 15)) * 0x735A2D97) & 0xFFFFFFFF
    return x ^ (x >> 15)


def _mixed(x):
    return _mixed_again(x ^ (x >> 16))


def _hash(*numbers):
    hashed = 0
    for number in numbers:
        hashed = _mixed(((hashed + 0x9E3779B9) & 0xFFFFFFFF) ^ number)
    return hashed


def _keys(stream, layer, count, paired):
    return torch.tensor([_hash(stream, layer, k - k % 2 if paired else k) for k in range(count)])


def _key_of_places(epoch, places):
    return _mixed(_hash(SEED, epoch) ^ _mixed(places))[:, None]`;

/** Wichura's PPND7, as in `src/training/hash.ts`. */
export const noiseFunction = `def _normal(p):
    q = p - 0.5
    r = 0.180625 - q * q
    middle = q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
    middle = middle / (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1)
    tail = torch.sqrt(-torch.log(torch.where(q < 0, p, 1 - p)))
    r = tail - 1.6
    near = ((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777
    near = near / ((0.12021132975 * r + 0.7370016425) * r + 1)
    r = tail - 5
    far = ((0.017337203997 * r + 0.42868294337) * r + 3.081226386) * r + 6.657905115
    far = far / ((0.012258202635 * r + 0.24197894225) * r + 1)
    outer = torch.where(tail <= 5, near, far)
    return torch.where(torch.abs(q) <= 0.425, middle, torch.where(q < 0, -outer, outer))


def _noisy(inputs, epoch, places):
    bits = _mixed(_key_of_places(epoch, places) ^ NOISE_KEYS)
    return inputs + (NOISE * _normal((bits + 0.5) / 2**32)).to(inputs)`;

export const masksFunction = `def _dropped(h, layer, epoch, places):
    keys, threshold, scale = DROPS[layer]
    bits = _mixed_again(_key_of_places(epoch, places) ^ keys)
    odd = torch.arange(len(keys)) % 2 == 1
    kept = torch.where(odd, bits >> 16, bits & 0xFFFF) >= threshold
    return h * (kept.to(h) * scale)`;

export const measuredFunctions = `@torch.no_grad()
def mean_loss(inputs, targets, s):
    return losses(model(inputs), targets, s).mean().item() if len(inputs) > 0 else math.nan


def measured(s):
    """Mean losses over the train and the test rows, without penalties."""
    return (
        mean_loss(TRAIN_INPUTS[:MEASURED_TRAIN], TRAIN_TARGETS[:MEASURED_TRAIN], s),
        mean_loss(TEST_INPUTS[:MEASURED_TEST], TEST_TARGETS[:MEASURED_TEST], s),
    )


@torch.no_grad()
def accuracies():
    """Shares of the same rows whose class is right; None of each where there is nothing to be right about."""
    return tuple(
        _accuracy(inputs[:count], targets[:count])
        for inputs, targets, count in (
            (TRAIN_INPUTS, TRAIN_TARGETS, MEASURED_TRAIN),
            (TEST_INPUTS, TEST_TARGETS, MEASURED_TEST),
        )
    )


def _accuracy(inputs, targets):
    if not PREDICTS_CLASSES or len(inputs) == 0:
        return None
    shown = network(inputs)
    if shown.shape[1] == 1:
        right = (shown[:, 0] >= 0) == (targets[:, 0] > 0)
    else:
        right = shown.argmax(dim=1) == targets.argmax(dim=1)
    return right.to(torch.float64).mean().item()`;
