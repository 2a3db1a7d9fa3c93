// Conversations sent by e-mail, from a running desk on real PostgreSQL to a real SMTP server. Each
// denial beside its permission.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Message } from '@opportune/protocol/conversation/conversation.ts';
import { ChannelId, type ConversationId, JobId } from '@opportune/protocol/ids.ts';
import { type TestEngines, testEngines } from '../adapter/engines.test-support.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { type MailServer, startMailServer } from '../adapter/mail-server.test-support.ts';
import { openSmtpMail } from '../adapter/mail-smtp.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Stage } from '../testing/conversations.test-support.ts';
import type { Visitor } from '../testing/people.test-support.ts';
import type { After } from './followup.ts';
import {
  afterStages,
  everything,
  over,
  overAgain,
  refusalOf,
  talk,
  whatFollows,
} from './followup.test-support.ts';
import { transcriptLetter } from './transcript-letter.ts';

const hourMs = 3_600_000;
const address = 'bea@example.com';
let server: MailServer;
let refusing: MailServer;
let engines: TestEngines;
let url = '';
before(async () => {
  engines = await testEngines();
  server = await startMailServer();
  refusing = await startMailServer({ refuses: true });
});
beforeEach(() => {
  server.letters.length = 0;
  ({ url } = server);
});
after(async () => {
  server.server.close();
  refusing.server.close();
  await engines.close();
});
const onStage = afterStages(() => openSmtpMail({ url, from: 'opportune@aldermoor.example' }));

function mailed(visitor: Visitor, conversation: ConversationId, to = address) {
  return refusalOf(visitor, { type: 'chat.transcript', conversation, address: to });
}

describe('an address that wants no messages', () => {
  /** Suppressed in a mailbox of the account, in small letters, as letters name it. */
  async function suppressed(stage: Stage, afterwards: After): Promise<void> {
    const { account, use } = stage;
    await engines.records.withAccount(account, async (sql) => {
      const channel = ChannelId.parse(`box-${account}`);
      await sql.run(
        `INSERT INTO channels (account, id, kind, created_at) VALUES ($1, $2, 'email', now())`,
        [account, channel],
      );
      const said = { type: 'opt-out', by: 'words', purpose: null, words: 'STOP' } as const;
      const heard = { ...said, channel, address: 'stop@example.com', at: use.clock.now() };
      await (afterwards.permission as Permission).hear(sql, account, [heard]);
    });
  }

  test(
    '[OI4] gets no transcript, whoever asks for it and however it is spelt',
    onStage(everything, async (stage, afterwards) => {
      const { visitor, conversation } = await over(stage, 'oi4-ada');
      await suppressed(stage, afterwards);
      const code = await mailed(visitor, conversation, 'Stop@Example.com');
      assert.equal(code, 'transcript.not_offered');
      const order = { account: stage.account, conversation, visitor: null } as const;
      const asked = { ...order, by: 'agent', address: 'stop@example.com' } as const;
      const now = stage.use.clock.now();
      assert.equal(await afterwards.transcripts.claim(asked, now), 'contact.opted_out');
      assert.equal(server.letters.length, 0);
      assert.equal(await mailed(visitor, conversation), null);
      assert.equal(server.letters.length, 1);
    }),
  );

  test(
    '[OI4] gets none either if it says so after the transcript was requested',
    onStage(everything, async (stage, afterwards) => {
      const { conversation } = await over(stage, 'oi4-bea');
      const order = { account: stage.account, conversation, visitor: null } as const;
      const asked = { ...order, by: 'agent', address: 'stop@example.com' } as const;
      const now = stage.use.clock.now();
      const claimed = await afterwards.transcripts.claim(asked, now);
      assert.ok(typeof claimed !== 'string');
      await suppressed(stage, afterwards);
      const tried = { conversation, by: 'agent', ...claimed } as const;
      const begun = await afterwards.transcripts.begin(stage.account, tried, now);
      assert.equal(begun, 'contact.opted_out');
    }),
  );
});

