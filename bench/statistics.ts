/** The middle value; the mean of the two middle ones of an even number. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return (low + high) / 2
}

/** Smallest and largest. */
export const spread = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)]

/** The value that this share of the sorted values does not exceed. NaN of none. */
export const percentile = (sorted: Float64Array, share: number): number =>
  sorted.at(Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)) ?? Number.NaN

/** What one side showed in each of its turns. */
export type Series = readonly number[]

/** The ratio of each turn of `above` to the turn of `below` beside it. */
export const ratios = (above: Series, below: Series): number[] =>
  above.map((value, turn) => value / (below[turn] ?? Number.NaN))

/** 3 significant digits, whole above 1000. */
export const figure = (value: number): string =>
  (Number.isNaN(value) ? '?' : Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3))))

export const range = (values: Series): string => spread(values).map(figure).join(' … ')
