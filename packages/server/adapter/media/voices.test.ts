// How packets are numbered at a place: voices change without a gap, late packets overwrite nothing.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mediaLimits } from '@opportune/protocol/limits/calls.ts';
import { Allowance, Place, seat } from './voices.ts';

const payload = Buffer.from('x');
const packet = (sequence: number, timestamp = sequence * 960) => ({
  ...{ sequence: sequence & 0xffff, timestamp: timestamp >>> 0, payload },
});

describe('a place', () => {
  it('[CX10.5] carries on numbers and clock when its voice changes', () => {
    const place = new Place();
    place.give('ann');
    const first = place.number(packet(7000), 1000);
    const second = place.number(packet(7001), 1020);
    place.give('bob');
    const third = place.number(packet(40), 1520);
    assert.ok(first && second && third);
    assert.deepEqual([first.isFirst, second.isFirst, third.isFirst], [true, false, true]);
    assert.equal(second.sequence, first.sequence + 1);
    assert.equal(third.sequence, second.sequence + 1);
    assert.equal(third.timestamp, second.timestamp + 500 * 48);
  });

  it('[CX10.5] keeps the order, gaps and losses of its voice, also where the numbers wrap', () => {
    const place = new Place();
    place.give('ann');
    const numbers = [65_533, 65_535, 65_534, 65_536, 65_538].map(
      (sequence) => place.number(packet(sequence), 0)?.sequence ?? NaN,
    );
    const [first = NaN] = numbers;
    assert.deepEqual(
      numbers.map((each) => each - first),
      [0, 2, 1, 3, 5],
    );
  });

  it('[CX10.5] drops a packet from before its voice came', () => {
    const place = new Place();
    place.give('ann');
    assert.ok(place.number(packet(100), 0));
    assert.equal(place.number(packet(99), 0), null);
  });

  it('[CX10.5] goes on for hours', () => {
    const place = new Place();
    place.give('ann');
    let last = place.number(packet(0), 0);
    for (let at = 1; at < 200_000; at += 1) {
      const next = place.number(packet(at), at * 20);
      assert.equal(next?.sequence, ((last?.sequence ?? NaN) + 1) & 0xffff, String(at));
      last = next;
    }
  });
});

it('[CX10.10] of a leg that sends too much, the rest of the second is dropped', () => {
  const allowance = new Allowance();
  const passed = (times: number, bytes: number, at: number) =>
    Array.from({ length: times }, () => allowance.admits(bytes, at)).filter(Boolean).length;
  assert.equal(passed(1000, 100, 5000), mediaLimits.packets);
  assert.equal(passed(50, 160, 5999), 0);
  assert.equal(passed(50, 160, 6000), 50);
  assert.equal(passed(100, 1500, 7000), mediaLimits.packetBytes / 1500);
});

describe('seating', () => {
  it('[CX10.6] moves no voice that stays, and leaves out a voice without a place', () => {
    const places = [new Place(), new Place()];
    const voices = () => places.map(({ voice }) => voice);
    seat(places, new Set(['ann', 'bob']));
    assert.deepEqual(voices(), ['ann', 'bob']);
    seat(places, new Set(['cy', 'bob', 'di']));
    assert.deepEqual(voices(), ['cy', 'bob']);
    seat(places, new Set(['bob']));
    assert.deepEqual(voices(), [null, 'bob']);
  });
});
