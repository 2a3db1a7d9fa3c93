import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { begun, chosen, cutOff, greeted, told } from './own-state.ts';

describe('an agent’s own state', () => {
  it('is online at the first sign-in, and as already chosen in any other browser', () => {
    const first = greeted(begun(null), { state: 'offline', chosen: false });
    assert.deepEqual(first, { shown: 'online', asked: 'online' });
    const second = greeted(begun(null), { state: 'offline', chosen: true });
    assert.deepEqual(second, { shown: 'offline', asked: null });
  });

  it('ignores what the server sent before it got the request', () => {
    const asking = greeted(begun(null), { state: 'offline', chosen: false });
    const late = told(asking, 'offline');
    assert.deepEqual(late, asking);
    assert.deepEqual(told(late, 'online'), { shown: 'online', asked: null });
  });

  it('follows a manager, a rule or another tab', () => {
    const online = told(greeted(begun(null), { state: 'offline', chosen: false }), 'online');
    assert.deepEqual(told(online, 'away'), { shown: 'away', asked: null });
  });

  it('asks again after a lost connection or a reload without confirmation', () => {
    const away = chosen('away');
    const online = { state: 'online', chosen: true } as const;
    assert.equal(greeted(cutOff(away), online).asked, 'away');
    assert.equal(greeted(begun('away'), online).asked, 'away');
    assert.equal(greeted(begun('nonsense'), online).asked, null);
    assert.equal(cutOff(away).shown, null);
  });
});
