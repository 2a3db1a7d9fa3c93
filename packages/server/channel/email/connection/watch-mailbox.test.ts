// Mailboxes watched at a real IMAP server: announcements, several folders, a server that is killed, and one
// that counts anew.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Postponed, WatchPlace } from '@opportune/core/ports/channel.ts';
import { letterLimits } from '@opportune/protocol/limits/mail.ts';
import {
  type Dovecot,
  imapPassword,
  startDovecot,
  withoutDovecot,
} from './dovecot.test-support.ts';
import { testOutbound } from '../email-parts.test-support.ts';
import { unpackedLetter } from '../receiving/packed-letter.ts';
import type { ImapAccess } from './imap.ts';
import { createLetterRoom } from './letter-room.ts';
import { watchMailbox } from './watch-mailbox.ts';

const room = createLetterRoom();
const letterOf = (subject: string) =>
  `From: Ada <ada@example.com>\nTo: help@aldermoor.example\nSubject: ${subject}\n\nHello\n`;

function accessOf(
  port: number,
  user: string,
  change: Partial<ImapAccess['server']> = {},
  password = imapPassword,
): ImapAccess {
  return {
    ways: testOutbound(true),
    server: { host: '127.0.0.1', port, security: 'none', user, ...change },
    password,
    token: () => null,
  };
}

/** What a watcher stored, as the store of channels would have it. */
function storeOf() {
  const places = new Map<string, WatchPlace>();
  const subjects: string[] = [];
  const raws: string[] = [];
  const waiting = new Set<() => void>();
  const tell = (): void => [...waiting].forEach((each) => each());
  let fines = 0;
  return {
    places,
    subjects,
    raws,
    store: {
      of: async (folder: string) => places.get(folder) ?? null,
      async keep(folder: string, entry: { readonly raw: string } | null, place: WatchPlace) {
        const bytes = entry === null ? null : (unpackedLetter(entry.raw)?.bytes ?? null);
        if (entry !== null) raws.push(entry.raw);
        if (bytes !== null)
          subjects.push(/^Subject: (.*?)\r?$/m.exec(Buffer.from(bytes).toString())?.[1] ?? '');
        places.set(folder, place);
        tell();
      },
      fine() {
        fines += 1;
        tell();
      },
    },
    get fines() {
      return fines;
    },
    async until(is: () => boolean): Promise<void> {
      while (!is()) {
        const { promise, resolve } = Promise.withResolvers<void>();
        waiting.add(resolve);
        await promise;
        waiting.delete(resolve);
      }
    },
  };
}

type Store = ReturnType<typeof storeOf>;

function watching(access: ImapAccess, stored: Store) {
  const end = new AbortController();
  const parts = { access, room, now: () => Date.now() };
  const ended: Promise<Postponed> = watchMailbox(parts, stored.store, end.signal);
  return {
    ended,
    async stop() {
      end.abort();
      return ended;
    },
  };
}

