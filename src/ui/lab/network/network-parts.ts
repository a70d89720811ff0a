import type { SelectOption } from '../../controls/select-field.ts';
import type { OpenedPart } from '../../playground/picture/opened-point.ts';

const wholeLoss = 'loss';

/** How a part is told in the list of them. */
export function nameOf(part: OpenedPart | null): string {
  if (part === null) return wholeLoss;
  return 'output' in part ? `output.${part.output}` : `${part.layer}.${part.neuron}`;
}

/** The part that is called so. */
export function partAt(name: string): OpenedPart | null {
  if (name === wholeLoss) return null;
  const [layer, index] = name.split('.');
  return layer === 'output' ? { output: Number(index) } : { layer: Number(layer), neuron: Number(index) };
}

/** All that a graph can be of; several outputs by the classes that they stand for. */
export function partsOf(
  widths: readonly number[],
  outputs: readonly string[],
  isOwn: boolean,
): SelectOption<string>[] {
  const hidden = widths.slice(1, -1);
  return [
    ...(isOwn ? [] : [{ value: wholeLoss, label: 'the whole loss' }]),
    ...Array.from({ length: widths.at(-1) ?? 1 }, (_, output) => ({
      value: nameOf({ output }),
      label: outputs.length > 1 ? `output for ${outputs[output]}` : 'the output',
    })),
    ...hidden.flatMap((width, layer) =>
      Array.from({ length: width }, (_, neuron) => ({
        value: nameOf({ layer, neuron }),
        label: `layer ${layer + 1}, neuron ${neuron + 1}`,
      })),
    ),
  ];
}
