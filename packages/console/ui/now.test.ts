// The server's clock as the console knows it.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { freezeNow, mendServerTime, serverNow, setServerTime } from './now.ts';

const told = 1_790_000_000_000;

/** Sets this machine's clock forward by `by` milliseconds, or back if negative. */
function setClock(t: TestContext, by: number): void {
  const was = Date.now.bind(Date);
  t.mock.method(Date, 'now', () => was() + by);
}

test("[C43] setting this machine's clock forward or back changes no counter", (t) => {
  setServerTime(told);
  for (const by of [3_600_000, -3_600_000]) {
    setClock(t, by);
    const passed = serverNow() - told;
    assert.ok(passed >= 0 && passed < 60_000, `${passed} ms`);
  }
});

test('[C43] a server time corrects the clock after a sleep and ignores a second of delay', () => {
  setServerTime(told);
  mendServerTime(told + 600_000);
  assert.ok(serverNow() >= told + 600_000);
  mendServerTime(told + 599_800);
  assert.ok(serverNow() >= told + 600_000, 'counters go on and not back');
});

test('counters stand still while the connection is lost', () => {
  setServerTime(told);
  freezeNow();
  const at = serverNow();
  mendServerTime(told + 600_000);
  assert.equal(serverNow(), at);
  setServerTime(told + 600_000);
  assert.ok(serverNow() >= told + 600_000);
});
