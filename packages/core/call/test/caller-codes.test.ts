import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { callerCodeLimits as limits } from '@opportune/protocol/limits/telephone.ts';
import { CallerCodes, type RandomBelow, TypedCode } from '../caller-codes.ts';

const site = SiteId.parse('s');
const pageOf = (at: number, address: string | null = null) => ({
  ...{ site, address },
  visitor: VisitorId.parse(`v${at}`),
});
/** Numbers that never repeat and lie all over the range. */
function numbers(): RandomBelow {
  let state = 12_345;
  return (bound) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * bound);
  };
}

/** As a page asks: it gets the code that it has, if that lasts. `there`: who is on the site. */
function showIn(
  codes: CallerCodes,
  page: ReturnType<typeof pageOf>,
  now: number,
  random: RandomBelow,
  isThere: (visitor: string) => boolean = () => true,
) {
  const rest = { random, isThere: ({ visitor }: { visitor: VisitorId }) => isThere(visitor) };
  return codes.shownTo(page, now) ?? codes.show(page, now, rest);
}

test('[CX41.2] a code is of one page, for ten minutes and for one use', () => {
  const codes = new CallerCodes();
  const random = numbers();
  const code = showIn(codes, pageOf(1), 0, random);
  const digits = code?.digits ?? '';
  assert.match(digits, /^[0-8][0-9]{5}$/);
  assert.equal(codes.take('999999', 0), null);
  assert.deepEqual(codes.take(digits, limits.lifeMs - 1), { site, visitor: 'v1' });
  assert.equal(codes.take(digits, limits.lifeMs - 1), null, 'it was used');
  const old = showIn(codes, pageOf(1), 0, random)?.digits ?? '';
  assert.equal(codes.take(old, limits.lifeMs), null, 'it is too old');
});

test('[CX41.2] a page that asks again gets the same code while it lasts, then another one', () => {
  const codes = new CallerCodes();
  const random = numbers();
  const first = showIn(codes, pageOf(1), 0, random);
  assert.deepEqual(showIn(codes, pageOf(1), limits.lifeMs - limits.againMs, random), first);
  const second = showIn(codes, pageOf(1), limits.lifeMs - limits.againMs + 1, random);
  assert.notEqual(second?.digits, first?.digits);
  assert.equal(codes.take(first?.digits ?? '', 1), null, 'it was replaced');
  assert.equal(codes.size, 1);
  const elsewhere = { ...pageOf(1), site: SiteId.parse('other') };
  assert.notEqual(showIn(codes, elsewhere, limits.lifeMs, random)?.digits, second?.digits);
});

test('[CX41.4] so few are valid at once that a guess meets one in 100,000 times at most', () => {
  const codes = new CallerCodes();
  const random = numbers();
  const shown = Array.from({ length: limits.short + limits.long }, (_, at) =>
    showIn(codes, pageOf(at), 0, random),
  ).map((code) => code?.digits ?? '');
  assert.equal(new Set(shown).size, shown.length);
  const short = shown.filter((digits) => /^[0-8][0-9]{5}$/.test(digits));
  const long = shown.filter((digits) => /^9[0-9]{7}$/.test(digits));
  assert.deepEqual([short.length, long.length], [limits.short, limits.long]);
  assert.ok(short.length / 900_000 <= 1e-5 && long.length / 10_000_000 <= 1e-5);
  assert.equal(showIn(codes, pageOf(1000), 0, random), null, 'no more are shown');
  assert.notEqual(
    showIn(codes, pageOf(1000), limits.lifeMs, random),
    null,
    'the others are too old',
  );
});

test('[CX41.4] [OP11] fills: codes of one network, and the others still get theirs', () => {
  const codes = new CallerCodes();
  const random = numbers();
  for (let at = 0; at < limits.ofAddress; at += 1)
    assert.notEqual(showIn(codes, pageOf(at, 'near'), 0, random), null);
  assert.equal(showIn(codes, pageOf(50, 'near'), 0, random), null);
  assert.notEqual(showIn(codes, pageOf(51, 'far'), 0, random), null);
  assert.notEqual(showIn(codes, pageOf(52), 0, random), null);
});

const all = limits.short + limits.long;

test('[CX41.9] [OP11] fills: codes of an account, and one of a visitor who left makes way', () => {
  const codes = new CallerCodes();
  const random = numbers();
  const shown = Array.from({ length: all }, (_, at) => showIn(codes, pageOf(at), at, random));
  const left = (visitor: string) => !['v4', 'v7'].includes(visitor);
  const soon = limits.leftMs - 1;
  assert.equal(showIn(codes, pageOf(200), soon, random, left), null, 'they may be back');
  const later = limits.leftMs + all;
  assert.notEqual(showIn(codes, pageOf(200), later, random, left), null);
  assert.equal(codes.take(shown[4]?.digits ?? '', later), null, 'the oldest of them');
  assert.deepEqual(codes.take(shown[7]?.digits ?? '', later), { site, visitor: 'v7' });
});

test('[CX41.9] [OP11] fills: codes of an account, and one of the network with most makes way', () => {
  const codes = new CallerCodes();
  const random = numbers();
  // Thirteen networks take as many as they get.
  for (let at = 0; at < all; at += 1)
    showIn(codes, pageOf(at, `n${Math.floor(at / limits.ofAddress)}`), 0, random);
  assert.equal(codes.size, all);
  const far = Array.from({ length: 60 }, (_, at) =>
    showIn(codes, pageOf(500 + at, `far${at}`), 1, random),
  );
  assert.ok(far.every((code) => code !== null));
  assert.equal(new Set(far.map((code) => code?.digits)).size, 60);
  // All of them are valid still: a network with one loses none.
  for (const [at, code] of far.entries())
    assert.deepEqual(codes.take(code?.digits ?? '', 1), { site, visitor: `v${500 + at}` });
});

test('[CX41.9] where every network has one, nobody is robbed of theirs', () => {
  const codes = new CallerCodes();
  const random = numbers();
  for (let at = 0; at < all; at += 1) showIn(codes, pageOf(at, `n${at}`), 0, random);
  assert.equal(showIn(codes, pageOf(500, 'far'), 1, random), null);
});

test('[CX41.3] keys become a code of six digits, or of eight if it begins with 9', () => {
  const typed = new TypedCode();
  const all = (keys: string, everyMs = 100) => {
    let now = 0;
    return [...keys].map((key) => typed.press(key, (now += everyMs))).findLast((code) => code);
  };
  assert.equal(all('123456'), '123456');
  assert.equal(all('12345678'), '123456');
  assert.equal(typed.digits, '78');
  assert.equal(all('*90123456'), '90123456');
  assert.equal(all('12*345678'), '345678', 'a sign begins anew');
  assert.equal(all('#12345'), undefined);
  typed.press('*', 0);
  assert.equal(all('123456', limits.pauseMs + 1), undefined, 'a long pause begins anew');
});
