// Recordings of calls that run: asked for, agreed to, begun once both sides hear each other, paused,
// and over with their call. Without the visitor's yes, the media host is told of no recording.
import { codecOf } from '@opportune/core/call/call.ts';
import type { Media } from '@opportune/core/ports/media.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { LegId, RecordingId } from '@opportune/protocol/ids.ts';
import { KeyedQueue } from '../../http/keyed-queue.ts';
import type { Running } from '../running.ts';
import type { Making } from './making.ts';
import { type Agreement, type Recording, tracksOf } from './recording.ts';
import { insertRecording } from './recording-rows.ts';

export interface RecorderParts extends Pick<World, 'clock' | 'ids' | 'log'> {
  readonly media: Media;
  readonly records: Records;
  readonly making: Making;
}

export class Recorder {
  readonly #use: RecorderParts;
  readonly #changed: (running: Running) => void;
  readonly #announce: (running: Running, leg: LegId) => void;
  readonly #queue = new KeyedQueue();

  /** `changed`: what the sides see of it is another. `announce`: plays the tone. */
  constructor(
    use: RecorderParts,
    changed: (running: Running) => void,
    announce: (running: Running, leg: LegId) => void,
  ) {
    this.#use = use;
    this.#changed = changed;
    this.#announce = announce;
  }

  /** The visitor's answer, or their change of mind. Whether it had an effect. */
  answer(running: Running, agreed: Agreement | null): boolean {
    const { recording } = running;
    const { state } = recording;
    if (agreed === null) {
      if (state !== 'asks' && state !== 'agreed' && state !== 'on') return false;
      recording.state = 'refused';
      if (recording.id === null) recording.agreed = null;
      // If they agree after all, they hear so.
      recording.isAnnounced = false;
    } else {
      if (state !== 'asks' && state !== 'refused') return false;
      recording.agreed ??= agreed;
      recording.state = agreedState(recording);
    }
    this.follow(running);
    this.#changed(running);
    return true;
  }

  pause(running: Running, isPaused: boolean): boolean {
    if (running.recording.state !== 'on') return false;
    running.recording.isPaused = isPaused;
    this.follow(running);
    this.#changed(running);
    return true;
  }

  /** Whether the visitor is asked for a private value. */
  hide(running: Running, isPrivate: boolean): void {
    const { recording } = running;
    if (recording.isPrivate === isPrivate) return;
    recording.isPrivate = isPrivate;
    this.follow(running);
    if (recording.state === 'on') this.#changed(running);
  }

  /** The call has changed, or, again, the media host has forgotten it. */
  follow(running: Running, isAgain = false): void {
    const { call, recording } = running;
    // What is over is not begun again by whoever was on the way.
    if (recording.isOver) return;
    if (recording.state === 'agreed' && call.connectedAt !== null) this.#begin(running);
    const { id } = recording;
    if (id === null || !recording.isNoted) return;
    const tracks = tracksOf(recording, call);
    const told = JSON.stringify(tracks);
    if (told === recording.told && !isAgain) return;
    recording.told = told;
    void this.#use.media.record(call.id, { file: id, codec: codecOf(call), tracks });
    if (recording.isAnnounced || tracks.length === 0) return;
    recording.isAnnounced = true;
    this.#announce(running, LegId.parse(this.#use.ids.next()));
  }

  /** The media host takes no more of it. */
  full(running: Running): void {
    const { recording } = running;
    recording.isFull = true;
    if (recording.state !== 'on' && recording.state !== 'agreed') return;
    recording.state = 'full';
    this.#changed(running);
  }

  /** The call is over: its file is made of what was said. */
  ended(running: Running): void {
    const { account, conversation } = running;
    this.#over(running, (id) => this.#use.making.make({ account, conversation, id }));
  }

  /** Its account is gone: nothing of it is kept. */
  dropped(running: Running): void {
    this.#over(running, (id) => this.#use.making.discard(id));
  }

  /** A manager removes it while it runs: nothing more is recorded, and both sides see so. */
  #removed(running: Running): Promise<void> {
    const { call, recording } = running;
    if (!recording.isOver) {
      recording.isOver = true;
      recording.state = 'off';
      this.#changed(running);
    }
    return this.#queue.run(call.id, () => this.#use.media.record(call.id, null));
  }

  idle(): Promise<void> {
    return this.#queue.idle();
  }

  /** The sides are told that it is on once its row is stored. */
  #begin(running: Running): void {
    const { account, conversation, call, recording } = running;
    const { agreed } = recording;
    if (agreed === null || recording.id !== null) return;
    const id = RecordingId.parse(this.#use.ids.next());
    const made = { id, conversation, call: call.id, agreed, beganAt: this.#use.clock.now() };
    recording.id = id;
    this.#use.making.began(id, () => this.#removed(running));
    this.#run(call.id, async () => {
      try {
        await this.#use.records.withAccount(account, (sql) => insertRecording(sql, account, made));
      } catch (error) {
        this.full(running);
        throw error;
      }
      recording.isNoted = true;
      // The visitor may have changed their mind, or the call may be over.
      if (recording.isOver || recording.state !== 'agreed') return;
      recording.state = agreedState(recording);
      this.#changed(running);
      this.follow(running);
    });
  }

  #over({ call, recording }: Running, then: (id: RecordingId) => void): void {
    recording.isOver = true;
    const { id } = recording;
    if (id === null) return;
    this.#run(call.id, async () => {
      await this.#use.media.record(call.id, null);
      then(id);
    });
  }

  #run(key: string, work: () => Promise<void>): void {
    this.#queue.run(key, work).catch((error: unknown) => {
      this.#use.log.error('a recording was not stored', { reason: String(error) });
    });
  }
}

/** Of who said yes. */
function agreedState({ isNoted, isFull }: Recording): Recording['state'] {
  if (isFull) return 'full';
  return isNoted ? 'on' : 'agreed';
}
