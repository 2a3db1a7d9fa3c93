// Maps rows of the store of records to field names: the column `due_at` is the field `dueAt`, and
// an instant is ms since 1970. The result still has to be parsed.

export interface RowFields {
  /** The columns, for statements that name what they return. */
  readonly columns: string;
  /** The fields whose columns the row has. */
  valuesOf(row: object): Readonly<Record<string, unknown>>;
}

/**
 * The fields of a schema's shape, one column each. Names are built once, because rows are read with
 * each message.
 */
export function rowFields(shape: object): RowFields {
  const fields = Object.keys(shape).map((field) => ({ field, column: columnOf(field) }));
  return {
    columns: fields.map(({ column }) => column).join(', '),
    valuesOf(row) {
      const values: Record<string, unknown> = {};
      for (const { field, column } of fields) {
        const value: unknown = Reflect.get(row, column);
        // oxlint-disable-next-line no-restricted-globals -- it reads no clock
        if (value !== undefined) values[field] = value instanceof Date ? value.getTime() : value;
      }
      return values;
    },
  };
}

function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
