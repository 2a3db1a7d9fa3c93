// A section of the results: its title, a note beside it and the explanation of its figures.
import type { ReactNode } from 'react';
import { About } from './definitions.tsx';

interface SectionProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** The figure that the info button explains. */
  readonly about?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Section({
  title,
  note,
  about,
  className = 'results-wide',
  children,
}: SectionProps) {
  return (
    <section className={className}>
      <div className="results-h">
        <h2>{title}</h2>
        {note !== undefined && <span className="small t3">{note}</span>}
        {about !== undefined && <About figure={about} />}
      </div>
      {children}
    </section>
  );
}
