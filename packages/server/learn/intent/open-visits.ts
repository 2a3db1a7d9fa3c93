// The visits under way that the goals of one account learn from, bounded in number and in bytes. A visit
// that grows beyond the bound is no longer followed: nothing is learnt from it.
import type { VisitorId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import type { OpenVisit, Seen } from './open-visit.ts';

/** The values of one moment. */
const viewBytes = 2048;
/** The name of a page or section, of two bytes a character, and its place in a list. */
const nameBytes = 2 * profileLimits.textLength + 32;
const placeBytes = 8;

export class OpenVisits {
  readonly #visits = new Map<VisitorId, OpenVisit>();
  readonly #sizes = new Map<VisitorId, number>();
  #sizeBytes = 0;

  get size(): number {
    return this.#visits.size;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get isFull(): boolean {
    return (
      this.#visits.size >= tableLimits.openVisits || this.#sizeBytes >= tableLimits.openVisitBytes
    );
  }

  get(visitor: VisitorId): OpenVisit | undefined {
    return this.#visits.get(visitor);
  }

  set(visitor: VisitorId, visit: OpenVisit): void {
    const sizeBytes = bytesOf(visit);
    const grown = this.#sizeBytes - (this.#sizes.get(visitor) ?? 0) + sizeBytes;
    if (grown > tableLimits.openVisitBytes) return this.delete(visitor);
    this.#sizeBytes = grown;
    this.#sizes.set(visitor, sizeBytes);
    this.#visits.set(visitor, visit);
  }

  delete(visitor: VisitorId): void {
    this.#visits.delete(visitor);
    this.#sizeBytes -= this.#sizes.get(visitor) ?? 0;
    this.#sizes.delete(visitor);
  }

  values(): IterableIterator<OpenVisit> {
    return this.#visits.values();
  }

  [Symbol.iterator](): IterableIterator<[VisitorId, OpenVisit]> {
    return this.#visits.entries();
  }
}

/** On the high side. What a goal has seen names pages that the visit names too. */
function bytesOf(visit: OpenVisit): number {
  let bytes = viewBytes + nameBytes * placesOf(visit);
  for (const seen of visit.reached.values()) bytes += viewBytes + placeBytes * placesOf(seen);
  return bytes;
}

function placesOf({ paths, sections }: Readonly<Seen>): number {
  return paths.length + sections.length;
}
