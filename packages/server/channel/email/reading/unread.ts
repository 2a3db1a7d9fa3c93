// What of a letter could not be read.

/** A part that is not shown as its writer meant it. */
export interface Unread {
  readonly what:
    | 'encrypted'
    | 'tnef'
    | 'charset'
    | 'html'
    | 'too-deep'
    | 'too-many-parts'
    | 'too-long'
    | 'partial'
    /** Reading it takes too long or too much memory: it is kept as a file. */
    | 'too-hard';
  /** What the letter calls it. */
  readonly name: string;
}
