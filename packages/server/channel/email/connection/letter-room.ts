// Room for letters that are being fetched, in bytes, for all mailboxes together. Whoever finds none waits
// in line: nothing is refused, because the letters stay where they are.
import { mailboxLimits } from '@opportune/protocol/limits/mail.ts';
import type { LetterRoom } from './watch-folder.ts';

interface Waiting {
  readonly sizeBytes: number;
  readonly enter: () => void;
}

export function createLetterRoom(limitBytes: number = mailboxLimits.fetchingBytes): LetterRoom {
  const line: Waiting[] = [];
  let held = 0;
  // One that is larger than all room has it alone.
  const fits = (sizeBytes: number): boolean => held === 0 || held + sizeBytes <= limitBytes;
  const admit = (): void => {
    for (let next = line[0]; next !== undefined && fits(next.sizeBytes); next = line[0]) {
      line.shift();
      held += next.sizeBytes;
      next.enter();
    }
  };
  const releaseOf = (sizeBytes: number): (() => void) => {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      held -= sizeBytes;
      admit();
    };
  };
  return {
    take(sizeBytes, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const leave = (): void => {
        const at = line.indexOf(waiting);
        if (at >= 0) line.splice(at, 1);
        reject(new Error('It was ended.'));
      };
      const waiting: Waiting = {
        sizeBytes,
        enter: () => {
          signal.removeEventListener('abort', leave);
          resolve(releaseOf(sizeBytes));
        },
      };
      signal.addEventListener('abort', leave);
      line.push(waiting);
      admit();
      return promise;
    },
  };
}
