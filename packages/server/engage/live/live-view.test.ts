// What watchers of the live list receive: every visitor within the bounds, and at most a page at
// once.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { liveLimits } from '@opportune/protocol/limits/connections.ts';
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { LiveView } from './live-view.ts';

const id = (at: number): VisitorId => VisitorId.parse(`v${at}`);

/** A site with this many visitors. The page of each says how often they moved. */
class Site {
  readonly moved = new Map<VisitorId, number>();
  readonly view: LiveView;

  constructor(count: number) {
    for (let at = 0; at < count; at += 1) this.moved.set(id(at), 0);
    this.view = new LiveView({
      all: () => [...this.moved.keys()],
      has: (visitor) => this.moved.has(visitor),
      row: (visitor) => {
        const pages = this.moved.get(visitor);
        return pages === undefined ? null : row(visitor, pages);
      },
    });
  }

  move(at: number): void {
    this.moved.set(id(at), (this.moved.get(id(at)) ?? 0) + 1);
    this.view.changed(id(at));
  }

  leave(at: number): void {
    this.moved.delete(id(at));
  }
}

/** A console that records what it receives and checks it against the bounds. */
class Console {
  readonly pages = new Map<VisitorId, number>();
  frames = 0;
  total = 0;
  isSlow = false;

  isBehind(): boolean {
    return this.isSlow;
  }

  send(frame: ConsoleServerFrame): void {
    if (frame.type !== 'visitors.all' && frame.type !== 'visitors.changed') return;
    assert.ok(frame.rows.length <= liveLimits.rowsPerFrame, `${frame.rows.length} rows at once`);
    this.frames += 1;
    this.total = frame.total;
    if (frame.type === 'visitors.all') this.pages.clear();
    for (const { visitor, pages } of frame.rows) this.pages.set(visitor, pages);
    if (frame.type === 'visitors.changed')
      for (const visitor of frame.gone) this.pages.delete(visitor);
  }
}

function watching(site: Site): Console {
  const console = new Console();
  site.view.add(console);
  return console;
}

function tell(site: Site, times: number): void {
  for (let count = 0; count < times; count += 1) site.view.tell();
}

describe('the live list', () => {
  it('[C40] comes in pages, until everybody within the bound was told, with the whole count', () => {
    const site = new Site(liveLimits.rows + 500);
    const console = watching(site);
    assert.equal(console.pages.size, liveLimits.rowsPerFrame);
    tell(site, liveLimits.rows / liveLimits.rowsPerFrame);
    assert.equal(console.pages.size, liveLimits.rows);
    assert.equal(console.total, liveLimits.rows + 500);
    const { frames } = console;
    tell(site, 5);
    assert.equal(console.frames, frames, 'nothing changed, and something was told');
  });

  it('[C40] [OP11.2] gives the whole list again to a console that missed too many who left', () => {
    const site = new Site(liveLimits.rows);
    const console = watching(site);
    tell(site, 20);
    console.isSlow = true;
    for (let round = 0; round < 3; round += 1) {
      for (let at = 0; at < liveLimits.rows; at += 1) site.leave(round * 10_000 + at);
      const first = (round + 1) * 10_000;
      for (let at = first; at < first + liveLimits.rows; at += 1) site.move(at);
      tell(site, 20);
    }
    console.isSlow = false;
    tell(site, 20);
    assert.deepEqual(console.pages, site.moved);
    assert.equal(console.total, liveLimits.rows);
  });

  it('[C40] shows further visitors when a shown one has left', () => {
    const site = new Site(liveLimits.rows + 2);
    const console = watching(site);
    tell(site, 20);
    assert.equal(console.pages.has(id(liveLimits.rows)), false);
    site.leave(0);
    tell(site, 2);
    assert.equal(console.pages.has(id(0)), false);
    assert.equal(console.pages.has(id(liveLimits.rows)), true);
    assert.equal(console.total, liveLimits.rows + 1);
  });

  it('[C40] tells every change of a visitor once more, the oldest first, however many there are', () => {
    const site = new Site(liveLimits.rows);
    const [one, other] = [watching(site), watching(site)];
    tell(site, 20);
    for (let at = 0; at < liveLimits.rows; at += 1) site.move(at);
    site.view.tell();
    assert.equal(one.pages.get(id(0)), 1);
    assert.equal(one.pages.get(id(liveLimits.rows - 1)), 0);
    tell(site, 20);
    for (const console of [one, other])
      assert.deepEqual(console.pages, site.moved, 'a change was not told');
  });

  it('[C40] makes a slow reader wait for rows, and then sends the present ones', () => {
    const site = new Site(1000);
    const [slow, quick] = [watching(site), watching(site)];
    tell(site, 10);
    slow.isSlow = true;
    const { frames } = slow;
    for (let at = 0; at < 300; at += 1) site.move(at);
    for (let at = 500; at < 600; at += 1) site.leave(at);
    site.move(2000);
    tell(site, 10);
    assert.equal(slow.frames, frames);
    assert.deepEqual(quick.pages, site.moved);
    site.leave(1);
    site.move(550);
    site.view.tell();
    slow.isSlow = false;
    tell(site, 10);
    for (const console of [slow, quick]) assert.deepEqual(console.pages, site.moved);
    assert.equal(slow.total, site.moved.size);
  });

  it('[C40] sends nothing to a console that stopped watching', () => {
    const site = new Site(3);
    const console = watching(site);
    site.view.remove(console);
    site.move(1);
    site.view.tell();
    assert.equal(console.frames, 1);
    assert.equal(site.view.isWatched, false);
  });
});

function row(visitor: VisitorId, pages: number): VisitorRow {
  return {
    visitor,
    site: SiteId.parse('shop'),
    name: '',
    verified: false,
    page: { title: '', path: '', url: '' },
    sections: [],
    referrer: '',
    sourceChannel: 'direct',
    device: {
      type: 'desktop',
      browser: '',
      os: '',
      language: '',
      timeZone: '',
      viewportWidth: 0,
    },
    place: null,
    pageSince: 0,
    visitSince: 0,
    lastSeenAt: 0,
    online: true,
    pages,
    visits: 1,
    cartTotal: null,
    cartItems: 0,
    campaign: null,
    reason: null,
    intent: null,
    holdout: false,
    conversation: null,
  };
}
