// Which visitors are marked as a burst: many from one sender within minutes or a day. None from a
// sender with as many all the time, and none from many senders.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { burstLimits } from '@opportune/protocol/limits/intake.ts';
import { BurstWatch } from '../burst-watch.ts';
import type { Arrival, BurstMark } from '../burst-watch.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const from = Date.UTC(2026, 0, 10);

class Site {
  readonly watch = new BurstWatch();
  readonly marks: BurstMark[] = [];
  #visitors = 0;

  /** This many new visitors at this interval, each from the sender named for it. */
  come(
    count: number,
    everyMs: number,
    at: number,
    sender: (each: number) => Partial<Arrival>,
  ): this {
    for (let each = 0; each < count; each++) {
      const arrival = {
        account: 'shop',
        visitor: `v${this.#visitors++}`,
        prefix: 'p1',
        network: 1,
        client: 'Firefox on Linux',
        at: at + each * everyMs,
        ...sender(each),
      };
      this.marks.push(...this.watch.arrive(arrival));
    }
    return this;
  }

  get marked(): number {
    return new Set(this.marks.map(({ visitor }) => visitor)).size;
  }
}

const flood = () => ({});
const honest = (each: number) => ({ prefix: `h${each}`, network: each % 1024 });

describe('[F31] a burst of new visitors', () => {
  test('is marked from its first visitor on, under one name', () => {
    const site = new Site().come(19, 1000, from, flood);
    assert.equal(site.marked, 0);
    site.come(182, 1000, from + 19_000, flood);
    assert.equal(site.marked, 201);
    assert.equal(new Set(site.marks.map(({ burst }) => burst)).size, 1);
    assert.equal(site.marks[0]?.visitor, 'v0');
    assert.equal(site.marks[0].at, from);
  });

  test('is one of an address also if each visitor names another browser, and of a network if each has another address', () => {
    const browsers = new Site().come(60, 1000, from, (each) => ({ client: `Browser ${each}` }));
    assert.equal(browsers.marked, 60);
    assert.equal(browsers.marks[0]?.kind, 'address');
    const addresses = new Site().come(60, 1000, from, (each) => ({ prefix: `p${each}` }));
    assert.equal(addresses.marked, 60);
    assert.equal(addresses.marks[0]?.kind, 'network');
  });

  test('continues for hours while the arrivals do', () => {
    const site = new Site().come(720, 15_000, from, flood);
    assert.equal(site.marked, 720);
  });

  test('that is slower is marked once it is a large part of a day', () => {
    const site = new Site();
    for (let hour = 0; hour < 20; hour++)
      site
        .come(10, 6 * minuteMs, from + hour * hourMs, flood)
        .come(40, minuteMs, from + hour * hourMs, honest);
    assert.ok(site.marked >= 150 && site.marked <= 200, String(site.marked));
  });
});

describe('[F31] nobody is marked', () => {
  test('of many senders, however many come', () => {
    assert.equal(new Site().come(5000, 100, from, honest).marked, 0);
  });

  test('of a sender from which as many come all day: a mobile network, an office', () => {
    const site = new Site();
    const shared = { prefix: 'carrier', network: 7 };
    for (let slot = 0; slot < 144; slot++) {
      const at = from + slot * 10 * minuteMs;
      site.come(600, 1000, at, honest).come(25, 20_000, at, () => shared);
    }
    site.marks.length = 0;
    site.come(25, 20_000, from + 24 * hourMs, () => shared);
    assert.equal(site.marked, 0, 'a usual hour');
    site.come(300, 1000, from + 24 * hourMs + 10 * minuteMs, () => shared);
    assert.ok(site.marked > 150, 'a flood from the same sender');
  });

  test('of few: a family, a class of pupils', () => {
    assert.equal(new Site().come(19, 1000, from, flood).marked, 0);
  });

  test('twice for the same burst, or for arrivals of another account', () => {
    const site = new Site().come(60, 1000, from, flood);
    const visitors = site.marks.filter(({ kind }) => kind === 'client');
    assert.equal(new Set(visitors.map(({ visitor }) => visitor)).size, visitors.length);
    const other = new Site().come(40, 1000, from, (each) => ({ account: `a${each % 4}` }));
    assert.equal(other.marked, 0);
  });
});

describe('[F31] what is remembered of senders', () => {
  test('is gone after a day', () => {
    const site = new Site().come(10, 1000, from, flood);
    assert.equal(site.watch.size, 3);
    site.watch.forget(from + 23 * hourMs);
    assert.equal(site.watch.size, 3);
    site.watch.forget(from + 24 * hourMs + 10 * minuteMs);
    assert.equal(site.watch.size, 0);
  });

  test('has a bound, at which the senders without arrivals for longest are evicted', () => {
    const site = new Site().come(burstLimits.senders, 1, from, (each) => ({
      prefix: `p${each}`,
      network: 5,
      client: `Browser ${each}`,
    }));
    const isFull = (): boolean =>
      site.watch.size > 0.9 * burstLimits.senders && site.watch.size <= burstLimits.senders;
    assert.ok(isFull());
    site.marks.length = 0;
    site.come(25, 1000, from + minuteMs, () => ({ account: 'other' }));
    assert.ok(isFull());
    assert.equal(site.marked, 25);
  });
});
