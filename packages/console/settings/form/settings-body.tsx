// The body of a settings page: its title and purpose above the settings.
import type { ReactNode } from 'react';

interface SettingsBodyProps {
  readonly title: string;
  readonly text?: string | undefined;
  /** At the right of the title. */
  readonly act?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function SettingsBody({
  title,
  text,
  act = null,
  className = '',
  children,
}: SettingsBodyProps) {
  return (
    <div className={`settings-body ${className}`} tabIndex={0} role="region" aria-label={title}>
      <Head title={title} text={text} act={act} />
      {children}
    </div>
  );
}

function Head({ title, text, act }: Pick<SettingsBodyProps, 'title' | 'text' | 'act'>) {
  const heading = <h2 className="settings-title">{title}</h2>;
  if (text === undefined) return heading;
  return (
    <div className="row settings-head">
      <div className="grow">
        {heading}
        <p className="t2">{text}</p>
      </div>
      {act}
    </div>
  );
}
