// The agents' room and the expected wait by skill, as the server last sent them. A new connection
// starts empty, because an old wait is worse than none.
import type { SkillRoom } from '@opportune/protocol/campaign/configuration.ts';
import { onFrame } from '../api/socket.ts';
import { createStore } from '../ui/store.ts';
import { t } from '../words/words.ts';

type Rooms = Readonly<Record<string, SkillRoom>>;

export const rooms = createStore<Rooms>({});

/** Follows the socket. The returned function stops it and forgets the values. */
export function followRooms(): () => void {
  const stop = onFrame((frame) => {
    if (frame.type === 'ready') rooms.set({});
    if (frame.type === 'room') rooms.set(frame.skills);
  });
  return () => {
    stop();
    rooms.set({});
  };
}

/** A wait in words, as visitors read it. Null if there is none to tell. */
export function waitWords(waitS: number | null | undefined): string | null {
  if (waitS === null || waitS === undefined || waitS === 0) return null;
  if (waitS >= 3_600) return t('before.wait.hour');
  return t('before.wait.minutes', { n: Math.round(waitS / 60) });
}

/**
 * What a new contact would wait now: everybody's wait first, then those of skills that differ from
 * it.
 */
export function waitsOf(
  all: Rooms,
): readonly { readonly skill: string | null; readonly wait: string }[] {
  const everybody = all['*']?.waitS;
  return Object.entries(all).flatMap(([name, { waitS }]) => {
    const wait = waitWords(waitS);
    const own = name === '*' || waitS !== everybody;
    return wait === null || !own ? [] : [{ skill: name === '*' ? null : name, wait }];
  });
}