describe('a visitor whose conversation is over', () => {
  test(
    '[AF2] has it sent once, without what was for agents only',
    onStage(everything, async (stage, afterwards) => {
      const { agent, visitor, conversation } = await over(stage, 'af2-ada');
      await agent.post(conversation, 'A secret note', { note: true });
      assert.equal((await whatFollows(visitor, conversation)).transcript, 'may');
      const order = { type: 'chat.transcript', conversation, address } as const;
      await Promise.all([visitor.send(order), visitor.send(order)]);
      const refused = visitor.inbox.frames.flatMap((frame) =>
        frame.type === 'chat.refused' ? [frame.problem.code] : [],
      );
      assert.deepEqual(refused, ['transcript.sent']);
      assert.equal(await mailed(visitor, conversation, 'cid@example.com'), 'transcript.sent');
      assert.equal(server.letters.length, 1);
      const letter = (server.letters[0] ?? '').replaceAll('=\n', '');
      assert.match(letter, /^To: bea@example.com$/m);
      assert.match(letter, /The lamp <b>flickers<\/b>/);
      assert.match(letter, /The lamp &lt;b&gt;flickers&lt;\/b&gt;/);
      assert.match(letter, /We send another/);
      assert.doesNotMatch(letter, /secret/);
      // The site is yellow, which only dark letters can be read on.
      assert.match(letter, /background-color:#ffcf24;color:#14110a/);
      assert.doesNotMatch(letter, /<img|url\(/);
      assert.equal((await whatFollows(visitor, conversation)).transcript, 'sent');
      const sent = await afterwards.transcripts.sent(stage.account, conversation);
      assert.deepEqual(
        sent.map(({ by, address: to }) => [by, to]),
        [['visitor', address]],
      );
      const other = await stage.anotherAccount();
      assert.deepEqual(await afterwards.transcripts.sent(other, conversation), []);
    }),
  );

  test(
    '[AF2] cannot have another visitor’s conversation sent, nor one that goes on, nor one a day later',
    onStage(everything, async (stage) => {
      const { agent, visitor, conversation } = await talk(stage, 'af2-ben');
      assert.equal(await mailed(visitor, conversation), 'transcript.not_offered');
      await visitor.send({ type: 'chat.end', conversation });
      await agent.until(conversation, (found) => found.status === 'wrap-up');
      assert.equal(await mailed(stage.visitor(), conversation), 'request.not_found');
      stage.advance(25 * hourMs);
      assert.equal(await mailed(visitor, conversation), 'transcript.not_offered');
      assert.deepEqual(server.letters, []);
    }),
  );

  test(
    '[AF2] has nothing sent if the account sends no transcripts',
    onStage({ ...everything, transcript: false }, async (stage) => {
      const { visitor, conversation } = await over(stage, 'af2-cid');
      assert.equal((await whatFollows(visitor, conversation)).transcript, 'no');
      assert.equal(await mailed(visitor, conversation), 'transcript.not_offered');
      assert.deepEqual(server.letters, []);
    }),
  );

  test(
    '[AF2] can send to one address at most five times a day, in upper or lower case',
    onStage(everything, async (stage) => {
      for (const at of [1, 2, 3, 4, 5]) {
        const { visitor, conversation } = await over(stage, `af2-dan${at}`);
        assert.equal(await mailed(visitor, conversation, 'Dan@example.com'), null);
      }
      const { visitor, conversation } = await over(stage, 'af2-dan6');
      assert.equal(await mailed(visitor, conversation, 'dan@Example.com'), 'rate.transcripts');
      assert.equal(server.letters.length, 5);
      assert.equal(await mailed(visitor, conversation), null);
    }),
  );

  test(
    '[AF2] can have at most five sent within an hour',
    onStage(everything, async (stage) => {
      let talking = await over(stage, 'af2-eva');
      const { visitor } = talking;
      for (const at of [1, 2, 3, 4, 5]) {
        const to = `eva${at}@example.com`;
        assert.equal(await mailed(visitor, talking.conversation, to), null);
        // Often enough apart that the limit on beginning conversations is not reached.
        stage.advance(60_000);
        talking = await overAgain(talking);
      }
      const { conversation } = talking;
      assert.equal(await mailed(visitor, conversation), 'rate.transcripts');
      stage.advance(hourMs);
      assert.equal(await mailed(visitor, conversation), null);
    }),
  );
});

describe('a server that stops', () => {
  const times = { madeAt: 0, attempt: 1, endsBy: Infinity, deadlineAt: Infinity };

  test(
    '[AF2] before the e-mail is sent sends it after the restart, even if nobody waits for it',
    onStage(everything, async (stage, { transcripts }) => {
      const { visitor, conversation } = await over(stage, 'af2-gus');
      const order = { conversation, by: 'visitor', visitor: visitor.id, address } as const;
      const now = stage.use.clock.now();
      await transcripts.claim({ ...order, account: stage.account }, now);
      await until(
        'it is sent',
        async () => (await transcripts.sent(stage.account, conversation)).length === 1,
      );
      assert.equal(server.letters.length, 1);
    }),
  );

  test(
    '[AF2] while the e-mail is being sent sends none by itself, and it may be requested again a minute later',
    onStage(everything, async (stage, { transcripts, kinds }) => {
      const { visitor, conversation } = await over(stage, 'af2-hal');
      const { account } = stage;
      const order = { account, conversation, by: 'visitor', visitor: visitor.id, address } as const;
      // Not due for other job runners of these engines.
      const now = stage.use.clock.now() + 48 * hourMs;
      const payload = { conversation, by: 'visitor', tries: 1 } as const;
      assert.deepEqual(await transcripts.claim(order, now), { tries: 1 });
      assert.notEqual(await transcripts.begin(account, payload, now), null);
      const job = { account, id: JobId.parse('j'), key: 'k', payload, ...times };
      for (const kind of kinds) assert.deepEqual(await kind.handle(job), { type: 'done' });
      assert.deepEqual(server.letters, []);
      assert.equal(await transcripts.claim(order, now + 59_000), 'transcript.sent');
      assert.deepEqual(await transcripts.claim(order, now + 61_000), { tries: 2 });
      assert.equal(await transcripts.begin(account, payload, now), null);
    }),
  );
});

describe('a mail server that refuses it', () => {
  test('[AF2] is reported, and tried again on request, at most five times', async () => {
    ({ url } = refusing);
    await onStage(everything, async (stage) => {
      const { visitor, conversation } = await over(stage, 'af2-fay');
      for (const _ of [1, 2, 3, 4, 5])
        assert.equal(await mailed(visitor, conversation), 'mail.failed');
      assert.equal((await whatFollows(visitor, conversation)).transcript, 'may');
      assert.equal(await mailed(visitor, conversation), 'rate.transcripts');
    })();
  });
});

describe('the e-mail', () => {
  test('[AF2] contains the whole conversation as text, with times in the account’s time zone', () => {
    const at = Date.UTC(2026, 10, 21, 23, 30);
    const said = Message.parse({
      conversation: 'c-1',
      id: 'm-1',
      sequence: 1,
      author: { type: 'visitor' },
      body: { type: 'text', text: '**Not** Markdown' },
      at,
    });
    const about = {
      to: address,
      site: 'A & B',
      brand: { colour: '#2f5241' },
      timeZone: 'Europe/Berlin',
      startedAt: at,
      cut: true,
      messages: [said],
    };
    const { text, html, subject } = transcriptLetter({ ...about, language: 'en' });
    assert.equal(subject, 'Your chat with A & B, November 22, 2026');
    assert.match(text, /You, 00:30\n\*\*Not\*\* Markdown/);
    assert.match(text, /Earlier messages are left out/);
    assert.match(html ?? '', /Your chat with A &amp; B/);
    // [AT12] A file is named but not included.
    const file = Message.parse({
      ...{ ...said, id: 'm-2', sequence: 2 },
      body: {
        ...{ type: 'text', text: 'lamp.png (2 KB)' },
        content: {
          ...{ type: 'attachment', name: 'lamp.png', mediaType: 'image/png', sizeBytes: 2000 },
        },
      },
    });
    const withFile = transcriptLetter({ ...about, messages: [said, file], language: 'en' });
    assert.match(withFile.text, /You, 00:30\n\[File: lamp\.png \(2 KB\), available in the chat\]/);
    // [LG5] The same for somebody who reads German.
    const german = transcriptLetter({ ...about, language: 'de' });
    assert.equal(german.subject, 'Ihr Chat mit A & B, 22. November 2026');
    assert.match(german.text, /Sie, 00:30\n/);
    assert.match(german.html ?? '', /<html lang="de">/);
  });
});
