// A section of the team page with a title, a hint and a table. Its rows keep their places while
// somebody points at them.
import type { HTMLAttributes, ReactNode } from 'react';
import { type Column, ScrollTable } from '../../ui/index.ts';

interface Props<Row> {
  readonly title: string;
  readonly hint: string;
  /** The handlers that hold the rows. */
  readonly on: HTMLAttributes<HTMLElement>;
  readonly className: string;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  /** Shown below the table. */
  readonly children?: ReactNode;
}

export function LiveTable<Row>({ title, hint, on, className, children, ...table }: Props<Row>) {
  return (
    <section {...on}>
      <div className="bar team-bar">
        <h2 className="section-title">{title}</h2>
        <span className="small t3">{hint}</span>
      </div>
      <ScrollTable caption={title} className={`num ${className}`} {...table} />
      {children}
    </section>
  );
}
