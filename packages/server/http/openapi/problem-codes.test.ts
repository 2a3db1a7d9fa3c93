// The codes that any operation may refuse with, by its access and its inputs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemCodes } from './problem-codes.ts';

test('[OP4] every operation declares what engines and a server that ends refuse with', () => {
  const ofEngines = ['server.overloaded', 'server.stopping', 'server.storage_full'] as const;
  for (const method of ['GET', 'PUT'])
    for (const access of ['public', 'operator', 'agent'] as const) {
      const codes = problemCodes({ method, access, isOfOne: false, takes: false });
      for (const code of [...ofEngines, 'engine.unavailable'] as const)
        assert.ok(codes.includes(code), `${method} by ${access}: ${code}`);
    }
});
