// The history reads back what the owner writes, on the real store of facts.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { factLogContract } from '@opportune/core/contracts/fact-log.contract.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { conversionRow, decisionRow, eventRow } from './fact-rows.ts';
import { History } from '../history/visitor-history.ts';

factLogContract(
  'the embedded engine, read by the history',
  async () => {
    const engines = await testEngines();
    const history = new History(engines.facts, { error: (event) => assert.fail(event) });
    return {
      log: engines.facts,
      load: (account, visitor) => history.load(account, visitor),
      rows: { event: eventRow, decision: decisionRow, conversion: conversionRow },
      close: () => engines.close(),
    };
  },
  () => AccountId.parse(`log-${randomUUID().slice(0, 8)}`),
);
