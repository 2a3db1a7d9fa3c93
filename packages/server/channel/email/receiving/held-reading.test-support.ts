// Stands for the process that reads letters, with letters that take as long as a test wants: one that
// names a file needs more than the first reading has, and then takes until the file is there.
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { answerTo, type Question, startedReading } from './questions.ts';

/** What the first reading of a letter may take, as the tests have it, in ms. */
export const heldQuickMs = 59_999;
const held = /\nX-Held-Until: (.+)\r/;

async function answer(question: Question): Promise<unknown> {
  const file = held.exec(question.raw)?.[1];
  if (file === undefined) return answerTo(question);
  if (process.argv[2] === String(heldQuickMs)) return 'late';
  while (!existsSync(file)) await setTimeout(20);
  return answerTo(question);
}

if (process.send !== undefined) {
  process.on('disconnect', () => process.exit(0));
  process.on('message', async (question: Question) => process.send?.(await answer(question)));
  process.send(startedReading);
}
