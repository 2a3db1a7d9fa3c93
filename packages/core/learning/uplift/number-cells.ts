// Parts of a state as numbers, read and written in the same order, and all together as one text,
// bit by bit. It knows no state; the caller lists the parts and knows their meaning.
import { numbersToText, textToNumbers } from '../intent/base64.ts';
import { fromSquare, toSquare } from '../symmetric-matrix.ts';

/** A part of a state as a fixed number of numbers. */
export interface Cell {
  readonly size: number;
  read(): number[];
  write(values: Float64Array): void;
}

export function arrayCell(array: Float64Array): Cell {
  return { size: array.length, read: () => [...array], write: (values) => array.set(values) };
}

/** A symmetric matrix of this many rows, written as the whole square. */
export function matrixCell(matrix: Float64Array, rows: number): Cell {
  return {
    size: rows * rows,
    read: () => [...toSquare(matrix, rows)],
    write: (values) => fromSquare(values, rows, matrix),
  };
}

export function numbersCell(read: () => number[], write: (values: Float64Array) => void): Cell {
  return { size: read().length, read, write };
}

export function readCells(cells: readonly Cell[]): string {
  return numbersToText(Float64Array.from(cells.flatMap((cell) => cell.read())));
}

/**
 * Writes a text of `readCells` back. False if it is not of these cells; the parts are then
 * undefined.
 */
export function writeCells(cells: readonly Cell[], text: string): boolean {
  const values = new Float64Array(cells.reduce((sum, { size }) => sum + size, 0));
  if (!textToNumbers(text, values)) return false;
  let at = 0;
  for (const { size, write } of cells) {
    write(values.subarray(at, at + size));
    at += size;
  }
  return true;
}
