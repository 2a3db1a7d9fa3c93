// What is left of a conversion once parts of its order were taken back. Which reports are believed is
// for whoever reads them from the store.

/** A part of an order was taken back: when that was received, 1 for the whole. */
export interface PartBack {
  readonly at: number;
  readonly part: number;
}

/** A refund or a cancellation, as it was reported of an order's key. */
export interface ReturnReport {
  readonly at: number;
  readonly sum: number;
  /** Of the sum; empty: the order's. */
  readonly currency: string;
  /** Of the whole order, whatever it names. */
  readonly whole: boolean;
}

/** The parts that reports take back of an order; none by a sum of another currency. */
export function partsBack(
  reports: readonly ReturnReport[],
  order: { readonly sum: number; readonly currency: string },
): PartBack[] {
  return reports.map(({ at, sum, currency, whole }) => {
    if (whole) return { at, part: 1 };
    const isSame = currency === '' || currency === order.currency;
    return { at, part: isSame && order.sum > 0 ? sum / order.sum : 0 };
  });
}

/** The part that is left at an instant; nothing where it is less than a millionth, as in results. */
export function leftAt(back: readonly PartBack[], at: number): number {
  const left = back.reduce((rest, each) => (each.at <= at ? rest - each.part : rest), 1);
  return left < 1e-6 ? 0 : left;
}
