// Reads XLIFF 2.0 and 2.1 as tools give it back: units with their sources and targets. Elements and
// attributes of modules and extensions (those with a prefix) are passed over, as the standard wants.
// Anything else that is not known is refused. It compares with no document.
import { translationLimits } from '@opportune/protocol/campaign/translations.ts';
import { xliffNamespace } from './names.ts';
import { readXml, type XmlElement } from './xml.ts';

export interface XliffUnit {
  readonly id: string;
  readonly source: string;
  /** Null: not translated. */
  readonly target: string | null;
  /** It has markup inside its texts, which ours have not. */
  readonly marked: boolean;
}

export interface XliffFile {
  readonly document: string;
  readonly language: string;
  readonly units: readonly XliffUnit[];
}

export type XliffResult =
  | { readonly ok: true; readonly file: XliffFile }
  | { readonly ok: false; readonly why: string };

const bounds = {
  length: translationLimits.fileLength,
  elements: translationLimits.fileElements,
  depth: 12,
} as const;

class Unknown extends Error {}

export function readXliff(text: string): XliffResult {
  const xml = readXml(text, bounds);
  if (!xml.ok) return { ok: false, why: `Line ${xml.line}: ${xml.why}` };
  try {
    return { ok: true, file: fileOf(xml.root) };
  } catch (error) {
    if (error instanceof Unknown) return { ok: false, why: error.message };
    throw error;
  }
}

function fileOf(root: XmlElement): XliffFile {
  const { name, attributes } = root;
  const version = attributes.get('version') ?? '';
  if (name !== 'xliff' || attributes.get('xmlns') !== xliffNamespace)
    throw new Unknown('The file is not XLIFF 2.');
  if (version !== '2.0' && version !== '2.1')
    throw new Unknown('Only XLIFF 2.0 and 2.1 are accepted.');
  refuseOthers(root, ['xmlns', 'version', 'srcLang', 'trgLang']);
  const [file, ...more] = elementsOf(root, ['file']);
  if (file === undefined || more.length > 0) throw new Unknown('The file has not one part `file`.');
  refuseOthers(file, ['id', 'original', 'canResegment', 'translate', 'srcDir', 'trgDir']);
  return {
    document: file.attributes.get('id') ?? '',
    language: attributes.get('trgLang') ?? '',
    units: elementsOf(file, ['unit', 'notes'])
      .filter(({ name: each }) => each === 'unit')
      .map(unitOf),
  };
}

function unitOf(unit: XmlElement): XliffUnit {
  refuseOthers(unit, ['id', 'name', 'canResegment', 'translate', 'srcDir', 'trgDir', 'type']);
  const parts = elementsOf(unit, ['segment', 'ignorable', 'notes', 'originalData']).filter(
    ({ name }) => name === 'segment' || name === 'ignorable',
  );
  const read = parts.map(partOf);
  const isWhole = read.some(({ isText }) => isText) && read.every(({ target }) => target !== null);
  const target = read.map((part) => part.target ?? '').join('');
  return {
    id: unit.attributes.get('id') ?? '',
    source: read.map(({ source }) => source).join(''),
    target: isWhole && target.trim() !== '' ? target : null,
    marked: read.some(({ marked }) => marked),
  };
}

interface Part {
  readonly source: string;
  readonly target: string | null;
  readonly marked: boolean;
  readonly isText: boolean;
}

/** What stands between segments has the same text in both languages, unless it says otherwise. */
function partOf(part: XmlElement): Part {
  const isText = part.name === 'segment';
  refuseOthers(part, isText ? ['id', 'canResegment', 'state', 'subState'] : ['id']);
  const children = elementsOf(part, ['source', 'target']);
  const [source] = children.filter(({ name }) => name === 'source');
  const [target] = children.filter(({ name }) => name === 'target');
  if (source === undefined) throw new Unknown('A unit has no source text.');
  const from = textIn(source);
  const isInitial = part.attributes.get('state') === 'initial';
  const to = target === undefined || isInitial ? null : textIn(target);
  return {
    source: from.text,
    target: to?.text ?? (isText ? null : from.text),
    marked: from.marked || to?.marked === true,
    isText,
  };
}

/** Annotations (`mrk`) only point at a part of the text; other inline elements are markup. */
function textIn(element: XmlElement): { readonly text: string; readonly marked: boolean } {
  let [text, marked] = ['', false];
  for (const child of element.children) {
    if (typeof child === 'string') text += child;
    else if (child.name === 'mrk') {
      const inside = textIn(child);
      text += inside.text;
      marked ||= inside.marked;
    } else marked = true;
  }
  return { text, marked };
}

/** The children of these names. Between them stand only spaces, modules and extensions. */
function elementsOf({ name, children }: XmlElement, known: readonly string[]): XmlElement[] {
  return children.flatMap((child) => {
    if (typeof child === 'string') {
      if (child.trim() !== '')
        throw new Unknown(`There is text in \`${name}\` where none belongs.`);
      return [];
    }
    if (known.includes(child.name)) return [child];
    if (child.name.includes(':')) return [];
    throw new Unknown(`The element \`${child.name}\` in \`${name}\` is not known.`);
  });
}

function refuseOthers({ name, attributes }: XmlElement, known: readonly string[]): void {
  for (const attribute of attributes.keys())
    if (!known.includes(attribute) && !attribute.includes(':'))
      throw new Unknown(`The attribute \`${attribute}\` of \`${name}\` is not known.`);
}
