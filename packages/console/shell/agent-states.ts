// The states of an agent, in the order of menus and of the team's list.
import type { AgentState } from '@opportune/protocol/conversation/conversation.ts';

export const agentStates: readonly AgentState[] = ['online', 'back-soon', 'away', 'offline'];
