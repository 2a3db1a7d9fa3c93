// Compares declarations with a migrated schema. It reads no schema itself.
import { columnsOf, type Declarations } from './declaration.ts';

export interface SchemaColumn {
  readonly table: string;
  readonly column: string;
}

/** What is wrong, for people; empty when nothing is. */
export function undeclared(
  declarations: Declarations,
  schema: readonly SchemaColumn[],
): readonly string[] {
  const declared = columnsOf(declarations).map(nameOf);
  const there = schema.map(nameOf);
  const [known, real] = [new Set(declared), new Set(there)];
  return [
    ...there.filter((name) => !known.has(name)).map((name) => `${name} is not declared`),
    ...declared.filter((name) => !real.has(name)).map((name) => `${name} is declared and gone`),
    ...declared
      .filter((name, at) => declared.indexOf(name) !== at)
      .map((name) => `${name} is declared twice`),
  ];
}

function nameOf({ table, column }: SchemaColumn): string {
  return `${table}.${column}`;
}
