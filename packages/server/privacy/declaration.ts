// Declares what a table contains about people: the owner and kind of each column, and how long rows
// are kept. Data only; showing, exporting and erasing a person depend on it.

/** `contact`: whoever the business talks to, over any channel. `nobody`: it says nothing about a person. */
export type DataOwner = 'visitor' | 'contact' | 'user' | 'nobody';
/** `technical`: what the machine needs, such as keys, times and states. */
export type DataKind = 'identifier' | 'contact data' | 'content' | 'behaviour' | 'technical';

/** Names of columns, with spaces between them. */
type Columns = Partial<Record<DataKind, string>>;

export interface TableDeclaration {
  /** How long rows are kept, in words. */
  readonly kept: string;
  readonly visitor?: Columns;
  readonly contact?: Columns;
  readonly user?: Columns;
  readonly nobody?: string;
}
export type Declarations = Readonly<Record<string, TableDeclaration>>;

/** Until somebody of the account removes it, or the account goes. */
export const untilRemoved = 'until it is removed';
export const withAccount = 'as long as the account';

export interface DeclaredColumn {
  readonly table: string;
  readonly column: string;
  readonly owner: DataOwner;
  readonly kind: DataKind;
  readonly kept: string;
}

/** Each column once for each time that it is declared. */
export function columnsOf(declarations: Declarations): readonly DeclaredColumn[] {
  return Object.entries(declarations).flatMap(([table, { kept, nobody = '', ...of }]) => {
    const owned = (['visitor', 'contact', 'user'] as const).flatMap((owner) =>
      Object.entries(of[owner] ?? {}).flatMap(([kind, columns]) =>
        // The keys of the object are those of its type.
        namesIn(columns).map((column) => ({ column, owner, kind: kind as DataKind })),
      ),
    );
    const others = namesIn(nobody).map((column) => ({
      ...({ column, owner: 'nobody', kind: 'technical' } as const),
    }));
    return [...owned, ...others].map((each) => ({ table, ...each, kept }));
  });
}

function namesIn(columns: string): readonly string[] {
  return columns.split(/\s+/).filter((name) => name !== '');
}
