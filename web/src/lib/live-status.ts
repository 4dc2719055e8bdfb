import { useSyncExternalStore } from 'react';
import type { StatusFrame } from '../../../services/console/registry.contract.ts';
import { type EventStream, openEventStream, type StreamState } from './event-stream.ts';

export type LiveService = StatusFrame['services'][number];
export type LiveNode = StatusFrame['nodes'][number];

/** Two minutes of frames: what the small charts beside the services draw. */
const historyLength = 60;

export interface LiveStatus {
  frame: StatusFrame | null;
  /** Latencies by service, oldest first; null where nothing was called or the service was away. */
  latencies: Readonly<Record<string, readonly (number | null)[]>>;
  stream: StreamState;
}

let current: LiveStatus = { frame: null, latencies: {}, stream: { kind: 'connecting' } };
let stream: EventStream | undefined;
const listeners = new Set<() => void>();

function update(changes: Partial<LiveStatus>): void {
  current = { ...current, ...changes };
  for (const listener of listeners) listener();
}

function receive(frame: StatusFrame): void {
  const latencies: Record<string, readonly (number | null)[]> = {};
  for (const service of frame.services) {
    const past = current.latencies[service.name] ?? [];
    const latency = service.status === 'down' ? null : service.latencyMs;
    latencies[service.name] = [...past, latency].slice(-historyLength);
  }
  update({ frame, latencies });
}

/** Opens the one stream of this page; returns how to close it. */
export function startLiveStatus(): () => void {
  stream = openEventStream('/api/v1/registry/stream', {
    onEvent: (name, data) => {
      if (name === 'status') receive(JSON.parse(data) as StatusFrame);
    },
    onState: (state) => {
      if (state.kind !== 'live' || current.stream.kind !== 'live') update({ stream: state });
    },
  });
  return () => stream?.close();
}

export const pauseLiveStatus = (): void => stream?.pause();
export const resumeLiveStatus = (): void => stream?.resume();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A part of the live status; the component renders again only when that part changed. */
export function useLiveStatus<T>(select: (status: LiveStatus) => T): T {
  return useSyncExternalStore(subscribe, () => select(current));
}
