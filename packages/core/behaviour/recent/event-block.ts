// The newest events of one visitor, packed one after another into one reused block of bytes. Adding
// and dropping events leaves nothing for the garbage collector, which would otherwise spend most of
// its time on them. It knows no bounds and no conditions; recent-events.ts does.
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import type { JsonPacker } from './packed-json.ts';
import type { RecentMemory } from './recent-memory.ts';

/** A live event as conditions see it. `subject` is what `where` reads. */
export interface RecentEvent {
  readonly name: string;
  readonly receivedAt: number;
  /** The visit's number. */
  readonly visit: number;
  readonly subject: JsonObject | null;
  /** Characters of name and subject, as bounds count them. */
  readonly size: number;
}

/**
 * Layout of an event in the block: its length (also at its end), pattern list, size, visit and
 * receipt.
 */
const place = { fits: 2, size: 4, visit: 6, receivedAt: 10, packed: 18 } as const;
const lengthBytes = 2;
const noBytes = new DataView(new ArrayBuffer(0));

/** Places are valid for one state of the block: adding and dropping move them. */
export class EventBlock {
  /**
   * One view and no array beside it: conditions walk it, and each object costs memory for every
   * visitor.
   */
  #block: DataView<ArrayBuffer> = noBytes;
  #from = 0;
  #end = 0;
  #length = 0;
  #size = 0;
  #revision = 0;
  readonly #memory: RecentMemory;

  /** `memory`: one for all visitors of a process. */
  constructor(memory: RecentMemory) {
    this.#memory = memory;
  }

  /** A new number after each change: what was found about places is valid for one of them. */
  get revision(): number {
    return this.#revision;
  }

  /** The number of events. */
  get length(): number {
    return this.#length;
  }

  /** Their total size. */
  get size(): number {
    return this.#size;
  }

  /** Bytes of the block, used or not. */
  get blockBytes(): number {
    return this.#block.byteLength;
  }

  /** Place of the newest event, -1 for none. */
  get newest(): number {
    return this.before(this.#end);
  }

  /** Place of the oldest event, -1 for none. */
  get oldest(): number {
    return this.#length === 0 ? -1 : this.#from;
  }

  /** Place of the event before the one at a place, or -1. */
  before(at: number): number {
    return at === this.#from ? -1 : at - this.#short(at - lengthBytes);
  }

  /** Place of the event after the one at a place, or -1. */
  after(at: number): number {
    const next = at + this.#short(at);
    return next === this.#end ? -1 : next;
  }

  name(at: number): string {
    return this.#packer.nameAt(this.#bytes, at + place.packed);
  }

  visit(at: number): number {
    return this.#block.getUint32(at + place.visit, true);
  }

  receivedAt(at: number): number {
    return this.#block.getFloat64(at + place.receivedAt, true);
  }

  /** Unpacked on every call. */
  subject(at: number): JsonObject | null {
    return this.#packer.subjectAt(this.#bytes, at + place.packed);
  }

  /** The number that `note` stored with the event; 0 before. */
  fits(at: number): number {
    return this.#short(at + place.fits);
  }

  /** Stores a number from 0 to 65,535 with an event. */
  note(at: number, fits: number): void {
    this.#putShort(at + place.fits, fits);
    this.#changed();
  }

  /** Adds an event as the newest. */
  add({ name, subject, receivedAt, visit, size }: RecentEvent): void {
    const { bytes, sizeBytes } = this.#packer.pack(name, subject);
    const length = place.packed + sizeBytes + lengthBytes;
    const at = this.#roomFor(length);
    this.#putShort(at, length);
    this.#putShort(at + place.fits, 0);
    this.#putShort(at + place.size, size);
    this.#block.setUint32(at + place.visit, visit, true);
    this.#block.setFloat64(at + place.receivedAt, receivedAt, true);
    for (let byte = 0; byte < sizeBytes; byte++)
      this.#block.setUint8(at + place.packed + byte, bytes[byte] ?? 0);
    this.#putShort(at + length - lengthBytes, length);
    this.#end = at + length;
    this.#length++;
    this.#size += size;
    this.#changed();
  }

  /** Drops the oldest event. */
  drop(): void {
    this.#size -= this.#short(this.#from + place.size);
    this.#from += this.#short(this.#from);
    this.#length--;
    this.#changed();
  }

  /** Drops all events and gives the memory back. */
  release(): void {
    this.#memory.give(this.#block.buffer);
    this.#block = noBytes;
    this.#from = 0;
    this.#end = 0;
    this.#length = 0;
    this.#size = 0;
    this.#changed();
  }

  /** The whole event at a place. */
  at(at: number): RecentEvent {
    return {
      name: this.name(at),
      receivedAt: this.receivedAt(at),
      visit: this.visit(at),
      subject: this.subject(at),
      size: this.#short(at + place.size),
    };
  }

  /** All events, oldest first. */
  toJSON(): readonly RecentEvent[] {
    const events: RecentEvent[] = [];
    for (let at = this.oldest; at >= 0; at = this.after(at)) events.push(this.at(at));
    return events;
  }

  get #packer(): JsonPacker {
    return this.#memory.packer;
  }

  #changed(): void {
    this.#revision = (this.#revision + 1) & 0x3fffffff;
  }

  /**
   * Where this many bytes can be written: after the newest event, or after moving the rest to the
   * front.
   */
  #roomFor(length: number): number {
    if (this.#end + length <= this.#block.byteLength) return this.#end;
    const held = this.#end - this.#from;
    const needed = held + length;
    const before = this.#bytes;
    // Moving is cheap enough to repeat often: all of a full block costs a tenth of a microsecond.
    if (needed <= before.length) before.copyWithin(0, this.#from, this.#end);
    else {
      const larger = this.#memory.take(needed);
      new Uint8Array(larger).set(before.subarray(this.#from, this.#end));
      this.#memory.give(this.#block.buffer);
      this.#block = new DataView(larger);
    }
    this.#from = 0;
    this.#end = held;
    return held;
  }

  /** Created on demand, which is rare. */
  get #bytes(): Uint8Array {
    return new Uint8Array(this.#block.buffer);
  }

  #short(at: number): number {
    return this.#block.getUint16(at, true);
  }

  #putShort(at: number, value: number): void {
    this.#block.setUint16(at, value, true);
  }
}
