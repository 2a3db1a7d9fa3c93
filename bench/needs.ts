// How well needs are recognised. The data is Banking77: questions of a bank's customers with 77
// needs. The model learns the training file and is tested on the test file, by which no setting was
// chosen. Ten seeds shuffle the training examples, which shows how far the order matters.
import type { NeedExample } from '@opportune/core/learning/needs/evidence.ts';
import { readNeedModel, writeNeedModel } from '@opportune/core/learning/needs/model-bytes.ts';
import { type NeedModel, trainNeeds } from '@opportune/core/learning/needs/model.ts';
import { type NamedNeed, nameNeed } from '@opportune/core/learning/needs/name-need.ts';
import { firstOfEach, readExamples, shuffled } from './needs-data.ts';
import { type BenchRow as Row, rounded } from './row.ts';

const files = ['banking77_train.csv', 'banking77_test.csv'] as const;
const figures = ['needs.banking77.accuracy'] as const;
const seeds = 10;
const few = 10;

/** The figures `needs.*`. None if a file is absent, which is reported. */
export async function* needsRows(): AsyncIterable<Row> {
  const [train, test] = await Promise.all(files.map((name) => readExamples(name, figures)));
  if (train === undefined || test === undefined || train === null || test === null) return;
  const played = [];
  for (let seed = 1; seed <= seeds; seed++) {
    played.push(play(shuffled(train, seed), test, seed));
    await new Promise((resume) => setImmediate(resume));
  }
  yield* fullRows(played, train.length, test.length);
  yield fewRow(train, test);
}

interface Played {
  readonly answers: readonly { readonly truth: string; readonly named: NamedNeed }[];
  readonly seconds: number;
  readonly questionUs: number;
  readonly bytes: number;
}

/** Learns, writes the model, reads it back and asks it. */
function play(train: readonly NeedExample[], test: readonly NeedExample[], seed: number): Played {
  const began = performance.now();
  const bytes = writeNeedModel(trained(train, seed));
  const learnt = performance.now();
  const model = readNeedModel(bytes);
  if (model === null) throw new Error('a model that was written could not be read');
  const asked = performance.now();
  const answers = test.map(({ evidence, need }) => ({
    truth: need,
    named: nameNeed(model, evidence),
  }));
  const questionUs = ((performance.now() - asked) * 1_000) / test.length;
  return { answers, seconds: (learnt - began) / 1_000, questionUs, bytes: bytes.length };
}

function trained(train: readonly NeedExample[], seed: number): NeedModel {
  const model = trainNeeds(train, seed);
  if (model === null) throw new Error('there is nothing to learn needs from');
  return model;
}

function* fullRows(played: readonly Played[], train: number, test: number): Iterable<Row> {
  const setUp = `${train} questions of 77 needs learnt, ${test} others tested, ${seeds} orders`;
  const accuracy = meanAndSpread(played.map(({ answers }) => share(answers, isFirst)));
  yield {
    name: 'needs.banking77.accuracy',
    value: rounded(accuracy.mean, 4),
    unit: 'share',
    target: '≥ 0.88',
    how: `${setUp}, spread ± ${accuracy.spread.toFixed(4)}; share whose need came first`,
  };
  const named = meanAndSpread(played.map(({ answers }) => share(answers, isNamed)));
  const right = meanAndSpread(played.map(({ answers }) => share(answers.filter(isNamed), isFirst)));
  yield {
    name: 'needs.banking77.named',
    value: rounded(named.mean, 4),
    unit: 'share',
    target: '',
    how: `the other questions got the answer "not known"; of the named needs, ${right.mean.toFixed(4)} were right`,
  };
  const error = meanAndSpread(played.map(({ answers }) => calibrationError(answers)));
  yield {
    name: 'needs.banking77.ece',
    value: rounded(error.mean, 4),
    unit: 'share',
    target: '',
    how: `mean difference of confidence and accuracy in 15 bins, spread ± ${error.spread.toFixed(4)}`,
  };
  const seconds = meanAndSpread(played.map((each) => each.seconds));
  const bytes = Math.max(...played.map((each) => each.bytes));
  yield {
    name: 'needs.learn.s',
    value: rounded(seconds.mean, 2),
    unit: 's',
    target: '',
    how: `${train} texts × 77 needs on one core, including calibration, spread ± ${seconds.spread.toFixed(2)}; the model has ${bytes} bytes`,
  };
  yield {
    name: 'needs.name.us',
    value: rounded(meanAndSpread(played.map((each) => each.questionUs)).mean, 0),
    unit: 'µs',
    target: '',
    how: 'one text, with its reasons, mean',
  };
}

/** What an account has at first: few examples of each need. */
function fewRow(train: readonly NeedExample[], test: readonly NeedExample[]): Row {
  const accuracies: number[] = [];
  let learnt = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const some = firstOfEach(shuffled(train, 100 + seed), few);
    learnt = some.length;
    accuracies.push(share(play(some, test, seed).answers, isFirst));
  }
  const { mean, spread } = meanAndSpread(accuracies);
  return {
    name: `needs.banking77.${few}each.accuracy`,
    value: rounded(mean, 4),
    unit: 'share',
    target: '',
    how: `${few} questions of each need learnt (${learnt} in all), drawn ${seeds} times, spread ± ${spread.toFixed(4)}`,
  };
}

type Answer = Played['answers'][number];

function isFirst({ truth, named }: Answer): boolean {
  return named.likely[0]?.need === truth;
}

function isNamed({ named }: Answer): boolean {
  return named.need !== null;
}

function share(answers: readonly Answer[], holds: (answer: Answer) => boolean): number {
  return answers.filter(holds).length / answers.length;
}

/** Expected calibration error of the first need's confidence, in 15 bins of equal width. */
function calibrationError(answers: readonly Answer[]): number {
  const bins = Array.from({ length: 15 }, () => ({ confidence: 0, right: 0 }));
  for (const answer of answers) {
    const confidence = answer.named.likely[0]?.confidence ?? 0;
    const bin = bins[Math.min(14, Math.floor(confidence * 15))];
    if (bin === undefined) continue;
    bin.confidence += confidence;
    if (isFirst(answer)) bin.right++;
  }
  const off = bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0);
  return off / answers.length;
}

function meanAndSpread(values: readonly number[]): { mean: number; spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}

if (import.meta.main) {
  for await (const each of needsRows()) process.stdout.write(`${JSON.stringify(each)}\n`);
}
