/** How shaders hold the predictions of a sample: a single one as a number, several in an array. */

/** WGSL that defines the type `Prediction`. */
export function predictionType(outputCount: number): string {
  return `alias Prediction = ${outputCount === 1 ? 'f32' : `array<f32, ${outputCount}>`};`;
}

/** One of the numbers in a variable of that type. */
export function predictionOf(variable: string, output: number, outputCount: number): string {
  return outputCount === 1 ? variable : `${variable}[${output}]`;
}
