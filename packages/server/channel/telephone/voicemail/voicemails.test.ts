// Messages that callers leave, on a running desk: where they go, their bounds, what a server left behind,
// and for how long they are kept.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { readWhole } from '@opportune/core/contracts/attachments.contract.ts';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Telephone } from '@opportune/core/ports/dialling.ts';
import { toneOf } from '@opportune/core/sound/tone.test-support.ts';
import { pcmuOf, pcmuPerSecond } from '@opportune/core/sound/pcmu.ts';
import { AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ChannelId, MessageId, UserId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { openAttachmentsFolder } from '../../../adapter/attachments/attachments-folder.ts';
import { testDataFolder, testEngines, testLog } from '../../../adapter/engines.test-support.ts';
import { type Stage, stages } from '../../../testing/conversations.test-support.ts';
import { contactSounds } from '../../../../../test/support/contact-sounds.test-support.ts';
import type { KeepSound } from '../seams.ts';
import { appendPiece, insertVoicemail, type Leaving } from './voicemail-rows.ts';
import { createVoicemails } from './voicemails.ts';

const folder = testDataFolder();
const channel = ChannelId.parse('hotline');
const silence = pcmuOf(0);
let engines: Awaited<ReturnType<typeof testEngines>>;
let store: AttachmentStore;

before(async () => {
  engines = await testEngines();
  store = openAttachmentsFolder(folder.path);
});
after(async () => {
  await engines.close();
  folder.remove();
});
const onStage = stages();

/** Somebody who calls, and what they hear. */
function telephone(): Telephone & { heard: number; isOver: boolean } {
  return {
    ...{ heard: 0, isOver: false },
    hear({ length }) {
      this.heard += length;
    },
    hangUp() {
      this.isOver = true;
    },
  };
}

const from = (address: string, isWithheld = false): Leaving => ({
  ...{ channel, address, isWithheld, request: `CA${randomUUID()}`, skill: null },
});

const soundsIn = () => contactSounds({ records: engines.records, store });

function voicemailsOn(
  { account, use, converse }: Stage,
  now = () => use.clock.now(),
  keepSound: KeepSound = soundsIn(),
) {
  const { ids, schedule } = use;
  const log = testLog();
  const voicemails = createVoicemails({
    ...{ records: engines.records, clock: { now }, ids, schedule, log },
    ...{ leaveSound: converse.leaveSound, mayLeave: converse.mayLeave },
    keepSound,
    keepDaysOf: async () => 90,
    nameOf: async () => 'Voicemail.wav',
    accounts: async () => [account],
  });
  /** Leaves a tone of some seconds. */
  const leave = async (of: Leaving, seconds = 1): Promise<void> => {
    const taking = await voicemails.take(account, of, telephone());
    assert.ok(taking !== null);
    taking.say(new Uint8Array(3200).fill(silence));
    taking.say(toneOf(450, seconds * pcmuPerSecond));
    taking.leave();
    await voicemails.idle();
  };
  return { voicemails, leave };
}

const at = ({ store: kept, account }: Stage, address: string): Promise<readonly Conversation[]> =>
  kept.list(account, { channel, address, before: null, limit: 10 });

async function soundIn(stage: Stage, { id }: Conversation) {
  const all = await stage.store.after(stage.account, id, { after: 0, limit: 50, notes: true });
  return all.flatMap(({ id: message, body }) =>
    body.type === 'text' && body.content?.type === 'attachment'
      ? [{ message, file: body.content }]
      : [],
  );
}

/** A message whose caller is not there any more, with a second of sound. */
async function leftBehind(
  { account, use }: Stage,
  address: string,
  seconds = 1,
): Promise<MessageId> {
  const left = { ...from(address), id: MessageId.parse(use.ids.next()), beganAt: use.clock.now() };
  await engines.records.withAccount(account, async (sql) => {
    await insertVoicemail(sql, account, left);
    for (let number = 1; number <= seconds; number += 1)
      await appendPiece(sql, account, { id: left.id, number, bytes: toneOf(450, pcmuPerSecond) });
  });
  return left.id;
}

/** How much sound is not made, in pieces. */
const piecesOf = async ({ account }: Stage): Promise<number> =>
  engines.records.withAccount(account, async (sql) => {
    const query = 'SELECT count(*)::integer AS many FROM voicemail_pieces';
    return (await sql.row<{ many: number }>(query, []))?.many ?? 0;
  });

async function bytesOf({ account }: Stage, message: string): Promise<Uint8Array | null> {
  const key = AttachmentKey.parse(`${account}/voicemail-${message}`);
  return readWhole(store, key);
}

describe('a message that was left', () => {
  test(
    '[CX38.2] begins a conversation that waits, once, with its sound',
    onStage(async (stage) => {
      await voicemailsOn(stage).leave(from('+491'), 2);
      const [found, ...others] = await at(stage, '+491');
      assert.deepEqual([found?.status, found?.caseState, others.length], ['message', 'open', 0]);
      const [left] = found === undefined ? [] : await soundIn(stage, found);
      assert.equal(left?.file.sound?.durationMs, 2000);
      const bytes = await bytesOf(stage, left?.message ?? '');
      assert.equal(bytes?.length, 44 + 2 * 2 * pcmuPerSecond);
    }),
  );

  test(
    '[CX38.2] joins what goes on at their number',
    onStage(async (stage) => {
      const first = { id: `m-${randomUUID()}`, author: { type: 'visitor' }, at: 1 };
      const message = { ...first, body: { type: 'text', text: 'Hello' } } as never;
      await stage.converse.receive(stage.account, {
        ...{ channel, address: '+492', message, name: '', skill: null },
      });
      await voicemailsOn(stage).leave(from('+492'));
      const [found, ...others] = await at(stage, '+492');
      assert.deepEqual([found?.status, others.length], ['waiting', 0]);
      assert.equal((await soundIn(stage, found as Conversation)).length, 1);
    }),
  );

  test(
    '[CX38.3] is none where nothing was said, and ends by itself',
    onStage(async (stage) => {
      const { voicemails } = voicemailsOn(stage);
      const phone = telephone();
      const taking = await voicemails.take(stage.account, from('+493'), phone);
      assert.ok(phone.heard > 0, 'the tone');
      taking?.say(new Uint8Array(telephoneLimits.voicemailSilenceS * pcmuPerSecond).fill(silence));
      assert.equal(phone.isOver, false, 'the first of it came while they heard the tone');
      taking?.say(new Uint8Array(3200).fill(silence));
      assert.equal(phone.isOver, true);
      await voicemails.idle();
      assert.deepEqual(await at(stage, '+493'), []);
    }),
  );

  test(
    '[CX38.3] has a longest duration',
    onStage(async (stage) => {
      const { voicemails } = voicemailsOn(stage);
      const phone = telephone();
      const taking = await voicemails.take(stage.account, from('+494'), phone);
      taking?.say(new Uint8Array(3200).fill(silence));
      for (let second = 0; !phone.isOver && second < 1000; second += 1)
        taking?.say(toneOf(450, pcmuPerSecond));
      await voicemails.idle();
      const [found] = await at(stage, '+494');
      const [left] = await soundIn(stage, found as Conversation);
      const { durationMs = 0 } = left?.file.sound ?? {};
      assert.ok(durationMs > 0 && durationMs <= telephoneLimits.voicemailS * 1000);
    }),
  );
});

describe('bounds', () => {
  test(
    '[CX38.5] of a number, of withheld numbers, and of who is blocked',
    onStage(async (stage) => {
      const { account } = stage;
      const { voicemails } = voicemailsOn(stage);
      const insert = (of: Leaving) =>
        engines.records.withAccount(account, (sql) =>
          insertVoicemail(sql, account, {
            ...{ ...of, id: stage.use.ids.next() as never },
            beganAt: stage.use.clock.now(),
          }),
        );
      for (let one = 0; one < telephoneLimits.numberVoicemails; one += 1) {
        assert.equal(await voicemails.isOffered(account, from('+495')), true);
        await insert(from('+495'));
      }
      assert.equal(await voicemails.isOffered(account, from('+495')), false);
      assert.equal(await voicemails.isOffered(account, from('+496')), true);
      for (let one = 0; one < telephoneLimits.withheldVoicemails; one += 1)
        await insert(from(`CA${one}`, true));
      assert.equal(await voicemails.isOffered(account, from('CAx', true)), false);
      assert.equal(await voicemails.isOffered(account, from('+496')), true);
      stage.advance(24 * 3_600_000 + 1);
      assert.equal(await voicemails.isOffered(account, from('+495')), true);
      const by = UserId.parse('ada');
      await stage.store.block(account, { channel, address: '+496' }, by, 1);
      assert.equal(await voicemails.isOffered(account, from('+496')), false);
    }),
  );

  test(
    '[CX38.5] of a channel, in number',
    onStage(async (stage) => {
      const { voicemails } = voicemailsOn(stage);
      const { channelVoicemails } = telephoneLimits;
      for (let one = 1; one < channelVoicemails; one += 1) await leftBehind(stage, `+49${one}`, 0);
      assert.equal(await voicemails.isOffered(stage.account, from('+481')), true);
      await leftBehind(stage, '+480', 0);
      assert.equal(await voicemails.isOffered(stage.account, from('+481')), false);
      const elsewhere = { ...from('+481'), channel: ChannelId.parse('other') };
      assert.equal(await voicemails.isOffered(stage.account, elsewhere), true);
    }),
  );

  test(
    '[CX38.5] of a channel, in bytes, also of what is not made yet',
    onStage(async (stage) => {
      const { account } = stage;
      const { voicemails } = voicemailsOn(stage);
      const id = await leftBehind(stage, '+482', 2);
      await engines.records.withAccount(account, async (sql) => {
        const again = { id, number: 2, bytes: toneOf(450, pcmuPerSecond) };
        await appendPiece(sql, account, again);
        const row = await sql.row('SELECT size_bytes FROM voicemails WHERE id = $1', [id]);
        assert.deepEqual(row, { size_bytes: 2 * pcmuPerSecond }, 'the same piece counts once');
        await sql.run('UPDATE voicemails SET size_bytes = $2 WHERE id = $1', [
          ...[id, telephoneLimits.channelVoicemailBytes - pcmuPerSecond],
        ]);
      });
      assert.equal(await voicemails.isOffered(account, from('+483')), true);
      await leftBehind(stage, '+484', 1);
      assert.equal(await voicemails.isOffered(account, from('+483')), false);
    }),
  );

  test(
    '[OP11] [CX38.5] fills: messages that callers leave at the same time',
    onStage(async (stage) => {
      const { voicemails } = voicemailsOn(stage);
      const takes = (one: number) => voicemails.take(stage.account, from(`+49${one}`), telephone());
      const most = telephoneLimits.accountVoicemails;
      const all = await Promise.all(Array.from({ length: most + 5 }, (_, one) => takes(one)));
      assert.equal(all.filter((each) => each !== null).length, most);
    }),
  );
});

test(
  '[CX38.4] what a server left behind is made by the next one, once',
  onStage(async (stage) => {
    const { account } = stage;
    const beganAt = stage.use.clock.now();
    const left = { ...from('+497'), id: stage.use.ids.next() as never, beganAt };
    await engines.records.withAccount(account, async (sql) => {
      await insertVoicemail(sql, account, left);
      for (const number of [2, 1, 2])
        await appendPiece(sql, account, {
          ...{ id: left.id, number },
          bytes: toneOf(450, pcmuPerSecond, (number - 1) * pcmuPerSecond),
        });
    });
    for (let start = 0; start < 2; start += 1) await voicemailsOn(stage).voicemails.tidy(account);
    const [found, ...others] = await at(stage, '+497');
    assert.equal(others.length, 0);
    const sounds = await soundIn(stage, found as Conversation);
    assert.deepEqual(
      sounds.map(({ file }) => file.sound?.durationMs),
      [2000],
    );
  }),
);

test(
  '[CX38.2] a message that is said while others are made is whole, once',
  onStage(async (stage) => {
    const { voicemails } = voicemailsOn(stage);
    const taking = await voicemails.take(stage.account, from('+485'), telephone());
    taking?.say(new Uint8Array(3200).fill(silence));
    taking?.say(toneOf(450, 2 * pcmuPerSecond));
    while ((await piecesOf(stage)) < 2) await setTimeout(20);
    await voicemails.tidy(stage.account);
    taking?.say(toneOf(450, 2 * pcmuPerSecond));
    taking?.leave();
    await voicemails.idle();
    const [found] = await at(stage, '+485');
    const sounds = await soundIn(stage, found as Conversation);
    assert.deepEqual(
      sounds.map(({ file }) => file.sound?.durationMs),
      [4000],
    );
    const bytes = await bytesOf(stage, sounds[0]?.message ?? '');
    assert.equal(bytes?.length, 44 + 4 * 2 * pcmuPerSecond);
  }),
);

test(
  '[CX38.4] [CX39.4] messages that cannot be made keep no others back, and go after the days of recordings',
  onStage(async (stage) => {
    const failing = new Set<string>();
    for (let one = 0; one < 101; one += 1) failing.add(await leftBehind(stage, `+47${one}`));
    stage.advance(1);
    await leftBehind(stage, '+486');
    const keepSound: KeepSound = {
      ...soundsIn(),
      async put(account, message, bytes) {
        if (failing.has(message)) throw new Error('the disk is full');
        await soundsIn().put(account, message, bytes);
      },
    };
    const round = async (days: number): Promise<void> => {
      const now = stage.use.clock.now() + days * 24 * 3_600_000;
      await voicemailsOn(stage, () => now, keepSound).voicemails.tidy(stage.account);
    };
    await round(0);
    const [found] = await at(stage, '+486');
    assert.equal(found?.status, 'message');
    await round(89);
    assert.equal(await piecesOf(stage), failing.size);
    await round(91);
    assert.equal(await piecesOf(stage), 0);
    assert.deepEqual(await at(stage, '+470'), []);
  }),
);

test(
  '[CX39.4] the sound is erased after the days of recordings, and the message stays',
  onStage(async (stage) => {
    await voicemailsOn(stage).leave(from('+498'));
    const [found] = await at(stage, '+498');
    const [{ message = '' } = {}] = await soundIn(stage, found as Conversation);
    const round = async (days: number): Promise<void> => {
      const now = stage.use.clock.now() + days * 24 * 3_600_000;
      await voicemailsOn(stage, () => now).voicemails.tidy(stage.account);
    };
    await round(89);
    assert.notEqual(await bytesOf(stage, message), null);
    await round(91);
    assert.equal(await bytesOf(stage, message), null);
    assert.equal((await soundIn(stage, found as Conversation)).length, 1);
  }),
);
