// Panels on real records: stored by account, limited in number, and only with addresses that a
// frame may have.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originOf, PanelDraft, panelLimits } from '@opportune/protocol/rest/conversation/panels.ts';
import { Refusal } from '../http/problem/refusal.ts';
import { testEngines } from '../adapter/engines.test-support.ts';
import { openStage, type Stage } from '../testing/conversations.test-support.ts';
import { createPanels, type Panels } from './panels.ts';

function onStage(run: (stage: Stage, panels: Panels) => Promise<void>): () => Promise<void> {
  return async () => {
    const { records, close } = await testEngines();
    const stage = await openStage();
    try {
      await run(stage, createPanels({ records, ids: stage.use.ids }));
    } finally {
      await stage.close();
      await close();
    }
  };
}

const draft = (name: string, url = 'https://crm.example/panel?from=opportune') =>
  PanelDraft.parse({ name, url, shares: ['name'], traits: ['tier'] });
const refused = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.problem.code === code;

test(
  '[PN1] only their account changes and removes panels, and they name the origins to frame',
  onStage(async (stage, panels) => {
    const other = await stage.anotherAccount();
    const { account } = stage;
    const made = await panels.create(account, draft('Orders'));
    assert.equal(made.origin, 'https://crm.example');
    await panels.create(account, draft('Also', 'https://crm.example/two'));
    assert.deepEqual(await panels.origins(account), ['https://crm.example']);
    assert.deepEqual(await panels.list(other), []);
    await assert.rejects(panels.change(other, made.id, draft('X')), refused('request.not_found'));
    await assert.rejects(panels.remove(other, made.id), refused('request.not_found'));
    await panels.change(account, made.id, draft('Tickets'));
    const names = (await panels.list(account)).map(({ name }) => name);
    assert.deepEqual(names, ['Also', 'Tickets']);
    await panels.remove(account, made.id);
    assert.equal((await panels.list(account)).length, 1);
  }),
);

test(
  '[PN1] a panel beyond the limit of an account is refused',
  onStage(async (stage, panels) => {
    for (let at = 0; at < panelLimits.panels; at += 1)
      await panels.create(stage.account, draft(`P${at}`));
    await assert.rejects(panels.create(stage.account, draft('More')), refused('account.full'));
  }),
);

test('[PN1] a panel’s address uses https, or http on this machine, and has no credentials', () => {
  const origins = {
    'https://crm.example:8443/a?b#c': 'https://crm.example:8443',
    'http://localhost:7701/panel.html': 'http://localhost:7701',
    'http://crm.example/': null,
    'https://user:secret@crm.example/': null,
    'javascript:alert(1)': null,
    'data:text/html,hello': null,
    'https://crm.example; script-src *': null,
    '/panel': null,
  };
  for (const [url, origin] of Object.entries(origins)) {
    assert.equal(originOf(url), origin, url);
    assert.equal(
      PanelDraft.safeParse({ name: 'A', url, shares: [], traits: [] }).success,
      origin !== null,
    );
  }
});
