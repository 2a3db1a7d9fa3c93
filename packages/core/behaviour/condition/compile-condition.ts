// Compiles conditions to closures. One book serves a whole configuration. A leaf named by many
// campaigns is compiled once and identified by its content, so it keeps its meaning and memory when
// other parts of a condition are edited.
import type { CustomAttribute } from '@opportune/protocol/behaviour/attributes.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { Reason } from '@opportune/protocol/campaign/decision.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';
import { compileAbsence } from '../leaves/absence-leaf.ts';
import { compileDwell, compileIdle, compileLeaving } from '../leaves/attention-leaf.ts';
import { canonical } from './canonical.ts';
import { forgets, neededEvent } from './condition-needs.ts';
import { declaredBy, type Declared } from '../facts/custom-facts.ts';
import { compileFact } from '../leaves/fact-leaf.ts';
import { isOfGoal } from '../facts/facts.ts';
import type { Leaf } from '../leaves/leaf.ts';
import { compilePerformed } from '../leaves/performed-leaf.ts';
import { readsPersonal, withoutPersonal } from './personal-reasons.ts';
import type { PatternBook } from './pattern.ts';
import { RecentWalk } from '../recent/recent-walk.ts';
import type { Scene } from '../scene.ts';
import { compileScore, type ScoreLeaf } from '../leaves/score-leaf.ts';
import { compileSequence } from '../leaves/sequence-leaf.ts';
import { always, holds, never, wakesAt, type Truth } from './truth.ts';

export interface CompiledCondition {
  test(scene: Scene): Truth;
  /** The same, with every node's part in it. */
  explain(scene: Scene): Reason;
  readonly leaves: readonly Leaf[];
  /** Those of them that are inside a `not` anywhere: there, turning false matters. */
  readonly negated: ReadonlySet<Leaf>;
  /** Those outside every `any` and `not`: the condition requires each of them. */
  readonly musts: ReadonlySet<Leaf>;
  /**
   * The condition's truth is the minimum of these: its leaves outside every `any` and `not`, and
   * each outermost `any` and `not` as one. The same part of two conditions is the same function.
   */
  readonly parts: readonly Test[];
  /**
   * A required leaf (outside every `any` and `not`) that is false for a new visitor and that time
   * alone does not make true: only an event that fits one of its patterns does. Most visitors never
   * have it.
   */
  readonly needs: Leaf | null;
  /** A required leaf that is false until a clock reaches a bound. */
  readonly clock: Leaf | null;
  /** A new visit may make it true by what it forgets. */
  readonly forgets: boolean;
}

export type Test = (scene: Scene) => Truth;

/** What conditions of one configuration share, by content. */
export interface LeafBook {
  readonly leaves: Map<string, Leaf>;
  /** Compiled `any` and `not` nodes. */
  readonly groups: Map<string, Test>;
  readonly patterns: PatternBook;
  /** The newest events, as conditions read them. */
  readonly walk: RecentWalk;
  readonly scores: ScoreLeaf[];
  /** Custom attributes that the account declares. */
  readonly declared: Declared;
  /** The account's main goal: its score is read if that of the campaign's goal is not scored. */
  readonly main: GoalId | null;
}

export function newLeafBook(
  attributes: readonly CustomAttribute[] = [],
  main: GoalId | null = null,
): LeafBook {
  const declared = declaredBy(attributes);
  return {
    leaves: new Map(),
    groups: new Map(),
    patterns: new Map(),
    walk: new RecentWalk(),
    scores: [],
    declared,
    main,
  };
}

/** `goal` is the campaign's, for facts about a goal. Null: the account's main one. */
export function compileCondition(
  condition: Condition,
  book: LeafBook,
  goal: GoalId | null,
): CompiledCondition {
  const leaves = new Set<Leaf>();
  const negated = new Set<Leaf>();
  const must = new Set<Leaf>();
  const root = compileNode(
    condition,
    { book, goal, leaves, negated, must },
    { not: false, must: true },
  );
  const namesPersonal = [...leaves].some(({ node }) => readsPersonal(node, book.declared));
  return {
    test: root.test,
    explain: (scene) => {
      const { reason } = root.explain(scene);
      return namesPersonal ? withoutPersonal(reason, book.declared) : reason;
    },
    leaves: [...leaves],
    negated,
    musts: must,
    parts: root.parts,
    needs: [...must].find(({ node }) => neededEvent(node) !== null) ?? null,
    clock:
      [...must].find(({ watch }) => watch.type === 'basis' && watch.afterMs !== undefined) ?? null,
    forgets: forgets(condition),
  };
}

interface Node {
  readonly quickNo: boolean;
  readonly test: Test;
  readonly parts: readonly Test[];
  explain(scene: Scene): { readonly truth: Truth; readonly reason: Reason };
}

interface Compiling {
  readonly book: LeafBook;
  readonly goal: GoalId | null;
  readonly leaves: Set<Leaf>;
  readonly negated: Set<Leaf>;
  readonly must: Set<Leaf>;
}

