// Checks within a bounded time whether an engine answers, because a frozen one accepts a call and
// never returns. At most one call per engine is pending, so that frequent checks delay nothing
// else.

/** How long an engine may take to answer. */
const patienceMs = 1500;

/** Checks with `ask`. False if it rejects or has not answered in time. */
export function answering(ask: () => Promise<unknown>): () => Promise<boolean> {
  let underWay: Promise<boolean> | null = null;
  return async () => {
    underWay ??= ask()
      .then(
        () => true,
        () => false,
      )
      .finally(() => (underWay = null));
    return inTime(underWay);
  };
}

async function inTime(answer: Promise<boolean>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(late.resolve, patienceMs, false);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
