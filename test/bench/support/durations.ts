/** Bucket bounds of every histogram that is measured, in seconds: 11, so that a label set has 14 lines. */
export const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Lines of one label set of such a histogram: buckets with `+Inf`, sum and count. */
export const linesPerLabelSet: number = bounds.length + 3;

/** Durations in seconds as services have them, log-normal around 30 ms; the same ones in every process. Their number is a power of two. */
export const durations: readonly number[] = logNormal(1024);

function logNormal(count: number): readonly number[] {
  let state = 0x2545f491;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / 4_294_967_297;
  };
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    return 0.03 * Math.exp(1.2 * normal);
  });
}
