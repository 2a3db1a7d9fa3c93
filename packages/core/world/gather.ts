// Batches single questions that come at about the same time into one question an account. One is in
// progress per account at a time. Questions that come meanwhile go with the next, up to a limit a
// batch.
import type { AccountId } from '@opportune/protocol/ids.ts';

interface Waiting<Key, Answer> {
  readonly key: Key;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** `ask` gets keys, perhaps repeated, up to the limit, and answers in their order. */
export function gather<Key, Answer>(
  ask: (account: AccountId, keys: readonly Key[]) => Promise<readonly Answer[]>,
  atOnce = 500,
): (account: AccountId, key: Key) => Promise<Answer> {
  const queues = new Map<AccountId, Waiting<Key, Answer>[]>();
  const drain = async (account: AccountId, queue: Waiting<Key, Answer>[]): Promise<void> => {
    while (queue.length > 0)
      await answerSome(queue.splice(0, atOnce), (keys) => ask(account, keys));
    queues.delete(account);
  };
  return (account, key) =>
    new Promise((resolve, reject) => {
      const known = queues.get(account);
      if (known !== undefined) return void known.push({ key, resolve, reject });
      const queue = [{ key, resolve, reject }];
      queues.set(account, queue);
      void Promise.resolve().then(() => drain(account, queue));
    });
}

async function answerSome<Key, Answer>(
  some: readonly Waiting<Key, Answer>[],
  ask: (keys: readonly Key[]) => Promise<readonly Answer[]>,
): Promise<void> {
  try {
    const answers = await ask(some.map(({ key }) => key));
    for (const [index, { resolve }] of some.entries()) resolve(answers[index] as Answer);
  } catch (error) {
    for (const { reject } of some) reject(error);
  }
}