/** `not`: inside one anywhere. `must`: inside nothing but `all`. */
interface Within {
  readonly not: boolean;
  readonly must: boolean;
}

function compileNode(condition: Condition, into: Compiling, within: Within): Node {
  if ('all' in condition) return group(condition, condition.all, allOf);
  if ('any' in condition) return group(condition, condition.any, anyOf);
  if ('not' in condition)
    return group(
      condition,
      [condition.not],
      ([only]) =>
        (scene) =>
          -(only ?? fails)(scene),
    );
  const leaf = leafOf(condition, into);
  into.leaves.add(leaf);
  if (within.not) into.negated.add(leaf);
  if (within.must) into.must.add(leaf);
  return {
    quickNo: neededEvent(condition) !== null,
    test: leaf.test,
    parts: [leaf.test],
    explain: (scene) => {
      const truth = leaf.test(scene);
      return { truth, reason: reasonOf(truth, condition, leaf.value(scene), []) };
    },
  };

  function group(node: Condition, parts: readonly Condition[], join: Join): Node {
    const below = {
      not: 'not' in node ? !within.not : within.not,
      must: within.must && 'all' in node,
    };
    const nodes = parts.map((part) => compileNode(part, into, below));
    // Quick denials go first. The order affects only the time, never the result.
    const ordered = nodes.toSorted((one, other) => Number(other.quickNo) - Number(one.quickNo));
    const test = join(ordered.map((each) => each.test));
    return {
      quickNo: neededEvent(node) !== null,
      test,
      parts:
        'all' in node ? ordered.flatMap((each) => each.parts) : [sharedGroup(node, test, into)],
      explain: (scene) => explainGroup(node, nodes, join, scene),
    };
  }
}

/**
 * Reuses the first group of equal content. Separate for each goal, since a leaf inside may read
 * another value for it.
 */
function sharedGroup(node: Condition, test: Test, { book, goal }: Compiling): Test {
  const key = `${canonical(node)} of ${goal ?? ''}`;
  const known = book.groups.get(key) ?? test;
  book.groups.set(key, known);
  return known;
}

type Join = (tests: readonly Test[]) => Test;
const fails: Test = () => never;

/** One part that is false for ever ends it. */
const allOf: Join = (tests) => (scene) => {
  let least: Truth = always;
  for (const test of tests) {
    const truth = test(scene);
    if (truth === never) return never;
    if (truth < least) least = truth;
  }
  return least;
};

const anyOf: Join = (tests) => (scene) => {
  let greatest: Truth = never;
  for (const test of tests) {
    const truth = test(scene);
    if (truth === always) return always;
    if (truth > greatest) greatest = truth;
  }
  return greatest;
};

function explainGroup(
  node: Condition,
  nodes: readonly Node[],
  join: Join,
  scene: Scene,
): ReturnType<Node['explain']> {
  const parts = nodes.map((each) => each.explain(scene));
  const truth = join(parts.map((part) => () => part.truth))(scene);
  return {
    truth,
    reason: reasonOf(
      truth,
      node,
      null,
      parts.map(({ reason }) => reason),
    ),
  };
}

function reasonOf(
  truth: Truth,
  node: Condition,
  value: Reason['value'],
  parts: readonly Reason[],
): Reason {
  return { holds: holds(truth), node, value, wakesAt: wakesAt(truth), parts };
}

function leafOf(condition: Condition, { book, goal }: Compiling): Leaf {
  const named = goal !== null && readsGoal(condition) ? goal : null;
  const key = named === null ? canonical(condition) : `${canonical(condition)} of ${named}`;
  const known = book.leaves.get(key);
  if (known !== undefined) return known;
  const leaf = compileLeaf(condition, key, book, named);
  book.leaves.set(key, leaf);
  return leaf;
}

/** Whether the same words mean another value for another goal. */
function readsGoal(condition: Condition): boolean {
  if ('fact' in condition) return isOfGoal(condition.fact);
  return 'score' in condition && isOfGoal(condition.score.fact);
}

function compileLeaf(condition: Condition, key: string, book: LeafBook, goal: GoalId | null): Leaf {
  const goals = [goal, book.main].filter((each) => each !== null);
  if ('fact' in condition) return compileFact(condition, book.declared, goals);
  if ('performed' in condition) return compilePerformed(condition, book.patterns, book.walk);
  if ('sequence' in condition) return compileSequence(condition, book.patterns, book.walk);
  if ('absence' in condition) return compileAbsence(condition, book.patterns, book.walk);
  if ('dwell' in condition) return compileDwell(condition);
  if ('idle' in condition) return compileIdle(condition);
  if ('leaving' in condition) return compileLeaving(condition);
  if (!('score' in condition)) throw new Error('behaviour: groups are no leaves');
  const leaf = compileScore(condition, key, book.declared, goals);
  book.scores.push(leaf);
  return leaf;
}
