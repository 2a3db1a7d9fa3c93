// Does at once what came while the same was being done before, so that a flood takes few transactions
// and a single piece waits for nobody. What fails together is done one by one, so nobody's piece takes
// another's with it. It promises no order: whoever needs one waits for the piece before.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

export interface TogetherParts<Piece, Result> {
  /** Pieces that are done at once, of one account. */
  readonly most: number;
  /** Two of the same name are not done at once. Default: any are. */
  readonly nameOf?: (piece: Piece) => string;
  /**
   * All of it takes effect, or nothing. Answers in the order of the pieces. Undefined: it did nothing
   * for that piece, which is done alone.
   */
  readonly all: (
    account: AccountId,
    pieces: readonly Piece[],
  ) => Promise<readonly (Result | undefined)[]>;
  readonly alone: (account: AccountId, piece: Piece) => Promise<Result>;
}

interface Waiting<Piece, Result> {
  readonly piece: Piece;
  readonly resolve: (result: Result | PromiseLike<Result>) => void;
  readonly reject: (error: unknown) => void;
}

/** After these, another attempt fails as well, or what was stored is not known. */
const lasting: readonly ErrorCode[] = ['engine.unavailable', 'server.storage_full'];

export function together<Piece, Result>(
  parts: TogetherParts<Piece, Result>,
): (account: AccountId, piece: Piece) => Promise<Result> {
  const lines = new Map<AccountId, Waiting<Piece, Result>[]>();

  async function doAll(account: AccountId, line: Waiting<Piece, Result>[]): Promise<void> {
    // Those who ask in the same turn come along.
    await Promise.resolve();
    while (line.length > 0) await doSome(parts, account, takeFrom(parts, line));
    lines.delete(account);
  }

  return (account, piece) =>
    new Promise((resolve, reject) => {
      const line = lines.get(account);
      const waiting = { piece, resolve, reject };
      if (line !== undefined) return void line.push(waiting);
      const begun = [waiting];
      lines.set(account, begun);
      void doAll(account, begun);
    });
}

/** Takes the first of each name out of the line. */
function takeFrom<Piece, Result>(
  { most, nameOf }: TogetherParts<Piece, Result>,
  line: Waiting<Piece, Result>[],
): readonly Waiting<Piece, Result>[] {
  if (nameOf === undefined) return line.splice(0, most);
  const names = new Set<string>();
  const taken: Waiting<Piece, Result>[] = [];
  const left = line.filter((each) => {
    const name = nameOf(each.piece);
    if (taken.length >= most || names.has(name)) return true;
    names.add(name);
    taken.push(each);
    return false;
  });
  line.splice(0, line.length, ...left);
  return taken;
}

/** Resolves when they were done together. Those that are done alone keep nobody waiting. */
async function doSome<Piece, Result>(
  { all, alone }: TogetherParts<Piece, Result>,
  account: AccountId,
  pieces: readonly Waiting<Piece, Result>[],
): Promise<void> {
  const apart = ({ piece, resolve }: Waiting<Piece, Result>): void =>
    resolve(alone(account, piece));
  try {
    const results = await all(
      account,
      pieces.map(({ piece }) => piece),
    );
    for (const [at, each] of pieces.entries()) {
      const result = results[at];
      if (result === undefined) apart(each);
      else each.resolve(result);
    }
  } catch (error) {
    for (const each of pieces) {
      if (isLasting(error)) each.reject(error);
      else apart(each);
    }
  }
}

function isLasting(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return lasting.some((each) => each === code);
}
