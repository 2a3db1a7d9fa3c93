import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mergeMetrics } from './merge-metrics.ts';

it('[PR3.3] each sample gets the name of its shard, and each metric is described once', () => {
  const one =
    '# HELP a What a is\n# TYPE a counter\na 1\na{kind="x y"} 2\n\n# HELP b B\n# TYPE b gauge\nb{} 3\n';
  const two = '# HELP a What a is\n# TYPE a counter\na 4\n';
  assert.equal(
    mergeMetrics([
      ['1', one],
      ['2', two],
    ]),
    [
      ...['# HELP a What a is', '# TYPE a counter', 'a{shard="1"} 1'],
      ...['a{shard="1",kind="x y"} 2', 'a{shard="2"} 4'],
      ...['# HELP b B', '# TYPE b gauge', 'b{shard="1"} 3', ''],
    ].join('\n'),
  );
});
