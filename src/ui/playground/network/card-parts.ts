import './neuron-card.ts';

export { describeLink, describeNeuron } from './describe.ts';
