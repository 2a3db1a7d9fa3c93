// The process that forwards the sound of calls. It has no environment and knows no secret. It ends
// with the server.
import { setPriority } from 'node:os';
import type { LegOf } from '@opportune/core/ports/media.ts';
import { createLogs } from './logs.ts';
import { createPeers } from './peers.ts';
import { createSounds } from './sounds.ts';
import type { Asked, HostSettings, Told } from './questions.ts';

const settings: HostSettings = JSON.parse(process.argv[2] ?? '');
/** Sound comes before work that can wait. Only a privileged user may ask for it. */
const ahead = -5;

try {
  setPriority(ahead);
} catch {
  // Then it is as any other process.
}

const tell = (told: Told): void => void process.send?.(told);
const logs = createLogs(settings.recordings, (call) =>
  tell({ type: 'event', event: { type: 'full', call } }),
);
const peers = createPeers(settings, (event) => tell({ type: 'event', event }), logs.take);
const sounds = createSounds(peers, (of) =>
  tell({ type: 'event', event: { type: 'played', ...of } }),
);

process.on('disconnect', () => process.exit(0));
process.on('message', (asked: Asked) => {
  if ('says' in asked) peers.say(asked.says, asked.sound);
  else void answer(asked);
});
tell({ type: 'started' });

type Question = Extract<Asked, { readonly number: number }>;

async function answer({ number, question }: Question): Promise<void> {
  const sdp = await sdpOf(question);
  sounds.settle();
  tell({ type: 'answer', number, sdp });
}

/** Without the rest of the question, because it is reported with each event. */
function legOf({ call, leg }: LegOf): LegOf {
  return { call, leg };
}

/** An offer that cannot be used is refused, whatever is wrong with it. */
async function sdpOf(question: Question['question']): Promise<string | null> {
  switch (question.type) {
    case 'join':
      return peers.join(legOf(question), question.offer, question.codec).catch(() => null);
    case 'line':
      await sounds.inPcmu();
      return peers.line(legOf(question)) ? '' : null;
    default:
      await perform(question);
      return null;
  }
}

/** What is answered with nothing but that it was done. */
async function perform(
  question: Exclude<Question['question'], { readonly type: 'join' | 'line' }>,
): Promise<void> {
  switch (question.type) {
    case 'route':
      return peers.route(question.call, question.routes);
    case 'leave':
      return peers.leave(legOf(question));
    case 'record':
      return logs.record(question.call, question.recorded);
    case 'play':
      return sounds.play(legOf(question), question.sound);
  }
}
