// Agents who are present over REST have a bound.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserId } from '@opportune/protocol/ids.ts';
import { presenceLimits } from '@opportune/protocol/limits/connections.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { openStage } from '../../testing/conversations.test-support.ts';
import { RestPresence } from './rest-presence.ts';

test('[OP11] beyond the bound a further agent is refused, and those who are present stay', async (t) => {
  const stage = await openStage();
  t.after(() => stage.close());
  const { desks } = stage.converse;
  const presence = new RestPresence({ ...stage.use, desks });
  t.after(() => presence.close());
  stage.enterProgram('like', 0);
  const like = stage.principal('like');
  assert.ok(like !== null);
  const desk = await desks.of(stage.account);
  const stay = (name: string) =>
    presence.stay(desk, { ...like, user: { ...like.user, id: UserId.parse(name) } });
  for (let at = 0; at < presenceLimits.agents; at++) stay(`present-${at}`);
  const isRefused = (error: unknown) =>
    error instanceof Refusal && error.problem.code === 'server.overloaded';
  assert.throws(() => stay('one-more'), isRefused);
  stay('present-0');
  assert.equal(presence.many, presenceLimits.agents);
  presence.leave(stage.account, UserId.parse('present-0'));
  stay('one-more');
});
