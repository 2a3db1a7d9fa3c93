import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { importFindings, importsOf } from './check-imports.ts';

function findings(file: string, text: string): readonly string[] {
  const root = mkdtempSync(path.join(tmpdir(), 'opportune-imports-'));
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
  const found = importFindings(root, [file]).map(({ message }) => message);
  rmSync(root, { recursive: true });
  return found;
}

describe('the check of import directions', () => {
  it('finds every way of importing, over several lines and late', () => {
    const text = [
      "import 'a';",
      "import type { B } from 'b';",
      "import c, {\n  d,\n  type E,\n} from 'c';",
      "export * from './d.ts';",
      "const late = await import('e');",
      "// nothing: import 'f' is a remark",
    ].join('\n');
    assert.deepEqual(
      importsOf(text).map(({ target, typeOnly }) => [target, typeOnly]),
      [
        ['a', false],
        ['b', true],
        ['c', false],
        ['./d.ts', false],
        ['e', false],
      ],
    );
  });

  it('takes what the table allows and names what it does not', () => {
    const file = 'packages/core/behaviour/x.ts';
    assert.deepEqual(
      findings(file, "import '../world/world.ts';\nimport '@opportune/protocol/ids.ts';"),
      [],
    );
    assert.equal(findings(file, "import '../decision/engine.ts';").length, 1);
    assert.equal(findings(file, "import '@opportune/server/main.ts';").length, 1);
    assert.equal(findings(file, "import 'lodash';").length, 1);
    assert.equal(findings(file, "import 'node:fs';").length, 1);
  });

  it('keeps the features of the server apart, and adapters for the composition root', () => {
    assert.equal(
      findings('packages/server/report/x.ts', "import '../account/users.ts';").length,
      1,
    );
    assert.equal(
      findings('packages/server/report/x.ts', "import '../adapter/engines.ts';").length,
      1,
    );
    assert.deepEqual(findings('packages/server/server.ts', "import './adapter/engines.ts';"), []);
    assert.deepEqual(
      findings('packages/server/report/x.test.ts', "import '../adapter/engines.test-support.ts';"),
      [],
    );
  });

  it('lets the tag have types of the protocol, but no byte of it', () => {
    assert.deepEqual(
      findings(
        'packages/tag/core/x.ts',
        "import type { A } from '@opportune/protocol/behaviour/event.ts';",
      ),
      [],
    );
    assert.equal(
      findings(
        'packages/tag/core/x.ts',
        "import { A } from '@opportune/protocol/behaviour/event.ts';",
      ).length,
      1,
    );
  });

  it('complains about a file that no rule covers', () => {
    assert.equal(findings('elsewhere/x.ts', '').length, 1);
  });

  it('finds files that import one another, types included', () => {
    const root = mkdtempSync(path.join(tmpdir(), 'opportune-imports-'));
    const [one, two] = ['packages/core/world/one.ts', 'packages/core/world/two.ts'];
    mkdirSync(path.join(root, path.dirname(one)), { recursive: true });
    writeFileSync(path.join(root, one), "import { two } from './two.ts';");
    writeFileSync(path.join(root, two), "import type { One } from './one.ts';");
    const found = importFindings(root, [one, two]);
    rmSync(root, { recursive: true });
    assert.equal(found.length, 1);
    assert.match(found[0]?.message ?? '', /^imports itself by way of packages\/core\/world\//);
  });
});
