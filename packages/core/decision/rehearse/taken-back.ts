// The remaining part of a conversion after refunds and cancellations. The caller decides which
// reports to believe.

/** A refunded part of an order (1 for the whole) and when it was received. */
export interface PartBack {
  readonly at: number;
  readonly part: number;
}

/** A refund or cancellation reported for an order's key. */
export interface ReturnReport {
  readonly at: number;
  readonly sum: number;
  /** Currency of the sum. Empty for the order's currency. */
  readonly currency: string;
  /** The whole order is taken back, whatever the sum. */
  readonly whole: boolean;
}

/** The parts that reports take back from an order. A sum in another currency takes back nothing. */
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

/** The part left at an instant. Less than a millionth counts as nothing, as in results. */
export function leftAt(back: readonly PartBack[], at: number): number {
  const left = back.reduce((rest, each) => (each.at <= at ? rest - each.part : rest), 1);
  return left < 1e-6 ? 0 : left;
}
