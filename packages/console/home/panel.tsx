// A panel of Home: its title, something beside it and something at its end, then its content.
import { useId, type ReactNode } from 'react';

interface PanelProps {
  readonly title: string;
  readonly beside?: ReactNode;
  readonly end?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Panel({ title, beside, end, className = '', children }: PanelProps) {
  const id = useId();
  return (
    <section className={`home-panel ${className}`} aria-labelledby={id}>
      <header>
        <h2 id={id} className="section-title">
          {title}
        </h2>
        {beside}
        <span className="grow" />
        {end}
      </header>
      {children}
    </section>
  );
}
