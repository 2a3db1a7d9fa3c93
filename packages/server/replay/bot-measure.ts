// How well bots are told from people, on the set labelled by hand: by the very code of the intake.
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Geography } from '@opportune/core/ports/geography.ts';
import { browserSender } from '../collect/sender.ts';
import { labelledSenders } from './bot-labels.ts';
import type { LabelledSender } from './bot-labels.ts';

export interface BotMeasure {
  readonly labelled: number;
  /** Of those called bots, the part that are. */
  readonly precision: number;
  /** Of those that are bots, the part that is called so. */
  readonly recall: number;
  readonly missed: readonly string[];
  readonly wronged: readonly string[];
}

const nowhere: Geography = { configured: false, locate: () => null };

export function measureBots(senders: readonly LabelledSender[] = labelledSenders): BotMeasure {
  const judged = senders.map((sender) => ({ sender, called: isCalledBot(sender) }));
  const hits = judged.filter(({ sender, called }) => called && sender.bot).length;
  const called = judged.filter((each) => each.called).length;
  const bots = senders.filter((sender) => sender.bot).length;
  return {
    labelled: senders.length,
    precision: hits / called,
    recall: hits / bots,
    missed: judged
      .filter((each) => each.sender.bot && !each.called)
      .map((each) => each.sender.userAgent),
    wronged: judged
      .filter((each) => !each.sender.bot && each.called)
      .map((each) => each.sender.userAgent),
  };
}

function isCalledBot({ userAgent, hints, automated }: LabelledSender): boolean {
  const request = new IncomingMessage(new Socket());
  request.headers = {
    'user-agent': userAgent,
    ...(hints === undefined ? {} : { 'sec-ch-ua': hints }),
  };
  return browserSender(request, '127.0.0.1', nowhere, automated === undefined ? {} : { automated })
    .bot;
}
