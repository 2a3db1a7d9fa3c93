// Where a learner works out what it is asked of one row: written anew by each call, so that none makes
// garbage. What is found there is good until the learner is asked again.

/** Beyond what a call says it wrote, there is what was written before. */
interface Arrays {
  /** A row to be asked about. */
  readonly row: Float64Array;
  /** All of a row; where it is not zero; its values there. */
  readonly whole: Float64Array;
  readonly places: Int32Array;
  readonly values: Float64Array;
  /** The matrix times a row. */
  readonly product: Float64Array;
}

/** It is no part of what a learner knows: hidden, so that equal learners are equal. */
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

  /** A row of zeros, to be filled and asked about. */
  emptyRow(): Float64Array {
    return this.#arrays.row.fill(0);
  }
}