describe('a mailbox at Dovecot', { skip: withoutDovecot, timeout: 60_000 }, () => {
  let dovecot: Dovecot;
  before(async () => (dovecot = await startDovecot()));
  after(() => dovecot?.stop());

  test('[EM31] letters are fetched as they are announced, from now on, and are marked as seen', async () => {
    await dovecot.deliver('now', letterOf('before'));
    const stored = storeOf();
    const { stop } = watching(accessOf(dovecot.port, 'now'), stored);
    await stored.until(() => stored.fines > 0);
    await dovecot.deliver('now', letterOf('one'));
    await stored.until(() => stored.subjects.length === 1);
    await dovecot.deliver('now', letterOf('two'));
    await stored.until(() => stored.subjects.length === 2);
    while ((await dovecot.count('now', 'INBOX', 'unseen')) !== 1);
    await stop();
    assert.deepEqual(stored.subjects, ['one', 'two']);
  });

  test('[EM32] several folders are watched at once', async () => {
    const stored = storeOf();
    const access = accessOf(dovecot.port, 'folders', { folders: ['INBOX', 'Orders'] });
    const { stop } = watching(access, stored);
    await stored.until(() => stored.fines > 1);
    await dovecot.deliver('folders', letterOf('order'), 'Orders');
    await stored.until(() => stored.subjects.includes('order'));
    await dovecot.deliver('folders', letterOf('question'));
    await stored.until(() => stored.subjects.includes('question'));
    await stop();
  });

  test('[EM37] a letter of 30 MiB is fetched whole, and one above 40 MiB says that its end is missing', async () => {
    const stored = storeOf();
    const { stop } = watching(accessOf(dovecot.port, 'large'), stored);
    await stored.until(() => stored.fines > 0);
    const line = `${'aGVsbG8g'.repeat(9)}\r\n`;
    const large = (subject: string, MiB: number) =>
      letterOf(subject).replaceAll('\n', '\r\n') +
      line.repeat(Math.ceil((MiB * 1024 * 1024) / line.length));
    for (const [at, [subject, MiB]] of Object.entries({ whole: 30, cut: 41 }).entries()) {
      await dovecot.deliver('large', large(subject, MiB));
      await stored.until(() => stored.subjects.length > at);
    }
    await stop();
    assert.deepEqual(
      stored.raws.map(unpackedLetter).map((each) => [each?.bytes.length, each?.isCut]),
      [
        [large('whole', 30).length, false],
        [letterLimits.letterBytes, true],
      ],
    );
  });

  test('[EM33] a watcher that was stopped fetches what came since, and nothing twice', async () => {
    const stored = storeOf();
    const access = accessOf(dovecot.port, 'again');
    const first = watching(access, stored);
    await stored.until(() => stored.fines > 0);
    await dovecot.deliver('again', letterOf('one'));
    await stored.until(() => stored.subjects.length === 1);
    await first.stop();
    await dovecot.deliver('again', letterOf('two'));
    await dovecot.deliver('again', letterOf('three'));
    const second = watching(access, stored);
    await stored.until(() => stored.subjects.length === 3);
    await second.stop();
    assert.deepEqual(stored.subjects, ['one', 'two', 'three']);
  });

  test('[EM33] where the server counts anew, recent letters are fetched again', async () => {
    const stored = storeOf();
    const access = accessOf(dovecot.port, 'anew', { folders: ['Shop'] });
    await dovecot.as('anew', (client) => client.mailboxCreate('Shop'));
    const first = watching(access, stored);
    await stored.until(() => stored.fines > 0);
    await dovecot.deliver('anew', letterOf('one'), 'Shop');
    await stored.until(() => stored.subjects.length === 1);
    await first.stop();
    const { epoch } = stored.places.get('Shop') ?? { epoch: '' };
    await dovecot.as('anew', async (client) => {
      await client.mailboxDelete('Shop');
      await client.mailboxCreate('Shop');
    });
    await dovecot.deliver('anew', letterOf('two'), 'Shop');
    const second = watching(access, stored);
    await stored.until(() => stored.subjects.includes('two'));
    await second.stop();
    assert.notEqual(stored.places.get('Shop')?.epoch, epoch);
  });

  test('[EM34] a connection that is lost is an outcome, and the next one goes on', async () => {
    const stored = storeOf();
    const access = accessOf(dovecot.port, 'lost');
    const { ended } = watching(access, stored);
    await stored.until(() => stored.fines > 0);
    await dovecot.kill();
    const outcome = await ended;
    assert.equal(outcome.type, 'unreachable');
    const away = await watching(access, stored).ended;
    assert.equal(away.type, 'unreachable');
    await dovecot.start();
    await dovecot.deliver('lost', letterOf('later'));
    const again = watching(access, stored);
    await stored.until(() => stored.subjects.length === 1);
    await again.stop();
  });

  test('[EM35] a wrong password, and a folder that does not exist, need a person', async () => {
    const wrong = await watching(accessOf(dovecot.port, 'ada', {}, 'wrong'), storeOf()).ended;
    assert.equal(wrong.type, 'reconnect');
    const missing = accessOf(dovecot.port, 'ada', { folders: ['Nowhere'] });
    const outcome = await watching(missing, storeOf()).ended;
    assert.deepEqual(outcome, {
      type: 'reconnect',
      detail: 'The folder “Nowhere” does not exist.',
    });
  });

  test('[EM36] a private address is not connected to, and without TLS only this machine is', async () => {
    const guarded = { ...accessOf(dovecot.port, 'ada'), ways: testOutbound(false) };
    assert.equal((await watching(guarded, storeOf()).ended).type, 'reconnect');
    const named = accessOf(dovecot.port, 'ada', { host: 'localhost' });
    const byName = await watching({ ...named, ways: testOutbound(false) }, storeOf()).ended;
    assert.equal(byName.type, 'reconnect');
    const far = accessOf(dovecot.port, 'ada', { host: 'imap.example.com' });
    assert.equal((await watching(far, storeOf()).ended).type, 'reconnect');
  });

  test('[EM37] letters wait while there is no room for them', async () => {
    const small = createLetterRoom(1);
    const end = new AbortController();
    const release = await small.take(500, end.signal);
    const stored = storeOf();
    const parts = { access: accessOf(dovecot.port, 'room'), room: small, now: () => Date.now() };
    const ended = watchMailbox(parts, stored.store, end.signal);
    await stored.until(() => stored.fines > 0);
    await dovecot.deliver('room', letterOf('one'));
    assert.deepEqual(stored.subjects, []);
    release();
    await stored.until(() => stored.subjects.length === 1);
    end.abort();
    await ended;
  });
});
