// Who has a sample shop, and what its removal takes along, on real engines. None is filled here.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { Ground } from '../ground.ts';
import { Refusal } from '../http/problem/refusal.ts';
import { type SampleGround, sampleGround } from './sample-ground.test-support.ts';
import { createSampleShops, type SampleShops } from './sample-shops.ts';

let open: SampleGround;
let ground: Ground;
let shops: SampleShops;
before(async () => {
  open = await sampleGround();
  ground = open.ground;
  shops = createSampleShops({
    ...{ world: ground.world, records: ground.records, facts: ground.facts, files: ground.files },
    configurations: { current: () => assert.fail('none is made') },
    fill: () => assert.fail('none is made'),
  });
});
after(() => open[Symbol.asyncDispose]());

/** An account with its sample shop, which is finished. */
async function withSample() {
  const [owner, sample] = [randomUUID(), randomUUID()].map((id) => AccountId.parse(`a-${id}`));
  assert.ok(owner !== undefined && sample !== undefined);
  for (const [account, of] of [[owner, null] as const, [sample, owner] as const])
    await ground.records.withAccount(account, (sql) =>
      sql.run(
        `INSERT INTO accounts (id, settings, salt, created_at, sample_of, sample_ready_at)
         VALUES ($1, '{}', 's', now(), $2::text, CASE WHEN $2::text IS NULL THEN NULL ELSE now() END)`,
        [account, of],
      ),
    );
  return { owner, sample };
}

test('[SH1.3] a sample shop is refused a sample shop of its own', async () => {
  const { owner, sample } = await withSample();
  assert.equal((await shops.make(owner, 'en')).state, 'ready');
  await assert.rejects(
    shops.make(sample, 'en'),
    (error) => error instanceof Refusal && error.problem.code === 'request.conflict',
  );
});

test('[SH12.2] files of a sample shop go with it, and no file of its account', async () => {
  const { owner, sample } = await withSample();
  const keys = [owner, sample].map((account) =>
    AttachmentKey.parse(`${account}/picture-p-${account}`),
  );
  for (const [at, account] of [owner, sample].entries()) {
    await ground.files.put(keys[at] ?? assert.fail(), Buffer.from('picture'));
    await ground.records.withAccount(account, (sql) =>
      sql.run(
        `INSERT INTO pictures (account, kind, owner, id, media_type, size_bytes, made_at)
         VALUES ($1, 'logo', 'shop', $2, 'image/png', 7, now())`,
        [account, `p-${account}`],
      ),
    );
  }
  await shops.remove(owner);
  const left = await Promise.all(keys.map((key) => ground.files.get(key)));
  assert.deepEqual(
    left.map((each) => each !== null),
    [true, false],
  );
});
