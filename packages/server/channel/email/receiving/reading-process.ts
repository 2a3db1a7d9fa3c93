// The process that reads letters: it answers one question after another, has no environment, writes
// nothing and starts nothing. It interrupts itself when a letter takes too long, also if the server is gone.
import { constants, setPriority } from 'node:os';
import vm from 'node:vm';
import { type Answer, answerTo, type Question, startedReading } from './questions.ts';

const withinMs = Number(process.argv[2]);

/** `vm` interrupts what is called, however deep. */
function within(work: () => Answer): Answer | 'late' {
  try {
    return vm.runInNewContext('work()', { work }, { timeout: withinMs });
  } catch (error) {
    if (isLate(error)) return 'late';
    throw error;
  }
}

function isLate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

// The process yields to the one that serves everybody.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
process.on('disconnect', () => process.exit(0));
process.on('message', (question: Question) => process.send?.(within(() => answerTo(question))));
process.send?.(startedReading);
