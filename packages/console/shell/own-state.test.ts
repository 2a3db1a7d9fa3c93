import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { begun, chosen, cutOff, greeted, told } from './own-state.ts';

describe('an agent’s own state', () => {
  it('begins online in a browser that keeps nothing, and as it was where it keeps one', () => {
    assert.equal(begun(null).kept, 'online');
    assert.equal(begun('nonsense').kept, 'online');
    assert.equal(begun('away').kept, 'away');
  });

  it('is not what the server said before it was asked, so that a reload then keeps what was wanted', () => {
    const asking = greeted(begun(null), 'offline');
    assert.deepEqual(asking, { shown: 'online', kept: 'online', asked: 'online' });
    const late = told(asking, 'offline');
    assert.deepEqual(late, asking);
    assert.deepEqual(told(late, 'online'), { shown: 'online', kept: 'online', asked: null });
  });

  it('follows a manager, a rule or another tab', () => {
    const online = told(greeted(begun(null), 'offline'), 'online');
    assert.deepEqual(told(online, 'away'), { shown: 'away', kept: 'away', asked: null });
  });

  it('is asked for again after a cut in which it was chosen', () => {
    const away = chosen('away', false);
    assert.equal(greeted(cutOff(away), 'online').asked, 'away');
    assert.equal(greeted(cutOff(chosen('away', true)), 'online').asked, 'away');
    assert.equal(cutOff(away).shown, null);
  });
});
