// Wrong attempts are charged to whoever makes them, and block nobody else.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openMemoryBudgets } from '../../adapter/budgets-memory.ts';
import { createThrottle } from './throttle.ts';
import { wholeRun } from '../../../../test/support/whole-run.test-support.ts';

const email = 'ada@aldermoor.example';

function open() {
  const time = { now: 0 };
  const throttle = createThrottle(openMemoryBudgets({ now: () => time.now }));
  const passes = (prefix: string, id: string | null = null, of = email): boolean => {
    const device = id === null ? null : { id, user: 'ada' };
    try {
      throttle.signIn({ prefix, email: of, device });
      return true;
    } catch {
      return false;
    }
  };
  const count = (many: number, one: (n: number) => boolean): number =>
    Array.from({ length: many }, (_, n) => one(n)).filter(Boolean).length;
  return { time, throttle, passes, count };
}

describe('[SI1] attempts to sign in', () => {
  test('one address has ten at one e-mail address and fifty in all; letters and spaces do not matter', () => {
    const { passes, count } = open();
    const spelled = [email, ` ${email}`, email.toUpperCase()];
    assert.equal(
      count(30, (n) => passes('a', null, spelled[n % 3])),
      10,
    );
    assert.equal(
      count(100, (n) => passes('a', null, `${n}@x.example`)),
      40,
    );
    assert.equal(passes('b'), true);
  });

  test('from many addresses a hundred an hour reach one e-mail address; a known device has its own', () => {
    const { time, passes, count } = open();
    const guess = (n: number): boolean => {
      time.now += 1000;
      return passes(`address ${n}`);
    };
    const guessed = count(300, guess);
    assert.ok(guessed >= 100 && guessed <= 110, String(guessed));
    assert.equal(passes('elsewhere'), false);
    assert.equal(passes('address 1', 'a device'), true);
    assert.equal(
      count(20, () => passes('address 1', 'a device')),
      9,
    );
    assert.equal(passes('address 1', 'another device'), true);
  });

  test('a right password costs nothing', () => {
    const { throttle, passes, count } = open();
    for (let n = 0; n < 40; n++) throttle.signIn({ prefix: 'a', email, device: null }).good();
    assert.equal(
      count(30, () => passes('a')),
      10,
    );
  });

  test('right ones of one address or user are work too, and leave most of it to others', () => {
    const { time, throttle, passes } = open();
    const right = (prefix: string, id: string | null, of = email): boolean => {
      const device = id === null ? null : { id, user: 'ada' };
      try {
        throttle.signIn({ prefix, email: of, device }).good();
        return true;
      } catch {
        return false;
      }
    };
    const many = (one: (n: number) => boolean): number =>
      Array.from({ length: 500 }, (_, n) => one(n)).filter(Boolean).length;
    // A network gets half of the budget of an e-mail address, the others the rest.
    assert.equal(
      many(() => right('a', null)),
      56,
    );
    assert.equal(
      many((n) => right(`b${n}`, null)),
      54,
    );
    assert.equal(
      many((n) => right('a', `device ${n}`)),
      110,
    );
    time.now += 1000;
    assert.equal(passes('c', null, 'eve@x.example'), true);
    assert.equal(right('a', null, 'bea@x.example'), true);
  });

  test('each password that is compared is work: twenty of one person cost as much as twenty attempts', () => {
    const { throttle, passes, count } = open();
    const twenty = (prefix: string): boolean => {
      try {
        const charged = throttle.signIn({ prefix, email, device: null });
        for (let n = 1; n < 20; n++) charged.oneMore();
        charged.good();
        return true;
      } catch {
        return false;
      }
    };
    assert.equal(
      count(10, () => twenty('a')),
      3,
    );
    assert.equal(
      count(10, (n) => twenty(`b${n}`)),
      3,
    );
    assert.equal(passes('c', null, 'bea@x.example'), true);
  });

  test('only a limited number of strangers’ passwords is hashed a second, however many strangers there are', () => {
    const { time, passes, count } = open();
    const many = (): number =>
      count(1000, (n) => passes(`address ${n} ${time.now}`, null, `${n}.${time.now}@x.example`));
    assert.equal(many(), 400);
    time.now += 1000;
    assert.equal(many(), 10);
  });
});

