// Reused buffers for a learner's work on one row. Every call overwrites them, so none allocates.
// Their contents are valid until the next call.

/** Beyond what a call reports as written, the arrays hold old values. */
interface Arrays {
  /** A row to predict or learn. */
  readonly row: Float64Array;
  /** The non-zero entries of a row: whether all are, their places and their values. */
  readonly whole: Float64Array;
  readonly places: Int32Array;
  readonly values: Float64Array;
  /** The matrix times a row. */
  readonly product: Float64Array;
}

/** Private, because it is not part of what a learner knows: equal learners compare equal. */
export class RowRoom {
  readonly #arrays: Arrays;

  constructor(size: number) {
    this.#arrays = {
      row: new Float64Array(size),
      whole: new Float64Array(size),
      places: new Int32Array(size),
      values: new Float64Array(size),
      product: new Float64Array(size),
    };
  }

  get arrays(): Arrays {
    return this.#arrays;
  }

  /** A row of zeros to fill and use. */
  emptyRow(): Float64Array {
    return this.#arrays.row.fill(0);
  }
}
