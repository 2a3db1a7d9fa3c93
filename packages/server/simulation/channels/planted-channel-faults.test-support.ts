// Faults planted into simulated channels, to show that the checks find them: in what is stored, in
// the state of deliveries, in the order of jobs, and in transactions.
import type { Plant } from './simulated-messaging.test-support.ts';

/** Forgets that a request had been sent when its sender died. */
export function forgetsWhatLeft(): Plant {
  return {
    deliveries: (store) => ({
      ...store,
      async lock(sql, id) {
        const known = await store.lock(sql, id);
        return known && { ...known, life: { ...known.life, isUnderWay: false, uncertain: null } };
      },
    }),
  };
}

/** Answers every fifth item without storing it. */
export function dropsItems(): Plant {
  let count = 0;
  return {
    inbox: (store) => ({
      ...store,
      insert(sql, account, items) {
        const taken = items.filter(() => {
          count += 1;
          return count % 5 !== 0;
        });
        return store.insert(sql, account, taken);
      },
    }),
  };
}

/** Stores failures as sent. */
export function callsFailedSent(): Plant {
  return {
    deliveries: (store) => ({
      ...store,
      keep: (sql, { life, ...delivery }, was) =>
        store.keep(
          sql,
          {
            ...delivery,
            life: life.failed === null ? life : { ...life, failed: null, isWhole: true },
          },
          was,
        ),
    }),
  };
}

/** No job waits for another. */
export function keepsNoOrder(): Plant {
  return {
    jobs: (store) => ({
      ...store,
      make: (sql, account, job, now) => store.make(sql, account, { ...job, key: job.id }, now),
      makeAll: (sql, account, jobs, now) =>
        store.makeAll(
          sql,
          account,
          jobs.map((job) => ({ ...job, key: job.id })),
          now,
        ),
    }),
  };
}

/** A message that is handled again becomes another one. */
export function handlesTwice(): Plant {
  let count = 0;
  return {
    handled: (handled) => {
      count += 1;
      return { ...handled, id: `${handled.id}-${count}` };
    },
  };
}

/** A repeated item counts as new. */
export function knowsNoRepeat(): Plant {
  let count = 0;
  return {
    inbox: (store) => ({
      ...store,
      insert(sql, account, items) {
        const renamed = items.map(({ item, ...kept }) => {
          count += 1;
          return { ...kept, item: { ...item, key: `k${count}` } };
        });
        return store.insert(sql, account, renamed);
      },
    }),
  };
}

/**
 * Every second message of an agent is stored without its delivery, as if that were stored
 * separately.
 */
export function storesApart(): Plant {
  let count = 0;
  return {
    alongside: (alongside) => async (sql, account, written) => {
      const isAnswer = written.messages.some(({ message }) => message.author.type === 'agent');
      if (isAnswer) count += 1;
      return isAnswer && count % 2 === 0 ? null : alongside(sql, account, written);
    },
  };
}

/** A job that must be retried counts as done. */
export function neverAgain(): Plant {
  return {
    jobs: (store) => ({
      ...store,
      settle: (account, job, settlement, now, along) =>
        store.settle(
          account,
          job,
          settlement.type === 'again' ? { type: 'done' } : settlement,
          now,
          along,
        ),
    }),
  };
}

/** A worker does not notice that the answer to its lease came after the lease lapsed. */
export function overlooksLapsed(): Plant {
  return {
    jobs: (store) => ({
      ...store,
      async lease(...of) {
        const leased = await store.lease(...of);
        return leased.map((job) => ({ ...job, until: Infinity }));
      },
    }),
  };
}

/** A limit counts as a success. */
export function takesLimitsForSent(): Plant {
  return {
    deliveries: (store) => ({
      ...store,
      keep: (sql, { life, ...delivery }, was) =>
        store.keep(
          sql,
          {
            ...delivery,
            life: life.attempts > 0 && !life.isUnderWay ? { ...life, isWhole: true } : life,
          },
          was,
        ),
    }),
  };
}

/** Nothing that is under way is remembered, so an echo that comes before the answer is somebody else's. */
export function overlooksUnderWay(): Plant {
  return {
    deliveries: (store) => ({ ...store, openTo: async () => [] }),
  };
}

/** Asks nobody before something leaves. */
export function overlooksOptOuts(): Plant {
  return {
    permission: (permission) => ({
      ...permission,
      isSuppressed: async () => false,
      mayLeave: async () => true,
    }),
  };
}
