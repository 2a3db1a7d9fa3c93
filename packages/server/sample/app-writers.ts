// People who write over the shop's own app in its last minutes, when no agent is there any more. They
// keep their place in the queue without a connection, so whoever goes online finds them waiting.
import { MessageId } from '@opportune/protocol/ids.ts';
import { visitorNames } from './catalogue.ts';
import type { Furnished } from './furnish.ts';
import type { Stage } from './stage.ts';

/** How long before the end each writes. */
const minutesBefore = [11, 8, 5, 2];
const minuteMs = 60_000;

export function writeFromApp(stage: Stage, { place, app, words }: Furnished, until: number): void {
  const { time, desk } = stage;
  const chance = stage.chance.of('app');
  for (const [nth, minutes] of minutesBefore.entries()) {
    const name = visitorNames[nth * 2] ?? '';
    const topic = words.topics[nth] ?? words.topics[0];
    const id = MessageId.parse(chance.ids.next());
    const text = chance.pick(topic.asks);
    time.at(until - minutes * minuteMs, async () => {
      const message = { id, author: { type: 'visitor' }, body: { type: 'text', text } } as const;
      // Without a skill, whoever is online may take it.
      await desk.receive(place.account, {
        ...{ channel: app, address: `app-${nth + 1}`, name, skill: null },
        message: { ...message, at: time.now() },
      });
    });
  }
}
