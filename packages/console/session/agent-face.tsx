// The face of somebody who has access, with their photo. The photos of an account are read once.
import type { ComponentProps } from 'react';
import { UserList } from '@opportune/protocol/rest/account.ts';
import { useApiQuery } from '../ui/data/use-api.ts';
import { Face } from '../ui/marks.tsx';

interface AgentFaceProps extends Omit<ComponentProps<typeof Face>, 'photo'> {
  readonly user: string;
}

export function AgentFace({ user, ...face }: AgentFaceProps) {
  const { data } = useApiQuery('/users', UserList, { query: { limit: 200 } });
  return <Face {...face} photo={data?.items.find(({ id }) => id === user)?.photo} />;
}
