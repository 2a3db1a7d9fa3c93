import type { Bridge, WindowPart } from '../core/bridge.ts';
export function start(_bridge: Bridge): WindowPart { return { open() {}, clear() {} }; }
