// Reused buffers in which an intent model lays out a visit. Every call overwrites them, so none
// allocates. They are not part of what the model knows.
import type { ColumnLayout } from './column-layout.ts';
import { newPartSums, type PartSums } from './usual-visit.ts';

interface Columns {
  readonly row: Float64Array;
  readonly bins: Uint8Array;
  readonly slots: Int32Array;
}

export class VisitRoom {
  readonly #columns: Columns;
  readonly #parts: PartSums;
  readonly #stages = Float64Array.from([1, 0, 0]);

  constructor(features: number, { size, leading }: Pick<ColumnLayout, 'size' | 'leading'>) {
    this.#columns = {
      row: new Float64Array(size),
      bins: new Uint8Array(features),
      slots: new Int32Array(features * (leading + 1)),
    };
    this.#parts = newPartSums(features, leading);
  }

  /** For an empty visit. */
  columns(): Columns {
    const { row, bins } = this.#columns;
    row.fill(0);
    bins.fill(0);
    return this.#columns;
  }

  /** For a visit without known parts. */
  parts(): PartSums {
    this.#parts.alone.fill(0);
    this.#parts.pairs.fill(0);
    return this.#parts;
  }

  /** The three columns of the last stage. */
  stages(main: number, added: number): Float64Array {
    this.#stages[1] = main;
    this.#stages[2] = added;
    return this.#stages;
  }
}
