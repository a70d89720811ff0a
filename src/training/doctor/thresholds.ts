/** Where ordinary training ends and a finding begins. Chosen on runs of seeds 1 to 20; the proof runs on others. */
export const thresholds = {
  /** Moments in a row at which something has to be seen: a single one may be a batch that was unlucky. */
  persistence: 3,
  /** Share of the baseline below which a problem is as good as solved: whatever a layer looks like then, it did not hinder. */
  solved: 0.2,
  /** Above which share of the baseline hardly anything is learned. */
  unlearned: {
    /** On data without noise. */
    share: 0.5,
    /** And so much more for all of the noise that can be set, 50: no network can tell classes apart that overlap. */
    byNoise: 0.3,
  },
  /** A loss that fell by less than this share between the middle and the end of the run is level. */
  level: 0.05,
  /** Epochs before which nothing is said of a level: the first ones find the mean of the targets only. */
  leastEpochs: 8,
  deadRelus: {
    /** Half of a layer; He initialisation already leaves some of a deep network's neurons at 0. */
    share: 0.5,
  },
  saturatedLayer: {
    /** Of the pairs of a neuron and a row. Networks that learn well were seen with up to half (Glorot & Bengio 2010 show whole layers). */
    share: 0.7,
    /** A single neuron may well be a step. */
    neurons: 2,
    /** Of the baseline: outputs at their ends are as they should be, unless they are the wrong ends. */
    wrong: 1.2,
  },
  vanishingGradients: {
    /** First layer's gradient norm over the last one's. Each layer of sigmoids takes a quarter at most (Hochreiter 1991). */
    ratio: 3e-3,
    /** Of the baseline: a network that has got below it has learned something through all its layers. */
    loss: 0.7,
  },
  explodingGradients: {
    /** Times the norm at the first look. In training that works norms fall; where they grow, they were seen to at most triple. */
    factor: 10,
    /** Of the baseline: gradients are harmful where the loss grows with them. */
    loss: 1.5,
  },
  divergence: {
    /** Measurements in a row that each lie above the one before. By chance that is one in 720. */
    rises: 6,
    /** Times the first of them. */
    growth: 2,
    /** Of the baseline: worse than an answer that looks at no input. */
    loss: 2,
  },
  overfitting: {
    /** Times the lowest test loss; below it is what a median over some measurements wavers by. */
    rise: 1.1,
    /** The same as a share of the baseline: where both losses are tiny, their quotient says nothing. */
    share: 0.03,
    /** The train loss now over that of when the test loss was lowest: it still falls. */
    train: 0.9,
    /** Or, without a rise: the losses are this share of the baseline apart, and the train loss is at most this part of the test loss. */
    apart: 0.3,
    part: 0.5,
    /** Epochs for which the test loss has not been lower, at least. */
    epochs: 20,
    /** Test rows without which a rise may be a single row's. */
    testRows: 10,
  },
  underfitting: {
    /** Of the baseline, up to which: a loss that is worse than that of an answer that looks at nothing has another cause. */
    most: 1.25,
    /** Hidden neurons in all up to which a network is small for problems of the plane. */
    neurons: 8,
    /** And so many more for each hidden neuron: on their way they stand still until they have parted. */
    epochs: 30,
    perNeuron: 15,
    /** Test loss over train loss, up to which more room for learning by heart would not harm. */
    gap: 2,
  },
  rateTooHigh: {
    /** Mean change from one measurement to the next as a share of the baseline; one point a batch was seen to swing by 0.1. */
    swing: 0.15,
    /** Measurements without which a swing is an accident. */
    measurements: 10,
    /** Turns of the curve from up to down or back, as a share of its measurements: what only rises does not swing. */
    turns: 0.25,
    /** Of the baseline: from here on a third of the rate is hardly enough, and a tenth is proposed. */
    wild: 0.3,
    /** Share of a hidden layer's outputs near their ends from which on new weights are proposed with the rate. */
    thrown: 0.5,
  },
  rateTooLow: {
    /** Share of its first value that the loss loses in these epochs where it learns at all. */
    fall: 0.3,
    epochs: 20,
    /** Of what is usual for the optimizer: at larger rates something else is slow. */
    rate: 0.1,
  },
  featureScale: {
    /** Standard deviation over the median of the others'. The features x₁ and x₁² differ by 3 to 4. */
    ratio: 5,
    /** Of the baseline, after so many epochs: where the loss falls below it, the others were not drowned. */
    loss: 0.5,
    epochs: 20,
  },
} as const;

/** Epochs' windows of a run, as shares of it, that levels are medians over. */
export const windows = { middle: [0.35, 0.55], end: [0.8, 1] } as const;
