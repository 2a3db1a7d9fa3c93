// A link to a page of the settings.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface SettingsLinkProps {
  readonly page: string;
  readonly className?: string;
  readonly children: ReactNode;
}

export function SettingsLink({ page, ...link }: SettingsLinkProps) {
  return <Link to="/settings/{-$page}/{-$item}" params={{ page, item: undefined }} {...link} />;
}
