// Tells which of many words are in a text. It reads each character once, however many words there
// are and whatever the text is (Aho and Corasick, 1975). It ignores the case of ASCII letters and
// reports no positions.

/** A node of the tree of all words. */
interface Node {
  readonly next: Map<number, Node>;
  /** The groups of the words that end here, one bit each. */
  groups: number;
  /** Where its row begins in the table, and that of its longest proper ending. */
  row: number;
  ending: number;
}

const asciiCodes = 128;

export class WordSearch {
  /** By ASCII code: the class of a character, 0 for those in no word. */
  readonly #classes = new Uint8Array(asciiCodes);
  /** One row a node: by class, the row that follows; then the groups of the words that end here. */
  readonly #rows: Uint32Array;
  readonly #groupsAt: number;

  /** At most 31 groups of words, in ASCII and lower case. */
  constructor(groups: readonly (readonly string[])[]) {
    this.#groupsAt = this.#classify(groups.flat());
    this.#rows = tableOf(treeOf(groups, this.#classes), this.#groupsAt);
  }

  /** The groups of which some word is in the text: bit 0 is the first group. */
  groupsIn(text: string): number {
    const [rows, classes, groupsAt] = [this.#rows, this.#classes, this.#groupsAt];
    let row = 0;
    let found = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      row = rows[row + (code < asciiCodes ? (classes[code] ?? 0) : 0)] ?? 0;
      found |= rows[row + groupsAt] ?? 0;
    }
    return found;
  }

  /** Returns the number of classes. */
  #classify(words: readonly string[]): number {
    const signs = new Set(words.join(''));
    for (const [at, sign] of [...signs].entries())
      for (const written of [sign, sign.toUpperCase()])
        this.#classes[written.charCodeAt(0)] = at + 1;
    return signs.size + 1;
  }
}

function treeOf(groups: readonly (readonly string[])[], classes: Uint8Array): Node {
  const root = newNode();
  for (const [group, words] of groups.entries())
    for (const word of words) {
      let node = root;
      for (let at = 0; at < word.length; at++) {
        const by = classes[word.charCodeAt(at)] ?? 0;
        const known = node.next.get(by) ?? newNode();
        node.next.set(by, known);
        node = known;
      }
      node.groups |= 1 << group;
    }
  return root;
}

function newNode(): Node {
  return { next: new Map(), groups: 0, row: 0, ending: 0 };
}

/** By breadth, so that the row of an ending is complete before it is copied. */
function tableOf(root: Node, groupsAt: number): Uint32Array {
  const nodes = byBreadth(root);
  const width = groupsAt + 1;
  const rows = new Uint32Array(nodes.length * width);
  for (const [at, node] of nodes.entries()) node.row = at * width;
  for (const { row, ending, groups, next } of nodes) {
    rows.copyWithin(row, ending, ending + width);
    rows[row + groupsAt] = (rows[row + groupsAt] ?? 0) | groups;
    for (const [by, child] of next) {
      child.ending = rows[row + by] ?? 0;
      rows[row + by] = child.row;
    }
  }
  return rows;
}

function byBreadth(root: Node): readonly Node[] {
  const nodes = [root];
  for (const node of nodes) nodes.push(...node.next.values());
  return nodes;
}
