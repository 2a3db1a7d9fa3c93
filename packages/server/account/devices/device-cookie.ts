// The cookie that shows that a browser signed in before: for each of its latest users an id, and a
// signature over account, user and the password of that time. It signs nobody in. It distinguishes
// a known device from a stranger, so that strangers' wrong passwords do not block it. A new
// password invalidates it.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const deviceCookie = 'opportune_device';
/** Remembered users of one browser. Evicts the one who signed in longest ago. */
const mostUsers = 5;
const randomIdBytes = 5;
/** Enough where a wrong guess costs a look-up and gains nothing. */
const markBytes = 4;
const form = /^([\w-]{12})\.([\w-]{32})$/;

/** A user whose password may be tried. */
export interface Person {
  readonly account: string;
  readonly user_id: string;
  readonly password_hash: string | null;
}

export interface KnownDevice<P extends Person = Person> {
  readonly id: string;
  /**
   * The users who signed in there before, at least one. For all others the device is a stranger.
   */
  readonly people: readonly [P, ...P[]];
}

export interface Devices {
  /**
   * Whether this installation made the cookie, as far as that can be told without the users. A flood
   * of made-up cookies is recognised before anything is looked up.
   */
  isOurs(cookie: string | null): boolean;
  /** The device of those of these users who signed in there before, or null. */
  known<P extends Person>(cookie: string | null, people: readonly P[]): KnownDevice<P> | null;
  /** The cookie's next value after this person signed in. */
  remember(cookie: string | null, person: Person): string;
}

/** Devices signed with a secret of the installation. */
export function createDevices(secret: string): Devices {
  const sign = (id: string, { account, user_id, password_hash }: Person): string =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['device', id, account, user_id, password_hash]))
      .digest('base64url')
      .slice(0, 32);

  /** Five bytes at random, and four that only this installation can tell. */
  const markedId = (random: Buffer): string => {
    const mark = createHmac('sha256', secret).update('device id').update(random).digest();
    return Buffer.concat([random, mark.subarray(0, markBytes)]).toString('base64url');
  };
  const isMarked = ({ id }: Entry): boolean =>
    markedId(Buffer.from(id, 'base64url').subarray(0, randomIdBytes)) === id;

  /** A user without a password has no device. */
  const isOf = ({ id, signature }: Entry, person: Person): boolean =>
    person.password_hash !== null &&
    timingSafeEqual(Buffer.from(signature), Buffer.from(sign(id, person)));

  return {
    isOurs: (cookie) => entriesOf(cookie).some(isMarked),

    known(cookie, people) {
      const entries = entriesOf(cookie);
      const [first, ...rest] = people.filter((one) => entries.some((entry) => isOf(entry, one)));
      if (first === undefined) return null;
      const id = entries.find((entry) => isOf(entry, first))?.id ?? '';
      return { id, people: [first, ...rest] };
    },

    remember(cookie, person) {
      const entries = entriesOf(cookie);
      const found = entries.find((entry) => isOf(entry, person));
      const isKept = found !== undefined && isMarked(found);
      const id = isKept ? found.id : markedId(randomBytes(randomIdBytes));
      const first = isKept ? found : { id, signature: sign(id, person) };
      const rest = entries.filter((entry) => entry !== found).slice(0, mostUsers - 1);
      return [first, ...rest].map((entry) => `${entry.id}.${entry.signature}`).join('~');
    },
  };
}

interface Entry {
  readonly id: string;
  readonly signature: string;
}

function entriesOf(cookie: string | null): readonly Entry[] {
  return (cookie ?? '')
    .split('~', mostUsers)
    .map((text) => form.exec(text))
    .flatMap((found) =>
      found === null ? [] : [{ id: found[1] ?? '', signature: found[2] ?? '' }],
    );
}