describe('[SI1] an attacker with many addresses', () => {
  const seconds = 300;
  /**
   * Each tries every second for minutes. Meanwhile somebody new comes from elsewhere now and then.
   */
  function besiege(prefixes: readonly string[], email_: (n: number) => string, rightful: string) {
    const { time, throttle, passes } = open();
    const signsIn = (prefix: string): boolean => {
      try {
        throttle.signIn({ prefix, email: rightful, device: null }).good();
        return true;
      } catch {
        return false;
      }
    };
    let attempts = 0;
    let through = 0;
    const refused: string[] = [];
    for (let s = 0; s < seconds; s++) {
      for (let tenth = 0; tenth < 10; tenth++) {
        time.now += 100;
        for (const [at, prefix] of prefixes.entries()) {
          if (at % 10 !== tenth) continue;
          if (passes(prefix, null, email_(attempts++))) through++;
        }
      }
      if (s % 20 === 19 && !signsIn(`198.51.${s % 256}.7`)) refused.push(`${s} s`);
    }
    return { through, refused };
  }

  test('such as an IPv6 /48, has a network’s part of what there is for all', wholeRun, () => {
    const prefixes = Array.from({ length: 100 }, (_, n) => `2001:db8:1:${n.toString(16)}::/64`);
    const { through, refused } = besiege(prefixes, (n) => `${n}@x.example`, 'bea@x.example');
    assert.deepEqual(refused, []);
    assert.ok(through <= 150 + 4 * seconds, String(through));
  });

  test('leaves room for others, even with 200 IPv4 addresses in as many networks', () => {
    const prefixes = Array.from({ length: 200 }, (_, n) => `203.0.${n}.7`);
    const { through, refused } = besiege(prefixes, (n) => `${n}@x.example`, 'bea@x.example');
    assert.deepEqual(refused, []);
    assert.ok(through > 0.8 * 10 * seconds, `what there is is used: ${through}`);
  });

  test('does not use up what there is for one e-mail address', wholeRun, () => {
    for (const networks of [1, 20]) {
      const prefixes = Array.from({ length: 40 }, (_, n) => `203.0.${n % networks}.${n}`);
      const { refused } = besiege(prefixes, () => email, email);
      assert.deepEqual(refused, [], `${networks} networks`);
    }
  });
});

describe('[SI1] e-mails for a forgotten password', () => {
  test('reach at most fifty accounts an hour for all strangers together, and a known device has its own limit', () => {
    const { throttle, time } = open();
    const letters = (wanted: number, id: string | null = null): number =>
      throttle.letters(
        { prefix: 'a', email, device: id === null ? null : { id, user: 'ada' } },
        wanted,
      );
    assert.deepEqual([letters(20), letters(20), letters(20), letters(20)], [20, 20, 10, 0]);
    assert.equal(letters(20, 'a device'), 20);
    time.now += 3600_000;
    assert.equal(letters(20), 20);
  });

  test('one address has five for one e-mail address, all strangers ten, a known device its own', () => {
    const { throttle, count } = open();
    const asks = (prefix: string, id: string | null = null): boolean =>
      throttle.forgot({ prefix, email, device: id === null ? null : { id, user: 'ada' } }) === 0;
    assert.equal(
      count(20, () => asks('a')),
      5,
    );
    assert.equal(
      count(20, (n) => asks(`b${n}`)),
      5,
    );
    assert.equal(asks('c'), false);
    assert.equal(
      count(20, () => asks('c', 'a device')),
      5,
    );
  });
});
