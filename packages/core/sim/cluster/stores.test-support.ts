// The stores of a simulated cluster: the register of shards, the log of facts, which takes everything,
// and the records, which refuse what is fenced off. Each may be away for a while.
import {
  changeRegister,
  emptyRegister,
  isSame,
  type Register,
  type RegisterAnswer,
  type RegisterRequest,
  type Seal,
} from '../../cluster/register.ts';
import type { Owner } from '../../world/owner.ts';
import type { Books } from './books.test-support.ts';
import type { PlantedFault } from './planted.test-support.ts';

export interface FactRow extends Owner {
  readonly visitor: number;
  readonly event: number;
  readonly ordinal: number;
}

/** Whose writes an account's records take. */
export interface Fence extends Owner {
  /** The epoch in which the desk was taken. */
  readonly since: number;
}

export interface NoteRow {
  readonly note: number;
  readonly sequence: number;
}

/** Whether a row was stored after its owner was lost. */
export function isStale(row: FactRow, seals: readonly Seal[]): boolean {
  return seals.some((one) => isSame(one)(row) && row.ordinal > one.ordinal);
}

export class Stores {
  register: Register = emptyRegister;
  readonly rows = new Map<number, FactRow[]>();
  readonly notes = new Map<number, NoteRow[]>();
  readonly #newest = new Map<string, number>();
  readonly #tokens = new Set<string>();
  readonly #fences = new Map<number, Fence>();
  readonly #planted: PlantedFault | null;
  readonly #books: Books;

  constructor(books: Books, planted: PlantedFault | null) {
    this.#books = books;
    this.#planted = planted;
  }

  ask(given: RegisterRequest): RegisterAnswer {
    const answer = changeRegister(this.register, this.#spoilt(given));
    this.register = answer.register;
    this.#books.checkRegister(answer.register);
    return answer;
  }

  #spoilt(request: RegisterRequest): RegisterRequest {
    if (request.type === 'join' && this.#planted === 'joins-any-version')
      return { ...request, speaks: { oldest: 0, newest: 1000 } };
    if (request.type !== 'expel' || this.#planted !== 'removes-without-look') return request;
    const held = this.register.shards.find(isSame(request.owner));
    return { ...request, beat: held?.beat ?? request.beat };
  }

  /** A batch that came before is dropped by its token. */
  insert(token: string, batch: readonly FactRow[]): void {
    if (this.#tokens.has(token)) return;
    this.#tokens.add(token);
    for (const row of batch) {
      const known = this.rows.get(row.visitor) ?? [];
      this.rows.set(row.visitor, known);
      known.push(row);
      const key = `${row.shard}\n${row.epoch}`;
      this.#newest.set(key, Math.max(row.ordinal, this.#newest.get(key) ?? 0));
    }
  }

  /** The rows of a visitor that are not stale, in the order of their ordinals. */
  read(visitor: number, seals: readonly Seal[]): readonly FactRow[] {
    const rows = this.rows.get(visitor) ?? [];
    return rows
      .filter((row) => !isStale(row, seals))
      .toSorted((one, other) => one.ordinal - other.ordinal);
  }

  newestOf({ shard, epoch }: Owner): number {
    if (this.#planted === 'seals-without-reading') return Number.MAX_SAFE_INTEGER;
    return this.#newest.get(`${shard}\n${epoch}`) ?? 0;
  }

  /** Takes a desk: older epochs are fenced off from now on. Null if a newer one has it. */
  take(account: number, by: Fence): readonly NoteRow[] | null {
    const held = this.#fences.get(account);
    const isMine = held !== undefined && isSame(held)(by) && held.since === by.since;
    if (held !== undefined && !isMine && held.since >= by.since) return null;
    this.#fences.set(account, by);
    this.#books.took(account, by);
    return [...(this.notes.get(account) ?? [])];
  }

  /** The sequence of the note, now or before. Null: refused. */
  write(account: number, by: Fence, row: NoteRow): number | null {
    const held = this.#fences.get(account);
    const isMine = held !== undefined && isSame(held)(by) && held.since === by.since;
    if (!isMine && this.#planted !== 'no-fence') return null;
    const notes = this.notes.get(account) ?? [];
    this.notes.set(account, notes);
    const known = notes.find(({ note }) => note === row.note);
    if (known !== undefined) return known.sequence;
    this.#books.wrote(account, by);
    notes.push(row);
    return row.sequence;
  }
}
